// Why something happened: the chain of causes, the nearest of them first.
import { Kind } from "../protocol";
import type { TraceRing } from "./trace/ring";

const STEPS = 60;

export interface Chain {
  events: number[];
  /** Why it does not reach back to its beginning. */
  cut: "" | "long" | "forgotten";
}

export function causes(ring: TraceRing, n: number): Chain {
  const events: number[] = [];
  let cut: Chain["cut"] = "";
  for (let event = n; event !== 0; event = ring.ancestor(event)) {
    if (!ring.has(event)) {
      cut = "forgotten";
      break;
    }
    if (events.length === STEPS) {
      cut = "long";
      break;
    }
    // A receive says the same as its send, except when it is what one asks about.
    if (event !== n && ring.kind(event) === Kind.receive && ring.has(ring.cause(event))) continue;
    events.push(event);
  }
  return { events, cut };
}
