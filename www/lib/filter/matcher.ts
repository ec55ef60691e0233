// A query against the trace, a stretch of it at a time: the cheapest question comes first, and each goes to all that the ones before it have left.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import type { TraceRing } from "../trace/ring";
import { Ancestors, Descendants } from "./kin";
import { all, divide, haveWord, inTime, marked, ofEither, ofKinds, ofSide, ofTopics, without } from "./passes";
import { anyOf, processHas, processTest } from "./pattern";
import type { Term } from "./query";
import { ProcessTable, TextTable } from "./tables";

/** Records that are asked about at once: so many lie near the processor while each question is put to them. */
export const STRETCH = 4_096;

interface Ends {
  side: "from" | "to" | "process";
  not: boolean;
  table: ProcessTable;
}

interface Word {
  text: string;
  not: boolean;
  texts: TextTable;
  processes: ProcessTable;
}

export class Matcher {
  private readonly kinds = new Uint8Array(256).fill(1);
  private anyKind = true;
  private since = 0;
  private until = Infinity;
  private readonly otherTimes: { from: number; to: number }[] = [];
  private readonly topics: { not: boolean; table: TextTable }[] = [];
  private readonly ends: Ends[] = [];
  private readonly words: Word[] = [];
  /** Those of them without a minus. */
  private readonly wanted: Word[] = [];
  private readonly causes: { not: boolean; kin: Descendants }[] = [];
  private readonly effects: { not: boolean; kin: Ancestors }[] = [];
  private readonly asked: number[] = [];
  /** Where those records begin that match, and those that would if their payloads, which the engine has, say what is left of the words. */
  readonly found = new Uint32Array(STRETCH);
  readonly unsure = new Uint32Array(STRETCH);
  foundCount = 0;
  unsureCount = 0;
  private readonly marks = new Uint8Array(STRETCH);

  /** `live`: it is asked about all records as they come, and knows them by their numbers; else by their places in the ring. */
  constructor(
    private readonly ring: TraceRing,
    terms: readonly Term[],
    private readonly live = false,
  ) {
    for (const term of terms) this.add(term);
  }

  /** An event that it asks about is not in the ring; 0: all are. */
  get missing(): number {
    return this.asked.find((event) => !this.ring.has(event)) ?? 0;
  }

  private add(term: Term): void {
    const { ring } = this;
    const { not } = term;
    if ("event" in term) this.asked.push(term.event);
    switch (term.on) {
      case "topic":
        this.topics.push({ not, table: new TextTable(anyOf(term.patterns)) });
        break;
      case "from":
      case "to":
      case "process":
        this.ends.push({ side: term.on, not, table: new ProcessTable(processTest(ring, term.patterns)) });
        break;
      case "kind":
        for (let kind = 0; kind < 256; kind += 1) if (term.kinds.includes(kind) === not) this.kinds[kind] = 0;
        this.anyKind = false;
        break;
      case "time":
        if (not) this.otherTimes.push(term);
        else [this.since, this.until] = [Math.max(this.since, term.from), Math.min(this.until, term.to)];
        break;
      case "cause":
        this.causes.push({ not, kin: new Descendants(term.event, ring.capacity, this.live ? null : ring.records) });
        break;
      case "effect":
        this.effects.push({ not, kin: new Ancestors(term.event, ring) });
        break;
      case "text": {
        const { text } = term;
        const word = { text, not, texts: new TextTable((label) => label.includes(text)), processes: new ProcessTable(processHas(ring, text)) };
        this.words.push(word);
        if (!not) this.wanted.push(word);
      }
    }
  }

  /** Whether what was said of the events before does not hold any more: a process has a name now, or an event has happened that was asked about. */
  isStale(first: number, last: number): boolean {
    if (this.effects.some(({ kin }) => kin.early && kin.origin <= last)) return true;
    const tables = [...this.ends.map(({ table }) => table), ...this.words.map(({ processes }) => processes)];
    if (tables.length === 0) return false;
    let stale = false;
    const { records } = this.ring;
    records.stretches(records.from(first), records.from(last + 1), (words, within, count) => {
      for (let i = 0, at = within * RECORD_WORDS; i < count && !stale; i += 1, at += RECORD_WORDS) {
        if ((words[at + Field.kind] & 255) === Kind.register) stale = tables.some((table) => table.changes(words[at + Field.process]));
      }
    });
    return stale;
  }

  /** Takes in the texts that have come since. */
  learn(): void {
    for (const { table } of this.topics) table.learn(this.ring);
    for (const { texts } of this.words) texts.learn(this.ring);
  }

  /** Somebody else has this number now, or another name. */
  rename(process: number): void {
    for (const { table } of this.ends) table.forget(process);
    for (const { processes } of this.words) processes.forget(process);
  }

  /** Names may mean others by now. */
  doubt(): void {
    for (const { table } of this.topics) table.doubt();
    for (const { texts } of this.words) texts.doubt();
    for (const { table } of this.ends) table.doubt();
    for (const { processes } of this.words) processes.doubt();
  }

  /** Marks what of the events that are there came of those that it asks about. */
  recall(): void {
    for (const { kin } of this.causes) kin.recall(this.ring.records);
  }

  /** Asks about at most a stretch of records, which follow those that were asked about before; the first has this key. */
  read(words: Uint32Array, within: number, count: number, key: number): void {
    const begin = within * RECORD_WORDS;
    const { found, marks } = this;
    let some = this.anyKind ? all(found, begin, count) : ofKinds(found, words, begin, count, this.kinds);
    // These mark what they pass, so they see every record.
    for (const { kin, not } of this.causes) {
      kin.read(words, begin, count, key, marks);
      some = marked(found, some, begin, marks, not ? 0 : 1);
    }
    if (some > 0 && (this.since > 0 || this.until < Infinity)) some = inTime(found, some, words, this.since, this.until, true);
    for (const { from, to } of this.otherTimes) some = inTime(found, some, words, from, to, false);
    for (const { table, not } of this.topics) some = ofTopics(found, some, words, table.passes, not ? 0 : 1);
    for (const { table, side, not } of this.ends) {
      const wanted = not ? 0 : 1;
      some = side === "process" ? ofEither(found, some, words, table, wanted) : ofSide(found, some, words, table, side === "from", wanted);
    }
    for (const { kin, not } of this.effects) {
      kin.read(count, key, this.live ? 0 : this.ring.records.count, marks);
      some = marked(found, some, begin, marks, not ? 0 : 1);
    }
    // A word with a minus means the labels: else all would be gone until the engine has said what is in their payloads.
    for (const { texts, processes, not } of this.words) if (not) some = without(found, some, words, texts.passes, processes);
    this.foundCount = some;
    this.unsureCount = 0;
    if (this.wanted.length > 0 && some > 0) this.say(words);
  }

  /** Divides what was found by the words that it must have. */
  private say(words: Uint32Array): void {
    const { found, foundCount, unsure, marks } = this;
    const [first, ...others] = this.wanted;
    marks.fill(1, 0, foundCount);
    for (const { texts, processes } of others) haveWord(found, foundCount, words, texts.passes, processes, marks);
    const { sure, open } = divide(found, foundCount, words, first.texts.passes, first.processes, marks, unsure);
    this.foundCount = sure;
    this.unsureCount = open;
  }

  /** What of the words an event's labels leave to its payload; all of them are in small letters. */
  left(n: number): string[] {
    const { ring } = this;
    return this.wanted.filter((word) => !inLabels(word, ring.textId(n), ring.process(n), ring.peer(n))).map(({ text }) => text);
  }
}

function inLabels({ texts, processes }: Word, text: number, process: number, peer: number): boolean {
  return texts.passes[text] === 1 || processes.has(process) || (peer !== 0 && processes.has(peer));
}
