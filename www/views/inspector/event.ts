// One event in full.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index";
import { jsonBody } from "../../lib/http-payload";
import { indent } from "../../lib/indent";
import { messageOf, type Message } from "../../lib/message";
import { entryName, shortPid } from "../../lib/pid";
import { formatDuration, formatInstant } from "../../lib/time";
import { kindLabel, sentence } from "../../lib/trace/sentence";
import { Kind, type Payload } from "../../protocol";
import type { Slice } from "../../state";
import { causes } from "../../lib/causes";
import { Late } from "../parts";
import { View } from "../view";

/** Causes that are shown at once. */
const NEAREST = 8;

@customElement("rh-event-inspector")
export class EventInspector extends View {
  // A message may still be received or handled after it was selected: the trace is watched, too.
  static override watches: readonly Slice[] = ["version", "past", "rows", "upcoming"];

  @property({ attribute: false }) event!: number;
  @state() private payload: Payload | null = null;
  /** All of the causes, not only the nearest. */
  @state() private whole = false;
  private wanted = 0;
  private readonly faulty = new Late(this, "message_faults");
  /** The keyboard is at something that can go with this drawing. */
  private losesFocus = false;
  private readonly path = new Late(this, "path");

  protected override willUpdate(changed: PropertyValues): void {
    this.path.want();
    this.losesFocus = this.querySelector("rh-message-faults")?.contains(document.activeElement) ?? false;
    if (!changed.has("event")) return;
    this.payload = null;
    this.whole = false;
    if (this.state.ring.has(this.event)) void this.fetch(this.payloadEvent());
  }

  protected override updated(): void {
    if (this.losesFocus && !this.querySelector("rh-message-faults")) this.querySelector<HTMLElement>("h3.title")?.focus();
  }

  /** A receive has its payload at its send. */
  private payloadEvent(): number {
    const { ring } = this.state;
    return ring.payloadId(this.event) !== 0 ? this.event : messageOf(ring, this.event)?.send || this.event;
  }

  private async fetch(event: number): Promise<void> {
    this.wanted = event;
    const payload = await this.store.request<Payload>({ type: "payload", event }).catch(() => null);
    if (this.wanted === event) this.payload = payload;
  }

  protected override render(): TemplateResult {
    const { ring } = this.state;
    const n = this.event;
    if (!ring.has(n)) return html`<p class="empty">${t("inspector.forgotten", { n })}</p>`;
    const message = messageOf(ring, n, this.until);
    const title = message ? t("inspector.message", { number: String(message.send || n) }) : `${kindLabel(ring.kind(n), t)} ${n}`;
    const shown = this.state.past?.event === n || (!this.state.past && n === ring.last);
    return html`
      <h3 class="title" tabindex="-1"><span>${title}</span> <span class="mono">${ring.kind(n) === Kind.log ? "" : ring.text(n)}</span></h3>
      ${message ? html`${this.message(message)} ${this.faults(message)}` : this.facts(n)} ${this.line(message?.send || n)} ${this.payloadText()} ${message ? durations(message) : nothing}
      ${shown ? nothing : html`<p><button class="small" title=${t("past.show.title")} @click=${() => this.store.rewind.to(n)}>${t("past.show")}</button></p>`}
      ${this.because(n)}
      ${ring.cause(n) === 0 ? nothing : this.path.part ? html`<rh-path .store=${this.store} .active=${this.active} .event=${n}></rh-path>` : this.path.place}
    `;
  }

  /** The last event of the moment that is shown: what came later has not happened yet. */
  private get until(): number {
    const { past, run } = this.state;
    if (!past) return Infinity;
    // Until the moment is there, only its own event is known to be part of it.
    return past.progress === null ? Math.max(run.total, past.event) : past.event;
  }

  private message(message: Message): TemplateResult {
    return html`<dl>
      <dt>${t("inspector.from")}</dt>
      <dd>${this.process(message.from)}</dd>
      <dt>${t("inspector.to")}</dt>
      <dd>${this.process(message.to)}</dd>
      ${message.sentAt !== null ? html`<dt>${t("inspector.sent")}</dt><dd class="mono">${formatInstant(message.sentAt)}</dd>` : nothing}
      <dt>${t("inspector.received")}</dt>
      <dd>${message.receivedAt !== null ? html`<span class="mono">${formatInstant(message.receivedAt)}</span>` : this.whereabouts(message)}</dd>
    </dl>`;
  }

  /** It has not been received: it waits, or a fault has lost it. */
  private whereabouts(message: Message): TemplateResult {
    const { lost } = message;
    if (lost === 0) return this.waiting(message);
    return html`<button class="link" @click=${() => this.store.select({ event: lost })}>${t("inspector.lost")}</button>`;
  }

  /** While the run stands still, what is received next can be chosen. */
  private waiting({ send, to }: Message): TemplateResult {
    const { upcoming, rows, preferences, past } = this.state;
    const still = html`<span class="soft">${t("inspector.waiting")}</span>`;
    if (past || !upcoming || preferences.settings.playing) return still;
    if (upcoming.message === send) return html`${t("inspector.waiting.next")}. <span class="soft">${t("next.other", { next: t("next") })}</span>`;
    const ready = rows.some(({ number, state, paused, ended }) => number === to && state === "ready" && !paused && !ended);
    return ready ? html`${still} <button class="small" title=${t("next.message.hint")} @click=${() => this.store.next(to, send)}>${t("next")}</button>` : still;
  }

  /** What can happen to it yet. */
  private faults({ send, receive, to, topic }: Message): TemplateResult | typeof nothing {
    const end = this.state.ring.pair(send);
    if (receive !== 0 || send === 0 || to === 0 || (end !== 0 && end <= this.until)) return nothing;
    this.faulty.want();
    return this.faulty.part ? html`<rh-message-faults .store=${this.store} .event=${send} .topic=${topic}></rh-message-faults>` : this.faulty.place;
  }

  private facts(n: number): TemplateResult {
    const { ring } = this.state;
    const peer = ring.peer(n);
    return html`<p class="sentence">${this.sentence(n)}</p>
      <dl>
        <dt>${t("inspector.process")}</dt>
        <dd>${this.process(ring.process(n))}</dd>
        ${peer !== 0 ? html`<dt>${t("inspector.peer")}</dt><dd>${this.process(peer)}</dd>` : nothing}
        <dt>${t("inspector.time")}</dt>
        <dd class="mono">${formatInstant(ring.time(n))}</dd>
        <dt>${t("inspector.turn")}</dt>
        <dd class="mono">${ring.turn(n)}</dd>
      </dl>`;
  }

  /** The line of the script whose call it was. */
  private line(n: number): TemplateResult | typeof nothing {
    const { ring } = this.state;
    if (!ring.has(n) || ring.line(n) === 0) return nothing;
    const entry = ring.textOf(ring.processes.entryOf(ring.process(n)));
    return html`<dl>
      <dt>${t("inspector.line")}</dt>
      <dd><button class="link" @click=${() => this.store.reveal(entry, ring.line(n))}>${t("inspector.line.value", { entry: entryName(entry), line: String(ring.line(n)) })}</button></dd>
    </dl>`;
  }

  private process(number: number): TemplateResult {
    const { ring } = this.state;
    if (number === 0) return html`${t("event.outside")}`;
    const entry = entryName(ring.textOf(ring.processes.entryOf(number)));
    return html`<button class="link" @click=${() => this.store.select({ process: number })}>${entry} <span class="mono soft">${shortPid(number)}</span></button>`;
  }

  private payloadText(): TemplateResult | typeof nothing {
    if (!this.payload || this.payload.payload === null) return nothing;
    const { payload } = this.payload;
    if (payload === undefined) return html`<p class="soft">${t("inspector.payload.gone")}</p>`;
    const body = jsonBody(payload);
    return html`<pre tabindex="0" aria-label=${t("inspector.payload")}>${payload}</pre>
      ${body === null ? nothing : html`<h3>${t("inspector.body")}</h3><pre tabindex="0" aria-label=${t("inspector.body")}>${indent(body)}</pre>`}`;
  }

  private because(n: number): TemplateResult {
    const { events, cut } = causes(this.state.ring, n);
    // What one asks about is short; what it hangs on is often a long story.
    const hidden = this.whole || events.length <= NEAREST + 1 ? 0 : events.length - NEAREST;
    return html`<h3>${t("inspector.because")}</h3>
      <ol class="causes">
        ${events.slice(0, events.length - hidden).map(
          (event) => html`<li aria-current=${event === n ? "true" : nothing}>
            <button class="link" @click=${() => this.store.select({ event })}>${this.sentence(event)}</button>
            <span class="soft mono">${formatInstant(this.state.ring.time(event))}</span>
          </li>`,
        )}
      </ol>
      ${hidden > 0
        ? html`<button class="quiet" @click=${() => (this.whole = true)}>${t("inspector.causes.more", { n: hidden })}</button>`
        : cut
          ? html`<p class="soft">${t(`inspector.cut.${cut}`)}</p>`
          : nothing}`;
  }

  /** Its number is said elsewhere. */
  private sentence(n: number): string {
    return sentence(this.state.ring, n, t, { duration: formatDuration }).replace(/^\d+: /, "");
  }
}

/** Waiting and handling to scale, then in words: colour alone says nothing. */
function durations({ to, waited, handled, turns }: Message): TemplateResult | typeof nothing {
  if (waited === null) return nothing;
  const whole = waited + (handled ?? 0) || 1;
  const share = Math.min(100, Math.max(waited > 0 ? 2 : 0, (waited / whole) * 100));
  return html`<div class="wait-bar" aria-hidden="true"><i .style=${`width:${share}%`}></i><b></b></div>
    <dl>
      <dt>${t("inspector.waited")}</dt>
      <dd>${t("inspector.waited.value", { duration: formatDuration(waited) })}</dd>
      ${to === 0
        ? nothing // the outside reads, and that is all
        : html`<dt>${t("inspector.handled")}</dt>
            <dd>${handled === null ? t("inspector.handling") : t("inspector.handled.value", { duration: formatDuration(handled), n: turns })}</dd>`}
    </dl>`;
}
