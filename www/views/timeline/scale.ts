// Where the events of a run are on its timeline. Those that the page has are told apart by their rows; of those before them it knows
// nothing but how many they were, and they have a part of their own on the left.
import type { TraceRing } from "../../lib/trace/ring";

/** However many are gone: those that are kept have the other half. */
const MOST = 0.5;
/** Whoever sees that something was before can point at it. */
const LEAST = 0.03;

export class Scale {
  /** The share of the events that are gone. */
  readonly split: number;
  private readonly first: number;
  private readonly last: number;

  constructor(private readonly ring: TraceRing) {
    this.first = ring.firstRow;
    this.last = ring.rows.count - 1;
    const gone = ring.first - 1;
    this.split = gone === 0 ? 0 : Math.min(MOST, Math.max(LEAST, gone / ring.last));
  }

  /** From 0 on the left to 1. */
  ofRow(row: number): number {
    const share = this.last === this.first ? 1 : (row - this.first) / (this.last - this.first);
    return this.split + (1 - this.split) * share;
  }

  ofEvent(event: number): number {
    const { ring, split } = this;
    if (event < ring.first) return (split * (event - 1)) / Math.max(1, ring.first - 1);
    return this.ofRow(Math.max(this.first, ring.rowOf(Math.min(event, ring.last))));
  }

  /** The event at a place. */
  eventAt(share: number): number {
    const { ring, split, first, last } = this;
    if (share < split) return 1 + Math.floor((Math.max(0, share) / split) * (ring.first - 1));
    const row = Math.min(last, Math.max(first, Math.round(first + ((share - split) / (1 - split)) * (last - first))));
    return row === last ? ring.last : ring.eventOfRow(row);
  }
}
