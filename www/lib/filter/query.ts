// What a reader searches the trace for, as it is typed: `topic:echo from:cli kind:send time:1s..2s cause:120 hello`. Words of one query
// must all be true; a comma is an "or" within one word, a minus before it a "not", `*` stands for any text.

import { Kind, type KindName } from "../../protocol";

/** Longer ones nobody types, and a link may not bring one. */
export const LONGEST_QUERY = 400;

export const FIELDS = ["topic", "from", "to", "process", "kind", "time", "cause", "effect"] as const;
export type FieldName = (typeof FIELDS)[number];

export type Term =
  | { on: "topic" | "from" | "to" | "process"; not: boolean; patterns: readonly string[] }
  | { on: "kind"; not: boolean; kinds: readonly number[] }
  | { on: "time"; not: boolean; from: number; to: number } // virtual nanoseconds, both included
  | { on: "cause" | "effect"; not: boolean; event: number }
  | { on: "text"; not: boolean; text: string };

/** Why a text is no query: `filter.bad.${why}` in the catalogues. `at`, `end`: where in the text. */
export interface Bad {
  why: "field" | "empty" | "kind" | "time" | "unit" | "order" | "event" | "quote" | "long";
  word: string;
  at: number;
  end: number;
}

export type Read = { terms: readonly Term[]; bad?: undefined } | { terms?: undefined; bad: Bad };

interface Word {
  at: number;
  end: number;
  not: boolean;
  field: string; // "": none
  value: string;
  open: boolean; // a quotation mark that was not closed
}

export function read(text: string): Read {
  if (text.length > LONGEST_QUERY) return { bad: { why: "long", word: "", at: LONGEST_QUERY, end: text.length } };
  const terms: Term[] = [];
  for (const word of words(text)) {
    const term = termOf(word);
    if (typeof term === "string") return { bad: { why: term, word: term === "field" ? word.field : word.value, at: word.at, end: word.end } };
    terms.push(term);
  }
  return { terms };
}

/** The word at a place of the text: what suggestions complete. */
export function wordAt(text: string, place: number): Pick<Word, "at" | "end" | "field" | "value"> {
  return words(text).find(({ at, end }) => at <= place && place <= end) ?? { at: place, end: place, field: "", value: "" };
}

/** As a value is written: in quotation marks where it would end, or mean something else. */
export function quoted(value: string): string {
  return /[\s",:]|^-/.test(value) || value === "" ? `"${value.replaceAll('"', "")}"` : value;
}

function words(text: string): Word[] {
  const found: Word[] = [];
  const pattern = /(-?)(?:([^\s:"]+):)?((?:"[^"]*"?|[^\s"])*)/gy;
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    pattern.lastIndex = at;
    const [all, minus, field = "", value] = pattern.exec(text)!;
    const end = at + Math.max(1, all.length);
    found.push({ at, end, not: minus === "-", field, value, open: (value.match(/"/g)?.length ?? 0) % 2 === 1 });
    at = end;
  }
  return found;
}

function termOf({ not, field, value, open }: Word): Term | Bad["why"] {
  if (open) return "quote";
  if (field === "") {
    const text = value.replaceAll('"', "").toLowerCase();
    return text === "" ? "empty" : { on: "text", not, text };
  }
  const name = field.toLowerCase();
  if (!(FIELDS as readonly string[]).includes(name)) return "field";
  const values = parts(value);
  if (values.length === 0) return "empty";
  switch (name as FieldName) {
    case "topic":
    case "from":
    case "to":
    case "process":
      return { on: name as "topic", not, patterns: values.map((one) => one.toLowerCase()) };
    case "kind":
      return kinds(values, not);
    case "time":
      return span(values.join(","), not);
    case "cause":
    case "effect": {
      const event = Number(values[0].replace(/^#/, ""));
      return values.length === 1 && Number.isSafeInteger(event) && event > 0 ? { on: name as "cause", not, event } : "event";
    }
  }
}

/** Divided at commas outside of quotation marks. */
function parts(value: string): string[] {
  const all = value.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return all.map((part) => part.replaceAll('"', "")).filter((part) => part !== "");
}

function kinds(values: readonly string[], not: boolean): Term | "kind" {
  const found = values.map((value) => Kind[value.toLowerCase().replace(/[ -]/g, "_") as KindName]);
  return found.includes(undefined as never) ? "kind" : { on: "kind", not, kinds: found };
}

const UNITS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

function span(value: string, not: boolean): Term | Bad["why"] {
  const [, low, high] = /^(.*?)\.\.(.*)$/.exec(value) ?? [];
  if (low === undefined || (low === "" && high === "")) return "time";
  const from = low === "" ? 0 : instant(low);
  const to = high === "" ? Infinity : instant(high);
  if (typeof from === "string") return from;
  if (typeof to === "string") return to;
  return from > to ? "order" : { on: "time", not, from, to };
}

/** "1.5s", "5.204" (seconds, as the gutter has them), "1:05.204" → nanoseconds */
function instant(text: string): number | "time" | "unit" {
  const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  if (clock) return Math.round(((Number(clock[1] ?? 0) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1e9);
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(\D*)$/.exec(text) ?? [];
  if (number === undefined) return "time";
  const factor = unit === "" ? UNITS.s : UNITS[unit.toLowerCase()];
  return factor === undefined ? "unit" : Math.round(Number(number) * factor);
}
