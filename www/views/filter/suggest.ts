// What can be put in the place of the word that the reader is typing.
import { FIELDS, quoted, wordAt } from "../../lib/filter/query";
import { entryName } from "../../lib/pid";
import type { TraceRing } from "../../lib/trace/ring";
import { Kind } from "../../protocol";

/** So many at most: a row or two of buttons. */
const MOST = 12;
/** Events that are searched for topics and kinds, the newest. */
const RECENT = 10_000;

export interface Suggestion {
  label: string;
  /** The whole text with it, and where the cursor is then. */
  text: string;
  place: number;
}

export function suggestions(ring: TraceRing, text: string, place: number, selected: number): Suggestion[] {
  const word = wordAt(text, place);
  const minus = text[word.at] === "-" ? "-" : "";
  const put = (label: string, goesOn: boolean): Suggestion => {
    const rest = text.slice(word.end);
    const space = goesOn || rest.startsWith(" ") ? "" : " ";
    const before = text.slice(0, word.at) + minus + label + space;
    return { label, text: before + rest, place: before.length };
  };
  const begun = word.value.replaceAll('"', "").toLowerCase();
  if (word.field === "") return FIELDS.filter((field) => field.startsWith(begun)).map((field) => put(`${field}:`, true));
  // After a comma another value begins.
  const comma = begun.lastIndexOf(",") + 1;
  const before = word.value.slice(0, word.value.lastIndexOf(",") + 1);
  const last = begun.slice(comma);
  return valuesOf(ring, word.field.toLowerCase(), selected)
    .filter((value) => value.toLowerCase().startsWith(last) && value.toLowerCase() !== last)
    .slice(0, MOST)
    .map((value) => put(`${word.field}:${before}${isPlain(word.field) ? value : quoted(value)}`, false));
}

function isPlain(field: string): boolean {
  return field === "time" || field === "cause" || field === "effect";
}

function valuesOf(ring: TraceRing, field: string, selected: number): string[] {
  switch (field) {
    case "topic":
      return often(ring, (n) => (isMessage(ring.kind(n)) ? ring.text(n) : ""));
    case "kind":
      return often(ring, (n) => KINDS.get(ring.kind(n)) ?? "");
    case "from":
    case "to":
    case "process": {
      const entries = ring.lanes.groups.filter(({ id, supervisor }) => id !== 0 && !supervisor).map(({ entry }) => entryName(ring.textOf(entry)));
      return [...new Set([...entries.filter((entry) => entry !== ""), "outside"])];
    }
    case "time": {
      if (!ring.has(selected)) return ["..1s", "1s..", "1s..2s"];
      const at = `${ring.time(selected) / 1e6}ms`;
      return [`${at}..`, `..${at}`];
    }
    case "cause":
    case "effect":
      return ring.has(selected) ? [`${selected}`] : [];
    default:
      return [];
  }
}

const KINDS = new Map<number, string>(Object.entries(Kind).map(([name, kind]) => [kind, name]));

function isMessage(kind: number): boolean {
  return kind === Kind.send || kind === Kind.receive || kind === Kind.refused || kind === Kind.dead_letter || kind === Kind.event;
}

/** What the newest events have, the most frequent first. */
function often(ring: TraceRing, of: (n: number) => string): string[] {
  const counts = new Map<string, number>();
  const { records } = ring;
  for (let place = Math.max(records.first, records.count - RECENT); place < records.count; place += 1) {
    const value = of(records.at(place));
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
