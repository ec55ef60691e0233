// Rows of the diagram, kept as the records come: row → event. An event that a newcomer must see has a row; what only matters
// to bookkeeping (done, register, monitor, …) belongs to the row before it. A notable gap in time has a row of its own,
// which leads to the event after the gap: so a row's height is the same everywhere and a position is a multiplication.

import { Kind } from "../../protocol";

/** Virtual nanoseconds between two rows from which the gap is drawn. A turn takes a microsecond. */
export const GAP = 1_000_000;

const INITIAL = 16_384;

/** 1 for each kind of record that has a row. */
export const HAS_ROW = new Uint8Array(256);
for (const kind of [
  Kind.input,
  Kind.spawn,
  Kind.start,
  Kind.exit,
  Kind.send,
  Kind.refused,
  Kind.dead_letter,
  Kind.receive,
  Kind.timer_fired,
  Kind.event,
  Kind.limit,
  Kind.store_request,
  Kind.fault,
]) {
  HAS_ROW[kind] = 1;
}

export class RowIndex {
  /** Rows so far; the last is `count - 1`. Numbers never change, also when old rows are forgotten. */
  count = 0;
  private events = new Uint32Array(INITIAL);
  /** 1 for the rows of every other turn; a turn without rows does not count. */
  private odds = new Uint8Array(INITIAL);
  private odd = 0;
  private lastTurn = -1;
  private mask = INITIAL - 1;
  private lastTime = 0;

  /** At least `capacity` rows are kept; a power of two. */
  constructor(private readonly capacity: number) {}

  /** The oldest row kept. */
  get first(): number {
    return Math.max(0, this.count - this.capacity);
  }

  /** Gives `event` a row, after a row for the gap when there is one. Returns the event's row. */
  push(event: number, time: number, turn: number, lost: boolean): number {
    // A gap belongs to no turn.
    if (lost || (this.count > 0 && time - this.lastTime >= GAP)) this.put(event, 0);
    this.lastTime = time;
    if (turn !== this.lastTurn) this.odd ^= 1;
    this.lastTurn = turn;
    return this.put(event, this.odd);
  }

  /** Low half of the number of the event of a row. */
  low(row: number): number {
    return this.events[row & this.mask];
  }

  /** Turns are told apart in pairs: whether this row is of the second of them. */
  isOdd(row: number): boolean {
    return this.odds[row & this.mask] === 1;
  }

  clear(): void {
    this.count = 0;
    this.lastTime = 0;
    this.odd = 0;
    this.lastTurn = -1;
  }

  private put(event: number, odd: number): number {
    if (this.count > this.mask && this.mask + 1 < this.capacity) this.grow();
    const row = this.count;
    this.events[row & this.mask] = event;
    this.odds[row & this.mask] = odd;
    this.count = row + 1;
    return row;
  }

  private grow(): void {
    const events = new Uint32Array(this.events.length * 2);
    events.set(this.events);
    const odds = new Uint8Array(events.length);
    odds.set(this.odds);
    this.events = events;
    this.odds = odds;
    this.mask = events.length - 1;
  }
}
