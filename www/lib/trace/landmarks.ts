// Rows that a reader looks for in a long run: what came from outside, and what went wrong. Found as the rows come.
import { Exit, Fault, Kind } from "../../protocol";
import type { TraceRing } from "./ring";

/** So many of each are kept, the newest: more than a timeline has pixels. */
const MOST = 4_096;

export class Landmarks {
  readonly inputs: number[] = [];
  readonly failures: number[] = [];
  private read_ = 0;
  private generation = -1;

  /** Reads the rows that came since the last call. */
  read(ring: TraceRing): void {
    if (ring.generation !== this.generation) {
      this.generation = ring.generation;
      this.read_ = this.inputs.length = this.failures.length = 0;
    }
    const { count } = ring.rows;
    for (let row = Math.max(this.read_, ring.firstRow); row < count; row += 1) {
      const n = ring.eventOfRow(row);
      if (ring.isGapRow(row, n)) continue;
      const kind = ring.kind(n);
      if (isFailure(ring, n, kind)) this.add(this.failures, row);
      else if (isFromOutside(ring, n, kind)) this.add(this.inputs, row);
    }
    this.read_ = count;
  }

  private add(rows: number[], row: number): void {
    if (rows.length === MOST) rows.splice(0, MOST / 2);
    rows.push(row);
  }
}

function isFailure(ring: TraceRing, n: number, kind: number): boolean {
  if (kind === Kind.exit) return ring.flags(n) === Exit.failed;
  // A fault that somebody has chosen just then came from outside; one that was waiting, or came by chance, only went wrong.
  if (kind === Kind.fault) return (ring.flags(n) & Fault.struck) !== 0;
  return kind === Kind.dead_letter || kind === Kind.refused || kind === Kind.limit;
}

/** Of what the store answers there is as much as was asked: that is no deed of anybody's. */
function isFromOutside(ring: TraceRing, n: number, kind: number): boolean {
  if (kind === Kind.input) return ring.text(n) !== "kv_store";
  if (kind === Kind.fault) return (ring.flags(n) & Fault.arrived) === 0;
  return (kind === Kind.send || kind === Kind.spawn) && ring.process(n) === 0 && ring.cause(n) !== 0;
}
