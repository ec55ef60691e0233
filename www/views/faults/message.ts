// What can happen to a message before it is received: it is lost, late, there twice, elsewhere in the mailbox, or another one.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { PLACES, word } from "../../lib/faults";
import { isJson } from "../../lib/is-json";
import type { Payload } from "../../protocol";
import { EngineError } from "../../engine";
import { errorText } from "../../store";
import { View } from "../view";
import { loadTexts, say } from "./texts";

@customElement("rh-message-faults")
export class MessageFaults extends View {
  /** Its send, or the fault that it got where it is with. */
  @property({ attribute: false }) event!: number;
  @property({ attribute: false }) topic = "";
  @state() private error: { text: string; lang?: "en" } | null = null;
  /** The payload to be edited, as JSON; null: nothing is edited. */
  @state() private payload: string | null = null;
  @state() private spoken = "";

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("event") && changed.get("event") !== undefined) [this.error, this.payload] = [null, null];
    const { lang } = this.state.preferences;
    if (this.spoken !== lang) void loadTexts().then(() => (this.spoken = lang));
  }

  protected override render(): TemplateResult {
    return html`<div class="message-faults" role="group" aria-label=${say("message.legend")} @keydown=${this.key}>
      ${this.payload === null ? this.choices() : this.editor(this.payload)} ${this.error ? html`<p class="error" role="alert" lang=${this.error.lang ?? nothing}>${this.error.text}</p>` : nothing}
    </div>`;
  }

  private choices(): TemplateResult {
    const strike = (what: string, rest = "") => void this.strike(`${what} #${this.event}${rest}`);
    return html`<button class="small" @click=${() => strike("drop")}>${say("message.drop")}</button>
      <button class="small" @click=${() => strike("duplicate")}>${say("message.duplicate")}</button>
      <button name="edit" class="small" @click=${this.edit}>${say("message.edit")}</button>
      <form @submit=${this.delay}>
        <label>${say("message.delay")} <input name="by" class="mono" size="6" value="1s" spellcheck="false" autocapitalize="off" autocomplete="off" /></label>
        <button class="small">${say("message.delay.do")}</button>
      </form>
      <span class="row">
        <span class="soft">${say("message.move")}</span>
        ${PLACES.map((place) => html`<button class="small" @click=${() => strike("move", ` ${place}`)}>${say(`message.move.${place}`)}</button>`)}
      </span>`;
  }

  private editor(payload: string): TemplateResult {
    return html`<form class="message-edit" @submit=${this.change}>
      <label>${say("message.topic")} <input name="topic" class="mono" .value=${this.topic} spellcheck="false" autocapitalize="off" autocomplete="off" /></label>
      <label>${say("message.payload")} <textarea name="payload" class="mono" rows="5" spellcheck="false" .value=${payload}></textarea></label>
      <button class="primary small">${say("message.edit.do")}</button>
      <button type="button" class="small" @click=${() => this.back()}>${say("message.back")}</button>
    </form>`;
  }

  private async strike(line: string): Promise<void> {
    try {
      await this.store.strike(line);
      this.back();
    } catch (error) {
      if (!isGone(error)) return void (this.error = { text: errorText(error), lang: "en" });
      // The list that this stands in is of a moment ago: it goes with the message, so the refusal is said elsewhere.
      this.store.complain(error);
      this.dispatchEvent(new CustomEvent("gone", { bubbles: true }));
    }
  }

  /** The editor goes, if there is one, and the keyboard is where it was asked for. */
  private back(): void {
    const edited = this.payload !== null && this.contains(document.activeElement);
    [this.error, this.payload] = [null, null];
    if (edited) void this.updateComplete.then(() => this.querySelector<HTMLElement>("button[name=edit]")?.focus());
  }

  private readonly delay = (event: SubmitEvent) => {
    event.preventDefault();
    const by = new FormData(event.target as HTMLFormElement).get("by") as string;
    void this.strike(`delay #${this.event} by ${by.trim()}`);
  };

  private readonly edit = async () => {
    const { payload } = await this.store.request<Payload>({ type: "payload", event: this.event }).catch((): Payload => ({ event: 0, bytes: 0 }));
    this.payload = payload ?? "null";
    await this.updateComplete;
    this.querySelector<HTMLInputElement>("input[name=topic]")?.focus();
  };

  private readonly change = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const topic = data.get("topic") as string;
    const payload = (data.get("payload") as string).trim().replace(/\s*\n\s*/g, " ");
    const was = (this.payload ?? "").trim().replace(/\s*\n\s*/g, " ");
    // What is not changed is not named: not every payload is JSON.
    const words = [topic === this.topic ? "" : ` topic ${word(topic)}`, payload === was ? "" : ` payload ${payload || "null"}`].join("");
    if (words === "") this.back();
    // Before the engine is asked, for which an earlier moment would be gone on from.
    else if (payload !== was && !isJson(payload || "null")) this.error = { text: say("message.no_json") };
    else void this.strike(`edit #${this.event}${words}`);
  };

  private readonly key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || this.payload === null) return;
    this.back();
    event.stopPropagation();
  };
}

function isGone(error: unknown): boolean {
  return error instanceof EngineError && error.failure.kind === "NotFound";
}
