// What made an event happen, and what it made happen: the selection's causes and effects, all that the ring has. Causes are a chain that is
// walked back, effects are found by a walk forward, which goes on as the view moves down or the run goes on. In a ping-pong everything
// follows from everything: so both go on from frame to frame, some way in each.

import { Kind } from "../../protocol";
import type { Records } from "./records";
import type { TraceRing } from "./ring";

/** Events in a frame: about two milliseconds. */
const STRETCH = 131_072;
/** Causes between a request and its answer. */
const STEPS = 64;
/** Messages of an exchange that are counted back: an even number, so that a longer one is taken for what it looks like from there. */
const HOPS = 1_000;

export class Related {
  private origin = 0;
  private generation = -1;
  /** Of each place in the ring whether its event is a cause, before the origin, or an effect after it. */
  private marks = new Uint8Array(0);
  private mask = 0;
  private records!: Records;
  /** Effects are known up to this place, and causes down to this event; 0: to their beginning. */
  private walked = 0;
  private back = 0;
  /** There is more to know of what is in view: the next frame goes on. */
  behind = false;
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
    this.behind = false;
    this.request = this.answer = 0;
    if (event === 0) return;
    if (this.marks.length !== ring.capacity) this.marks = new Uint8Array(ring.capacity);
    else this.marks.fill(0);
    this.mask = ring.capacity - 1;
    this.records = ring.records;
    this.mark(event);
    this.walked = ring.records.place(event);
    this.back = ring.ancestor(event);
    this.pair(ring, event);
    this.goBack(ring);
  }

  /** Walks on, up to `event`. */
  extend(ring: TraceRing, event: number): void {
    if (this.origin === 0 || !ring.has(this.origin)) return;
    const { records } = ring;
    const wanted = records.from(event + 1) - 1;
    const begin = Math.max(this.walked + 1, records.first);
    const end = Math.min(wanted, begin + STRETCH);
    for (let place = begin; place <= end; place += 1) {
      const cause = records.ancestorAt(place);
      this.marks[place & this.mask] = cause >= this.origin && this.isMarked(cause) ? 1 : 0;
      if (this.answer === 0 && this.request !== 0) this.consider(ring, records.at(place));
    }
    this.walked = Math.max(this.walked, end);
    this.goBack(ring);
    this.behind = this.walked < wanted || this.back !== 0;
  }

  /** Whether it led to the chosen one, or is that: the way of causes from the beginning to it is the critical path. */
  isOnPath(event: number): boolean {
    return this.origin !== 0 && event <= this.origin && event > this.back && this.isMarked(event);
  }

  private goBack(ring: TraceRing): void {
    let n = this.back;
    for (let step = 0; step < STRETCH && n !== 0; step += 1) {
      if (!ring.has(n)) n = 0;
      else {
        this.mark(n);
        n = ring.ancestor(n);
      }
    }
    this.back = n;
  }

  private mark(event: number): void {
    this.marks[this.records.place(event) & this.mask] = 1;
  }

  private isMarked(event: number): boolean {
    const place = this.records.place(event);
    return place >= 0 && this.marks[place & this.mask] === 1;
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
    const { records } = ring;
    const end = records.place(event);
    for (let place = records.place(send) + 1; place <= end && this.answer === 0; place += 1) this.consider(ring, records.at(place));
  }

  private consider(ring: TraceRing, n: number): void {
    if (ring.kind(n) === Kind.send && ring.peer(n) === ring.process(this.request) && requestOf(ring, n) === this.request) this.answer = n;
  }

  /** Whether `event` is the chosen one, or one of its causes or effects. Without a choice everything is. */
  has(event: number): boolean {
    if (this.origin === 0) return true;
    return this.records.place(event) <= this.walked && this.isMarked(event);
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
export function isAnswer(ring: TraceRing, send: number): boolean {
  let hops = 0;
  for (let n = requestOf(ring, send); n !== 0 && hops < HOPS; n = requestOf(ring, n)) hops += 1;
  return hops % 2 === 1;
}

/** The first event that `event` caused, as far as is kept; 0: none within the next `limit` events. */
export function firstEffect(ring: TraceRing, event: number, limit = 200_000): number {
  const { records } = ring;
  const begin = records.from(event + 1);
  const end = Math.min(records.count, begin + limit);
  for (let place = begin; place < end; place += 1) if (records.ancestorAt(place) === event) return records.at(place);
  return 0;
}
