// Lifelines: from the box of the spawn to the cross of the exit; dotted while the process waits for the outside.

import { Kind } from "../../protocol";
import { Life } from "../../lib/trace/processes";
import { bodyTop, columnOf, isCovered, placeOf, rowOf, xOf, type Scene } from "./scene";

const SOLID: number[] = [];
const DOTTED = [1.5, 4];

/** Events that a process waits for the outside to send. */
const FROM_OUTSIDE = new Set(["line", "end of input", "kv_store"]);

export function paintLifelines(s: Scene): void {
  const { ctx, view, columns, ring, theme } = s;
  const top = bodyTop(s);
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = theme.line;
  ctx.setLineDash(SOLID);
  ctx.beginPath();
  const topEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.from);
  const bottomEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.to);
  for (let at = 0; at < columns.items.length; at += 1) {
    const { lane } = columns.items[at];
    const x = xOf(s, at);
    if (lane === 0 || isCovered(s, at)) continue;
    if (lane < 0) {
      // Two strands: more than one stands here.
      ctx.moveTo(x - 2, top);
      ctx.lineTo(x - 2, view.height);
      ctx.moveTo(x + 2, top);
      ctx.lineTo(x + 2, view.height);
      continue;
    }
    const { owners, since } = ring.lanes.lanes[lane];
    for (let owner = Math.max(0, ring.lanes.ownerAt(lane, topEvent)); owner < owners.length && since[owner] <= bottomEvent; owner += 1) {
      const from = Math.max(top, view.y(bornRow(s, owners[owner])));
      const end = endRow(s, owners[owner]);
      const to = end === Infinity ? view.height : view.y(end);
      if (to <= from) continue;
      ctx.moveTo(x, from);
      ctx.lineTo(x, to);
    }
  }
  ctx.stroke();
  paintOutside(s);
}

/** The outside has no life of its own, and a process that waits for it is as quiet. */
function paintOutside(s: Scene): void {
  const { ctx, view, columns, theme } = s;
  const top = bodyTop(s);
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = theme.wait;
  ctx.setLineDash(DOTTED);
  ctx.lineDashOffset = (view.top * view.rowHeight) % 5.5;
  for (let at = 0; at < columns.items.length; at += 1) {
    const { lane } = columns.items[at];
    if (isCovered(s, at)) continue;
    if (lane === 0) stroke(ctx, xOf(s, at), top, view.height);
    else if (lane > 0 && view.rowHeight >= 8) paintAsking(s, at, lane);
  }
  if (view.rowHeight >= 8) paintWaiting(s);
  ctx.setLineDash(SOLID);
  ctx.lineDashOffset = 0;
}

/** From what a process did last to what came from outside. */
function paintWaiting(s: Scene): void {
  const { ring, view, columns } = s;
  const before = new Float64Array(columns.items.length).fill(bodyTop(s));
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    const process = ring.process(n);
    if (process === 0 || ring.isGapRow(row, n)) continue;
    const column = columnOf(s, process);
    if (column < 0 || columns.items[column].lane < 0 || isCovered(s, column)) continue;
    if (ring.kind(n) === Kind.event && FROM_OUTSIDE.has(ring.text(n))) blank(s, xOf(s, column), before[column], view.y(row));
    before[column] = view.y(row) + view.rowHeight * 0.5;
  }
}

/** Now: the last that its process did was to ask. */
function paintAsking(s: Scene, column: number, lane: number): void {
  const { ring, view } = s;
  const owner = ring.lanes.lanes[lane].owners.at(-1) ?? 0;
  const page = ring.processes.page(owner);
  const place = owner & 1023;
  const kind = page.lastKind[place];
  if ((kind !== Kind.ask && kind !== Kind.store_request) || page.flags[place] & Life.ended) return;
  const from = view.y(rowOf(s, page.lastEvent[place])) + view.rowHeight * 0.5;
  if (from < view.height) blank(s, xOf(s, column), Math.max(from, bodyTop(s)), view.height);
}

function blank(s: Scene, x: number, from: number, to: number): void {
  if (to - from < 6) return;
  const { ctx } = s;
  ctx.fillStyle = s.theme.paper;
  ctx.fillRect(x - 1, from, 2, to - from);
  stroke(ctx, x, from, to);
}

function stroke(ctx: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  ctx.beginPath();
  ctx.moveTo(x, from);
  ctx.lineTo(x, to);
  ctx.stroke();
}

/** The row of the box: where the process took its first turn, or just after its spawn. */
export function bornRow(s: Scene, process: number): number {
  const page = s.ring.processes.pages[process >>> 10];
  if (process === 0 || !page) return -1e9;
  const place = process & 1023;
  const start = page.startEvent[place];
  return start > 0 ? placeOf(s, start) : rowOf(s, page.spawnEvent[place]) + 1;
}

/** Infinity while it lives. */
export function endRow(s: Scene, process: number): number {
  const page = s.ring.processes.pages[process >>> 10];
  const end = page?.endEvent[process & 1023] ?? 0;
  return end === 0 ? Infinity : placeOf(s, end);
}
