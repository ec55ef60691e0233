// Flat rows: equal neighbours (same lanes, same topic) become one line with ×N. Neighbours are those of one stretch of rows, so that
// a request and its answer, which alternate, still merge each with its like.

import { Kind } from "../../protocol";
import { LABEL_HEIGHT } from "./metrics";
import { awayFrom, deadEnd } from "./messages";
import { columnOf, isCovered, RECEDED, stands, xOf, type Scene } from "./scene";

const STRETCH = 40;
const MOST = 64;
/** In the place of a column: nobody has that name. */
const NOBODY = 255;
const SOLID: number[] = [];
const DASHED = [4, 3];
const SPOTS = Float64Array.of(0.5, 0.26, 0.74);

const keys = new Float64Array(MOST);
const counts = new Int32Array(MOST);
const firsts = new Float64Array(MOST);
const events = new Float64Array(MOST);
const related = new Uint8Array(MOST);
let used = 0;

export function paintMerged(s: Scene): void {
  const { ring, view } = s;
  // Aligned to row numbers, not to the view: scrolling must not regroup anything.
  const rows = Math.max(2, Math.ceil(STRETCH / view.rowHeight));
  const begin = Math.max(ring.firstRow, Math.floor(s.from / rows) * rows);
  used = 0;
  for (let row = begin; row <= s.to; row += 1) {
    if (row % rows === 0) flush(s, rows);
    collect(s, row);
  }
  flush(s, rows);
  s.ctx.globalAlpha = 1;
  s.ctx.setLineDash(SOLID);
}

function collect(s: Scene, row: number): void {
  const { ring } = s;
  const n = ring.eventOfRow(row);
  const kind = ring.kind(n);
  if (kind !== Kind.send && kind !== Kind.spawn && kind !== Kind.event && kind !== Kind.input && kind !== Kind.store_request && !isLost(kind)) return;
  // What lay unread has no line of its own, and what came from outside has the line of its input.
  if ((kind === Kind.dead_letter && ring.flags(n) & 1) || (kind === Kind.event && ring.peer(n) === 0)) return;
  if (ring.isGapRow(row, n)) return;
  let a = columnOf(s, ring.process(n));
  let b = kind === Kind.dead_letter && ring.peer(n) === 0 ? NOBODY : columnOf(s, ring.peer(n));
  if (kind === Kind.event) [a, b] = [b, a];
  if (a < 0 || b < 0 || a === b) return;
  const key = ((a * 256 + b) * 16 + (kind % 16)) * 1_048_576 + ring.textId(n);
  let at = 0;
  while (at < used && keys[at] !== key) at += 1;
  if (at === used) {
    if (used === MOST) return;
    used += 1;
    keys[at] = key;
    counts[at] = 0;
    firsts[at] = row;
    events[at] = n;
    related[at] = 0;
  }
  counts[at] += 1;
  if (stands(s, n)) related[at] = 1;
  if (n === s.selected) events[at] = n;
}

function flush(s: Scene, rows: number): void {
  const { ctx, ring, view, theme } = s;
  for (let at = 0; at < used; at += 1) {
    const n = events[at];
    const lanes = Math.floor(keys[at] / 1_048_576 / 16);
    const a = Math.floor(lanes / 256);
    const b = lanes % 256;
    if (isCovered(s, a) && (b === NOBODY || isCovered(s, b))) continue;
    const side = b === NOBODY ? awayFrom(s, a) : Math.sign(b - a);
    const x1 = xOf(s, a) + side * 5;
    const x2 = b === NOBODY ? x1 + side * s.columns.width * 0.5 : xOf(s, b) - side * 5;
    const y1 = view.y(firsts[at]);
    const y2 = y1 + Math.min(10, rows * view.rowHeight * 0.25);
    const chosen = n === s.selected;
    const kind = ring.kind(n);
    const color = chosen ? theme.accent : isLost(kind) ? theme.bad : kind === Kind.send ? theme.ink : theme.soft;
    ctx.globalAlpha = related[at] === 1 ? 1 : RECEDED;
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.lineWidth = Math.min(3.5, 1 + Math.log2(counts[at]) * 0.5);
    ctx.setLineDash(kind === Kind.send || isLost(kind) ? SOLID : DASHED);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    if (kind === Kind.refused) {
      ctx.moveTo(x2, y2 - 4);
      ctx.lineTo(x2, y2 + 4);
    } else if (kind === Kind.dead_letter) deadEnd(ctx, x2 + side * 4, y2, 4);
    ctx.stroke();
    if (!isLost(kind)) {
      ctx.beginPath();
      ctx.moveTo(x2 + side * 2, y2);
      ctx.lineTo(x2 - side * 6, y2 - 3.5);
      ctx.lineTo(x2 - side * 6, y2 + 3.5);
      ctx.fill();
    }
    s.hits.line(n, x1, y1, x2, y2);
    if (counts[at] > 1 || chosen) tag(s, x1, y1, x2, y2, counts[at], ring.text(n), color);
  }
  used = 0;
}

/** It never arrived. */
function isLost(kind: number): boolean {
  return kind === Kind.refused || kind === Kind.dead_letter;
}

function tag(s: Scene, x1: number, y1: number, x2: number, y2: number, count: number, topic: string, color: string): void {
  const { ctx, theme, ruler } = s;
  const text = ruler.cut(ctx, theme.mono, count > 1 ? `${topic} ×${count}` : topic, Math.abs(x2 - x1) - 10);
  if (text === "…") return;
  const width = ruler.width(ctx, theme.mono, text) + 6;
  const share = s.labels.slide(x1, y1, x2, y2, width, LABEL_HEIGHT, SPOTS, SPOTS.length);
  if (share < 0) return;
  const x = x1 + (x2 - x1) * share;
  const y = y1 + (y2 - y1) * share;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(x - width / 2, y - LABEL_HEIGHT, width, LABEL_HEIGHT - 3);
  ctx.fillStyle = color;
  ctx.font = theme.mono;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, x, y - 6);
}
