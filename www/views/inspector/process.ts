// One process in full: asked from the engine again while it is looked at.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t, formatNumber } from "../../i18n/index";
import { naming } from "../../lib/naming";
import { entryName, shortPid } from "../../lib/pid";
import { PLACED } from "../../lib/run-errors";
import { formatDuration, formatInstant } from "../../lib/time";
import type { Frame, Inspection, ProcessRow } from "../../protocol";
import { errorText } from "../../store";
import type { Slice } from "../../state";
import { glyph, isEndless, stateWords, tag } from "../processes/state";
import "../processes/actions";
import { Late } from "../parts";
import { View } from "../view";

const AGAIN_MS = 250;

@customElement("rh-process-inspector")
export class ProcessInspector extends View {
  static override watches: readonly Slice[] = ["rows"];

  @property({ attribute: false }) process!: number;
  @state() private found: Inspection | null = null;
  @state() private error = "";
  /** The message whose faults are shown. */
  @state() private open = 0;
  private readonly faulty = new Late(this, "message_faults");
  private readonly called = new Late(this, "stacks");
  private asked = 0;
  private asking = false;
  /** The rows that were there when it was asked: with others there may be something new. */
  private seen: readonly ProcessRow[] | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("process")) {
      this.asked = 0;
      this.asking = false;
      this.found = null;
      this.error = "";
      this.seen = undefined;
    }
    if (this.asking || this.seen === this.state.rows) return;
    const wait = this.asked + AGAIN_MS - performance.now();
    clearTimeout(this.timer);
    // A run that stands still says it only once.
    if (wait > 0) this.timer = setTimeout(() => this.requestUpdate(), wait);
    else void this.ask(this.process);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** What is shown was no longer so. */
  private readonly again = () => {
    this.seen = undefined;
    this.requestUpdate();
  };

  private async ask(process: number): Promise<void> {
    this.asking = true;
    this.asked = performance.now();
    this.seen = this.state.rows;
    try {
      const found = await this.store.request<Inspection>({ type: "inspect", process });
      if (process === this.process) [this.found, this.error] = [found, ""];
    } catch (error) {
      if (process === this.process) this.error = errorText(error);
    }
    if (process !== this.process) return;
    this.asking = false;
    if (this.seen !== this.state.rows) this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { found, error } = this;
    if (!found) return html`<p class="empty">${error || t("loading")}</p>`;
    const { row } = found;
    const named = naming(entryName(row.entry), this.store.tags.of(this.state.rows, this.state.run.number).get(row.number));
    return html`
      <h3 class="title"><span class="cut" title=${row.entry}>${named.name}</span> ${tag(named.tag)} <span class="mono">${shortPid(row.number)}</span></h3>
      <rh-process-actions .store=${this.store} .process=${this.process}></rh-process-actions>
      ${isEndless(row) ? html`<p class="endless">${t("state.endless.advice")}</p>` : nothing}
      <dl>
        ${fact(t("column.pid"), html`<span class="mono">${row.pid}</span>`)} ${fact(t("column.state"), html`${glyph(row)} ${stateWords(row)} ${this.failedAt(row)}`)}
        ${fact(t("inspector.entry"), html`<span class="mono">${row.entry}</span>`)} ${fact(t("inspector.names"), list(found.names))}
        ${fact(t("inspector.parent"), row.parent === 0 ? t("event.outside") : this.link(row.parent))}
        ${fact(t("column.in"), formatNumber(row.received))} ${fact(t("column.out"), formatNumber(row.sent))}
        ${fact(t("inspector.waited"), formatDuration(row.waited_ns))} ${fact(t("inspector.handled"), formatDuration(row.handled_ns))}
        ${fact(t("inspector.turns"), formatNumber(row.turns))} ${fact(t("inspector.monitors"), list(found.monitors))}
        ${fact(t("inspector.monitored"), list(found.monitored_by))} ${fact(t("inspector.links"), list(found.links))}
        ${fact(t("inspector.listens"), list(found.listens))} ${fact(t("inspector.traps"), found.trap_links ? t("yes") : nothing)}
      </dl>
      ${found.shown !== null ? html`<h3>${t("inspector.shown")}</h3><pre tabindex="0" aria-label=${t("inspector.shown")}>${found.shown}</pre>` : nothing}
      ${found.stacks?.length ? this.stacks(found.stacks) : nothing}
      ${row.ended ? nothing : this.mailbox(found)}
    `;
  }

  /** The line of the source at which it failed. */
  private failedAt({ ended }: ProcessRow): TemplateResult | typeof nothing {
    const [, entry, line] = (ended?.how === "failed" && PLACED.exec(ended.text)) || [];
    if (entry === undefined) return nothing;
    const place = t("inspector.line.value", { entry: entryName(entry), line });
    return html`<button class="link" @click=${() => this.store.reveal(entry, Number(line))}>${place}</button>`;
  }

  private link(process: number): TemplateResult {
    return html`<button class="link mono" @click=${() => this.store.select({ process })}>${shortPid(process)}</button>`;
  }

  private stacks(stacks: Frame[][]): TemplateResult {
    this.called.want();
    return this.called.part ? html`<rh-stacks .store=${this.store} .stacks=${stacks}></rh-stacks>` : this.called.place;
  }

  private faults(event: number, topic: string): TemplateResult {
    this.faulty.want();
    return this.faulty.part ? html`<rh-message-faults .store=${this.store} .event=${event} .topic=${topic}></rh-message-faults>` : this.faulty.place;
  }

  private mailbox({ row, mailbox, mailbox_more }: Inspection): TemplateResult {
    return html`<h3>${t("mailbox")} <span class="soft num">${formatNumber(mailbox.length + mailbox_more)}</span></h3>
      ${mailbox.length === 0
        ? html`<p class="soft">${t("mailbox.empty")}</p>`
        : html`<ol class="mailbox" @gone=${this.again}>
            ${mailbox.map(
              ({ topic, from, payload, event, late }) =>
                html`<li>
                  <button class="link" @click=${() => this.store.select({ event })}>${topic}</button> <span class="soft mono">${from}</span><code>${payload}</code>
                  ${late === null ? nothing : html`<span class="soft">${t("mailbox.late", { time: formatInstant(late) })}</span>`}
                  ${row.state === "ready" && late === null && this.state.upcoming && this.state.upcoming.message !== event
                    ? html`<button class="small" title=${t("next.message.hint")} @click=${() => this.store.next(row.number, event)}>${t("next")}</button>`
                    : nothing}
                  <button class="small" aria-expanded=${this.open === event} title=${t("faults.of_message.hint")} @click=${() => (this.open = this.open === event ? 0 : event)}>${t("faults.of_message")}</button>
                  ${this.open === event ? this.faults(event, topic) : nothing}
                </li>`,
            )}
          </ol>`}
      ${mailbox_more > 0 ? html`<p class="soft">${t("mailbox.more", { n: mailbox_more })}</p>` : nothing}`;
  }
}

/** A row of the list, or nothing when there is nothing to say. */
function fact(name: string, value: unknown): TemplateResult | typeof nothing {
  return value === nothing ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`;
}

function list(values: string[]): TemplateResult | typeof nothing {
  return values.length === 0 ? nothing : html`<span class="mono">${values.join(", ")}</span>`;
}
