// Names as a query has them: `*` stands for any text, and a process is called by what one sees of it.

import { entryName } from "../pid";
import type { TraceRing } from "../trace/ring";

export type Test = (text: string) => boolean;

/** Whether a text, in small letters, is one of the patterns. */
export function anyOf(patterns: readonly string[]): Test {
  const tests = patterns.map((pattern): Test => {
    if (!pattern.includes("*")) return (text) => text === pattern;
    const whole = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
    return (text) => whole.test(text);
  });
  return (text) => tests.some((test) => test(text));
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
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
