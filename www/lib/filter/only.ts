// The trace with the rows of some events only: it shares the records with the ring, and has an index of rows of its own.

import { TraceRing } from "../trace/ring";
import { RowIndex } from "../trace/rows";

export class PartOfTrace extends TraceRing {
  private readonly own: RowIndex;

  constructor(private readonly whole: TraceRing) {
    super(whole.capacity, whole);
    this.own = new RowIndex(whole.capacity);
  }

  override get isPart(): boolean {
    return true;
  }

  override get first(): number {
    return this.whole.first;
  }

  override get last(): number {
    return this.whole.last;
  }

  override get size(): number {
    return this.whole.size;
  }

  override get generation(): number {
    return this.whole.generation;
  }

  override get dropped(): number {
    return this.whole.dropped;
  }

  override has(n: number): boolean {
    return this.whole.has(n);
  }

  override text(n: number): string {
    return this.whole.text(n);
  }

  override textOf(id: number): string {
    return this.whole.textOf(id);
  }

  override get rows(): RowIndex {
    return this.own;
  }

  override get firstRow(): number {
    const { rows } = this;
    if (rows.count === 0) return 0;
    const row = this.rowBefore(this.first - 1);
    return Math.max(rows.first, row + 1);
  }

  override eventOfRow(row: number): number {
    return this.last - ((this.last - this.own.low(row)) >>> 0);
  }

  override rowOf(n: number): number {
    return this.rowBefore(n);
  }

  /** Gives an event a row, if it has one in the whole trace. */
  show(n: number): void {
    const { whole } = this;
    if (whole.hasRow(n)) this.own.push(n, whole.time(n), whole.turn(n), false);
  }

  override hasRow(n: number): boolean {
    const row = this.rowOf(n);
    return row >= 0 && this.eventOfRow(row) === n;
  }

  clearRows(): void {
    this.own.clear();
  }

  /** The last row whose event is not after `n`; −1: there is none. */
  private rowBefore(n: number): number {
    let low = this.own.first;
    let high = this.own.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.eventOfRow(middle) <= n) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
