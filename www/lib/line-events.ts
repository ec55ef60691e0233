// From a line of a script to what it did.
import type { TraceRing } from "./trace/ring";

/** The newest kept event that a line of one of these entries called for; 0: none. */
export function lastOf(ring: TraceRing, entries: ReadonlySet<string>, line: number): number {
  const { records } = ring;
  for (let place = records.count - 1; place >= records.first; place -= 1) {
    const n = records.at(place);
    if (ring.line(n) === line && entries.has(ring.textOf(ring.processes.entryOf(ring.process(n))))) return n;
  }
  return 0;
}
