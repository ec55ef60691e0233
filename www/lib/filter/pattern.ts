// Names as a query has them: `*` stands for any text, and a process is called by what one sees of it.

import { entryName } from "../pid";
import type { TraceRing } from "../trace/ring";

export type Test = (text: string) => boolean;

/** Whether a text, in small letters, is one of the patterns. */
export function anyOf(patterns: readonly string[]): Test {
  return (text) => patterns.some((pattern) => glob(pattern, text));
}

/**
 * Whether a text is a pattern's, in which `*` is any text. It takes no longer than both lengths multiplied, as a regular expression with many stars would.
 * Breakpoints have the same (src/stage/breakpoint/matching.rs): tests/globs.json holds both.
 */
export function glob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  // Where the last star stands, and what it has taken so far.
  let star = -1;
  let taken = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p;
      taken = t;
      p += 1;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      taken += 1;
      p = star + 1;
      t = taken;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(p));
}

/** What a process is called: by its entry, by the name that it registered last, by its number as in its PID. */
export function namesOf(ring: TraceRing, process: number): string[] {
  if (process === 0) return ["outside"];
  const number = process.toString(16);
  const { processes } = ring;
  const entry = ring.textOf(processes.entryOf(process)).toLowerCase();
  const host = ring.textOf(processes.hostOf(process)).toLowerCase();
  const short = `0x${number.padStart(5, "0")}`;
  const names = [number, short, `{${host}|${short}}`];
  if (entry !== "") names.push(entry, entryName(entry), `${entryName(entry)} ${number}`);
  const name = ring.textOf(processes.nameOf(process)).toLowerCase();
  if (name !== "") names.push(name);
  return names;
}

/** Whether a process is one of those that the patterns name. */
export function processTest(ring: TraceRing, patterns: readonly string[]): (process: number) => boolean {
  const test = anyOf(patterns);
  return (process) => namesOf(ring, process).some(test);
}

/** Whether a word is part of what a process is called. */
export function processHas(ring: TraceRing, word: string): (process: number) => boolean {
  // Of its number and its PID only the whole is meant: "1" is part of every other.
  return (process) => namesOf(ring, process).some((name, at) => (process !== 0 && at < 3 ? name === word : name.includes(word)));
}
