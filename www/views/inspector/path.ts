// <rh-path>: the critical path to an event, as a bar with sums and as a list of its steps.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { learn, t } from "../../i18n/index";
import { causality as texts } from "../../i18n/causality.en";
import { nextFrame } from "../../lib/frame";
import { formatDuration } from "../../lib/time";
import { CriticalPath, HOW, type How, type Step } from "../../lib/trace/path";
import { processLabel } from "../../lib/trace/sentence";
import { Kind } from "../../protocol";
import { View } from "../view";
import "./path-styles";

learn(texts);

/** Steps of the way that are walked in a frame, and those that are listed at once. */
const STRETCH = 20_000;
const LISTED = 8;
/** Each part of the bar has a pattern and a letter of its own, for not everybody tells colours apart. */
const SIGN: Record<How, string> = { waited: "▒", handled: "█", timer: "◷", outside: "⇄", transit: "→" };

@customElement("rh-path")
export class PathView extends View {
  @property({ attribute: false }) event!: number;
  @state() private whole = false;
  private path: CriticalPath | null = null;
  private generation = -1;

  protected override willUpdate(changed: PropertyValues): void {
    const { ring } = this.state;
    if (!changed.has("event") && this.generation === ring.generation) return;
    this.generation = ring.generation;
    this.whole = false;
    this.path = ring.has(this.event) ? new CriticalPath(ring, this.event) : null;
    this.walk();
  }

  /** A long way takes some frames. */
  private readonly walk = (): void => {
    if (!this.path || !this.isConnected && this.hasUpdated) return;
    if (!this.path.advance(STRETCH)) nextFrame(this.walk);
    if (this.hasUpdated) this.requestUpdate();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { path } = this;
    if (!path || path.length === 0) return nothing;
    const { sums, total, steps, length } = path;
    const parts = HOW.filter((how) => sums[how] > 0);
    const listed = this.whole ? steps : steps.slice(0, LISTED);
    const longest = Math.max(1, ...listed.map(({ took }) => took));
    return html`<h3>${t("path.title")}</h3>
      <p>${t(path.cut ? "path.since.cut" : "path.since", { n: length, duration: formatDuration(total) })}</p>
      ${total > 0 ? html`<div class="path-bar" aria-hidden="true">${parts.map((how) => html`<i class=${how} .style=${`flex-grow:${sums[how] / total}`}></i>`)}</div>` : nothing}
      <dl>${parts.map((how) => html`<dt><span aria-hidden="true">${SIGN[how]}</span> ${t(`path.${how}`)}</dt><dd>${t("path.share", { duration: formatDuration(sums[how]), percent: Math.round((sums[how] / Math.max(1, total)) * 100) })}</dd>`)}</dl>
      <ol class="path-steps" aria-label=${t("path.title")}>
        ${listed.map((step) => this.step(step, longest))}
      </ol>
      ${steps.length > listed.length ? html`<button class="quiet" @click=${() => (this.whole = true)}>${t("inspector.causes.more", { n: steps.length - listed.length })}</button>` : nothing}
      ${this.whole && length > steps.length ? html`<p class="soft">${t("path.nearest", { n: steps.length })}</p>` : nothing}`;
  }

  private step(step: Step, longest: number): TemplateResult {
    return html`<li>
      <button class="link" @click=${() => this.store.select({ event: step.event })}>${this.words(step)}</button>
      <span class="path-bar small" aria-hidden="true"><i class=${step.how} .style=${`width:${Math.max(1, (step.took / longest) * 100)}%`}></i></span>
    </li>`;
  }

  /** "echo waited 2 ms for relay", "relay handled echo for 1 µs" */
  private words({ event, cause, took, how }: Step): string {
    const { ring } = this.state;
    const params = { duration: formatDuration(took), process: processLabel(ring, ring.process(event), t), topic: ring.text(event), about: ring.text(cause) };
    switch (how) {
      case "waited":
        return t(ring.kind(event) === Kind.receive ? "path.step.waited" : ring.kind(event) === Kind.start ? "path.step.start" : "path.step.event", params);
      case "handled":
        return t(ring.kind(cause) === Kind.receive ? "path.step.handled" : "path.step.worked", params);
      default:
        return t(`path.step.${how}`, params);
    }
  }
}
