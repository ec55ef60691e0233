// Words that stand in payloads, which the engine has: it is asked about those events whose labels say all else, the newest first, some at a time.

import { Field, Kind } from "../../protocol";
import type { Describe } from "../trace/facts";
import type { TraceRing } from "../trace/ring";

const HIGH = 4_294_967_296;
/** So many events wait for an answer at most: of older ones the payloads are not searched. A power of two. */
const MOST = 16_384;
const BATCH = 400;
/** From one time that more is found to the next. */
const APART_MS = 400;
/** Answers that are remembered. */
const KNOWN = 100_000;

export class Payloads {
  /** Older events that are not searched any more. */
  skipped = 0;
  /** The newest that wait, in a ring; those before `asked` have been answered or given up. */
  private readonly waiting = new Float64Array(MOST);
  private wanted = 0;
  private asked = 0;
  private readonly said = new Map<number, string>();
  private news: number[] = [];
  private toldAt = -APART_MS;
  private asking = false;
  private epoch = 0;

  /** `arrived` is told which of the events match after all; `left` are the words that a payload must have. */
  constructor(
    private readonly ring: TraceRing,
    private readonly describe: Describe,
    private readonly left: (n: number) => string[],
    private readonly arrived: (events: number[]) => void,
  ) {}

  /** How many events are not known about yet. */
  get open(): number {
    return this.wanted - this.asked;
  }

  /** Whether those match whose records begin at these places of `words` is found out, the oldest first. */
  ask(words: Uint32Array, selected: Uint32Array, count: number): void {
    const { waiting, wanted } = this;
    for (let i = 0; i < count; i += 1) {
      const at = selected[i] + Field.number;
      waiting[(wanted + i) & (MOST - 1)] = words[at] + words[at + 1] * HIGH;
    }
    this.wanted = wanted + count;
    const surplus = Math.max(0, this.open - MOST);
    this.asked += surplus;
    this.skipped += surplus;
    if (!this.asking) void this.go();
  }

  stop(): void {
    this.epoch += 1;
    this.asked = this.wanted;
  }

  /** Takes some of the newest that wait. */
  private take(): number[] {
    const events: number[] = [];
    while (events.length < BATCH && this.wanted > this.asked) {
      this.wanted -= 1;
      const n = this.waiting[this.wanted & (MOST - 1)];
      if (this.ring.has(n) && this.keyOf(n) !== 0) events.push(n);
    }
    return events;
  }

  /** A message that is received says what it said when it was sent. */
  private keyOf(n: number): number {
    const { ring } = this;
    if (ring.payloadId(n) !== 0) return n;
    // With faults on its way a message is still what was sent.
    const cause = ring.sendOf(ring.cause(n));
    return ring.kind(n) === Kind.receive && ring.has(cause) && ring.payloadId(cause) !== 0 ? cause : 0;
  }

  private judge(n: number, said: string): boolean {
    return this.left(n).every((word) => said.includes(word));
  }

  private async go(): Promise<void> {
    const { epoch } = this;
    this.asking = true;
    // First all events of this batch of the trace.
    await undefined;
    while (this.open > 0 && epoch === this.epoch) {
      const events = this.take();
      const keys = new Set(events.map((n) => this.keyOf(n)).filter((key) => !this.said.has(key)));
      try {
        const answers = keys.size > 0 ? await this.describe([...keys]) : [];
        if (epoch !== this.epoch) break;
        if (this.said.size > KNOWN) this.said.clear();
        for (const key of keys) this.said.set(key, "");
        for (const { event, payload, summary } of answers) this.said.set(event, `${payload ?? ""} ${summary ?? ""}`.toLowerCase());
      } catch {
        break; // the engine is gone, or starts again: then the trace begins anew, too
      }
      for (const n of events) if (this.ring.has(n) && this.judge(n, this.said.get(this.keyOf(n)) ?? "")) this.news.push(n);
      // To put them between the others takes the longer the more there are: so not with every answer.
      if (this.open > 0 && performance.now() - this.toldAt < APART_MS) continue;
      this.arrived(this.news.splice(0).filter((n) => this.ring.has(n)));
      this.toldAt = performance.now();
    }
    this.asking = false;
  }
}
