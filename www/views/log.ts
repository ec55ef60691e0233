// What the processes logged.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { t } from "../i18n/index";
import { readFields } from "../lib/log-fields";
import { entryName, shortPid } from "../lib/pid";
import { Tail } from "../lib/tail";
import { formatClock } from "../lib/time";
import type { LogRow } from "../protocol";
import type { Slice } from "../state";
import { View } from "./view";

/** As many as one draws in a frame without a pause; older ones are one click away. */
const SHOWN = 300;

@customElement("rh-log")
export class Log extends View {
  static override watches: readonly Slice[] = ["logs", "run"];

  @state() private all = false;
  private readonly tail = new Tail();

  protected override render(): TemplateResult {
    const { rows, dropped } = this.state.logs;
    if (rows.length === 0) return html`<p class="empty">${t("log.none")}</p>`;
    const shown = this.all ? rows : rows.slice(-SHOWN);
    const hidden = rows.length - shown.length;
    const { lang } = this.state.preferences;
    return html`<div class="log" tabindex="0" role="log" aria-live="off" aria-label=${t("area.log")} @scroll=${this.tail.scrolled}>
      ${dropped > 0 ? html`<p class="dropped">${t("log.dropped", { n: dropped })}</p>` : nothing}
      ${hidden > 0 ? html`<button class="quiet" @click=${() => (this.all = true)}>${t("log.older", { n: hidden })}</button>` : nothing}
      ${guard([this.state.logs, shown[0].event, shown.at(-1)!.event, shown.length, lang], () => html`<ol>${shown.map((row) => this.line(row))}</ol>`)}
    </div>`;
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
    const list = this.querySelector(".log");
    if (list) this.tail.stick(list);
  }
}
