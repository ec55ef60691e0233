// The trace as the page keeps it: the last million records, 64 bytes each as they came from the engine, and 16 bytes beside
// each for what is derived (see derive.ts). Memory is taken in steps as it fills. An event is named by its number throughout;
// nothing here makes an object per event.

import { Field, Kind, RECORD_WORDS, type ProcessRow } from "../../protocol";
import { Derivation } from "./derive";

const CHUNK_SHIFT = 14;
const CHUNK = 1 << CHUNK_SHIFT;
const HIGH = 4_294_967_296;
/** So many lost events leave blank places: to write more would take longer than to read what came. */
const BLANKS = 4_096;

/** Words beside a record. */
export const SIDE_WORDS = 4;
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
  private lost = 0;
  private runs = (generations += 1);
  private readonly slots: number;
  private readonly mask: number;
  private readonly words: Uint32Array[] = [];
  private readonly sides: Uint32Array[] = [];
  private texts: string[] = [""];
  private oldest = 1;
  private newest = 0;
  private forgotten = 0;
  private met = 0;

  /** Keeps at least `capacity` events: the next power of two. `of`: it has no records of its own, but sees those of another. */
  constructor(capacity = 1_000_000, of?: TraceRing) {
    let slots = CHUNK;
    while (slots < capacity) slots *= 2;
    this.slots = slots;
    this.mask = slots - 1;
    this.derived = of?.derived ?? new Derivation(this, slots);
    if (of) [this.words, this.sides] = [of.words, of.sides];
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
    return this.newest - this.oldest + 1;
  }

  get capacity(): number {
    return this.slots;
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
    for (let done = 0; done < count; ) {
      const first = number + done;
      const slot = (first - 1) & this.mask;
      const within = slot & (CHUNK - 1);
      const some = Math.min(count - done, CHUNK - within);
      const chunk = slot >> CHUNK_SHIFT;
      while (this.words.length <= chunk) {
        this.words.push(new Uint32Array(CHUNK * RECORD_WORDS));
        this.sides.push(new Uint32Array(CHUNK * SIDE_WORDS));
      }
      const words = this.words[chunk];
      words.set(source.subarray(done * RECORD_WORDS, (done + some) * RECORD_WORDS), within * RECORD_WORDS);
      this.newest = first + some - 1;
      if (this.newest - this.oldest >= this.slots) {
        const oldest = this.newest - this.slots + 1;
        this.lost += oldest - this.oldest;
        this.oldest = oldest;
      }
      this.derived.read(first, some, words, this.sides[chunk], within);
      done += some;
    }
    // What hangs on forgotten events is let go now and then: each time a tenth of the ring has turned over.
    if (this.oldest - this.forgotten > this.slots / 10) {
      this.forgotten = this.oldest;
      this.derived.forget(this.oldest);
    }
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
    this.runs = generations += 1;
    this.oldest = 1;
    this.newest = 0;
    this.lost = 0;
    this.forgotten = 0;
    this.texts = [""];
    this.derived.clear();
  }

  /** A ring of some events that this one has not got: they lie before those that it has. */
  before(records: ArrayBuffer, count: number): TraceRing {
    const ring = new TraceRing(count);
    ring.addTexts(1, this.texts.slice(1));
    ring.append(records, count);
    return ring;
  }

  /** Has the events of a ring up to `last`, and none after it, and only the first `texts` of the texts: another run goes on from there. */
  truncate(last: number, texts: number, of: TraceRing = this): void {
    const { oldest, newest, lost } = of;
    const known = this.texts.slice(1, texts + 1);
    this.clear();
    this.addTexts(1, known);
    if (last < oldest) return void (this.lost = last);
    // What is derived of an event knows those after it: so all of it is derived anew.
    const buffer = new Uint32Array(CHUNK * RECORD_WORDS);
    for (let first = oldest; first <= Math.min(last, newest); ) {
      const slot = (first - 1) & of.mask;
      const within = slot & (CHUNK - 1);
      const some = Math.min(last - first + 1, CHUNK - within);
      buffer.set(of.words[slot >> CHUNK_SHIFT].subarray(within * RECORD_WORDS, (within + some) * RECORD_WORDS));
      buffer[Field.number] = first; // one that was lost has no number
      buffer[Field.number + 1] = first / HIGH;
      this.append(buffer.buffer, some);
      first += some;
    }
    this.lost = lost;
  }

  /** Calls `read` with the records from `first` to `last`, which must be kept: `count` of them lie in `words` from record `within` on, the first is `n`. */
  stretches(first: number, last: number, read: (words: Uint32Array, within: number, count: number, n: number) => void): void {
    for (let n = first; n <= last; ) {
      const slot = (n - 1) & this.mask;
      const within = slot & (CHUNK - 1);
      const count = Math.min(last - n + 1, CHUNK - within);
      read(this.words[slot >> CHUNK_SHIFT], within, count, n);
      n += count;
    }
  }

  has(n: number): boolean {
    return n >= this.oldest && n <= this.newest;
  }

  // ── One field of one event. `n` must be kept: ask `has` first. ──────────────────────────────────────────────────

  kind(n: number): number {
    return this.word(n, Field.kind) & 255;
  }

  flags(n: number): number {
    return (this.word(n, Field.kind) >>> 8) & 255;
  }

  /** The line of the script whose call it was; 0: it was none of a script's. */
  line(n: number): number {
    return this.word(n, Field.kind) >>> 16;
  }

  /** Virtual nanoseconds. */
  time(n: number): number {
    return this.long(n, Field.time);
  }

  /** Number of the event that made it happen; 0: none. It may be older than what is kept. */
  cause(n: number): number {
    return this.long(n, Field.cause);
  }

  turn(n: number): number {
    return this.word(n, Field.turn);
  }

  process(n: number): number {
    return this.word(n, Field.process);
  }

  peer(n: number): number {
    return this.word(n, Field.peer);
  }

  textId(n: number): number {
    return this.word(n, Field.text);
  }

  text(n: number): string {
    return this.texts[this.word(n, Field.text)] ?? "";
  }

  payloadId(n: number): number {
    return this.word(n, Field.payload);
  }

  a(n: number): number {
    return this.long(n, Field.a);
  }

  b(n: number): number {
    return this.long(n, Field.b);
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
    const last = this.derived.rows.count - 1;
    return last - ((last - this.side(n, Side.row)) >>> 0);
  }

  /** It has no event of its own: time passed here, or events were lost. */
  isGapRow(row: number, event: number): boolean {
    return this.rowOf(event) !== row;
  }

  /** It has a row of its own. */
  hasRow(n: number): boolean {
    return this.derived.rows.low(this.side(n, Side.row)) === n >>> 0;
  }

  /** The event that answers `n`; 0: none yet. */
  pair(n: number): number {
    const low = this.side(n, Side.pair);
    return low === 0 ? 0 : n + ((low - n) >>> 0);
  }

  /** Where a message begins that got where it is with `event`: its send, or the fault that made it as a copy. It may be no longer kept. */
  sendOf(event: number): number {
    let n = event;
    while (this.has(n) && this.kind(n) === Kind.fault && this.text(n) !== "duplicate") n = this.cause(n);
    return n;
  }

  depthAfter(n: number): number {
    return this.side(n, Side.depth);
  }

  groupDepthAfter(n: number): number {
    return this.side(n, Side.groupDepth);
  }

  /** Where a timer's arc begins: its setting, or the fire before when it is a ticker. */
  timerFrom(n: number): number {
    return n - ((n - this.side(n, Side.depth)) >>> 0);
  }

  setPair(n: number, answer: number): void {
    const slot = (n - 1) & this.mask;
    this.sides[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * SIDE_WORDS] = answer;
  }

  private word(n: number, field: number): number {
    const slot = (n - 1) & this.mask;
    return this.words[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * RECORD_WORDS + field];
  }

  private long(n: number, field: number): number {
    const slot = (n - 1) & this.mask;
    const words = this.words[slot >> CHUNK_SHIFT];
    const at = (slot & (CHUNK - 1)) * RECORD_WORDS + field;
    return words[at] + words[at + 1] * HIGH;
  }

  private side(n: number, field: number): number {
    const slot = (n - 1) & this.mask;
    return this.sides[slot >> CHUNK_SHIFT][(slot & (CHUNK - 1)) * SIDE_WORDS + field];
  }

  /** The engine lost some events: their places are blank, or everything before is given up when they are too many. */
  private skip(number: number): void {
    const missing = number - this.newest - 1;
    this.lost += missing;
    this.derived.lose();
    if (missing < 0 || missing > BLANKS) {
      this.lost += this.size;
      this.oldest = number;
      return;
    }
    const blank = new ArrayBuffer(missing * RECORD_WORDS * 4);
    const words = new Uint32Array(blank);
    words[Field.number] = this.newest + 1;
    words[Field.number + 1] = (this.newest + 1) / HIGH;
    this.append(blank, missing);
  }
}

/** A record that the engine lost before the page could read it. */
export const LOST = 0;
