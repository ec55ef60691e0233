// A query against the trace. The loop runs over a million events: it asks the cheapest question first, and each is a look into an array.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import type { TraceRing } from "../trace/ring";
import { Ancestors, Descendants } from "./kin";
import { anyOf, processHas, processTest } from "./pattern";
import type { Term } from "./query";
import type { EventList } from "./events";
import { ProcessTable, TextTable, Verdict } from "./tables";

const HIGH = 4_294_967_296;

/** Records whose text is a topic. */
const HAS_TOPIC = kindSet(Kind.send, Kind.refused, Kind.dead_letter, Kind.receive, Kind.done, Kind.listen, Kind.unlisten, Kind.event);
/** At these the other side is where it comes from, elsewhere where it goes. */
const INWARD = kindSet(Kind.receive, Kind.event, Kind.done, Kind.start);

const Side = { from: 0, to: 1, either: 2 } as const;

interface Ends {
  side: number;
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
  private since = 0;
  private until = Infinity;
  private readonly otherTimes: { from: number; to: number }[] = [];
  private readonly topics: { not: boolean; table: TextTable }[] = [];
  private readonly ends: Ends[] = [];
  private readonly words: Word[] = [];
  private readonly causes: { not: boolean; kin: Descendants }[] = [];
  private readonly effects: { not: boolean; kin: Ancestors }[] = [];
  private readonly asked: number[] = [];

  constructor(
    private readonly ring: TraceRing,
    terms: readonly Term[],
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
        this.ends.push({ side: term.on === "process" ? Side.either : Side[term.on], not, table: new ProcessTable(processTest(ring, term.patterns)) });
        break;
      case "kind":
        for (let kind = 0; kind < 256; kind += 1) if (term.kinds.includes(kind) === not) this.kinds[kind] = 0;
        break;
      case "time":
        if (not) this.otherTimes.push(term);
        else [this.since, this.until] = [Math.max(this.since, term.from), Math.min(this.until, term.to)];
        break;
      case "cause":
        this.causes.push({ not, kin: new Descendants(term.event, ring) });
        break;
      case "effect":
        this.effects.push({ not, kin: new Ancestors(term.event, ring) });
        break;
      case "text": {
        const { text } = term;
        this.words.push({ text, not, texts: new TextTable((label) => label.includes(text)), processes: new ProcessTable(processHas(ring, text)) });
      }
    }
  }

  /** Whether what was said of the events before does not hold any more: a process has a name now, or an event has happened that was asked about. */
  isStale(first: number, last: number): boolean {
    if (this.effects.some(({ kin }) => kin.early && kin.origin <= last)) return true;
    const tables = [...this.ends.map(({ table }) => table), ...this.words.map(({ processes }) => processes)];
    if (tables.length === 0) return false;
    let stale = false;
    this.ring.stretches(first, last, (words, within, count) => {
      for (let i = 0, at = within * RECORD_WORDS; i < count && !stale; i += 1, at += RECORD_WORDS) {
        if ((words[at + Field.kind] & 255) === Kind.register) stale = tables.some((table) => table.changes(words[at + Field.process]));
      }
    });
    return stale;
  }

  /**
   * Reads the events from `first` to `last`, which follow those that were read before. Those that match go to `found`; `unsure` is told of each
   * that would if its payload, which the engine has, says what is left of the words.
   */
  read(first: number, last: number, found: EventList, unsure: (n: number) => void): void {
    for (const { table } of this.topics) table.learn(this.ring);
    for (const { texts } of this.words) texts.learn(this.ring);
    const { kinds, since, until, causes } = this;
    const rest = this.topics.length + this.ends.length + this.effects.length + this.otherTimes.length > 0;
    const worded = this.words.length > 0;
    this.ring.stretches(first, last, (words, within, count, from) => {
      for (let i = 0, at = within * RECORD_WORDS; i < count; i += 1, at += RECORD_WORDS) {
        const n = from + i;
        // These mark what they pass, so they see every record.
        let kin = true;
        for (let each = 0; each < causes.length; each += 1) if (causes[each].kin.read(words, at, n) === causes[each].not) kin = false;
        if (!kin || kinds[words[at + Field.kind] & 255] === 0) continue;
        const time = words[at + Field.time] + words[at + Field.time + 1] * HIGH;
        if (time < since || time > until || (rest && !this.passes(words, at, n, time))) continue;
        const said = worded ? this.says(words, at) : Said.all;
        if (said === Said.all) found.push(n);
        // A receive has none of its own: it carries what its send did.
        else if (said === Said.some && (words[at + Field.payload] !== 0 || (words[at + Field.kind] & 255) === Kind.receive)) unsure(n);
      }
    });
  }

  /** What of the words an event's labels leave to its payload; all of them are in small letters. */
  left(n: number): string[] {
    const { ring } = this;
    return this.words.filter((word) => !word.not && !inLabels(word, ring.textId(n), ring.process(n), ring.peer(n))).map(({ text }) => text);
  }

  private passes(words: Uint32Array, at: number, n: number, time: number): boolean {
    const { topics, ends, effects, otherTimes } = this;
    const kind = words[at + Field.kind] & 255;
    for (let each = 0; each < topics.length; each += 1) {
      const { table, not } = topics[each];
      if ((HAS_TOPIC[kind] === 1 && table.passes[words[at + Field.text]] === 1) === not) return false;
    }
    for (let each = 0; each < ends.length; each += 1) {
      const { side, table, not } = ends[each];
      if (this.has(side, table, kind, words, at) === not) return false;
    }
    for (let each = 0; each < effects.length; each += 1) if (effects[each].kin.has(n) === effects[each].not) return false;
    for (let each = 0; each < otherTimes.length; each += 1) if (time >= otherTimes[each].from && time <= otherTimes[each].to) return false;
    return true;
  }

  private has(side: number, table: ProcessTable, kind: number, words: Uint32Array, at: number): boolean {
    const process = words[at + Field.process];
    const peer = words[at + Field.peer];
    const hasPeer = peer !== 0 || kind === Kind.send || INWARD[kind] === 1;
    if (side === Side.either) return isIn(table, process) || (hasPeer && isIn(table, peer));
    const own = (side === Side.from) !== (INWARD[kind] === 1);
    return own ? isIn(table, process) : hasPeer && isIn(table, peer);
  }

  private says(words: Uint32Array, at: number): number {
    let said: number = Said.all;
    const { words: all } = this;
    for (let each = 0; each < all.length; each += 1) {
      const word = all[each];
      const has = inLabels(word, words[at + Field.text], words[at + Field.process], words[at + Field.peer]);
      if (has !== word.not) continue;
      // A word with a minus means the labels: else all would be gone until the engine has said what is in their payloads.
      if (word.not) return Said.no;
      said = Said.some;
    }
    return said;
  }
}

const Said = { no: 0, some: 1, all: 2 } as const;

function inLabels({ texts, processes }: Word, text: number, process: number, peer: number): boolean {
  return texts.passes[text] === 1 || isIn(processes, process) || (peer !== 0 && isIn(processes, peer));
}

/** Mostly the verdict is known. */
function isIn(table: ProcessTable, process: number): boolean {
  const verdict = table.verdicts[process];
  return verdict === Verdict.yes || (verdict !== Verdict.no && table.passes(process));
}

function kindSet(...kinds: number[]): Uint8Array {
  const set = new Uint8Array(256);
  for (const kind of kinds) set[kind] = 1;
  return set;
}
