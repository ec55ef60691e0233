// What a query finds in the trace: read once as a whole, and then as the events come.

import type { Describe } from "../trace/facts";
import type { TraceRing } from "../trace/ring";
import { EventList } from "./events";
import { Matcher, STRETCH } from "./matcher";
import { PartOfTrace } from "./only";
import { Payloads } from "./payloads";
import type { Term } from "./query";

export class Found {
  private readonly part: PartOfTrace;
  /** So many of the events have been given their rows. */
  private shown = 0;
  readonly events: EventList;
  /** Grows when payloads have said more. */
  revision = 0;
  private matcher!: Matcher;
  private payloads: Payloads | undefined;
  private upto = 0;
  private generation = -1;
  private introductions = 0;

  /** `changed`: the engine has told of more. */
  constructor(
    readonly ring: TraceRing,
    private readonly terms: readonly Term[],
    private readonly describe: Describe,
    private readonly changed: () => void,
  ) {
    this.part = new PartOfTrace(ring);
    this.events = new EventList(ring.capacity);
    this.extend();
  }

  /** Reads the events that have come since. */
  extend(): void {
    const { ring } = this;
    if (ring.generation !== this.generation || ring.introductions !== this.introductions) this.begin();
    const first = Math.max(ring.first, this.upto + 1);
    if (first > ring.last) return;
    if (this.upto > 0 && this.matcher.isStale(first, ring.last)) {
      this.begin();
      return this.extend();
    }
    this.upto = ring.last;
    this.read(first);
  }

  private read(first: number): void {
    const { matcher, events } = this;
    const { records } = this.ring;
    matcher.learn();
    records.stretches(records.from(first), records.count, (words, within, count, place) => {
      for (let done = 0; done < count; done += STRETCH) {
        matcher.read(words, within + done, Math.min(STRETCH, count - done), place + done);
        events.pushAll(words, matcher.found, matcher.foundCount);
        if (matcher.unsureCount > 0) this.ask(words, matcher.unsure, matcher.unsureCount);
      }
    });
  }

  /** The trace with the rows of what was found only. They are made when somebody wants to see them. */
  get trace(): PartOfTrace {
    const { events, part } = this;
    for (this.shown = Math.max(this.shown, this.firstPlace); this.shown < events.count; this.shown += 1) part.show(events.at(this.shown));
    return part;
  }

  /** So many are found and kept. */
  get count(): number {
    return this.ring.last === 0 ? 0 : this.events.count - this.firstPlace;
  }

  /** The place in `events` of the oldest that is kept. */
  get firstPlace(): number {
    return this.events.from(this.ring.first);
  }

  /** Which of them it is, from 1; 0: none. */
  placeOf(n: number): number {
    return this.events.has(n) ? this.events.from(n) - this.firstPlace + 1 : 0;
  }

  has(n: number): boolean {
    return this.events.has(n);
  }

  /** The next after `n`, or before it; around the ends, if need be. 0: there is none. */
  next(n: number, direction: 1 | -1): number {
    const { events, firstPlace: first } = this;
    if (events.count === first) return 0;
    const place = direction > 0 ? events.from(n + 1) : events.from(n) - 1;
    if (place >= events.count) return events.at(first);
    return events.at(place < first ? events.count - 1 : place);
  }

  /** Events whose payloads the engine has not told yet, and those that nobody asks about. */
  get open(): number {
    return this.payloads?.open ?? 0;
  }

  get skipped(): number {
    return this.payloads?.skipped ?? 0;
  }

  /** An event that is asked about, and not in the ring; 0: all are. */
  get missing(): number {
    return this.matcher.missing;
  }

  stop(): void {
    this.payloads?.stop();
  }

  private begin(): void {
    const { ring } = this;
    this.generation = ring.generation;
    this.introductions = ring.introductions;
    this.matcher = new Matcher(ring, this.terms);
    this.payloads?.stop();
    this.payloads = undefined;
    this.upto = 0;
    this.clear();
  }

  private clear(): void {
    this.events.clear();
    this.part.clearRows();
    this.shown = 0;
  }

  private ask(words: Uint32Array, selected: Uint32Array, count: number): void {
    this.payloads ??= new Payloads(this.ring, this.describe, (event) => this.matcher.left(event), this.arrived);
    this.payloads.ask(words, selected, count);
  }

  /** Payloads say that these match, too: they are put between the others. */
  private readonly arrived = (more: number[]): void => {
    this.revision += 1;
    if (more.length > 0) this.merge(more.sort((a, b) => a - b));
    this.changed();
  };

  /** `news` are in order, as the events are. */
  private merge(news: readonly number[]): void {
    const { events, firstPlace: first } = this;
    const before = Float64Array.from({ length: events.count - first }, (_, at) => events.at(first + at));
    this.clear();
    let next = 0;
    for (const n of before) {
      for (; next < news.length && news[next] <= n; next += 1) if (news[next] < n) events.push(news[next]);
      events.push(n);
    }
    for (; next < news.length; next += 1) events.push(news[next]);
  }
}
