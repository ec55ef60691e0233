// <rh-table>: the diagram's twin, every event as a row. Only what is in view is in the document. The same properties and events
// as <rh-diagram>; the keyboard is that of a grid.

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/index";
import { nextFrame } from "../../lib/frame";
import type { Found } from "../../lib/filter/found";
import { Facts, type Describe } from "../../lib/trace/facts";
import { LOST, type TraceRing } from "../../lib/trace/ring";
import { Kind, type Pace } from "../../protocol";
import { asText, cell, COLUMNS, leastWidth, template, type Reading, type TableColumn } from "./columns";
import { styles } from "./styles";
import { listHeight, ROW, scrollFor, topAt } from "./window";

export type Selection = { event: number } | { process: number } | null;

const HEAD = 29;
/** What is cut when it is long, and stands whole in the title. */
const OF_ANY_LENGTH: ReadonlySet<string> = new Set(["from", "to", "topic", "payload"]);
/** While a flood goes by, the table is written anew so often and no more. */
const RUSH_MS = 250;

export class Table extends LitElement {
  static override styles = styles;
  static override properties = {
    ring: { attribute: false },
    version: { attribute: false },
    selection: { attribute: false },
    follow: { attribute: false },
    moment: { attribute: false },
    search: { attribute: false },
    only: { attribute: false },
    running: { attribute: false },
    pace: { attribute: false },
    theme: { attribute: false },
    lang: { attribute: false },
    describe: { attribute: false },
    newestFirst: { state: true },
    columns: { state: true },
    at: { state: true },
    spoken: { state: true },
  };

  declare ring: TraceRing;
  declare version: number;
  declare selection: Selection;
  declare follow: boolean;
  /** The event after which all is shown; 0: now. What comes later is pale. */
  declare moment: number;
  /** What is searched for; null: nothing is. It is marked, or `only` that is there. */
  declare search: Found | null;
  declare only: boolean;
  declare running: boolean;
  declare pace: Pace;
  declare theme: string;
  declare lang: string;
  declare describe: Describe | undefined;
  declare newestFirst: boolean;
  declare columns: readonly TableColumn[];
  /** Index of the column that the keyboard is in. */
  declare at: number;
  declare spoken: string;

  private readonly facts = new Facts(
    () => this.describe,
    () => this.requestUpdate(),
  );
  private readonly reading: Reading;
  private resized?: ResizeObserver;
  private viewHeight = 0;
  /** The first row in view. */
  private top = 0;
  private written = 0;
  private first = 1;
  private last = 0;
  private generation = -1;
  /** Where the list stands, as far as we know: an event that finds it there is of our own scrolling, not of the reader's. */
  private placed = 0;

  constructor() {
    super();
    this.version = 0;
    this.selection = null;
    this.follow = true;
    this.moment = 0;
    this.search = null;
    this.only = false;
    this.running = false;
    this.pace = { kind: "times", value: 1 };
    this.theme = "";
    this.lang = "";
    this.newestFirst = false;
    this.columns = COLUMNS;
    this.at = 0;
    this.spoken = "";
    const table = this;
    this.reading = {
      get ring() {
        return table.ring;
      },
      t,
      payload: (event) => (this.ring.payloadId(event) === 0 ? null : this.facts.payload(event)),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this);
    if (this.hasUpdated) this.resized.observe(this.renderRoot.querySelector(".scroll")!);
  }

  protected override firstUpdated(): void {
    this.resized?.observe(this.renderRoot.querySelector(".scroll")!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized?.disconnect();
  }

  /** New events alone wait for their turn: what cannot be read need not be written in every frame. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    if (!this.ring) return false;
    if (changed.size === 1 && changed.has("version") && performance.now() - this.written < RUSH_MS) {
      nextFrame(this.later);
      return false;
    }
    return true;
  }

  private readonly later = (): void => {
    if (!this.isConnected) return;
    if (performance.now() - this.written < RUSH_MS) nextFrame(this.later);
    else this.requestUpdate();
  };

  protected override willUpdate(changed: PropertyValues): void {
    const { ring } = this;
    if (changed.has("only") || changed.has("search")) this.swap();
    this.written = performance.now();
    if (ring.generation !== this.generation) {
      this.generation = ring.generation;
      this.facts.clear();
      this.top = 0;
      this.first = this.oldest;
    }
    // What is read stays where it is while older events are forgotten.
    const { oldest, newest } = this;
    if (!this.follow && !this.newestFirst && oldest !== this.first) this.top = Math.max(0, this.top - (oldest - this.first));
    if (!this.follow && this.newestFirst && newest !== this.last) this.top += newest - this.last;
    this.first = oldest;
    this.last = newest;
    if (this.follow) this.top = this.newestFirst ? 0 : Math.max(0, this.count - this.viewHeight / ROW);
  }

  /** What is shown, where that is a part of the trace; null: all of it. */
  private get shown(): Found | null {
    return this.only ? this.search : null;
  }

  /** Other rows are there than before: what is selected stays in view. */
  private swap(): void {
    this.first = this.oldest;
    this.last = this.newest;
    this.top = Math.min(this.top, Math.max(0, this.count - this.viewHeight / ROW));
    if (this.selected !== 0 && !this.follow) this.top = Math.max(0, this.indexOf(this.selected) - this.viewHeight / ROW / 2);
  }

  /** The place in the trace, or among what was found, of the first that is kept; and of the last. */
  private get oldest(): number {
    return this.shown ? this.shown.firstPlace : this.ring.records.first;
  }

  private get newest(): number {
    return (this.shown ? this.shown.events : this.ring.records).count - 1;
  }

  private get count(): number {
    return this.ring.last === 0 ? 0 : this.newest - this.oldest + 1;
  }

  private eventAt(index: number): number {
    const at = this.newestFirst ? this.newest - index : this.oldest + index;
    return (this.shown ? this.shown.events : this.ring.records).at(at);
  }

  private placeOf(event: number): number {
    return (this.shown ? this.shown.events : this.ring.records).from(event);
  }

  private indexOf(event: number): number {
    const at = this.placeOf(event);
    return this.newestFirst ? this.newest - at : at - this.oldest;
  }

  private get selected(): number {
    const { selection } = this;
    return selection && "event" in selection && this.ring.has(selection.event) && (this.shown?.has(selection.event) ?? true) ? selection.event : 0;
  }

  protected override render() {
    const { count, selected, columns } = this;
    const begin = Math.max(0, Math.floor(this.top));
    const end = Math.min(count, Math.ceil(this.top + this.viewHeight / ROW));
    const events = Array.from({ length: Math.max(0, end - begin) }, (_, index) => this.eventAt(begin + index));
    const inView = selected !== 0 && this.indexOf(selected) >= begin && this.indexOf(selected) < end;
    return html`
      <div
        class="scroll"
        role="grid"
        tabindex="0"
        aria-label=${t("table.name")}
        aria-rowcount=${count + 1}
        aria-colcount=${columns.length}
        aria-activedescendant=${inView ? `c-${selected}-${this.at}` : nothing}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
        @copy=${this.onCopy}
      >
        <div role="rowgroup" class="head">
          <div role="row" class="row head" aria-rowindex="1">${columns.map((column, index) => this.renderHead(column, index))}</div>
        </div>
        <div role="rowgroup" class="list">
          <div role="presentation" class="window">
            ${repeat(
              events,
              (event) => this.placeOf(event) % 128,
              (event, index) => this.renderRow(event, begin + index),
            )}
          </div>
        </div>
      </div>
      <div class="tools">
        <button class="newest" ?hidden=${this.follow || count === 0} @click=${this.toNewest}>${t("diagram.newest", { count: this.behind })}</button>
        <button title="${t("filter.open")} (/)" @click=${() => this.emit("search", null)}>${t("filter.button")}</button>
        <button ?hidden=${count === 0} title=${t("table.copy.title")} @click=${this.copy}>${t("table.copy")}</button>
      </div>
      <div class="empty" ?hidden=${count > 0}>${t(this.shown && this.ring.last > 0 ? "diagram.no_match" : "table.empty")}</div>
      <p class="spoken" aria-live="polite">${this.spoken}</p>
    `;
  }

  private renderHead({ id, numeric }: TableColumn, index: number) {
    const sorted = this.newestFirst ? "descending" : "ascending";
    return html`<div role="columnheader" class="cell ${id} ${numeric ? "numeric" : ""}" aria-colindex=${index + 1} aria-sort=${id === "number" ? sorted : nothing}>
      ${id === "number"
        ? html`<button title=${t(this.newestFirst ? "table.sort.oldest" : "table.sort.newest")} @click=${this.turn}>${t("table.number")} ${this.newestFirst ? "↓" : "↑"}</button>`
        : t(`table.${id}`)}
    </div>`;
  }

  private renderRow(event: number, index: number) {
    const { ring, selected } = this;
    const kind = ring.kind(event);
    const bad = kind === Kind.refused || kind === Kind.dead_letter || kind === Kind.limit || kind === LOST || kind === Kind.fault || (kind === Kind.exit && ring.flags(event) !== 0);
    return html`<div
      role="row"
      class="row ${bad ? "bad" : ""} ${this.moment !== 0 && event > this.moment ? "later" : ""} ${!this.only && this.search?.has(event) ? "match" : ""}"
      aria-rowindex=${index + 2}
      aria-selected=${event === selected}
      .top=${index}
      @click=${() => this.select(event)}
      @dblclick=${() => this.emit("inspect", { event })}
    >
      ${this.columns.map(
        ({ id, numeric }, at) =>
          html`<div
            role="gridcell"
            id="c-${event}-${at}"
            class="cell ${id} ${numeric ? "numeric" : ""} ${event === selected && at === this.at ? "at" : ""}"
            aria-colindex=${at + 1}
            title=${OF_ANY_LENGTH.has(id) ? cell(id, event, this.reading) : nothing}
          >
            ${cell(id, event, this.reading)}
          </div>`,
      )}
    </div>`;
  }

  /** Places and sizes go through the object model: the page allows no style attributes. */
  protected override updated(changed: PropertyValues): void {
    const root = this.renderRoot;
    const scroll = root.querySelector<HTMLElement>(".scroll")!;
    const list = root.querySelector<HTMLElement>(".list")!;
    const view = root.querySelector<HTMLElement>(".window")!;
    list.style.height = `${Math.max(listHeight(this.count), this.viewHeight)}px`;
    view.style.height = `${this.viewHeight}px`;
    for (const row of view.querySelectorAll<HTMLElement & { top: number }>(".row")) row.style.transform = `translateY(${(row.top - this.top) * ROW}px)`;
    if (changed.has("columns")) {
      this.style.setProperty("--columns", template(this.columns));
      this.style.setProperty("--least", `${leastWidth(this.columns)}px`);
    }

    const at = scrollFor(this.top, this.count, this.viewHeight);
    if (Math.abs(scroll.scrollTop - at) > 1) scroll.scrollTop = at;
    // Also where nothing was to be done: a list that has become shorter is scrolled by the browser, which says so later.
    this.placed = scroll.scrollTop;
    if (changed.has("selection") && this.selected !== 0) this.reveal(this.selected);
  }

  private get behind(): number {
    return Math.max(0, this.newestFirst ? Math.floor(this.top) : Math.ceil(this.count - this.top - this.viewHeight / ROW));
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this;
    if (clientHeight === 0) return;
    // A horizontal scrollbar takes its height from the rows.
    const inner = this.renderRoot.querySelector(".scroll")?.clientHeight ?? clientHeight;
    this.viewHeight = Math.max(ROW, inner - HEAD);
    const columns = COLUMNS.filter(({ from }) => clientWidth >= from);
    if (columns.length !== this.columns.length || !this.hasUpdated) this.columns = columns;
    this.at = Math.min(this.at, columns.length - 1);
    this.requestUpdate("columns", null);
  }

  // ── Moving and choosing ──────────────────────────────────────────────────────────────────────────────────────

  private readonly onScroll = (event: Event): void => {
    const { scrollTop } = event.currentTarget as HTMLElement;
    if (Math.abs(scrollTop - this.placed) <= 1) return;
    this.placed = scrollTop;
    this.top = topAt(scrollTop, this.count, this.viewHeight);
    this.setFollow(this.newestFirst ? this.top < 0.5 : this.top >= this.count - this.viewHeight / ROW - 0.5);
    this.requestUpdate();
  };

  private setFollow(on: boolean): void {
    if (on === this.follow) return;
    this.follow = on;
    this.emit("follow", { on });
  }

  private reveal(event: number): void {
    const index = this.indexOf(event);
    const rows = this.viewHeight / ROW;
    if (index >= this.top && index + 1 <= this.top + rows) return;
    this.top = Math.max(0, Math.min(this.count - rows, index < this.top ? index : index + 1 - rows));
    this.setFollow(false);
    this.requestUpdate();
  }

  private select(event: number): void {
    this.selection = event === 0 ? null : { event };
    this.emit("select", this.selection);
  }

  private move(rows: number): void {
    const from = this.selected === 0 ? (rows > 0 ? Math.floor(this.top) - 1 : Math.ceil(this.top + this.viewHeight / ROW)) : this.indexOf(this.selected);
    if (this.count > 0) this.select(this.eventAt(Math.min(this.count - 1, Math.max(0, from + rows))));
  }

  private readonly toNewest = (): void => {
    this.setFollow(true);
    // The button goes.
    this.renderRoot.querySelector<HTMLElement>(".scroll")!.focus({ preventScroll: true });
    this.requestUpdate();
  };

  private readonly turn = (): void => {
    this.newestFirst = !this.newestFirst;
    if (!this.follow) this.top = Math.max(0, this.count - this.top - this.viewHeight / ROW);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(this.viewHeight / ROW) - 1);
    const last = this.columns.length - 1;
    const keys: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      PageDown: () => this.move(page),
      PageUp: () => this.move(-page),
      ArrowRight: () => (this.at = Math.min(last, this.at + 1)),
      ArrowLeft: () => (this.at = Math.max(0, this.at - 1)),
      Home: () => (event.ctrlKey ? this.move(-Infinity) : (this.at = 0)),
      End: () => (event.ctrlKey ? this.move(Infinity) : (this.at = last)),
      Enter: () => this.selected !== 0 && this.emit("inspect", { event: this.selected }),
      Escape: () => (this.moment !== 0 ? this.emit("now", null) : (this.select(0), this.toNewest())),
    };
    const act = keys[event.key];
    if (!act || (event.ctrlKey && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  // ── Copying ──────────────────────────────────────────────────────────────────────────────────────────────────

  private copied(): string {
    const begin = Math.max(0, Math.floor(this.top));
    const end = Math.min(this.count, Math.ceil(this.top + this.viewHeight / ROW));
    const events = this.selected !== 0 ? [this.selected] : Array.from({ length: end - begin }, (_, index) => this.eventAt(begin + index));
    this.spoken = t("table.copied", { count: events.length });
    return asText(events, COLUMNS, this.reading);
  }

  private readonly onCopy = (event: ClipboardEvent): void => {
    // Words that the reader marked are copied as they are.
    if (getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", this.copied());
  };

  private readonly copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(this.copied());
  };

  private emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define("rh-table", Table);
