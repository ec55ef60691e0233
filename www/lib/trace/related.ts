// What made an event happen, and what it made happen: the selection's causes and effects. Effects are found by one walk
// forward, which goes on as the view moves down or the run goes on, and ends at a limit: in a ping-pong everything follows
// from everything.

import { Kind } from "../../protocol";
import type { TraceRing } from "./ring";

const EFFECTS_LIMIT = 65_536;
const CAUSES_LIMIT = 4_096;
/** Causes between a request and its answer. */
const STEPS = 64;

export class Related {
  private origin = 0;
  private generation = -1;
  private readonly causes = new Set<number>();
  private readonly effects = new Uint8Array(EFFECTS_LIMIT);
  private walked = 0;
  /** The sends of a request and of its answer, one of which was chosen; 0: there is none, or none yet. */
  request = 0;
  answer = 0;
  /** The answer was chosen, not the request. */
  answers = false;

  /** Chooses the event, while it is kept; 0: none. */
  choose(ring: TraceRing, wanted: number): void {
    const event = ring.has(wanted) ? wanted : 0;
    if (event === this.origin && ring.generation === this.generation) return;
    this.origin = event;
    this.generation = ring.generation;
    this.causes.clear();
    this.effects.fill(0, 0, this.walked + 1);
    this.walked = 0;
    this.request = this.answer = 0;
    if (event === 0) return;
    this.effects[0] = 1;
    this.pair(ring, event);
    for (let n = ring.cause(event); n !== 0 && ring.has(n) && this.causes.size < CAUSES_LIMIT; n = ring.cause(n)) this.causes.add(n);
  }

  /** Walks on, up to `event`. */
  extend(ring: TraceRing, event: number): void {
    if (this.origin === 0 || !ring.has(this.origin)) return;
    const end = Math.min(event, ring.last, this.origin + EFFECTS_LIMIT - 1);
    for (let n = this.origin + this.walked + 1; n <= end; n += 1) {
      const cause = ring.cause(n) - this.origin;
      if (cause >= 0 && this.effects[cause] === 1) this.effects[n - this.origin] = 1;
      if (this.answer === 0 && this.request !== 0) this.consider(ring, n);
    }
    this.walked = Math.max(this.walked, end - this.origin);
  }

  /** Whether this is the send of the chosen message or of its partner. Alone it is no pair. */
  isPaired(event: number): boolean {
    return this.answer !== 0 && (event === this.request || event === this.answer);
  }

  private pair(ring: TraceRing, event: number): void {
    let send = event;
    for (let step = 0; step < 2 && (ring.kind(send) === Kind.done || ring.kind(send) === Kind.receive); step += 1) {
      send = ring.cause(send);
      if (!ring.has(send)) return;
    }
    if (ring.kind(send) !== Kind.send) return;
    const asked = requestOf(ring, send);
    this.answers = asked !== 0 && isAnswer(ring, send);
    this.request = this.answers ? asked : send;
    if (this.answers) this.answer = send;
    for (let n = send + 1; n <= event && this.answer === 0; n += 1) this.consider(ring, n);
  }

  private consider(ring: TraceRing, n: number): void {
    if (ring.kind(n) === Kind.send && ring.peer(n) === ring.process(this.request) && requestOf(ring, n) === this.request) this.answer = n;
  }

  /** Whether `event` is the chosen one, or one of its causes or effects. Without a choice everything is. */
  has(event: number): boolean {
    if (this.origin === 0) return true;
    const after = event - this.origin;
    return after >= 0 ? after < EFFECTS_LIMIT && this.effects[after] === 1 : this.causes.has(event);
  }

  get active(): boolean {
    return this.origin !== 0;
  }
}

/**
 * What a send answers: the nearest of its causes that happened to its receiver, when that is a send. So an answer may come from
 * a third one, as that of a relay's worker does. 0: it answers nothing.
 */
export function requestOf(ring: TraceRing, send: number): number {
  const asker = ring.peer(send);
  let n = ring.cause(send);
  for (let step = 0; step < STEPS && ring.has(n); step += 1) {
    if (ring.process(n) === asker) return ring.kind(n) === Kind.send ? n : 0;
    n = ring.cause(n);
  }
  return 0;
}

/** In a long exchange each message comes from the one before: the first asks, the second answers, the third asks again. */
function isAnswer(ring: TraceRing, send: number): boolean {
  let hops = 0;
  for (let n = requestOf(ring, send); n !== 0; n = requestOf(ring, n)) hops += 1;
  return hops % 2 === 1;
}

/** The first event that `event` caused; 0: none within the next `limit` events. */
export function firstEffect(ring: TraceRing, event: number, limit = 200_000): number {
  const end = Math.min(ring.last, event + limit);
  for (let n = event + 1; n <= end; n += 1) if (ring.cause(n) === event) return n;
  return 0;
}
