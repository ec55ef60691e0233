// The same processes as a table, sorted by any column.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber, t } from "../../i18n/index";
import { naming } from "../../lib/naming";
import { entryName, shortPid } from "../../lib/pid";
import { formatDuration } from "../../lib/time";
import type { ProcessRow } from "../../protocol";
import type { Slice } from "../../state";
import { View } from "../view";
import { glyph, stateWords, tag } from "./state";

interface Column {
  id: string;
  numeric: boolean;
  value(row: ProcessRow, tag: string | undefined): string | number;
  show(row: ProcessRow, tag: string | undefined): unknown;
}

const COLUMNS: readonly Column[] = [
  { id: "name", numeric: false, value: (row, tag) => `${entryName(row.entry)} ${tag ?? ""}`, show: whole },
  { id: "pid", numeric: false, value: (row) => row.number, show: (row) => html`<span class="mono">${shortPid(row.number)}</span>` },
  { id: "state", numeric: false, value: (row) => stateWords(row), show: (row) => html`${glyph(row)} ${stateWords(row)}` },
  { id: "depth", numeric: true, value: (row) => row.depth, show: (row) => formatNumber(row.depth) },
  { id: "in", numeric: true, value: (row) => row.received, show: (row) => formatNumber(row.received) },
  { id: "out", numeric: true, value: (row) => row.sent, show: (row) => formatNumber(row.sent) },
  { id: "waited", numeric: true, value: (row) => row.waited_ns, show: (row) => formatDuration(row.waited_ns) },
  { id: "handled", numeric: true, value: (row) => row.handled_ns, show: (row) => formatDuration(row.handled_ns) },
];

function whole(row: ProcessRow, own: string | undefined): TemplateResult {
  const named = naming(entryName(row.entry), own);
  return html`${named.name} ${tag(named.tag)}`;
}

@customElement("rh-process-table")
export class ProcessTable extends View {
  static override watches: readonly Slice[] = ["rows", "groups", "selection"];

  @state() private sort = "pid";
  @state() private descending = false;
  /** The order while somebody points at the lines: they do not move under the pointer. Who comes meanwhile stands at the end. */
  private held: ReadonlyMap<number, number> | null = null;
  /** As they stand on the page. */
  private shown: readonly ProcessRow[] = [];

  private tags: ReadonlyMap<number, string> = new Map();

  protected override render(): TemplateResult {
    const { rows, groups, run } = this.state;
    this.tags = this.store.tags.of(rows, run.number);
    this.shown = this.sorted();
    const all = groups.reduce((sum, group) => sum + group.alive + group.ended, 0);
    const hidden = all - rows.length;
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("processes.table")}>
      <table class="process-table">
        <thead>
          <tr>
            ${COLUMNS.map((column) => this.head(column))}
          </tr>
        </thead>
        <tbody @pointerenter=${this.hold} @pointerleave=${this.hold}>
          ${repeat(this.shown, ({ number }) => number, (row) => this.row(row))}
        </tbody>
      </table>
      ${hidden > 0 ? html`<p class="soft">${t("processes.busiest", { n: hidden })}</p>` : ""}
    </div>`;
  }

  private head({ id, numeric }: Column): TemplateResult {
    const active = this.sort === id;
    const direction = active ? (this.descending ? "descending" : "ascending") : nothing;
    return html`<th scope="col" class=${numeric ? "num" : ""} aria-sort=${direction}>
      <button class="link" @click=${() => this.by(id, numeric)}>${t(`column.${id}`)}<span aria-hidden="true">${active ? (this.descending ? " ▾" : " ▴") : ""}</span></button>
    </th>`;
  }

  private row(row: ProcessRow): TemplateResult {
    const { selection } = this.state;
    const chosen = selection !== null && "process" in selection && selection.process === row.number;
    const [name, ...rest] = COLUMNS;
    return html`<tr class="${chosen ? "chosen" : ""} ${row.ended ? "dead" : ""}">
      <th scope="row"><button class="link cut" title=${[row.entry, ...row.names, row.pid].join(" ")} aria-pressed=${chosen} @click=${() => this.store.select({ process: row.number })}>${name.show(row, this.tags.get(row.number))}</button></th>
      ${rest.map(({ numeric, show }) => html`<td class=${numeric ? "num" : ""}>${show(row, undefined)}</td>`)}
    </tr>`;
  }

  /** The biggest first, where it is about how much. */
  private by(id: string, numeric: boolean): void {
    this.descending = this.sort === id ? !this.descending : numeric;
    this.sort = id;
  }

  private readonly hold = ({ type }: Event) => {
    this.held = type === "pointerenter" ? new Map(this.shown.map(({ number }, at) => [number, at])) : null;
    if (!this.held) this.requestUpdate();
  };

  private sorted(): ProcessRow[] {
    const { held } = this;
    if (held) return [...this.state.rows].sort((a, b) => (held.get(a.number) ?? Infinity) - (held.get(b.number) ?? Infinity) || a.number - b.number);
    const { value } = COLUMNS.find(({ id }) => id === this.sort) ?? COLUMNS[1];
    const sign = this.descending ? -1 : 1;
    return [...this.state.rows].sort((a, b) => {
      const [x, y] = [value(a, this.tags.get(a.number)), value(b, this.tags.get(b.number))];
      return (x < y ? -sign : x > y ? sign : 0) || a.number - b.number;
    });
  }
}
