// Faults as lines of text, as docs/faults.md has them. The engine reads them.

/** A topic or a process as one word: in quotation marks, as JSON, if it could be taken for something else. */
export function word(text: string): string {
  return /^[\p{L}\p{N}_.:/@|{}*+=!?-]+$/u.test(text) && !MEANT.has(text) ? text : JSON.stringify(text);
}

/** A process by its number. */
export function processWord(number: number): string {
  return `0x${number.toString(16).padStart(5, "0")}`;
}

/** What is done to one message before it is received. */
export const PLACES = ["front", "later", "back"] as const;
export type Place = (typeof PLACES)[number];

const MEANT = new Set(["to", "by", "as", "topic", "payload", "next", ...PLACES]);

/** Rates of 1,000, and the longest delay. */
export const RATES = ["drop", "duplicate", "delay", "reorder", "crash", "spawn"] as const;
export type Rates = Record<(typeof RATES)[number], number>;

export function chaosLine(rates: Rates, late: string): string {
  const set = RATES.filter((name) => rates[name] > 0).map((name) => `${name} ${rates[name]}`);
  return set.length === 0 ? "chaos off" : `chaos ${set.join(" ")} by ${late.trim() || "100ms"}`;
}
