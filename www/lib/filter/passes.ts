// One question to many records at once. A selection is a list of where records begin in `words`; each pass leaves those in it that match, and
// answers how many. A loop that asks one thing, of numbers in arrays, is what a million events can be searched with in a moment.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import { Verdict, type ProcessTable } from "./tables";

const HIGH = 4_294_967_296;

/** Records whose text is a topic. */
const HAS_TOPIC = kindSet(Kind.send, Kind.refused, Kind.dead_letter, Kind.receive, Kind.done, Kind.listen, Kind.unlisten, Kind.event);
/** At these the other side is where it comes from, elsewhere where it goes. */
const INWARD = kindSet(Kind.receive, Kind.event, Kind.done, Kind.start);
/** These have another side, also where that is the outside. */
const OUTWARD = kindSet(Kind.send, Kind.receive, Kind.event, Kind.done, Kind.start);

export const Side = { from: 0, to: 1, either: 2 } as const;

/** All of `count` records from word `begin` on. */
export function all(selected: Uint32Array, begin: number, count: number): number {
  for (let i = 0, at = begin; i < count; i += 1, at += RECORD_WORDS) selected[i] = at;
  return count;
}

/** Those of a kind for which `kinds` has 1. */
export function ofKinds(selected: Uint32Array, words: Uint32Array, begin: number, count: number, kinds: Uint8Array): number {
  let found = 0;
  for (let i = 0, at = begin; i < count; i += 1, at += RECORD_WORDS) {
    selected[found] = at;
    found += kinds[words[at + Field.kind] & 255];
  }
  return found;
}

/** `marks` has one for each record from word `begin` on. */
export function marked(selected: Uint32Array, count: number, begin: number, marks: Uint8Array, wanted: number): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    selected[found] = at;
    if (marks[(at - begin) / RECORD_WORDS] === wanted) found += 1;
  }
  return found;
}

export function inTime(selected: Uint32Array, count: number, words: Uint32Array, from: number, to: number, wanted: boolean): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const time = words[at + Field.time] + words[at + Field.time + 1] * HIGH;
    selected[found] = at;
    if ((time >= from && time <= to) === wanted) found += 1;
  }
  return found;
}

/** `passes` has 1 for each text that is wanted. */
export function ofTopics(selected: Uint32Array, count: number, words: Uint32Array, passes: Uint8Array, wanted: number): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    selected[found] = at;
    if ((HAS_TOPIC[words[at + Field.kind] & 255] & passes[words[at + Field.text]]) === wanted) found += 1;
  }
  return found;
}

export function ofProcesses(selected: Uint32Array, count: number, words: Uint32Array, table: ProcessTable, side: number, wanted: boolean): number {
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const kind = words[at + Field.kind] & 255;
    selected[found] = at;
    const own = side === Side.either || (side === Side.from) !== (INWARD[kind] === 1);
    let has = own && isIn(table, words[at + Field.process]);
    if (!has && (side === Side.either || !own)) {
      const peer = words[at + Field.peer];
      has = (peer !== 0 || OUTWARD[kind] === 1) && isIn(table, peer);
    }
    if (has === wanted) found += 1;
  }
  return found;
}

/** `labels` gets 1 for each that has the word in its text, or in the name of a process. */
export function haveWord(selected: Uint32Array, count: number, words: Uint32Array, texts: Uint8Array, table: ProcessTable, labels: Uint8Array): void {
  const { verdicts } = table;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const peer = words[at + Field.peer];
    const own = verdicts[words[at + Field.process]];
    const other = verdicts[peer];
    // Both are known nearly always: then no branch is needed. (`yes` is the second bit.)
    if (own > 0 && other > 0) labels[i] = texts[words[at + Field.text]] | (own >> 1) | (peer === 0 ? 0 : other >> 1);
    else labels[i] = texts[words[at + Field.text]] === 1 || table.passes(words[at + Field.process]) || (peer !== 0 && table.passes(peer)) ? 1 : 0;
  }
}

/** Mostly the verdict is known. */
export function isIn(table: ProcessTable, process: number): boolean {
  const verdict = table.verdicts[process];
  return verdict === Verdict.yes || (verdict !== Verdict.no && table.passes(process));
}

function kindSet(...kinds: number[]): Uint8Array {
  const set = new Uint8Array(256);
  for (const kind of kinds) set[kind] = 1;
  return set;
}
