// Verdicts that are given once: of each interned text, of each process. A million events then cost a look into an array each.

import type { TraceRing } from "../trace/ring";
import type { Test } from "./pattern";

/** Of each text whether it passes, by its id. */
export class TextTable {
  passes = new Uint8Array(1_024);
  private known = 0;

  constructor(private readonly test: Test) {}

  /** The texts are others now. */
  doubt(): void {
    this.passes.fill(0);
    this.known = 0;
  }

  /** Takes in the texts that have come since. */
  learn(ring: TraceRing): void {
    const count = ring.textCount;
    if (count > this.passes.length) {
      const passes = new Uint8Array(count * 2);
      passes.set(this.passes);
      this.passes = passes;
    }
    for (; this.known < count; this.known += 1) this.passes[this.known] = this.known > 0 && this.test(ring.textOf(this.known).toLowerCase()) ? 1 : 0;
  }
}

/** Numbers beyond these are not remembered. */
const MOST = 1 << 24;
/** A shift of what is known is 1 for those that pass. */
export const Verdict = { unknown: 0, no: 1, yes: 2 } as const;

/** Of each process whether it passes, by its number, from when it is first asked about. */
export class ProcessTable {
  /** What was said of each so far. There are always more than anybody has asked for, up to a limit. */
  verdicts: Uint8Array = new Uint8Array(1_024);

  constructor(private readonly test: (process: number) => boolean) {}

  /** Whether another verdict must be given of a process than before: it has got a name. */
  changes(process: number): boolean {
    const before = this.verdicts[process] ?? Verdict.unknown;
    return before !== Verdict.unknown && (before === Verdict.yes) !== this.test(process);
  }

  /** All verdicts are doubtful. */
  doubt(): void {
    this.verdicts.fill(Verdict.unknown);
  }

  /** What was said of it does not hold any more. */
  forget(process: number): void {
    if (process < this.verdicts.length) this.verdicts[process] = Verdict.unknown;
  }

  has(process: number): boolean {
    const verdict = this.verdicts[process] ?? Verdict.unknown;
    return (verdict === Verdict.unknown ? this.judge(process) : verdict >> 1) === 1;
  }

  /** 1: it passes. */
  judge(process: number): number {
    const passes = this.test(process);
    // A reader of `verdicts` may hold the array that was there before: what it does not have, it asks about again.
    if (process >= this.verdicts.length && process < MOST) {
      const verdicts = new Uint8Array(Math.min(MOST, process * 2));
      verdicts.set(this.verdicts);
      this.verdicts = verdicts;
    }
    if (process < MOST) this.verdicts[process] = passes ? Verdict.yes : Verdict.no;
    return passes ? 1 : 0;
  }
}
