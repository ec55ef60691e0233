// Where only a part of the events has rows, an event may be there without the one that it belongs with.
import type { TraceRing } from "./ring";

/** What answers this event is known, and has no row: what is drawn there is drawn here. */
export function isAlone(ring: TraceRing, n: number): boolean {
  if (!ring.isPart) return false;
  const pair = ring.pair(n);
  return pair !== 0 && !ring.hasRow(pair);
}
