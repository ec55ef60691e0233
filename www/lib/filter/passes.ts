// One question to many records at once. A selection is a list of where records begin in `words`; each pass leaves those in it that match, and
// answers how many. A loop that asks one thing, of numbers in arrays, is what a million events can be searched with in a moment.

import { Field, Kind, RECORD_WORDS } from "../../protocol";
import { Verdict, type ProcessTable } from "./tables";

const HIGH = 4_294_967_296;
/** A division by the words of a record. */
const RECORD_SHIFT = 31 - Math.clz32(RECORD_WORDS);

/** Records whose text is a topic. */
const HAS_TOPIC = kindSet(Kind.send, Kind.refused, Kind.dead_letter, Kind.receive, Kind.done, Kind.listen, Kind.unlisten, Kind.event);
/** At these the other side is where it comes from, elsewhere where it goes. */
const INWARD = kindSet(Kind.receive, Kind.event, Kind.done, Kind.start);
/** These have another side, also where that is the outside. */
const OUTWARD = kindSet(Kind.send, Kind.receive, Kind.event, Kind.done, Kind.start);

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
    found += marks[(at - begin) >>> RECORD_SHIFT] === wanted ? 1 : 0;
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

/** What comes from a process that is wanted, or goes to it. */
export function ofSide(selected: Uint32Array, count: number, words: Uint32Array, table: ProcessTable, from: boolean, wanted: number): number {
  const { verdicts } = table;
  const other = from ? 1 : 0;
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const kind = words[at + Field.kind] & 255;
    selected[found] = at;
    const isOther = INWARD[kind] === other;
    const process = isOther ? words[at + Field.peer] : words[at + Field.process];
    const verdict = verdicts[process];
    const has = verdict > 0 ? verdict >> 1 : table.judge(process);
    found += (isOther && process === 0 && OUTWARD[kind] === 0 ? 0 : has) === wanted ? 1 : 0;
  }
  return found;
}

/** What concerns a process that is wanted. */
export function ofEither(selected: Uint32Array, count: number, words: Uint32Array, table: ProcessTable, wanted: number): number {
  const { verdicts } = table;
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const process = words[at + Field.process];
    const peer = words[at + Field.peer];
    selected[found] = at;
    const own = verdicts[process] > 0 ? verdicts[process] >> 1 : table.judge(process);
    const other = verdicts[peer] > 0 ? verdicts[peer] >> 1 : table.judge(peer);
    const has = own | (peer === 0 && OUTWARD[words[at + Field.kind] & 255] === 0 ? 0 : other);
    found += has === wanted ? 1 : 0;
  }
  return found;
}

/** Those that have a word neither in their text nor in the name of a process. */
export function without(selected: Uint32Array, count: number, words: Uint32Array, texts: Uint8Array, table: ProcessTable): number {
  const { verdicts } = table;
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const process = words[at + Field.process];
    const peer = words[at + Field.peer];
    selected[found] = at;
    if (texts[words[at + Field.text]] === 0 && !isNamed(table, verdicts, process, peer)) found += 1;
  }
  return found;
}

/** `labels` keeps 1 for each that has the word in its text, or in the name of a process. */
export function haveWord(selected: Uint32Array, count: number, words: Uint32Array, texts: Uint8Array, table: ProcessTable, labels: Uint8Array): void {
  const { verdicts } = table;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    labels[i] &= texts[words[at + Field.text]] === 1 || isNamed(table, verdicts, words[at + Field.process], words[at + Field.peer]) ? 1 : 0;
  }
}

/**
 * Leaves those that have the word in their labels, and for which `labels` says that they have all others there, too. Those that may have them in
 * their payloads, which the engine has, go to `unsure`; `open` says how many these are.
 */
export function divide(
  selected: Uint32Array,
  count: number,
  words: Uint32Array,
  texts: Uint8Array,
  table: ProcessTable,
  labels: Uint8Array,
  unsure: Uint32Array,
): { sure: number; open: number } {
  const { verdicts } = table;
  let sure = 0;
  let open = 0;
  for (let i = 0; i < count; i += 1) {
    const at = selected[i];
    const process = words[at + Field.process];
    const peer = words[at + Field.peer];
    if (labels[i] === 1 && (texts[words[at + Field.text]] === 1 || isNamed(table, verdicts, process, peer))) {
      selected[sure] = at;
      sure += 1;
    } else if (words[at + Field.payload] !== 0 || (words[at + Field.kind] & 255) === Kind.receive) {
      // A receive has no payload of its own: it carries what its send did.
      unsure[open] = at;
      open += 1;
    }
  }
  return { sure, open };
}

/** The outside is no process that has a name. */
function isNamed(table: ProcessTable, verdicts: Uint8Array, process: number, peer: number): boolean {
  const own = verdicts[process];
  const other = verdicts[peer];
  // Both are known nearly always.
  if (own > 0 && other > 0) return own === Verdict.yes || (peer !== 0 && other === Verdict.yes);
  return table.has(process) || (peer !== 0 && table.has(peer));
}

function kindSet(...kinds: number[]): Uint8Array {
  const set = new Uint8Array(256);
  for (const kind of kinds) set[kind] = 1;
  return set;
}
