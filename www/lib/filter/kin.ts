// All that came of an event, and all that led to it: one mark for each event of the ring. Who came of whom is known as the events come,
// for a cause is older than its effect.

import { Field } from "../../protocol";
import type { TraceRing } from "../trace/ring";

const HIGH = 4_294_967_296;

/** What came of an event, and itself. */
export class Descendants {
  private readonly marks: Uint8Array;
  private readonly mask: number;

  constructor(
    private readonly origin: number,
    { capacity }: TraceRing,
  ) {
    this.marks = new Uint8Array(capacity);
    this.mask = capacity - 1;
  }

  /** The record of `n`, whose words begin at `at`. All before it have been read. */
  read(words: Uint32Array, at: number, n: number): boolean {
    const cause = words[at + Field.cause] + words[at + Field.cause + 1] * HIGH;
    const { origin } = this;
    const marked = n === origin || (n > origin && cause >= origin && n - cause <= this.mask && this.marks[(cause - 1) & this.mask] === 1);
    this.marks[(n - 1) & this.mask] = marked ? 1 : 0;
    return marked;
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
    this.marks = new Uint8Array(ring.capacity);
    this.mask = ring.capacity - 1;
    this.early = origin > ring.last;
    for (let n = origin; n !== 0 && ring.has(n); n = ring.cause(n)) this.marks[(n - 1) & this.mask] = 1;
  }

  has(n: number): boolean {
    return n <= this.origin && this.marks[(n - 1) & this.mask] === 1;
  }
}
