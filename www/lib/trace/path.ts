// The critical path: the way of causes from its beginning to an event, and what the time went by with on each step of it. Each event has one
// cause, so there is one such way, and no other could have made the event come sooner.

import { Kind } from "../../protocol";
import type { TraceRing } from "./ring";

/** How time passed between an event and its cause. */
export const HOW = ["waited", "handled", "timer", "outside", "transit"] as const;
export type How = (typeof HOW)[number];

export interface Step {
  /** The event, and its cause. */
  event: number;
  cause: number;
  /** Virtual nanoseconds from one to the other, and most of them. */
  took: number;
  how: How;
}


/** Steps that are kept whole: those nearest to the event. */
const KEPT = 256;

export class CriticalPath {
  /** The nearest to the event comes first. */
  readonly steps: Step[] = [];
  readonly sums: Record<How, number> = { waited: 0, handled: 0, timer: 0, outside: 0, transit: 0 };
  /** How many steps there are. */
  length = 0;
  /** The time from where it begins to the event. */
  total = 0;
  /** Its beginning is no longer kept. */
  cut = false;
  private at: number;

  constructor(
    private readonly ring: TraceRing,
    readonly event: number,
  ) {
    this.at = event;
  }

  /** The event with which it begins, as far as it is known. */
  get begin(): number {
    return this.at;
  }

  /** Walks back so many steps. Whether all of it is known now. */
  advance(most: number): boolean {
    const { ring, sums, steps } = this;
    for (let step = 0; step < most; step += 1) {
      const event = this.at;
      if (!ring.has(event)) return (this.cut = true);
      const cause = ring.cause(event);
      if (cause === 0) return true;
      if (!ring.has(cause)) return (this.cut = true);
      const took = ring.time(event) - ring.time(cause);
      const how = howOf(ring, cause, event);
      // What a message did not wait in the mailbox, it was on its way.
      const waited = ring.kind(event) === Kind.receive ? Math.min(took, ring.a(event)) : took;
      sums[how] += waited;
      sums.transit += took - waited;
      if (steps.length < KEPT) steps.push({ event, cause, took, how: took - waited > waited ? "transit" : how });
      this.total += took;
      this.length += 1;
      this.at = cause;
    }
    return false;
  }
}

function howOf(ring: TraceRing, cause: number, event: number): How {
  switch (ring.kind(event)) {
    case Kind.receive:
    case Kind.start:
      return "waited";
    case Kind.timer_fired:
      return "timer";
    case Kind.input:
      return "outside"; // an answer of the store
    case Kind.event:
      return ring.kind(cause) === Kind.input ? "transit" : "waited";
    default:
      return ring.process(event) === ring.process(cause) ? "handled" : "transit";
  }
}
