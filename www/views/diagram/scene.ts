// Everything that one frame is painted from.

import type { Related } from "../../lib/trace/related";
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
  motion: Motion;
  t: Translator;
  /** Milliseconds, of the animation clock. */
  now: number;
  /** Selected and hovered event; 0: none. −1 as selected process: none. */
  selected: number;
  hovered: number;
  process: number;
  /** Rows to paint, both included; `to < from` when there are none. */
  from: number;
  to: number;
  /** What an event's payload says, when it is known already: at most 200 characters of JSON. */
  payload(event: number): string | null | undefined;
}

/** Top of the part that scrolls: heads lie above it. */
export function bodyTop(s: Scene): number {
  return s.view.head - 4;
}

/** The column of a process; −1: it has none. */
export function columnOf(s: Scene, process: number): number {
  if (process === 0) return 0;
  const lane = s.ring.processes.laneOf(process);
  const column = s.columns.of(lane);
  // A lane that came after the last layout: its folded group takes it in.
  return column < 0 && lane >= 0 ? s.columns.restOf(s.ring.lanes.lanes[lane].group) : column;
}

export function xOf(s: Scene, column: number): number {
  return s.columns.items[column].x - s.view.panX;
}

/** Rows of an event, −1e9 when it is no longer kept: above everything. */
export function rowOf(s: Scene, event: number): number {
  return s.ring.has(event) ? s.ring.rowOf(event) : -1e9;
}

/** Opacity of what the selection leaves behind. */
export const RECEDED = 0.22;

export function strength(s: Scene, event: number): number {
  return s.related.has(event) ? 1 : RECEDED;
}
