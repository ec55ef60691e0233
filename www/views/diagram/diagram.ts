// <rh-diagram>: the live sequence diagram. It gets the trace and the selection, draws what is in view, and emits what the reader
// does: `select` ({event} | {process} | null), `inspect` ({event} | {process}), `follow` ({on}), `arrange` (an arrangement),
// `now` (an earlier moment is left) and `remedy` (the button that `remedy` names, while there are no events).

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { t } from "../../i18n/index";
import { AS_IT_COMES, type Arrangement } from "../../lib/arrangement";
import { nextFrame } from "../../lib/frame";
import { formatDuration, formatInstant } from "../../lib/time";
import type { Found } from "../../lib/filter/found";
import { Facts, type Describe } from "../../lib/trace/facts";
import { Related } from "../../lib/trace/related";
import type { TraceRing } from "../../lib/trace/ring";
import { sentence } from "../../lib/trace/sentence";
import { Kind, type Pace } from "../../protocol";
import type { Waits } from "../../lib/trace/waits";
import { icons } from "../icons";
import { menu } from "../menu";
import { Late } from "../parts";
import { Arranging } from "./arranging";
import { Columns } from "./columns";
import { headTitle } from "./heads";
import { Hits, type Hit } from "./hits";
import { LabelSpace } from "./labels";
import { Motion } from "./motion";
import { paint, SCROLLBAR, thumb } from "./paint";
import { listen, type Drag } from "./pointer";
import { Reading } from "./reading";
import { columnOf, type Scene } from "./scene";
import { styles } from "./styles";
import { Ruler } from "./text";
import { readTheme } from "./theme";
import { MAX_ROW, MIN_ROW, PILL, Viewport } from "./viewport";

export type Selection = { event: number } | { process: number } | null;

/** Rows that come in one frame and may still be shown as flights. */
const FLIGHTS = 4;
/** Views' worth of new rows in a frame from which nothing can be read: the picture is then renewed only now and then. */
const RUSH = 0.7;
const RUSH_MS = 350;
/** Rows that stay visible above and below what the keyboard selects. */
const READING_MARGIN = 2.5;
/** Columns follow the trace as it forgets lanes, but not in every frame. */
const RELAYOUT_MS = 500;
/** Pixels from which a mouse finds a line. */
const REACH = 6;
const NO_WAITS: Waits = { list: [], cycle: [] };
const LABELS = { duration: formatDuration };

export class Diagram extends LitElement {
  static override styles = styles;
  static override properties = {
    ring: { attribute: false },
    version: { attribute: false },
    selection: { attribute: false },
    follow: { attribute: false },
    running: { attribute: false },
    pace: { attribute: false },
    theme: { attribute: false },
    lang: { attribute: false },
    describe: { attribute: false },
    tagOf: { attribute: false },
    arrangement: { attribute: false },
    database: { attribute: false },
    nothing: { attribute: false },
    remedy: { attribute: false },
    moment: { attribute: false },
    upcoming: { attribute: false },
    search: { attribute: false },
    waits: { attribute: false },
    card: { state: true },
    behind: { state: true },
    aside: { state: true },
    rowHeight: { state: true },
    lanesOpen: { state: true },
  };

  declare ring: TraceRing;
  declare version: number;
  declare selection: Selection;
  declare follow: boolean;
  declare running: boolean;
  declare pace: Pace;
  declare theme: string;
  declare lang: string;
  declare describe: Describe | undefined;
  /** What tells a process from others of its entry; empty: nothing, or nothing is known. */
  declare tagOf: ((process: number) => string) | undefined;
  declare arrangement: Arrangement;
  /** Beside the reader there is a database outside. */
  declare database: boolean;
  /** What is said while there are no events; empty: that there are none yet. */
  declare nothing: string;
  /** What a button under that is called; empty: there is none. */
  declare remedy: string;
  /** Who takes the next turn of a run that stands still; null: it goes, or nobody is ready. */
  declare upcoming: Scene["upcoming"];
  /** The event after which all is shown; 0: now. What comes later is pale. */
  declare moment: number;
  /** What is searched for: all else recedes; null: nothing is. */
  declare search: Found | null;
  /** Who waits for whom. */
  declare waits: Waits;
  /** The hover card: its event and where it stands. */
  declare card: { event: number; x: number; y: number } | null;
  /** Rows below the view. */
  declare behind: number;
  /** What is selected lies where the button does that leads there: it stands at the top instead. */
  declare aside: boolean;
  declare rowHeight: number;
  /** The menu of the lanes is open. */
  declare lanesOpen: boolean;

  scene!: Scene;
  private readonly facts = new Facts(
    () => this.describe,
    () => {
      this.redraw();
      if (this.card) this.requestUpdate();
    },
  );
  private readonly arranging = new Arranging(this);
  private readonly reading = new Reading(this);
  private readonly late = new Late(this, "lanes", () => void this.enterLanes());
  private canvas!: HTMLCanvasElement;
  private resized?: ResizeObserver;
  private lastFrame = 0;
  private lastPaint = 0;
  private lastLayout = 0;
  private lanesVersion = -1;
  private laidOutWidth = 0;
  private seenRows = 0;
  private generation = -1;
  private spoken = "";
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  constructor() {
    super();
    this.version = 0;
    this.selection = null;
    this.follow = true;
    this.running = false;
    this.pace = { kind: "times", value: 1 };
    this.theme = "";
    this.lang = "";
    this.card = null;
    this.behind = 0;
    this.aside = false;
    this.rowHeight = 20;
    this.lanesOpen = false;
    this.arrangement = AS_IT_COMES;
    this.nothing = this.remedy = "";
    this.moment = 0;
    this.upcoming = null;
    this.search = null;
    this.waits = NO_WAITS;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this);
    this.redraw();
  }

  /** The events of the first and the last row in view; null: there are none. */
  get shown(): { from: number; to: number } | null {
    const { ring, scene } = this;
    if (!scene || !ring || ring.rows.count === 0) return null;
    const row = (at: number) => Math.min(ring.rows.count - 1, Math.max(ring.firstRow, at));
    const { top, rows } = scene.view;
    return { from: ring.eventOfRow(row(Math.ceil(top))), to: ring.eventOfRow(row(Math.floor(top + rows))) };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized?.disconnect();
  }

  protected override render() {
    const { ring } = this;
    const empty = !ring || ring.rows.count === 0;
    return html`
      <canvas
        tabindex="0"
        role="application"
        aria-roledescription=${t("diagram.role")}
        aria-label=${t("diagram.name")}
        aria-describedby="keys"
        @keydown=${this.reading.onKey}
        @blur=${this.hideCard}
      ></canvas>
      <p id="keys" class="spoken">${t("diagram.keys")}</p>
      <p class="spoken" aria-live="polite">${this.spoken}</p>
      ${this.renderLanes(empty)}
      <div class="empty" ?hidden=${!empty}>
        <p>${this.ring?.isPart && this.ring.last > 0 ? t("diagram.no_match") : this.nothing || t("diagram.empty")}</p>
        ${this.remedy && !this.ring.isPart ? html`<button @click=${() => this.dispatchEvent(new CustomEvent("remedy"))}>${this.remedy}</button>` : nothing}
      </div>
      <button class=${this.aside ? "newest aside" : "newest"} tabindex="-1" ?hidden=${this.behind <= 0} aria-label=${t("diagram.newest.label", { count: this.behind })} @click=${() => this.toNewest()}>
        ${t("diagram.newest", { count: this.behind })}
      </button>
      <div class="corner" ?hidden=${empty}>
        <button tabindex="-1" title="${t("filter.open")} (/)" aria-label="${t("filter.open")} (/)" @click=${() => this.emit("search", null)}>${icons.search}</button>
        <div class="zoom" role="group" aria-label=${t("diagram.zoom")}>
        <button tabindex="-1" title=${t("diagram.zoom.out")} aria-label=${t("diagram.zoom.out")} ?disabled=${this.rowHeight <= MIN_ROW} @click=${() => this.zoomStep(-1)}>−</button>
        <button tabindex="-1" title=${t("diagram.zoom.in")} aria-label=${t("diagram.zoom.in")} ?disabled=${this.rowHeight >= MAX_ROW} @click=${() => this.zoomStep(1)}>+</button>
        </div>
      </div>
      ${this.renderCard()}
    `;
  }

  private renderLanes(empty: boolean) {
    const hidden = this.arrangement.hidden.length;
    const label = hidden > 0 ? t("diagram.lanes.hidden", { count: hidden }) : t("diagram.lanes");
    return html`<div class="lanes" ?hidden=${empty}>
      ${menu({
        id: "lanes",
        label: `${label} (L)`,
        style: "square",
        tabindex: -1,
        button: html`${icons.lanes}${hidden > 0 ? html`<b>−${hidden}</b>` : nothing}`,
        content: this.lanesOpen ? (this.late.part?.lanesMenu(this.arranging) ?? this.late.place) : nothing,
        opens: (open) => void this.toggleLanes(open),
      })}
    </div>`;
  }

  private async toggleLanes(open: boolean): Promise<void> {
    this.arranging.refresh();
    this.lanesOpen = open;
    if (!open) {
      if (this.renderRoot.querySelector("#lanes :focus")) this.canvas.focus({ preventScroll: true });
      return;
    }
    await this.late.load();
    if (this.lanesOpen) await this.enterLanes();
  }

  private async enterLanes(): Promise<void> {
    const menu = await this.arranging.drawn();
    (menu?.querySelector("input") ?? menu?.querySelector("button"))?.focus();
  }

  private renderCard() {
    const { card, ring } = this;
    if (!card || !ring.has(card.event)) return nothing;
    const payload = this.payload(card.event);
    return html`<div class="card">
      <p class="time">${formatInstant(ring.time(card.event))}</p>
      <p>${sentence(ring, card.event, t, LABELS)}</p>
      ${payload ? html`<code>${payload}</code>` : nothing}
    </div>`;
  }

  private payload(event: number): string | null | undefined {
    return this.ring.payloadId(event) === 0 ? null : this.facts.payload(event);
  }

  protected override firstUpdated(): void {
    this.canvas = this.renderRoot.querySelector("canvas")!;
    const ctx = this.canvas.getContext("2d", { alpha: false })!;
    this.scene = {
      ctx,
      ring: this.ring,
      view: new Viewport(),
      columns: new Columns(),
      theme: readTheme(this),
      ruler: new Ruler(),
      labels: new LabelSpace(),
      hits: new Hits(),
      related: new Related(),
      search: null,
      waits: NO_WAITS,
      motion: new Motion(),
      t,
      now: 0,
      selected: 0,
      hovered: 0,
      process: -1,
      moment: 0,
      upcoming: null,
      from: 0,
      to: -1,
      payload: (event) => this.payload(event),
      summary: (event) => this.facts.summary(event),
      outside: () => t(this.database ? "diagram.outside.database" : "diagram.outside.sub"),
      tag: (process) => this.tagOf?.(process) ?? "",
    };
    listen(this.canvas, {
      scroll: (dy, dx) => this.pan(dy, dx),
      zoom: (factor, y) => this.zoomTo(this.scene.view.rowHeight * factor, y),
      tap: (x, y, reach) => this.choose(this.scene.hits.find(x, y, reach)),
      hover: (x, y) => this.hover(x, y),
      leave: () => this.hideCard(),
      grab: (x, y) => this.grab(x, y),
      menu: (x, y) => this.arranging.columnAt(x, y) >= 0 && this.openLanes(),
    });
    this.canvas.addEventListener("dblclick", ({ offsetX, offsetY }) => {
      const hit = this.scene.hits.find(offsetX, offsetY, REACH);
      if (hit && "event" in hit) this.rewind(hit.event);
    });
    this.still.addEventListener("change", () => this.redraw());
    this.resize();
  }

  protected override updated(changed: PropertyValues): void {
    const { scene } = this;
    scene.ring = this.ring;
    scene.moment = this.moment;
    scene.upcoming = this.upcoming;
    scene.search = this.search;
    // While all moves, who waits for whom is another each time; a deadlock stays.
    scene.waits = this.running ? { list: this.waits.cycle, cycle: this.waits.cycle } : this.waits;
    if (changed.get("ring")) this.swap(changed.get("ring") as TraceRing);
    if (changed.has("theme") || changed.has("lang")) scene.theme = readTheme(this);
    if (changed.has("selection")) this.take(this.selection);
    if ((changed.has("moment") || changed.has("ring")) && this.moment !== 0) {
      if (this.ring.generation !== this.generation) this.begin();
      this.showRow(this.moment, READING_MARGIN);
    }
    if (changed.has("arrangement")) this.laidOutWidth = 0;
    if (changed.has("follow") && this.follow !== scene.view.follow) scene.view.follow = this.follow;
    if (this.card) this.placeCard();
    this.redraw();
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────────

  private redraw(): void {
    if (this.isConnected) nextFrame(this.frame);
  }

  private readonly frame = (): void => {
    const { scene, ring } = this;
    if (!scene || !ring || !this.isConnected || scene.view.width === 0) return;
    const now = performance.now();
    const ms = Math.min(100, now - this.lastFrame);
    this.lastFrame = now;
    if (ring.generation !== this.generation) this.begin();
    const { view } = scene;
    const count = ring.rows.count;
    const fresh = count - this.seenRows;
    const first = ring.firstRow;
    // A flood that follows itself shows nothing but flicker: it is enough to see now and then where it is.
    if (view.follow && fresh > view.rows * RUSH) {
      if (now - this.lastPaint < RUSH_MS) {
        this.redraw();
        return;
      }
      view.top = view.bottom(first, count);
    }
    this.layout(now);
    this.launch(now, fresh);
    this.seenRows = count;
    const moving = view.advance(ms, first, count, !this.still.matches);
    scene.now = now;
    paint(scene);
    this.lastPaint = now;
    this.report(count);
    if (moving || scene.motion.settle(now) || scene.related.behind) this.redraw();
  };

  /** A fresh run. */
  private begin(): void {
    const { scene, ring } = this;
    this.generation = ring.generation;
    this.seenRows = ring.rows.count;
    this.lanesVersion = -1;
    scene.view.top = ring.firstRow;
    scene.view.follow = this.follow;
    scene.motion.clear();
    this.facts.clear();
    this.card = null;
  }

  /** Other events have rows than before: what is in the middle stays there, or what is selected is in view. */
  private swap(before: TraceRing): void {
    const { ring } = this;
    const { view, selected } = this.scene;
    this.seenRows = ring.rows.count;
    if (view.follow || ring.generation !== this.generation || before.rows.count === 0 || ring.rows.count === 0) return;
    const middle = Math.min(before.rows.count - 1, Math.max(before.firstRow, Math.round(view.top + view.rows / 2)));
    const event = selected !== 0 && ring.has(selected) ? selected : before.eventOfRow(middle);
    view.scrollTo(ring.rowOf(event) - view.rows / 2, ring.firstRow, ring.rows.count);
  }

  private layout(now: number): void {
    const { scene, ring } = this;
    const { lanes } = ring;
    const due = lanes.version !== this.lanesVersion && (now - this.lastLayout > RELAYOUT_MS || lanes.lanes.length < 64);
    if (!due && this.laidOutWidth === scene.view.width) return;
    this.lanesVersion = lanes.version;
    this.lastLayout = now;
    this.laidOutWidth = scene.view.width;
    scene.columns.layout(ring, scene.view.width, this.arrangement);
    scene.view.panX = Math.min(scene.view.panX, scene.columns.total - scene.view.width);
  }

  /** In slow motion what arrives travels. */
  private launch(now: number, fresh: number): void {
    const { scene, ring, pace } = this;
    if (pace.kind !== "events" || fresh <= 0 || fresh > FLIGHTS || this.still.matches) return;
    for (let row = ring.rows.count - fresh; row < ring.rows.count; row += 1) {
      const n = ring.eventOfRow(row);
      const kind = ring.kind(n);
      if (kind === Kind.receive || kind === Kind.start || kind === Kind.event) scene.motion.launch(n, now, pace.value);
    }
  }

  /** Tells the rest of the page, and the buttons, what scrolling changed. */
  private report(count: number): void {
    const { view } = this.scene;
    this.behind = view.follow ? 0 : Math.max(0, Math.ceil(count - view.top - view.rows));
    this.aside = this.isAtBottom(this.scene.selected || this.scene.moment);
    this.rowHeight = view.rowHeight;
    if (view.follow === this.follow) return;
    this.follow = view.follow;
    this.emit("follow", { on: view.follow });
  }

  /** An event, or the other end of its line. */
  private isAtBottom(event: number): boolean {
    const { ring } = this;
    const { view } = this.scene;
    const ends = ring.has(event) ? [event, ring.pair(event)] : [];
    return ends.some((end) => ring.has(end) && Math.abs(view.height - view.y(ring.rowOf(end)) - PILL / 2) < PILL / 2);
  }

  private resize(): void {
    const { scene, canvas } = this;
    if (!scene) return;
    const ratio = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    scene.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    scene.view.width = width;
    scene.view.height = height;
    // A canvas that was resized is blank: it must be painted before the browser shows it.
    this.frame();
  }

  // ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────

  pan(dy: number, dx: number): void {
    const { view } = this.scene;
    const { ring } = this;
    this.panTo(view.panX + dx);
    if (dy !== 0) view.scrollBy(dy / view.rowHeight, ring.firstRow, ring.rows.count);
    this.hideCard();
    this.redraw();
  }

  private zoomTo(rowHeight: number, y: number): void {
    const { ring } = this;
    this.scene.view.zoom(rowHeight, y, ring.firstRow, ring.rows.count);
    this.hideCard();
    this.redraw();
  }

  private panTo(x: number): void {
    const { view, columns } = this.scene;
    view.panX = Math.max(0, Math.min(columns.total - view.width, x));
  }

  zoomStep(direction: 1 | -1): void {
    this.scene.view.zoomStep(direction, this.ring.firstRow, this.ring.rows.count);
    this.redraw();
  }

  /** The scrollbar's thumb, or the head of a lane. */
  private grab(x: number, y: number): Drag | null {
    if (x <= this.scene.view.width - SCROLLBAR || thumb(this.scene).h === 0) return this.arranging.drag(x, y);
    this.dragThumb(y);
    return { move: (_, to) => this.dragThumb(to) };
  }

  private dragThumb(y: number): void {
    const { view } = this.scene;
    const { ring } = this;
    const first = ring.firstRow;
    const { h } = thumb(this.scene);
    const share = (y - view.head - h / 2) / Math.max(1, view.height - view.head - h);
    view.scrollTo(first + share * (view.bottom(first, ring.rows.count) - first), first, ring.rows.count);
    this.redraw();
  }

  toNewest(): void {
    this.scene.view.follow = true;
    this.canvas.focus({ preventScroll: true });
    this.redraw();
  }

  /** To the oldest row. */
  toOldest(): void {
    const { ring } = this;
    this.scene.view.scrollTo(ring.firstRow, ring.firstRow, ring.rows.count);
    if (ring.dropped > 0) this.say(t("diagram.dropped", { count: ring.dropped }));
    this.redraw();
  }

  toFollowing(): void {
    // First a process is left, then the moment that is shown, then what is selected.
    if (this.moment !== 0 && this.scene.process < 0) {
      this.emit("now", null);
      this.say(t("diagram.following"));
      return;
    }
    this.select(null);
    if (this.moment !== 0) return;
    this.scene.view.follow = true;
    this.say(t("diagram.following"));
    this.redraw();
  }

  // ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────

  private choose(hit: Hit | null): void {
    this.hideCard();
    if (hit && "group" in hit) this.fold(hit.group, hit.open);
    else this.select(hit, 0);
  }

  fold(group: number, open: boolean): void {
    this.arranging.fold(group, open);
  }

  openLanes(): boolean {
    this.renderRoot.querySelector<HTMLElement>("#lanes")?.showPopover();
    return true;
  }

  /** The lanes stand otherwise now. */
  arranged(arrangement: Arrangement, resting: boolean): void {
    this.arrangement = arrangement;
    this.hideCard();
    this.laidOutWidth = 0;
    this.layout(performance.now());
    this.redraw();
    if (resting) this.emit("arrange", arrangement);
  }

  /** Selects here at once, and tells the page. What was pointed at is in view: then nothing moves under the pointer. */
  select(selection: Selection, margin = READING_MARGIN): void {
    this.selection = selection;
    this.take(selection, margin);
    this.emit("select", selection);
    this.redraw();
  }

  private take(selection: Selection, margin = READING_MARGIN): void {
    const { scene, ring } = this;
    const event = selection && "event" in selection ? selection.event : 0;
    const process = selection && "process" in selection ? selection.process : -1;
    const moved = event !== scene.selected || process !== scene.process;
    scene.selected = event;
    scene.process = process;
    scene.related.choose(ring, event);
    if (!moved) return;
    if (event !== 0) this.showRow(event, margin);
    this.showColumn(event !== 0 && ring.has(event) ? columnOf(scene, ring.process(event)) : process >= 0 ? columnOf(scene, process) : -1);
  }

  /** Scrolls so that an event is in view. */
  private showRow(event: number, margin: number): void {
    const { ring } = this;
    if (ring.has(event)) this.scene.view.show(ring.rowOf(event), margin, ring.firstRow, ring.rows.count);
  }

  /** Pans so that a column is in view. */
  private showColumn(column: number): void {
    const { view, columns } = this.scene;
    if (column < 0 || columns.items[column].pinned) return;
    const { x } = columns.items[column];
    const half = columns.width / 2;
    this.panTo(Math.max(x + half - view.width + 12, Math.min(view.panX, x - half - Math.max(columns.fixed, columns.gutter))));
  }

  private hover(x: number, y: number): void {
    const hit = this.scene.hits.find(x, y, REACH);
    this.canvas.classList.toggle("over", hit !== null);
    const title = headTitle(this.scene, hit);
    if (title !== this.canvas.title) this.canvas.title = title;
    const event = hit && "event" in hit ? hit.event : 0;
    if (event !== this.scene.hovered) {
      this.scene.hovered = event;
      this.redraw();
    }
    this.card = event === 0 ? null : { event, x, y };
  }

  private readonly hideCard = (): void => {
    if (this.card) this.card = null;
    if (this.scene.hovered === 0) return;
    this.scene.hovered = 0;
    this.redraw();
  };

  private placeCard(): void {
    const card = this.renderRoot.querySelector<HTMLElement>(".card");
    if (!card || !this.card) return;
    const { width, height } = this.scene.view;
    const x = Math.min(this.card.x + 14, width - card.offsetWidth - 12);
    const below = this.card.y + 16;
    const y = below + card.offsetHeight > height - 8 ? this.card.y - card.offsetHeight - 12 : below;
    card.style.transform = `translate(${Math.max(12, x)}px, ${Math.max(8, y)}px)`;
  }

  /** For those who do not see it. */
  say(text: string): void {
    this.spoken = text;
    this.requestUpdate();
  }

  /** All is to be shown as it was just after an event. */
  rewind(event: number): void {
    this.emit("rewind", { event });
  }

  inspect(): void {
    if (this.selection) this.emit("inspect", this.selection);
  }

  private emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define("rh-diagram", Diagram);
