// What the processes logged.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { t } from "../i18n/index";
import { readFields } from "../lib/log-fields";
import { entryName, shortPid } from "../lib/pid";
import { Tail } from "../lib/tail";
import { formatClock } from "../lib/time";
import type { LogBuffer } from "../lib/log-buffer";
import type { LogRow } from "../protocol";
import type { Slice } from "../state";
import { View } from "./view";

/** For who has scrolled back, as many as one draws in a frame without a pause; older ones are one click away. */
const SHOWN = 300;
/** Height of a line that is not broken. */
const LINE = 24;
/** Views' worth of lines while the newest are followed: enough to scroll back into. */
const VIEWS = 2;

@customElement("rh-log")
export class Log extends View {
  static override watches: readonly Slice[] = ["logs", "run"];
  /** Under a flood it is all new each time. */
  static override calm = 500;

  /** What is read stays where it is: the lines there were when the reader scrolled back. null: the newest are followed. */
  @state() private held: Pick<LogBuffer, "rows" | "dropped"> | null = null;
  /** Of these, all are shown. */
  @state() private all = false;
  private readonly tail = new Tail();
  private logs: LogBuffer | null = null;
  private resized?: ResizeObserver;
  private viewHeight = 0;
  private hadFocus = false;
  /** Height of what can be scrolled, and where it stood, before older lines came above it. */
  private scrolledBefore: { height: number; top: number } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.hadFocus = this.contains(document.activeElement);
    if (this.logs !== this.state.logs) {
      // Of another run.
      this.logs = this.state.logs;
      this.hold(false);
    }
    const list = this.querySelector(".log");
    this.scrolledBefore = list && this.held && (changed.has("held") || changed.has("all")) ? { height: list.scrollHeight, top: list.scrollTop } : null;
  }

  protected override render(): TemplateResult {
    const { rows, dropped } = this.held ?? this.state.logs;
    if (rows.length === 0) return html`<p class="empty">${t("log.none")}</p>`;
    const most = this.all ? rows.length : this.held ? SHOWN : Math.ceil((VIEWS * this.viewHeight) / LINE);
    const shown = rows.slice(-Math.max(1, most));
    const hidden = rows.length - shown.length;
    const { lang } = this.state.preferences;
    return html`<div class="log" tabindex="0" role="log" aria-live="off" aria-label=${t("area.log")} @scroll=${this.scrolled} @copy=${copyLines}>
      ${dropped > 0 ? html`<p class="dropped">${t("log.dropped", { n: dropped })}</p>` : nothing}
      ${hidden > 0 ? html`<button class="small" @click=${() => this.hold(true, true)}>${t("log.older", { n: hidden })}</button>` : nothing}
      ${guard([this.state.logs, shown[0].event, shown.at(-1)!.event, shown.length, lang], () => html`<ol>${shown.map((row) => this.line(row))}</ol>`)}
    </div>
      ${this.held ? html`<button class="log-newest" @click=${() => this.hold(false)}>${t("diagram.newest", { count: this.since(this.held) })}</button>` : nothing}`;
  }

  /** Lines that came since the reader scrolled back. */
  private since(held: Pick<LogBuffer, "rows" | "dropped">): number {
    const { rows, dropped } = this.state.logs;
    return rows.length + dropped - held.rows.length - held.dropped;
  }

  private line(row: LogRow): TemplateResult {
    return html`<li class="log-line ${row.level}">
      <span class="time">${formatClock(row.time)}</span>
      <span class="level">${t(`level.${row.level}`)}</span>
      <button class="link" title=${row.pid} @click=${() => this.store.select({ process: row.process })}>${entryName(row.entry)} ${shortPid(row.process)}</button>
      <button class="link message" @click=${() => this.store.select({ event: row.event })}>${row.message}</button>
      ${row.fields ? this.fields(row.fields) : nothing}
    </li>`;
  }

  private fields(json: string): TemplateResult {
    const { place, error, rest } = readFields(json);
    return html`${error ? html`<span class="error" title=${json}>${error}</span>` : nothing} ${rest ? html`<code>${rest}</code>` : nothing}
    ${place
      ? html`<button class="link place" @click=${() => this.store.reveal(place.entry, place.line)}>
          ${t("inspector.line.value", { entry: entryName(place.entry), line: String(place.line) })}
        </button>`
      : nothing}`;
  }

  protected override updated(): void {
    const list = this.querySelector<HTMLElement>(".log");
    if (!list) return;
    if (this.scrolledBefore) list.scrollTop = this.scrolledBefore.top + list.scrollHeight - this.scrolledBefore.height;
    else this.tail.stick(list);
    // A button that has done its work goes, and so does a line that is too old.
    if (this.hadFocus && !this.contains(document.activeElement)) list.focus({ preventScroll: true });
  }

  private hold(on: boolean, all = false): void {
    this.tail.follow = !on;
    if (on !== (this.held !== null)) this.held = on ? { rows: [...this.state.logs.rows], dropped: this.state.logs.dropped } : null;
    this.all = all;
  }

  private readonly scrolled = (event: Event) => {
    this.tail.scrolled(event);
    if (this.tail.follow === (this.held !== null)) this.hold(!this.tail.follow);
  };

  private resize(): void {
    this.viewHeight = this.clientHeight;
    this.requestUpdate();
  }
}

/** A line of the log is a line of what is copied: a browser would write each of its cells on one of its own. */
function copyLines(event: ClipboardEvent): void {
  const selection = getSelection();
  const lines = [...(event.currentTarget as Element).querySelectorAll(".log-line")].filter((line) => selection?.containsNode(line, true));
  if (lines.length < 2 || !event.clipboardData) return;
  const text = (line: Element) => [...line.children].map((cell) => cell.textContent?.trim()).join("  ");
  event.clipboardData.setData("text/plain", lines.map(text).join("\n"));
  event.preventDefault();
}
