// Which rows are on the screen, and how tall they are. `top` is a row, with a fraction, and rows never change their number:
// what is read stays where it is while the trace grows below it and is forgotten above it.

export const MIN_ROW = 1 / 32;
export const MAX_ROW = 40;
/** From these heights on: labels; marks one by one; merged lines; below: strips. */
export const LABELS_FROM = 18;
export const MARKS_FROM = 8;
export const LINES_FROM = 3;
/** The steps of the + and − keys. */
const STEPS = [1 / 32, 1 / 8, 0.5, 1.5, 4, 6, 9, 12, 16, 20, 26, 34, 40];
const SETTLE_MS = 90;
/** Pixels below the newest row: the zoom's buttons must cover neither it nor the length of a timer that hangs from it. */
const AIR = 56;
/** Pixels at the bottom that what is shown keeps clear of: the button that leads to the newest event lies there. */
export const PILL = 56;

export class Viewport {
  top = 0;
  rowHeight = 20;
  width = 0;
  height = 0;
  /** Room for the sticky heads. */
  head = 52;
  panX = 0;
  follow = true;
  /** Where a smooth scroll goes; NaN: nowhere. */
  private goal = Number.NaN;

  get rows(): number {
    return Math.max(1, (this.height - this.head) / this.rowHeight);
  }

  y(row: number): number {
    return this.head + (row - this.top + 0.5) * this.rowHeight;
  }

  rowAt(y: number): number {
    return this.top + (y - this.head) / this.rowHeight - 0.5;
  }

  /** The top at which the newest row stands at the bottom, with air below it. */
  bottom(first: number, count: number): number {
    const air = Math.min(AIR, (this.height - this.head) / 4) / this.rowHeight;
    return Math.max(first, count + air - this.rows);
  }

  scrollBy(rows: number, first: number, count: number): void {
    this.scrollTo(this.top + rows, first, count);
  }

  scrollTo(top: number, first: number, count: number): void {
    const end = this.bottom(first, count);
    this.goal = Number.NaN;
    this.top = Math.min(end, Math.max(first, top));
    this.follow = this.top >= end - 0.01;
  }

  /** Scrolls so that the row is in view, with so many rows above and below it. */
  show(row: number, wanted: number, first: number, count: number): void {
    const margin = Math.min(wanted, this.rows / 4);
    const below = wanted === 0 ? 0 : Math.min(Math.max(margin, PILL / this.rowHeight), this.rows / 2);
    const end = this.bottom(first, count);
    let top = this.top;
    if (row < top + margin) top = row - margin;
    else if (row > top + this.rows - 1 - below) top = row - this.rows + 1 + below;
    else return;
    this.follow = false;
    this.goal = Math.min(end, Math.max(first, top));
  }

  /** Zooms, with the row at `y` staying where it is. */
  zoom(rowHeight: number, y: number, first: number, count: number): void {
    const row = this.rowAt(y);
    this.rowHeight = Math.min(MAX_ROW, Math.max(MIN_ROW, rowHeight));
    const { follow } = this;
    this.scrollTo(row - (y - this.head) / this.rowHeight + 0.5, first, count);
    if (follow) {
      this.follow = true;
      this.top = this.bottom(first, count);
    }
  }

  zoomStep(direction: 1 | -1, first: number, count: number): void {
    const next = direction > 0 ? STEPS.find((step) => step > this.rowHeight * 1.01) : STEPS.findLast((step) => step < this.rowHeight * 0.99);
    if (next !== undefined) this.zoom(next, this.head + (this.height - this.head) / 2, first, count);
  }

  /** Moves towards the newest row, or the goal. Returns whether there is more to move. */
  advance(ms: number, first: number, count: number, smooth: boolean): boolean {
    if (this.top < first) this.top = first;
    const goal = this.follow ? this.bottom(first, count) : this.goal;
    if (Number.isNaN(goal)) return false;
    const far = goal - this.top;
    // Never more than a view's height of scrolling: behind a flood it would never arrive.
    if (Math.abs(far) > this.rows) this.top = goal - Math.sign(far) * this.rows;
    this.top += (goal - this.top) * (smooth ? 1 - Math.exp(-ms / SETTLE_MS) : 1);
    if (Math.abs(goal - this.top) * this.rowHeight > 0.4) return true;
    this.top = goal;
    this.goal = Number.NaN;
    return false;
  }
}
