// Keeps only some of the events that come, so that noise does not push out of the ring what a reader wants. All of them are read: who lives,
// who waits how deep and who stands where is right whatever is kept.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import type { TraceRing } from "./ring";

const HIGH = 4_294_967_296;

/** Says which events are wanted. */
export interface Chooser {
  /** Sets 1 in `chosen` for each of `count` records that is; the first has this number, and all are asked about, in order. */
  choose(words: Uint32Array, count: number, first: number, chosen: Uint8Array): void;
}

/** These answer their cause, and are kept with it: so whoever sees a message sees what became of it. */
const ANSWERS = new Uint8Array(256);
for (const kind of [Kind.receive, Kind.done, Kind.dead_letter, Kind.start, Kind.exit, Kind.event, Kind.timer_fired, Kind.timer_stopped, Kind.fault]) ANSWERS[kind] = 1;

export class Sieve {
  private chosen = new Uint8Array(4_096);
  /** Of each event that came since it began, the nearest that is kept: itself or of its causes; 0: none is. */
  private readonly nearest: Float64Array;
  private readonly mask: number;
  private since: number;

  constructor(
    private readonly ring: TraceRing,
    private readonly chooser: Chooser,
  ) {
    this.nearest = new Float64Array(ring.capacity);
    this.mask = ring.capacity - 1;
    this.since = ring.last;
  }

  /** Reads `count` records. Answers how many of them were not kept. */
  read(source: Uint32Array, count: number, number: number): number {
    const { ring, nearest, mask } = this;
    const { records, derived } = ring;
    const chosen = this.choose(source, count, number);
    let left = 0;
    let from = 0;
    for (let i = 0, at = 0; i < count; i += 1, at += RECORD_WORDS) {
      const n = number + i;
      const cause = source[at + Field.cause] + source[at + Field.cause + 1] * HIGH;
      if (chosen[i] === 0 && !this.answers(source[at + Field.kind] & 255, cause)) {
        nearest[n & mask] = this.nearestOf(cause, n);
        left += 1;
        continue;
      }
      nearest[n & mask] = n;
      if (i > from) derived.pass(number + from, i - from, source, from);
      from = i + 1;
      ring.keep(source, i, 1, n);
      if (cause !== 0 && !records.has(cause)) records.setAncestor(this.nearestOf(cause, n));
      ring.processes.hold(source[at + Field.process]);
      ring.processes.hold(source[at + Field.peer]);
    }
    if (count > from) derived.pass(number + from, count - from, source, from);
    return left;
  }

  /** Another run goes on from there. */
  again(last: number): void {
    this.since = Math.min(this.since, last);
  }

  private choose(source: Uint32Array, count: number, number: number): Uint8Array {
    if (count > this.chosen.length) this.chosen = new Uint8Array(count * 2);
    else this.chosen.fill(0, 0, count);
    this.chooser.choose(source, count, number, this.chosen);
    return this.chosen;
  }

  /** Of a ticker only the first fire answers: the others would come for ever. */
  private answers(kind: number, cause: number): boolean {
    if (ANSWERS[kind] === 0 || cause === 0 || !this.ring.has(cause)) return false;
    return kind !== Kind.timer_fired || this.ring.pair(cause) === 0;
  }

  private nearestOf(cause: number, n: number): number {
    if (cause === 0) return 0;
    return cause > this.since && n - cause <= this.mask ? this.nearest[cause & this.mask] : cause;
  }
}
