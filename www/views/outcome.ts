// Under the composer: what became of the message that the reader sent last, in words, with a way to it.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/index";
import { answerLine } from "../lib/http-payload";
import { Follower, type Outcome } from "../lib/outcome";
import { processLabel } from "../lib/trace/sentence";
import type { Payload } from "../protocol";
import type { Slice } from "../state";
import { View } from "./view";

/** Characters of an answer that are shown here. */
const LINE = 200;

/** A message from the page. */
export interface Sent {
  run: number;
  /** Its send. */
  event: number;
  /** It does not say where an answer should go, though others here do. */
  unaddressed: boolean;
}

@customElement("rh-outcome")
export class OutcomeView extends View {
  static override watches: readonly Slice[] = ["version"];

  @property({ attribute: false }) sent!: Sent;
  @state() private payload = "";
  private follower: Follower | null = null;
  private found: Outcome | null = null;
  private shown = 0;

  protected override willUpdate(changed: PropertyValues): void {
    const { ring, run } = this.state;
    if (changed.has("sent")) {
      this.follower = new Follower(ring, this.sent.event);
      [this.payload, this.shown] = ["", 0];
    }
    this.found = run.number === this.sent.run ? (this.follower?.look() ?? null) : null;
    const { found } = this;
    if (found?.state === "answered" && found.event !== this.shown) void this.fetch(found.event);
  }

  private async fetch(answer: number): Promise<void> {
    this.shown = answer;
    const line = (await this.response(answer)) ?? (await this.store.describe([answer]).catch(() => []))[0]?.payload;
    if (this.shown === answer) this.payload = line ?? "";
  }

  /** An answer of HTTP says most with its status and its body. */
  private async response(answer: number): Promise<string | null> {
    const { ring } = this.state;
    if (!ring.has(answer) || ring.text(answer) !== "http_response") return null;
    const { payload } = await this.store.request<Payload>({ type: "payload", event: answer }).catch(() => ({ payload: null }));
    const line = answerLine(payload ?? "");
    return line !== null && line.length > LINE ? `${line.slice(0, LINE)}…` : line;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { found } = this;
    if (!found) return nothing;
    const { ring, preferences } = this.state;
    const { state, event } = found;
    const who = processLabel(ring, ring.peer(state === "answered" ? event : this.sent.event), t);
    // While time stands still, it is said why nothing happens, and which buttons change that.
    const key = state === "waiting" && !preferences.settings.playing ? "outcome.paused" : `outcome.${state}`;
    return html`<p class="outcome">
      <button class="link" title=${t("outcome.open")} @click=${() => this.open(event)}>${t(key, { who, topic: ring.text(event), play: t("play"), step: t("step") })}</button>
      ${state === "answered" && this.payload ? html`<code>${this.payload}</code>` : nothing}
      ${state === "handled" && this.sent.unaddressed ? html`<span>${t("outcome.unaddressed")}</span>` : nothing}
    </p>`;
  }

  private open(event: number): void {
    this.store.select({ event });
    this.store.show("message");
  }
}
