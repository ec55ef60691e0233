// Where the records of the trace lie: each at a place, and places follow each other in a ring. Mostly so do the numbers of the events, and
// a place is a subtraction away; where only some of the events were kept, the place of a number is searched for.

import { Field, RECORD_WORDS } from "../../protocol";

const CHUNK_SHIFT = 14;
const CHUNK = 1 << CHUNK_SHIFT;
const HIGH = 4_294_967_296;
const NONE = -1;

/** Words beside a record. */
export const SIDE_WORDS = 4;

/** Reads `count` records that lie in `words` from record `within` on, what is derived of them at the same places of `sides`; the first has this place. */
export type Reader = (words: Uint32Array, within: number, count: number, place: number, sides: Uint32Array) => void;

export class Records {
  /** The place of the oldest that is kept, and the next free one. Places never change. */
  first = 0;
  count = 0;
  readonly slots: number;
  private readonly mask: number;
  private readonly words: Uint32Array[] = [];
  private readonly sides: Uint32Array[] = [];
  /** Of each event whose cause is not kept the nearest of its causes that is; 0: its cause itself. Only where some were left out. */
  private readonly nearest: (Float64Array | undefined)[] = [];
  /** From this number on, each event stands at its number less the shift. */
  private since = 1;
  private shift = 1;
  private foundNumber = -1;
  private foundPlace = -1;
  readonly taken: { words: Uint32Array; sides: Uint32Array; within: number } = { words: new Uint32Array(0), sides: new Uint32Array(0), within: 0 };

  /** The next power of two. */
  constructor(capacity: number) {
    let slots = CHUNK;
    while (slots < capacity) slots *= 2;
    this.slots = slots;
    this.mask = slots - 1;
  }

  /** Nothing is missing between the oldest and the newest. */
  get isWhole(): boolean {
    return this.count === this.first || this.since - this.shift <= this.first;
  }

  /** The place of an event; −1: it is not there. One that was forgotten may have a place before the first. */
  place(n: number): number {
    if (n < this.since) return this.isWhole ? -1 : this.search(n);
    const place = n - this.shift;
    return place < this.count ? place : -1;
  }

  has(n: number): boolean {
    return this.place(n) >= this.first;
  }

  /** The number of the event at a place. */
  at(place: number): number {
    if (place >= this.since - this.shift) return place + this.shift;
    const slot = place & this.mask;
    const words = this.words[slot >> CHUNK_SHIFT];
    const at = (slot & (CHUNK - 1)) * RECORD_WORDS + Field.number;
    return words[at] + words[at + 1] * HIGH;
  }

  /** The place of the first that is not before `n`; `count`: all are. */
  from(n: number): number {
    if (n >= this.since) return Math.min(this.count, Math.max(this.first, n - this.shift));
    let low = this.first;
    let high = Math.max(low, this.since - this.shift);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  word(n: number, field: number): number {
    const place = this.place(n);
    if (place < 0) return 0;
    const slot = place & this.mask;
    return this.words[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * RECORD_WORDS + field];
  }

  long(n: number, field: number): number {
    const place = this.place(n);
    if (place < 0) return 0;
    const slot = place & this.mask;
    const words = this.words[slot >> CHUNK_SHIFT];
    const at = (slot & (CHUNK - 1)) * RECORD_WORDS + field;
    return words[at] + words[at + 1] * HIGH;
  }

  side(n: number, field: number): number {
    const place = this.place(n);
    return place < 0 ? 0 : this.sideAt(place, field);
  }

  sideAt(place: number, field: number): number {
    const slot = place & this.mask;
    return this.sides[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * SIDE_WORDS + field];
  }

  /** Of an event that is not there nothing is noted. */
  setSide(n: number, field: number, value: number): void {
    const place = this.place(n);
    if (place < this.first) return;
    const slot = place & this.mask;
    this.sides[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * SIDE_WORDS + field] = value;
  }

  /** The nearest cause of an event that is kept, itself forgotten later perhaps; 0: there is none. */
  ancestor(n: number): number {
    const place = this.place(n);
    return place < 0 ? 0 : this.ancestorAt(place);
  }

  ancestorAt(place: number): number {
    const slot = place & this.mask;
    const known = this.nearest[slot >> CHUNK_SHIFT]?.[slot & (CHUNK - 1)] ?? 0;
    if (known !== 0) return known === NONE ? 0 : known;
    const words = this.words[slot >> CHUNK_SHIFT];
    const at = (slot & (CHUNK - 1)) * RECORD_WORDS + Field.cause;
    return words[at] + words[at + 1] * HIGH;
  }

  /**
   * Takes records with consecutive numbers, of which the first has this one: as many of `count` as it says. They lie in `taken.words` then, from
   * record `taken.within` on; what has no room any more is gone.
   */
  take(source: Uint32Array, from: number, count: number, n: number): number {
    if (n !== this.count + this.shift) [this.since, this.shift] = [n, n - this.count];
    const slot = this.count & this.mask;
    const within = slot & (CHUNK - 1);
    const some = Math.min(count, CHUNK - within);
    const chunk = slot >> CHUNK_SHIFT;
    while (this.words.length <= chunk) {
      this.words.push(new Uint32Array(CHUNK * RECORD_WORDS));
      this.sides.push(new Uint32Array(CHUNK * SIDE_WORDS));
    }
    const { taken } = this;
    taken.words = this.words[chunk];
    taken.sides = this.sides[chunk];
    taken.within = within;
    const at = from * RECORD_WORDS;
    const to = within * RECORD_WORDS;
    if (some === 1) for (let word = 0; word < RECORD_WORDS; word += 1) taken.words[to + word] = source[at + word];
    else taken.words.set(source.subarray(at, at + some * RECORD_WORDS), to);
    this.nearest[chunk]?.fill(0, within, within + some);
    this.count += some;
    this.first = Math.max(this.first, this.count - this.slots);
    return some;
  }

  /** The newest has this one for its nearest cause that is kept; 0: none is. */
  setAncestor(n: number): void {
    const slot = (this.count - 1) & this.mask;
    const chunk = slot >> CHUNK_SHIFT;
    (this.nearest[chunk] ??= new Float64Array(CHUNK))[slot & (CHUNK - 1)] = n === 0 ? NONE : n;
  }

  /** Calls `read` with the records of the places from `begin` to before `end`. */
  stretches(begin: number, end: number, read: Reader): void {
    for (let place = begin; place < end; ) {
      const slot = place & this.mask;
      const within = slot & (CHUNK - 1);
      const count = Math.min(end - place, CHUNK - within);
      read(this.words[slot >> CHUNK_SHIFT], within, count, place, this.sides[slot >> CHUNK_SHIFT]);
      place += count;
    }
  }

  /** Lets go of the places before this one. */
  forget(place: number): void {
    this.first = Math.min(this.count, Math.max(this.first, place));
  }

  /** Lets go of this place and of all behind it. */
  cut(place: number): void {
    if (this.since - this.shift >= place && place > this.first) {
      this.since = this.at(place - 1);
      this.shift = this.since - place + 1;
    }
    this.count = Math.max(this.first, Math.min(this.count, place));
    this.foundNumber = -1;
  }

  clear(): void {
    this.first = this.count = 0;
    this.since = this.shift = 1;
    this.foundNumber = -1;
  }

  /** Of what was asked for last, much is asked. Causes are near: so the search begins at the newest. */
  private search(n: number): number {
    if (n === this.foundNumber && this.foundPlace >= this.first) return this.foundPlace;
    let high = this.since - this.shift;
    let low = high;
    for (let step = 1; low > this.first; step *= 2) {
      low = Math.max(this.first, high - step);
      if (this.at(low) <= n) break;
      high = low;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < n) low = middle + 1;
      else high = middle;
    }
    if (low >= this.since - this.shift || this.at(low) !== n) return -1;
    this.foundNumber = n;
    this.foundPlace = low;
    return low;
  }
}
