// What a request was answered: status, headers, body, and when in virtual time.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { excerpt, type Excerpt } from "../../lib/excerpt";
import { Follower } from "../../lib/outcome";
import { formatClock, formatInstant } from "../../lib/time";
import { visible } from "../../lib/visible";
import type { Slice } from "../../state";
import { offer } from "../../store";
import { View } from "../view";
import { lineOf, type Exchange } from "./exchange";

@customElement("rh-http-answer")
export class HttpAnswer extends View {
  static override watches: readonly Slice[] = ["version"];

  @property({ attribute: false }) exchange!: Exchange;
  private follower: Follower | null = null;
  /** Of the body that was shown last: reading a long one again each time that the run moves would be felt. */
  private shown?: Excerpt & { body: string };

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("exchange")) this.follower = null;
    const { event, run } = this.exchange;
    if (event !== 0 && run === this.state.run.number) this.follower ??= new Follower(this.state.ring, event);
    else this.follower = null;
  }

  protected override render(): TemplateResult {
    const { answer, request } = this.exchange;
    return html`<p class="http-asked"><bdi class="mono">${visible(lineOf(this.exchange))}</bdi> <bdi class="soft">${visible(request.host ?? "")}</bdi></p>
      ${answer ? this.answered(answer) : this.waiting()}`;
  }

  private answered({ status, headers, body }: NonNullable<Exchange["answer"]>): TemplateResult {
    if (this.shown?.body !== body) this.shown = { ...excerpt(body), body };
    const { text, cut } = this.shown;
    return html`<p><strong class="http-status ${status < 400 ? "ok" : "bad"}">${status} ${REASONS[status] ?? ""}</strong> ${this.answeredAt()}</p>
      <dl class="http-headers">${headers.map(([name, value]) => html`<div><dt>${visible(name)}:</dt> <dd>${visible(value)}</dd></div>`)}</dl>
      ${cut ? this.cut(cut, body) : nothing}
      <pre class="http-body mono" tabindex="0" role="group" aria-label=${t("http.answer.body")}>${text}</pre>`;
  }

  private cut(cut: NonNullable<Excerpt["cut"]>, body: string): TemplateResult {
    const download = () => offer(new Blob([body], { type: "application/json" }), "answer.json");
    return html`<p class="row">
      <span class="soft">${t("http.answer.cut", { ...cut })}</span>
      <button class="small" @click=${download}>${t("http.answer.download")}</button>
    </p>`;
  }

  /** While time stands still, it is said why nothing happens, and what changes that. */
  private waiting(): TemplateResult {
    if (this.state.preferences.settings.playing) return html`<p>${t("http.waiting")}</p>`;
    return html`<p>${t("http.waiting.paused", { play: t("play"), step: t("step") })}</p>
      <p class="row">
        <button class="small" @click=${() => this.store.play()}>${t("play")}</button>
        <button class="small" @click=${() => this.store.step()}>${t("step")}</button>
      </p>`;
  }

  private answeredAt(): TemplateResult | typeof nothing {
    const { ring } = this.state;
    const found = this.follower?.look();
    if (found?.state !== "answered") return nothing;
    const time = ring.time(found.event);
    return html`<span class="soft num" title=${t("http.virtual", { time: formatInstant(time) })}>${t("http.answered", { time: formatClock(time) })}</span>`;
  }
}

/** What HTTP calls the statuses that a store or the way to it gives. */
const REASONS: Record<number, string> = {
  200: "OK",
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

declare global {
  interface HTMLElementTagNameMap {
    "rh-http-answer": HttpAnswer;
  }
}
