// Under the composer: what became of the message that the reader sent last, in words, with a way to it.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/index";
import { answerLine } from "../lib/http-payload";
import { Follower, type Outcome } from "../lib/outcome";
import { entryName, shortPid } from "../lib/pid";
import type { Payload } from "../protocol";
import type { Slice } from "../state";
import { View } from "./view";

/** Characters of an answer that there is room for here: more than the style sheet has lines for. */
const LONGEST = 1_000;

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
    const text = await this.text(answer).catch(() => "");
    if (this.shown === answer) this.payload = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  }

  /** All of it, for why something was refused often stands at the end. An answer of HTTP says most with its status and its body. */
  private async text(answer: number): Promise<string> {
    const { ring } = this.state;
    const http = ring.has(answer) && ring.text(answer) === "http_response";
    const [short] = await this.store.describe([answer]);
    if (!http && !short?.truncated) return short?.payload ?? "";
    const { payload } = await this.store.request<Payload>({ type: "payload", event: answer });
    // Its own line ends are escaped: those that there are only make it easy to read where there is room.
    return (http ? answerLine(payload ?? "") : null) ?? payload?.replace(/\n\s*/g, "") ?? "";
  }

  protected override render(): TemplateResult | typeof nothing {
    const { found } = this;
    if (!found) return nothing;
    const { ring, preferences } = this.state;
    const { state, event } = found;
    const process = ring.peer(state === "answered" ? event : this.sent.event);
    const who = process === 0 ? t("event.outside") : `${entryName(ring.textOf(ring.processes.entryOf(process)))} ${shortPid(process)}`.trim();
    // While time stands still, it is said why nothing happens, and which buttons change that.
    const key = state === "waiting" && !preferences.settings.playing ? "outcome.paused" : `outcome.${state}`;
    return html`<p class="outcome">
      <button class="link" title=${t("outcome.open")} @click=${() => this.open(event)}>${t(key, { who, topic: ring.text(event), play: t("play"), step: t("step") })}</button>
      ${state === "answered" && this.payload ? html`<code title=${t("outcome.open")} @click=${() => getSelection()?.isCollapsed && this.open(event)}>${this.payload}</code>` : nothing}
      ${state === "handled" && this.sent.unaddressed ? html`<span>${t("outcome.unaddressed")}</span>` : nothing}
    </p>`;
  }

  private open(event: number): void {
    this.store.select({ event });
    this.store.show("message");
  }
}
