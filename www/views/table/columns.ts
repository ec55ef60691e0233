// What each column of the table says about an event.

import { Kind } from "../../protocol";
import { formatDuration, formatInstant } from "../../lib/time";
import { faultWords } from "../../lib/trace/fault-words";
import type { TraceRing } from "../../lib/trace/ring";
import { kindLabel, processLabel, type Translator } from "../../lib/trace/sentence";

export interface TableColumn {
  id: "number" | "time" | "from" | "event" | "topic" | "to" | "waited" | "handled" | "payload";
  /** Least width in pixels, and its share of what is left over. */
  least: number;
  share: number;
  /** From this width of the table on it is shown. */
  from: number;
  numeric: boolean;
}

export const COLUMNS: readonly TableColumn[] = [
  { id: "number", least: 62, share: 0, from: 0, numeric: true },
  { id: "time", least: 108, share: 0, from: 520, numeric: true },
  { id: "from", least: 54, share: 1, from: 0, numeric: false },
  { id: "event", least: 60, share: 1.1, from: 0, numeric: false },
  { id: "topic", least: 64, share: 1.5, from: 0, numeric: false },
  { id: "to", least: 54, share: 1, from: 0, numeric: false },
  { id: "waited", least: 74, share: 0, from: 640, numeric: true },
  { id: "handled", least: 74, share: 0, from: 640, numeric: true },
  { id: "payload", least: 120, share: 2.6, from: 760, numeric: false },
];

/** Between columns, and at both ends. */
const GAP = 8;
const PADDING = 8;

/** As `grid-template-columns` takes it. */
export function template(columns: readonly TableColumn[]): string {
  return columns.map(({ least, share }) => (share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`)).join(" ");
}

/** The least width of a row. */
export function leastWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { least }) => sum + least + GAP, 2 * PADDING - GAP);
}

export interface Reading {
  ring: TraceRing;
  t: Translator;
  payload(event: number): string | null | undefined;
}

/** The text of one cell; "" where there is nothing to say. */
export function cell(column: TableColumn["id"], n: number, { ring, t, payload }: Reading): string {
  switch (column) {
    case "number":
      return String(n);
    case "time":
      return formatInstant(ring.time(n));
    case "from":
      return processLabel(ring, isInward(ring.kind(n)) ? ring.peer(n) : ring.process(n), t);
    case "event":
      return kindLabel(ring.kind(n), t);
    case "topic":
      if (ring.kind(n) === Kind.fault) return faultWords(ring, n, t);
      return isTimer(ring.kind(n)) ? formatDuration(ring.a(n)) : ring.text(n);
    case "to":
      if (isInward(ring.kind(n))) return processLabel(ring, ring.process(n), t);
      return hasPeer(ring, n) ? processLabel(ring, ring.peer(n), t) : "";
    case "waited":
      return duration(waited(ring, n));
    case "handled":
      return duration(handled(ring, n));
    case "payload":
      return payload(n) ?? "";
  }
}

/** It comes in: the peer is where it comes from. */
function isInward(kind: number): boolean {
  return kind === Kind.receive || kind === Kind.event || kind === Kind.done || kind === Kind.start;
}

function isTimer(kind: number): boolean {
  return kind === Kind.timer_set || kind === Kind.timer_fired;
}

function hasPeer(ring: TraceRing, n: number): boolean {
  return ring.peer(n) !== 0 || ring.kind(n) === Kind.send;
}

/** Nanoseconds in the mailbox; −1: does not apply, or not known yet. */
function waited(ring: TraceRing, n: number): number {
  const kind = ring.kind(n);
  if (kind === Kind.receive || kind === Kind.event) return ring.a(n);
  if (kind !== Kind.send) return -1;
  const answer = ring.pair(n);
  return answer !== 0 && ring.kind(answer) === Kind.receive ? ring.a(answer) : -1;
}

/** Nanoseconds from receive to done; −1: does not apply, or not known yet. */
function handled(ring: TraceRing, n: number): number {
  const kind = ring.kind(n);
  if (kind === Kind.done) return ring.a(n);
  const receive = kind === Kind.receive ? n : kind === Kind.send ? ring.pair(n) : 0;
  if (receive === 0 || ring.kind(receive) !== Kind.receive) return -1;
  const done = ring.pair(receive);
  return done === 0 ? -1 : ring.a(done);
}

function duration(ns: number): string {
  return ns < 0 ? "" : formatDuration(ns);
}

/** Rows as text: a tab between cells, a line a row, names of the columns first. Whatever breaks that form becomes a space. */
export function asText(events: readonly number[], columns: readonly TableColumn[], reading: Reading): string {
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const lines = events.map((n) => columns.map(({ id }) => clean(cell(id, n, reading))).join("\t"));
  return [columns.map(({ id }) => reading.t(`table.${id}`)).join("\t"), ...lines].join("\n");
}
