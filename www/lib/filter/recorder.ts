// Chooses what is recorded: the events that match a query, as they come. Payloads are not known by then, so words mean the labels.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import type { TraceRing } from "../trace/ring";
import type { Chooser } from "../trace/sieve";
import { Matcher, STRETCH } from "./matcher";
import type { Term } from "./query";

export class Recorder implements Chooser {
  private readonly matcher: Matcher;
  private generation: number;
  private introductions: number;

  constructor(
    private readonly ring: TraceRing,
    terms: readonly Term[],
  ) {
    this.generation = ring.generation;
    this.introductions = ring.introductions;
    this.matcher = new Matcher(ring, terms, true);
    this.matcher.recall();
  }

  choose(words: Uint32Array, count: number, first: number, chosen: Uint8Array): void {
    const { ring, matcher } = this;
    if (ring.generation !== this.generation || ring.introductions !== this.introductions) {
      this.generation = ring.generation;
      this.introductions = ring.introductions;
      matcher.doubt();
    }
    matcher.learn();
    for (let done = 0; done < count; ) {
      const end = this.meet(words, done, Math.min(count, done + STRETCH));
      matcher.read(words, done, end - done, first + done);
      for (let i = 0; i < matcher.foundCount; i += 1) chosen[matcher.found[i] / RECORD_WORDS] = 1;
      done = end;
    }
  }

  /** Who is born, and who gets a name, is called so at once: what is derived of these events comes after the choice. Answers with where the next gets one. */
  private meet(words: Uint32Array, from: number, to: number): number {
    const { processes } = this.ring;
    for (let i = from, at = from * RECORD_WORDS; i < to; i += 1, at += RECORD_WORDS) {
      const kind = words[at + Field.kind] & 255;
      if (kind !== Kind.spawn && kind !== Kind.register) continue;
      // Nobody does anything before its birth; but before it had its name, it did not go by it.
      if (kind === Kind.register && i > from) return i;
      const process = words[at + (kind === Kind.spawn ? Field.peer : Field.process)];
      processes.call(process, kind === Kind.spawn, words[at + Field.text], words[at + Field.a]);
      this.matcher.rename(process);
    }
    return to;
  }
}
