// What became of a message from the outside: who took it, and what came back because of it.
import { Exit, Kind } from "../protocol";
import { messageOf } from "./message";
import type { TraceRing } from "./trace/ring";

export interface Outcome {
  state: "waiting" | "unread" | "lost" | "taken" | "failed" | "ended" | "handled" | "answered";
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
    const message = ring.has(send) ? messageOf(ring, send) : null;
    if (message?.send !== send) return null;
    this.search();
    if (this.answer !== 0) return { state: "answered", event: this.answer };
    if (message.done !== 0) return this.ending(message.done) ?? { state: "handled", event: message.done };
    if (message.receive !== 0) return { state: "taken", event: message.receive };
    if (message.lost !== 0) return { state: "lost", event: message.lost };
    const buried = ring.pair(send);
    return ring.has(buried) ? { state: "unread", event: buried } : { state: "waiting", event: send };
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
    const { ring } = this;
    const { records } = ring;
    const begin = records.from(this.searched + 1);
    const place = Math.min(records.count, begin + SEARCHED);
    const end = place === records.count ? ring.last : records.at(place) - 1;
    for (let at = begin; at < place; at += 1) {
      const n = records.at(at);
      if (ring.kind(n) === Kind.receive && ring.process(n) === 0 && this.isCause(n)) this.answer = n;
    }
    this.searched = end;
    if (!ring.has(this.answer)) this.answer = 0;
    // A flood is too much to search: what is newest is looked at again.
    if (ring.last - end > 10 * SEARCHED) this.searched = ring.last - SEARCHED;
  }

  private isCause(event: number): boolean {
    let cause = event;
    for (let step = 0; step < STEPS && cause > this.send && this.ring.has(cause); step += 1) cause = this.ring.ancestor(cause);
    return cause === this.send;
  }
}
