// What became of a message from the outside: who took it, and what came back because of it.
import { Exit, Kind } from "../protocol";
import type { TraceRing } from "./trace/ring";

export interface Outcome {
  state: "waiting" | "unread" | "taken" | "failed" | "ended" | "handled" | "answered";
  /** The event that says so. */
  event: number;
}

/** Steps from an answer back to what it answers. */
const STEPS = 60;
/** Events that are searched for an answer at a time. */
const SEARCHED = 20_000;

/** Follows one message. Ask again when the trace has grown. */
export class Follower {
  private answer = 0;
  private searched: number;

  /** `send`: the event with which it left the outside. */
  constructor(
    private readonly ring: TraceRing,
    readonly send: number,
  ) {
    this.searched = send;
  }

  /** Null: the page has not read that far yet, or no longer keeps it. */
  look(): Outcome | null {
    const { ring, send } = this;
    if (!ring.has(send) || ring.kind(send) !== Kind.send) return null;
    this.search();
    if (this.answer !== 0) return { state: "answered", event: this.answer };
    const taken = ring.pair(send);
    if (taken === 0 || !ring.has(taken)) return { state: "waiting", event: send };
    if (ring.kind(taken) !== Kind.receive) return { state: "unread", event: taken };
    const done = ring.pair(taken);
    if (done === 0 || !ring.has(done)) return { state: "taken", event: taken };
    return this.ending(done) ?? { state: "handled", event: done };
  }

  /** Whoever ends while it handles a message is done with it just before. */
  private ending(done: number): Outcome | null {
    const { ring } = this;
    const exit = done + 1;
    if (!ring.has(exit) || ring.kind(exit) !== Kind.exit || ring.process(exit) !== ring.process(done)) return null;
    if (ring.flags(exit) === Exit.returned) return null;
    return { state: ring.flags(exit) === Exit.failed ? "failed" : "ended", event: exit };
  }

  /** The newest message to the outside that it led to. What the outside gets, it gets at once. */
  private search(): void {
    const { ring, send } = this;
    const end = Math.min(ring.last, this.searched + SEARCHED);
    for (let n = Math.max(this.searched + 1, ring.first); n <= end; n += 1) {
      if (ring.kind(n) === Kind.receive && ring.process(n) === 0 && this.isCause(n)) this.answer = n;
    }
    this.searched = end;
    if (!ring.has(this.answer)) this.answer = 0;
    // A flood is too much to search: what is newest is looked at again.
    if (ring.last - end > 10 * SEARCHED && send > 0) this.searched = ring.last - SEARCHED;
  }

  private isCause(event: number): boolean {
    let cause = event;
    for (let step = 0; step < STEPS && cause > this.send && this.ring.has(cause); step += 1) cause = this.ring.cause(cause);
    return cause === this.send;
  }
}
