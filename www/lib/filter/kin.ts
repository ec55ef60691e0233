// All that came of an event, and all that led to it: a mark for each event. Who came of whom is known as the events come, for a cause is
// older than its effect.

import { Field, RECORD_WORDS } from "../../protocol";
import type { Records } from "../trace/records";
import type { TraceRing } from "../trace/ring";

const HIGH = 4_294_967_296;

/** What came of an event, and itself. */
export class Descendants {
  private readonly marks: Uint8Array;
  private readonly mask: number;
  /** The key of the next. */
  private next = -1;

  /** Events have the places of `records` for keys; without them, their numbers. */
  constructor(
    private readonly origin: number,
    capacity: number,
    private readonly records: Records | null,
  ) {
    this.marks = new Uint8Array(capacity);
    this.mask = capacity - 1;
  }

  /** Sets in `out` which of `count` records from word `begin` on came of it. The first has this key; all before have been read. */
  read(words: Uint32Array, begin: number, count: number, key: number, out: Uint8Array): void {
    if (this.next >= 0 && key !== this.next) this.skip(this.next, key);
    this.next = key + count;
    if (this.records && !this.records.isWhole) this.readParts(this.records, words, begin, count, key, out);
    else this.readWhole(words, begin, count, key, out);
  }

  /** Takes the marks from the events that are there, when those that come will be known by their numbers. */
  recall(records: Records): void {
    const marked = new Set<number>();
    for (let place = records.first; place < records.count; place += 1) {
      const n = records.at(place);
      if (n !== this.origin && !marked.has(records.ancestorAt(place))) continue;
      marked.add(n);
      this.marks[n & this.mask] = 1;
    }
  }

  /** Nothing lies between two events: a cause is as far away as its number. */
  private readWhole(words: Uint32Array, begin: number, count: number, key: number, out: Uint8Array): void {
    const { marks, mask, records } = this;
    const origin = this.origin >>> 0;
    const far = this.origin > 4_294_967_295 ? (this.origin / HIGH) >>> 0 : 0;
    // So far back there are events at all.
    let reach = Math.min(mask, key - (records?.first ?? 0));
    let place = key & mask;
    for (let i = 0, at = begin; i < count; i += 1, at += RECORD_WORDS) {
      const low = words[at + Field.cause];
      const back = (words[at + Field.number] - low) >>> 0;
      let marked = 0;
      if (back <= reach && (low !== 0 || words[at + Field.cause + 1] !== 0)) marked = marks[(place - back) & mask];
      if (words[at + Field.number] === origin && words[at + Field.number + 1] === far) marked = 1;
      marks[place] = marked;
      out[i] = marked;
      place = (place + 1) & mask;
      if (reach < mask) reach += 1;
    }
  }

  /** Only some events are there: what came of one that is not came of its nearest cause that is. */
  private readParts(records: Records, words: Uint32Array, begin: number, count: number, key: number, out: Uint8Array): void {
    const { marks, mask, origin } = this;
    for (let i = 0, at = begin; i < count; i += 1, at += RECORD_WORDS) {
      const cause = records.place(records.ancestorAt(key + i));
      const number = words[at + Field.number] + words[at + Field.number + 1] * HIGH;
      const marked = number === origin || (cause >= records.first && marks[cause & mask] === 1) ? 1 : 0;
      marks[(key + i) & mask] = marked;
      out[i] = marked;
    }
  }

  /** Nobody has read these: what is marked there is of others. */
  private skip(from: number, to: number): void {
    const { marks, mask } = this;
    if (to - from > mask) marks.fill(0);
    else for (let key = from; key < to; key += 1) marks[key & mask] = 0;
  }
}

/** What led to an event, and itself: a chain, for each event has one cause. */
export class Ancestors {
  private readonly marks: Uint8Array;
  private readonly mask: number;
  /** It had not happened yet. */
  readonly early: boolean;

  constructor(
    readonly origin: number,
    ring: TraceRing,
  ) {
    const { records } = ring;
    this.marks = new Uint8Array(records.slots);
    this.mask = records.slots - 1;
    this.early = origin > ring.last;
    for (let n = origin; n !== 0 && records.has(n); n = records.ancestor(n)) this.marks[records.place(n) & this.mask] = 1;
  }

  /** The events from this place on. Whatever comes later did not lead to it. */
  read(count: number, place: number, end: number, out: Uint8Array): void {
    const { marks, mask } = this;
    for (let i = 0; i < count; i += 1) out[i] = place + i < end ? marks[(place + i) & mask] : 0;
  }
}
