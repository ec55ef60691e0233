// The trace as the page keeps it: the last million records, 64 bytes each as they came from the engine, and 16 bytes beside
// each for what is derived (see derive.ts). Memory is taken in steps as it fills. An event is named by its number throughout;
// nothing here makes an object per event.

import { Field, Kind, RECORD_WORDS, type ProcessRow } from "../../protocol";
import { Derivation } from "./derive";
import { Records, SIDE_WORDS } from "./records";
import { Sieve, type Chooser } from "./sieve";
import { Lives } from "./lives";

export { SIDE_WORDS };

const HIGH = 4_294_967_296;
/** So many lost events leave blank places: to write more would take longer than to read what came. */
const BLANKS = 4_096;

/** Words beside a record. */
export const Side = {
  /** Low half of the event that answers this one: send → receive → done, spawn → start, exit → event, timer set → fired. 0: none yet. */
  pair: 0,
  /** Low half of its row, or of the last row before it. */
  row: 1,
  /** Send, receive, dead letter, fault: messages that wait for the receiver after it. Timer fired: low half of the setting, or of a ticker's fire before. */
  depth: 2,
  /** The same for the receiver's whole group. */
  groupDepth: 3,
} as const;

/** Two rings are never of the same generation. */
let generations = 0;

type Introduction = Pick<ProcessRow, "number" | "entry" | "host" | "names" | "terminal" | "supervisor">;

export class TraceRing {
  readonly derived: Derivation;
  readonly records: Records;
  private lost = 0;
  private runs = (generations += 1);
  private texts: string[] = [""];
  private oldest = 1;
  private newest = 0;
  private forgotten = 0;
  private met = 0;
  private sieve: Sieve | null = null;
  private left = 0;

  /** Keeps at least `capacity` events: the next power of two. `of`: it has no records of its own, but sees those of another. */
  constructor(capacity = 1_000_000, of?: TraceRing) {
    this.records = of?.records ?? new Records(capacity);
    this.derived = of?.derived ?? new Derivation(this, this.records.slots);
  }

  /** Events that the engine or this ring no longer has. */
  get dropped(): number {
    return this.lost;
  }

  /** Another one after each `clear`, and for each ring: whatever was remembered by event number is of another run then. */
  get generation(): number {
    return this.runs;
  }

  /** Grows when it becomes known who a process is whose spawn was lost. */
  get introductions(): number {
    return this.met;
  }

  /** Only some events have rows. */
  get isPart(): boolean {
    return false;
  }

  /** Interned texts, and the empty one, whose id is 0. */
  get textCount(): number {
    return this.texts.length;
  }

  /** Number of the oldest event kept. */
  get first(): number {
    return this.oldest;
  }

  /** Number of the newest event; 0 when there is none. */
  get last(): number {
    return this.newest;
  }

  get size(): number {
    return this.records.count - this.records.first;
  }

  get capacity(): number {
    return this.records.slots;
  }

  /** Events that came and were not kept, because nobody wanted them. */
  get leftOut(): number {
    return this.left;
  }

  /** Only some of the events that come are kept. */
  get isSifted(): boolean {
    return this.sieve !== null;
  }

  /** From now on only those events are kept that it chooses, and what answers them; null: all. */
  keepOnly(chooser: Chooser | null): void {
    this.sieve = chooser && new Sieve(this, chooser);
    this.lanes.sparseFrom = chooser ? Math.min(this.lanes.sparseFrom, this.newest) : Infinity;
  }

  /** Takes `count` records. Texts that they name must have been added before. The buffer is free again afterwards. */
  append(records: ArrayBuffer, count: number): void {
    if (count === 0) return;
    const source = new Uint32Array(records, 0, count * RECORD_WORDS);
    const number = source[Field.number] + source[Field.number + 1] * HIGH;
    if (this.newest === 0) {
      this.oldest = number;
      this.lost = number - 1;
      if (number > 1) this.derived.lose();
    } else if (number !== this.newest + 1) {
      this.skip(number);
    }
    if (this.sieve) this.left += this.sieve.read(source, count, number);
    else this.keep(source, 0, count, number);
    this.newest = number + count - 1;
    // What hangs on forgotten events is let go now and then: each time a tenth of the ring has turned over.
    if (this.newest - this.forgotten > this.capacity / 10) {
      this.forgotten = this.newest;
      this.tidy();
    }
  }

  /** Keeps `count` records that lie in `source` from record `from` on; the first has this number. */
  keep(source: Uint32Array, from: number, count: number, number: number): void {
    const { records, derived } = this;
    for (let done = 0; done < count; ) {
      const n = number + done;
      const before = records.first;
      done += records.take(source, from + done, count - done, n);
      const some = number + done - n;
      this.newest = n + some - 1;
      if (records.first !== before) {
        this.lost += records.first - before;
        this.oldest = records.at(records.first);
      } else if (records.count - some === before) {
        this.oldest = n;
      }
      const { words, sides, within } = records.taken;
      derived.read(n, some, words, sides, within);
    }
  }

  /** Lets go of what nobody can ask for any more. */
  private tidy(): void {
    if (this.records.isWhole) return this.derived.forget(this.oldest, this.oldest);
    // Half of a number tells events apart that are less than 2³² from each other.
    this.giveUp(Math.max(this.newest - HIGH + this.capacity, this.processes.surplus()));
    this.derived.forget(this.oldest, Math.max(this.oldest, this.newest - this.capacity));
  }

  /** Lets go of all events before this one. */
  private giveUp(n: number): void {
    const { records } = this;
    if (n <= this.oldest) return;
    const before = records.first;
    records.forget(n === Infinity ? records.count : records.from(n));
    this.lost += records.first - before;
    this.oldest = records.first < records.count ? records.at(records.first) : this.newest + 1;
  }

  /** Interned texts; ids are dense and start at 1. */
  addTexts(first: number, list: string[]): void {
    while (this.texts.length < first) this.texts.push("");
    for (let at = 0; at < list.length; at += 1) {
      this.texts[first + at] = list[at];
      this.derived.learn(first + at, list[at]);
    }
  }

  /** Takes from a process's row who it is, if its spawn was lost. Whether that was so. */
  introduce(row: Introduction): boolean {
    if (!this.processes.isStranger(row.number)) return false;
    const [entry, host, name] = [row.entry, row.host, row.names.at(-1) ?? ""].map((text) => Math.max(0, this.texts.indexOf(text)));
    if (entry === 0) return false;
    this.derived.introduce(row.number, entry, host, name, row.terminal, row.supervisor);
    this.met += 1;
    return true;
  }

  clear(): void {
    this.records.clear();
    this.begin(0);
  }

  /** Nothing is known of the events after `last`. */
  private begin(last: number): void {
    this.runs = generations += 1;
    this.oldest = 1;
    this.newest = 0;
    this.lost = 0;
    this.left = 0;
    this.forgotten = 0;
    this.texts = [""];
    this.derived.clear();
    this.sieve?.again(last);
    this.lanes.sparseFrom = this.sieve ? Math.min(this.lanes.sparseFrom, last) : Infinity;
  }

  /** A ring of some events that this one has not got. */
  before(records: ArrayBuffer, count: number): TraceRing {
    const ring = new TraceRing(count);
    ring.addTexts(1, this.texts.slice(1));
    ring.append(records, count);
    return ring;
  }

  /**
   * Has the events up to `last`, and none after it, and only the first `texts` of the texts: another run goes on from there. `of`: the events are
   * those of another ring, which has some that this one has not; but what was recorded stays, whatever else there is.
   */
  truncate(last: number, texts: number, of: TraceRing = this): void {
    if (of !== this && this.sieve === null) return this.copy(of, last, texts);
    const { oldest, newest, lost, left, records, derived } = this;
    const known = this.texts.slice(1, texts + 1);
    // Whose spawn is not kept is known all the same.
    const lives = records.isWhole ? null : new Lives(this, last);
    records.cut(last < oldest ? records.first : records.from(last + 1));
    this.begin(last);
    this.addTexts(1, known);
    this.lost = last;
    if (this.size === 0) return records.clear();
    this.oldest = oldest;
    this.newest = Math.min(last, newest);
    this.lost = lost;
    this.left = Math.max(0, Math.min(left, this.newest - this.size - lost));
    // What is derived of an event knows those after it: so all of it is derived anew.
    records.stretches(records.first, records.count, (words, within, count, place, sides) => {
      for (let done = 0; done < count; ) {
        const n = records.at(place + done);
        lives?.pass(derived, n);
        // As far as nothing lies between.
        let some = 1;
        while (done + some < count && records.at(place + done + some) === n + some) some += 1;
        derived.read(n, some, words, sides, within + done);
        done += some;
      }
    });
    lives?.pass(derived, this.newest + 1);
    // How many wait in a mailbox is known again when somebody takes from it.
    if (lives) derived.doubt();
  }

  has(n: number): boolean {
    return this.records.has(n);
  }

  private copy(of: TraceRing, last: number, texts: number): void {
    const known = this.texts.slice(1, texts + 1);
    const { records } = of;
    this.clear();
    this.addTexts(1, known);
    this.lost = last;
    if (last < of.oldest) return;
    if (of.oldest > 1) this.derived.lose();
    records.stretches(records.first, records.from(last + 1), (words, within, count, place) => this.keep(words, within, count, records.at(place)));
    this.lost = of.lost;
  }

  // ── One field of one event. `n` must be kept: ask `has` first. ──────────────────────────────────────────────────

  kind(n: number): number {
    return this.records.word(n, Field.kind) & 255;
  }

  flags(n: number): number {
    return (this.records.word(n, Field.kind) >>> 8) & 255;
  }

  /** The line of the script whose call it was; 0: it was none of a script's. */
  line(n: number): number {
    return this.records.word(n, Field.kind) >>> 16;
  }

  /** Virtual nanoseconds. */
  time(n: number): number {
    return this.records.long(n, Field.time);
  }

  /** Number of the event that made it happen; 0: none. It may be older than what is kept. */
  cause(n: number): number {
    return this.records.long(n, Field.cause);
  }

  turn(n: number): number {
    return this.records.word(n, Field.turn);
  }

  process(n: number): number {
    return this.records.word(n, Field.process);
  }

  peer(n: number): number {
    return this.records.word(n, Field.peer);
  }

  textId(n: number): number {
    return this.records.word(n, Field.text);
  }

  text(n: number): string {
    return this.texts[this.records.word(n, Field.text)] ?? "";
  }

  payloadId(n: number): number {
    return this.records.word(n, Field.payload);
  }

  a(n: number): number {
    return this.records.long(n, Field.a);
  }

  b(n: number): number {
    return this.records.long(n, Field.b);
  }

  /** An interned text by its id. */
  textOf(id: number): string {
    return this.texts[id] ?? "";
  }

  // ── What is derived ─────────────────────────────────────────────────────────────────────────────────────────────

  get processes() {
    return this.derived.processes;
  }

  get lanes() {
    return this.derived.lanes;
  }

  get rows() {
    return this.derived.rows;
  }

  /** The oldest row whose event is kept. */
  get firstRow(): number {
    const { rows } = this.derived;
    if (this.newest === 0 || rows.count === 0) return 0;
    // The oldest event may have no row of its own: the row before it belongs to one that is gone.
    const row = Math.max(rows.first, this.rowOf(this.oldest));
    return row < rows.count && this.eventOfRow(row) < this.oldest ? row + 1 : row;
  }

  /** The event of a row, also for the row of a gap: the event after it. */
  eventOfRow(row: number): number {
    return this.newest - ((this.newest - this.derived.rows.low(row)) >>> 0);
  }

  /** The row of an event, or the last row before it. */
  rowOf(n: number): number {
    const { records } = this;
    const place = records.place(n);
    const last = this.derived.rows.count - 1;
    // Of one that is not kept: that of the one before.
    const at = place >= 0 ? place : records.from(n) - 1;
    if (place < 0 && at < records.first) return this.size === 0 ? last : this.firstRow - 1;
    return last - ((last - records.sideAt(at, Side.row)) >>> 0);
  }

  /** It has no event of its own: time passed here, or events were lost. */
  isGapRow(row: number, event: number): boolean {
    return this.rowOf(event) !== row;
  }

  /** It has a row of its own. */
  hasRow(n: number): boolean {
    return this.derived.rows.low(this.records.side(n, Side.row)) === n >>> 0;
  }

  /** The nearest of its causes that is, or was, kept; 0: there is none. */
  ancestor(n: number): number {
    return this.records.ancestor(n);
  }

  /** The event that answers `n`; 0: none yet. */
  pair(n: number): number {
    const low = this.records.side(n, Side.pair);
    return low === 0 ? 0 : n + ((low - n) >>> 0);
  }

  /** Where a message begins that got where it is with `event`: its send, or the fault that made it as a copy. It may be no longer kept. */
  sendOf(event: number): number {
    let n = event;
    while (this.has(n) && this.kind(n) === Kind.fault && this.text(n) !== "duplicate") n = this.cause(n);
    return n;
  }

  depthAfter(n: number): number {
    return this.records.side(n, Side.depth);
  }

  groupDepthAfter(n: number): number {
    return this.records.side(n, Side.groupDepth);
  }

  /** Where a timer's arc begins: its setting, or the fire before when it is a ticker. */
  timerFrom(n: number): number {
    return n - ((n - this.records.side(n, Side.depth)) >>> 0);
  }

  setPair(n: number, answer: number): void {
    this.records.setSide(n, Side.pair, answer);
  }

  /** The engine lost some events: their places are blank, or everything before is given up when they are too many. */
  private skip(number: number): void {
    const missing = number - this.newest - 1;
    this.lost += missing;
    this.derived.lose();
    // Where only some are kept, they lie apart anyway.
    const apart = missing > 0 && (this.sieve !== null || !this.records.isWhole);
    if (apart) return;
    if (missing < 0 || missing > BLANKS) return this.giveUp(Infinity);
    const words = new Uint32Array(missing * RECORD_WORDS);
    for (let n = this.newest + 1, at = Field.number; n < number; n += 1, at += RECORD_WORDS) {
      words[at] = n;
      words[at + 1] = n / HIGH;
    }
    this.keep(words, 0, missing, this.newest + 1);
  }
}

/** A record that the engine lost before the page could read it. */
export const LOST = 0;
