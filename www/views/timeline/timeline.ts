// The timeline under the diagram: all rows of the run from left to right, and the moment that is shown. Dragged, clicked, or moved by
// keys it leads back; from an earlier moment the run can go on.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { formatNumber, t } from "../../i18n/index";
import { formatClock } from "../../lib/time";
import { Landmarks } from "../../lib/trace/landmarks";
import { hasRun, type PastInfo, type Slice } from "../../state";
import { View } from "../view";
import { branchMenu } from "./branch-menu";
import { eventAt, paintTimeline } from "./paint";
import { Scale } from "./scale";

/** Rows that PageUp and PageDown move by: a twentieth of all. */
const PAGES = 20;

@customElement("rh-timeline")
export class Timeline extends View {
  static override watches: readonly Slice[] = ["version", "past", "branches", "run", "phase", "project"];

  private readonly landmarks = new Landmarks();
  private resized?: ResizeObserver;
  private dragging = false;
  /** What had the keyboard here is gone: with the earlier moment, or while another run of the tree is made again. */
  private losesFocus = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized?.disconnect();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { past, branches } = this.state;
    const { ring } = this.store.updates;
    if (!hasRun(this.state) || ring.rows.count === 0) return nothing;
    const event = past?.event ?? ring.last;
    const shown = this.state.ring.has(event) ? this.state.ring : ring;
    const params = { event: formatNumber(event), total: formatNumber(ring.last), time: shown.has(event) ? formatClock(shown.time(event)) : "…" };
    // It stands above, for what is dragged must not move away.
    return html`${past ? this.moment(past, params) : nothing}
      <div class="timeline">
      <canvas
        role="slider"
        tabindex="0"
        aria-label=${t("timeline")}
        aria-valuemin="1"
        aria-valuemax=${ring.last}
        aria-valuenow=${event}
        aria-valuetext=${t(past ? "timeline.past" : "timeline.now", params)}
        title=${t("timeline.title")}
        @keydown=${this.key}
        @pointerdown=${this.grab}
        @pointermove=${this.drag}
        @pointerup=${this.release}
        @pointercancel=${this.release}
      ></canvas>
      ${branches.branches.length > 1 ? branchMenu(branches, (id) => void this.store.rewind.enter(id), () => this.store.dialog("compare")) : nothing}
    </div>`;
  }

  private moment({ progress }: PastInfo, params: { event: string; total: string; time: string }): TemplateResult {
    return html`<div class="moment" role="group" aria-label=${t("past")}>
      <span class="num" title=${t("timeline.past", params)}>${t("timeline.past", params)}</span>
      ${progress === null ? nothing : html`<progress max="1" .value=${progress} aria-label=${t("past.progress", params)}></progress>`}
      <button class="small primary" @click=${() => void this.store.rewind.fork()}>${t("past.continue")}</button>
      <button class="small" title=${`${t("past.now")} (Esc)`} @click=${this.toNow}>${t("past.now")}</button>
    </div>`;
  }

  protected override willUpdate(): void {
    if (this.contains(document.activeElement)) this.losesFocus = true;
    else if (document.activeElement !== document.body) this.losesFocus = false;
  }

  protected override updated(): void {
    this.paint();
    if (!this.losesFocus || document.activeElement !== document.body) return;
    this.canvas?.focus();
  }

  private get canvas(): HTMLCanvasElement | null {
    return this.querySelector("canvas");
  }

  private paint(): void {
    const { canvas } = this;
    if (!canvas || !this.active) return;
    const { ring } = this.store.updates;
    const { ring: shown, past } = this.state;
    this.landmarks.read(ring);
    paintTimeline(canvas, ring, past?.event ?? 0, this.landmarks, shown === ring ? undefined : shown);
  }

  private readonly key = (event: KeyboardEvent) => {
    const { rewind, state } = this.store;
    const { ring, past } = state;
    const page = Math.max(1, Math.round((ring.rows.count - ring.firstRow) / PAGES));
    const moves: Record<string, () => void> = {
      ArrowLeft: () => rewind.by(-1),
      ArrowDown: () => rewind.by(-1),
      ArrowRight: () => rewind.by(1),
      ArrowUp: () => rewind.by(1),
      PageDown: () => rewind.by(-page),
      PageUp: () => rewind.by(page),
      Home: () => rewind.to(new Scale(this.store.updates.ring).eventAt(0)),
      End: () => rewind.toNow(),
      ...(past && { Escape: () => rewind.toNow(), Enter: () => void rewind.fork() }),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };

  private readonly toNow = () => {
    this.store.rewind.toNow();
    this.canvas?.focus();
  };

  private readonly grab = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.target as HTMLCanvasElement).setPointerCapture(event.pointerId);
    this.dragging = true;
    this.move(event);
  };

  private readonly drag = (event: PointerEvent) => {
    if (this.dragging) this.move(event);
  };

  private readonly release = () => {
    this.dragging = false;
  };

  private move(event: PointerEvent): void {
    this.store.rewind.to(eventAt(this.canvas!, this.store.updates.ring, event.offsetX));
  }
}
