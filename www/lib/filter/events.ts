// A list of events in the order of their numbers, which grows at its end and loses at its beginning what the ring forgets.

import { Field } from "../../protocol";

const HIGH = 4_294_967_296;
const INITIAL = 4_096;

export class EventList {
  /** So many were pushed; the last has the place `count - 1`. Places never change. */
  count = 0;
  private events = new Float64Array(INITIAL);
  private mask = INITIAL - 1;

  /** At least `capacity` of them are kept; a power of two. */
  constructor(private readonly capacity: number) {}

  /** The place of the oldest that is kept. */
  get first(): number {
    return Math.max(0, this.count - this.mask - 1);
  }

  get last(): number {
    return this.count === 0 ? 0 : this.at(this.count - 1);
  }

  at(place: number): number {
    return this.events[place & this.mask];
  }

  push(event: number): void {
    if (this.count > this.mask && this.mask + 1 < this.capacity) this.grow();
    this.events[this.count & this.mask] = event;
    this.count += 1;
  }

  /** The events whose records begin at these places of `words`. */
  pushAll(words: Uint32Array, selected: Uint32Array, count: number): void {
    while (this.count + count > this.mask + 1 && this.mask + 1 < this.capacity) this.grow();
    const { events, mask } = this;
    let to = this.count;
    for (let i = 0; i < count; i += 1, to += 1) {
      const at = selected[i] + Field.number;
      events[to & mask] = words[at] + words[at + 1] * HIGH;
    }
    this.count = to;
  }

  /** The place of the first that is not before `event`; `count`: all are. */
  from(event: number): number {
    let low = this.first;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < event) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(event: number): boolean {
    const place = this.from(event);
    return place < this.count && this.at(place) === event;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    const events = new Float64Array(Math.min(this.capacity, this.events.length * 4));
    events.set(this.events);
    this.events = events;
    this.mask = events.length - 1;
  }
}
