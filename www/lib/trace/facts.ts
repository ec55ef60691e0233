// What the engine knows about single events and the ring does not: their payloads. Asked for in batches for what is in view,
// and remembered.

import type { Description } from "../../protocol";

export type Describe = (events: number[]) => Promise<Description[]>;

type Fact = Pick<Description, "payload" | "summary">;

const NOTHING: Fact = {};
const LIMIT = 4_096;
const BATCH = 200;
const PAUSE_MS = 20;

export class Facts {
  private readonly known = new Map<number, Fact>();
  private readonly wanted = new Set<number>();
  private timer = 0;
  private generation = 0;

  /** `arrived` is called when answers have come. */
  constructor(
    private readonly describe: () => Describe | undefined,
    private readonly arrived: () => void,
  ) {}

  /** At most 200 characters of JSON, and an ellipsis if there are more; null: it has none; undefined: not known, or not yet, and then it is asked for. */
  payload(event: number): string | null | undefined {
    return this.fact(event)?.payload;
  }

  /** What a message says in a few words, where its topic does not; null: nothing; undefined: not known yet, and then it is asked for. */
  summary(event: number): string | null | undefined {
    const fact = this.fact(event);
    return fact && (fact.summary ?? null);
  }

  private fact(event: number): Fact | undefined {
    const fact = this.known.get(event);
    if (!fact) this.want(event);
    return fact;
  }

  clear(): void {
    this.known.clear();
    this.wanted.clear();
    this.generation += 1;
  }

  private want(event: number): void {
    // While a trace rushes by, what was wanted long ago is out of view again.
    if (this.wanted.size >= BATCH) this.wanted.delete(this.wanted.values().next().value as number);
    this.wanted.add(event);
    if (this.timer === 0) this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const events = [...this.wanted];
    const { generation } = this;
    this.wanted.clear();
    try {
      const answers = (await this.describe()?.(events)) ?? [];
      if (generation !== this.generation) return;
      if (this.known.size > LIMIT) this.known.clear();
      for (const event of events) this.known.set(event, NOTHING);
      for (const answer of answers) this.known.set(answer.event, answer);
      if (answers.length > 0) this.arrived();
    } catch {
      // The engine is gone or starting again: the next frame asks anew.
    } finally {
      this.timer = 0;
      if (this.wanted.size > 0) this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
    }
  }
}
