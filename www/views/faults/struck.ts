// The faults of a run, found in its trace as it grows.
import { Kind } from "../../protocol";
import type { TraceRing } from "../../lib/trace/ring";

/** So many are listed. */
export const LISTED = 100;
/** Events that are searched at a time: the next look goes on. */
const SEARCHED = 100_000;

export class Struck {
  /** The last of them, newest last. */
  readonly events: number[] = [];
  /** How many there have been. */
  total = 0;
  private searched = 0;
  private generation = -1;

  look(ring: TraceRing): void {
    if (ring.generation !== this.generation) {
      this.generation = ring.generation;
      this.events.length = this.total = this.searched = 0;
    }
    const { records } = ring;
    const from = records.from(this.searched + 1);
    const end = Math.min(records.count, from + SEARCHED);
    for (let place = from; place < end; place += 1) {
      const n = records.at(place);
      if (ring.kind(n) !== Kind.fault) continue;
      this.total += 1;
      this.events.push(n);
      if (this.events.length > LISTED) this.events.shift();
    }
    if (end > from) this.searched = records.at(end - 1);
  }

  /** The payload's event of what sets chance, the last one; 0: none has. */
  lastChaos(ring: TraceRing): number {
    return this.events.findLast((n) => ring.has(n) && ring.text(n) === "chaos" && ring.flags(n) === 0) ?? 0;
  }
}
