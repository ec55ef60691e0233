// Walking through the trace by keyboard: which event comes next.

import { Kind } from "../../protocol";
import type { TraceRing } from "../../lib/trace/ring";

/** Rows that are searched for the next event of one process. */
const REACH = 200_000;

/** The event that has the next row, down or up; 0: there is none. From 0 it begins at the newest. */
export function nextEvent(ring: TraceRing, from: number, direction: 1 | -1): number {
  if (ring.rows.count === 0) return 0;
  if (from === 0 || !ring.has(from)) return ring.eventOfRow(ring.rows.count - 1);
  const own = ring.rowOf(from);
  // An event without a row lies after the row that it belongs to.
  for (let row = own + direction; row >= ring.firstRow && row < ring.rows.count; row += direction) {
    const n = ring.eventOfRow(row);
    if (!ring.isGapRow(row, n)) return n;
  }
  return 0;
}

/** The next event that concerns the same process; 0: there is none within reach. */
export function nextOfProcess(ring: TraceRing, from: number, process: number, direction: 1 | -1): number {
  if (!ring.has(from)) return 0;
  const end = direction > 0 ? Math.min(ring.rows.count, ring.rowOf(from) + REACH) : Math.max(ring.firstRow - 1, ring.rowOf(from) - REACH);
  for (let row = ring.rowOf(from) + direction; row !== end && row >= ring.firstRow && row < ring.rows.count; row += direction) {
    const n = ring.eventOfRow(row);
    if (concerns(ring, n, process) && !ring.isGapRow(row, n)) return n;
  }
  return 0;
}

/** At a spawn, an input and a message that did not arrive both sides are concerned; elsewhere whoever it happens to. */
export function concerns(ring: TraceRing, n: number, process: number): boolean {
  if (ring.process(n) === process) return true;
  const kind = ring.kind(n);
  return ring.peer(n) === process && (kind === Kind.spawn || kind === Kind.refused || kind === Kind.dead_letter || kind === Kind.input || kind === Kind.fault);
}
