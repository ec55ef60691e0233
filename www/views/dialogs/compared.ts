// What came of comparing two runs: a sentence, what differs and why it may, and the events of both beside each other.
import { html, nothing, type TemplateResult } from "lit";
import { say } from "../../comparing/texts";
import { formatNumber, t, type Key } from "../../i18n/index";
import { formatClock, formatInstant } from "../../lib/time";
import type { ComparedEvent, ComparedInput, ComparedRun, Comparison, Reason } from "../../protocol";
import type { ToCompare } from "../../state";

/** Goes to an event of the run that plays. */
type GoTo = ((event: number) => void) | undefined;

export function outcome(comparison: Comparison, other: ToCompare, goTo: GoTo): TemplateResult {
  const { same, written } = comparison;
  const titles = written ? [say("compare.remade"), say("compare.written")] : [say("compare.this"), say("compare.that", { name: other.name })];
  return html`<p class="compare-sentence" tabindex="-1">${sentence(comparison)}</p>
    ${notRemade(comparison, [say("compare.this"), other.name])}
    ${same ? nothing : html`${differences(comparison)} ${reasons(comparison)} ${before(comparison, goTo)} ${sides(comparison, titles, goTo)}`}`;
}

function sentence({ same, written, event, until, one, other }: Comparison): string {
  if (same || event === null || until === null) return written ? say("compare.same.written") : say("compare.same", { n: one.events });
  if (until > event) return say("compare.range", { from: event, to: until });
  if (!written && one.lines.length === 0) return say("compare.one_ends", { event: event - 1 });
  if (!written && other.lines.length === 0) return say("compare.other_ends", { event: event - 1 });
  return say("compare.event", { event });
}

/** Of a run that is made again as another one, the one that was made again was compared. */
function notRemade({ written, one, other }: Comparison, names: string[]): TemplateResult | typeof nothing {
  if (written) return nothing;
  const others = [one, other].flatMap(({ remade }, at) => (remade ? [] : [names[at]]));
  return html`${others.map((name) => html`<p class="error">${say("compare.not_remade", { name })}</p>`)}`;
}

function differences({ differences, written, event, until }: Comparison): TemplateResult | typeof nothing {
  if (differences.length === 0) return written && event === until ? html`<p>${say("compare.kind_only")}</p>` : nothing;
  const value = (field: string, text: string) => html`<code>${field === "kind" ? kindName(text) : text}</code>`;
  return html`<h3>${say("compare.what")}</h3>
    <ul class="compare-points">
      ${differences.map(({ field, one, other }) => html`<li>${say(`field.${field}`)}: ${around("compare.one", value(field, one))}, ${around("compare.other", value(field, other))}</li>`)}
    </ul>`;
}

/** A text with something in it that is no text. */
function around(key: "compare.one" | "compare.other", value: TemplateResult): TemplateResult {
  const [before, after] = say(key, { value: "\0" }).split("\0");
  return html`${before}${value}${after}`;
}

function reasons({ reasons }: Comparison): TemplateResult | typeof nothing {
  if (reasons.length === 0) return nothing;
  return html`<h3>${say("compare.why")}</h3>
    <ul class="compare-points">
      ${reasons.map((reason) => html`<li>${reasonText(reason)}</li>`)}
    </ul>`;
}

function reasonText(reason: Reason): string {
  const orNone = (text: string) => text || say("reason.none");
  switch (reason.reason) {
    case "project":
      return say("reason.project", { one: reason.one, other: reason.other });
    case "file":
      return say(`reason.file.${reason.which}`, { path: reason.path });
    case "overrides":
      return say("reason.setting", { name: say("reason.overrides"), one: orNone(reason.one), other: orNone(reason.other) });
    case "setting":
      return say("reason.setting", { name: say(`reason.${reason.name}`), one: orNone(reason.one), other: orNone(reason.other) });
    case "input": {
      const { number, one, other } = reason;
      if (one && other) return say("reason.input", { number, one: inputText(one), other: inputText(other) });
      return one ? say("reason.input.one", { number, input: inputText(one) }) : say("reason.input.other", { number, input: inputText(other!) });
    }
    case "end":
      return say("reason.end");
    case "recorded":
      return say("reason.recorded");
  }
}

const inputText = ({ text, time_ns }: ComparedInput) => say("reason.input.at", { text, time: formatClock(time_ns) });

function before({ before, event }: Comparison, goTo: GoTo): TemplateResult | typeof nothing {
  if (before.length === 0) return nothing;
  return html`<details class="compare-before">
    <summary>${say("compare.before", { n: event! - 1 })}</summary>
    <ol class="compare-list">
      ${before[0].number > 1 ? html`<li class="compare-event" aria-hidden="true">⋮</li>` : nothing} ${before.map((told) => line(told, false, goTo))}
    </ol>
  </details>`;
}

function sides(comparison: Comparison, [first, second]: string[], goTo: GoTo): TemplateResult {
  const { one, other, written, event, until } = comparison;
  const exact = event === until;
  const side = (title: string, { lines }: ComparedRun, none: string, go: GoTo) => html`<section aria-label=${title}>
    <h3>${title}</h3>
    <ol class="compare-list">
      ${lines.map((told, at) => line(told, exact && at === 0, go))} ${lines.length === 0 ? html`<li class=${exact ? "compare-event differs" : "compare-event"}>${exact ? mark() : nothing}${none}</li>` : nothing}
    </ol>
  </section>`;
  return html`<div class="compare-sides">
    ${side(first, one, say("compare.ends"), goTo)} ${side(second, other, say(written ? "compare.unknown" : "compare.ends"), undefined)}
  </div>`;
}

const mark = () => html`<span class="compare-mark">≠ ${say("compare.differs")}</span>`;

function line({ number, time_ns, kind, who, what }: ComparedEvent, differs: boolean, goTo: GoTo): TemplateResult {
  const shown = formatNumber(number);
  return html`<li class=${differs ? "compare-event differs" : "compare-event"}>
    ${differs ? mark() : nothing}
    <div class="line">
      ${goTo ? html`<button class="quiet number" aria-label=${say("compare.go", { event: number })} @click=${() => goTo(number)}>${shown}</button>` : html`<span class="number">${shown}</span>`}
      ${time_ns === null ? nothing : html`<time>${formatInstant(time_ns)}</time>`} <span>${who}</span> <strong>${kind === null ? "?" : kindName(kind)}</strong>
      <code>${what}</code>
    </div>
  </li>`;
}

/** A kind as the table of events calls it. */
function kindName(kind: string): string {
  return t(`event.name.${kind.replaceAll(" ", "_")}` as Key);
}

