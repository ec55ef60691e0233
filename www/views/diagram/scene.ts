// Everything that one frame is painted from.

import type { Found } from "../../lib/filter/found";
import type { Related } from "../../lib/trace/related";
import { OUTSIDE_LANE } from "../../lib/trace/lanes";
import type { Waits } from "../../lib/trace/waits";
import type { TraceRing } from "../../lib/trace/ring";
import type { Translator } from "../../lib/trace/sentence";
import type { Columns } from "./columns";
import type { Hits } from "./hits";
import type { LabelSpace } from "./labels";
import type { Motion } from "./motion";
import type { Ruler } from "./text";
import type { Theme } from "./theme";
import type { Viewport } from "./viewport";

export interface Scene {
  ctx: CanvasRenderingContext2D;
  ring: TraceRing;
  view: Viewport;
  columns: Columns;
  theme: Theme;
  ruler: Ruler;
  labels: LabelSpace;
  hits: Hits;
  related: Related;
  /** What is searched for, where all else recedes; null: nothing is, or all else is left out. */
  search: Found | null;
  /** Who waits for whom, while that is to be seen. */
  waits: Waits;
  motion: Motion;
  t: Translator;
  /** Milliseconds, of the animation clock. */
  now: number;
  /** Selected and hovered event; 0: none. −1 as selected process: none. */
  selected: number;
  hovered: number;
  process: number;
  /** The event after which all is shown; 0: the newest. */
  moment: number;
  /** Who takes the next turn, while the run stands still, and the send of what it finds in its mailbox, or 0. */
  upcoming: { process: number; message: number } | null;
  /** Rows to paint, both included; `to < from` when there are none. */
  from: number;
  to: number;
  /** What an event's payload says, when it is known already: at most 200 characters of JSON. */
  payload(event: number): string | null | undefined;
  /** What a message says in a few words, where its topic does not; null: nothing; undefined: it is not known yet. */
  summary(event: number): string | null | undefined;
  /** Who is outside. */
  outside(): string;
  /** What tells a process without a name from others of its entry; empty: it needs nothing, or nothing is known. */
  tag(process: number): string;
}

/** Top of the part that scrolls: heads lie above it. */
export function bodyTop(s: Scene): number {
  return s.view.head - 4;
}

/** The column of a process; −1: it has none. */
export function columnOf(s: Scene, process: number): number {
  const lane = process === 0 ? OUTSIDE_LANE : s.ring.processes.laneOf(process);
  const column = s.columns.of(lane);
  // A lane that came after the last layout: its folded group takes it in.
  return column < 0 && lane >= 0 ? s.columns.restOf(s.ring.lanes.lanes[lane].group) : column;
}

/** The same for what stands on its lane: a column that lies under the pinned ones shows nothing of its own. */
export function ownColumn(s: Scene, process: number): number {
  const column = columnOf(s, process);
  return column >= 0 && isCovered(s, column) ? -1 : column;
}

/** Lines to a column that lies under the pinned ones end where those do. */
export function xOf(s: Scene, column: number): number {
  const { pinned, x } = s.columns.items[column];
  return pinned ? x : Math.max(s.columns.fixed, x - s.view.panX);
}

export function isCovered(s: Scene, column: number): boolean {
  const { pinned, x } = s.columns.items[column];
  return !pinned && x - s.view.panX < s.columns.fixed + s.columns.width * COVERED;
}

/** Whom the selection is about; 0: nobody, or the outside. */
export function selectedProcess(s: Scene): number {
  if (s.process > 0) return s.process;
  return s.selected !== 0 && s.ring.has(s.selected) ? s.ring.process(s.selected) : 0;
}

/** Rows of an event, −1e9 when it is no longer kept: above everything. */
export function rowOf(s: Scene, event: number): number {
  return s.ring.has(event) ? s.ring.rowOf(event) : -1e9;
}

/** A column is covered when less than its half, and so much of its width, is left to see. */
const COVERED = 0.2;

/** Opacity of what the selection leaves behind. */
export const RECEDED = 0.22;

export function strength(s: Scene, event: number): number {
  return stands(s, event) ? 1 : RECEDED;
}

/** It does not recede: it is a cause or an effect of what is selected, or is searched for. Without either everything stands. */
export function stands(s: Scene, event: number): boolean {
  if (s.search && matches(s.search, s.ring, event)) return true;
  return s.search && !s.related.active ? false : s.related.has(event);
}

/** A line is one thing: it is found by its beginning and by its end. */
function matches(search: Found, ring: TraceRing, event: number): boolean {
  return search.has(event) || (ring.has(event) && ring.pair(event) !== 0 && search.has(ring.pair(event)));
}

/** Where an event stands: in its row; between two, where it has none because others were searched for. */
export function placeOf(s: Scene, event: number): number {
  const row = rowOf(s, event);
  return s.ring.isPart && row >= 0 && s.ring.eventOfRow(row) !== event ? row + 0.5 : row;
}
