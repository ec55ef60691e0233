// Bars on the lifelines: pale while messages wait in the mailbox, and wider the more they are; solid while one is handled.

import { Fault, Kind } from "../../protocol";
import { bodyTop, isCovered, ownColumn, rowOf, strength, xOf, type Scene } from "./scene";
import { swell } from "./gutter";

const BAR = 4;
/** How far below the view it is looked for what a mailbox held. */
const AHEAD = 1_500;
/** How many rows of one turn are followed to find where its bar ends. */
const TURN_ROWS = 48;
/** Rows above the view in which a bar may begin. */
const ABOVE = 300;

let depths = new Int32Array(64);
let since = new Float32Array(64);

export function paintWaiting(s: Scene): void {
  const { ctx, view, columns, ring, theme } = s;
  const count = columns.items.length;
  if (depths.length < count) {
    depths = new Int32Array(count * 2);
    since = new Float32Array(count * 2);
  }
  depths.fill(-1, 0, count);
  since.fill(bodyTop(s), 0, count);
  ctx.fillStyle = theme.wait;
  ctx.globalAlpha = s.related.active ? 0.5 : 0.85;
  for (let row = s.from; row <= s.to; row += 1) note(s, row, view.y(row), true);
  // A mailbox that nothing touched in view: what came next, or what is there now, tells what it held.
  let unknown = 0;
  for (let at = 0; at < count; at += 1) if (depths[at] < 0) unknown += 1;
  const end = Math.min(s.to + AHEAD, ring.rows.count - 1);
  for (let row = s.to + 1; row <= end && unknown > 0; row += 1) unknown -= note(s, row, 0, false);
  const bottom = Math.min(view.height, view.y(ring.rows.count - 0.5));
  for (let at = 0; at < count; at += 1) {
    if (isCovered(s, at)) continue;
    if (depths[at] < 0) depths[at] = depthNow(s, at);
    band(s, at, bottom);
  }
  ctx.globalAlpha = 1;
}

/** Takes in one row; returns 1 when it told what a column held before. */
function note(s: Scene, row: number, y: number, draw: boolean): 0 | 1 {
  const { ring, columns } = s;
  const n = ring.eventOfRow(row);
  const kind = ring.kind(n);
  let change = 0;
  if (kind === Kind.send) change = 1;
  else if (kind === Kind.receive || (kind === Kind.dead_letter && ring.flags(n) & 1)) change = -1;
  else if (kind === Kind.fault) change = changeOf(s, n);
  if (kind === Kind.exit && draw) empty(s, n, y);
  if (change === 0 || ring.isGapRow(row, n)) return 0;
  const at = ownColumn(s, kind === Kind.receive ? ring.process(n) : ring.peer(n));
  if (at < 0) return 0;
  const after = columns.items[at].lane < 0 ? ring.groupDepthAfter(n) : ring.depthAfter(n);
  const known = depths[at] >= 0;
  if (!known) depths[at] = Math.max(0, after - change);
  if (draw) {
    band(s, at, y);
    depths[at] = after;
    since[at] = y;
  }
  return known ? 0 : 1;
}

/** What a fault takes from a mailbox, or puts into it. */
function changeOf({ ring }: Scene, n: number): number {
  const flags = ring.flags(n);
  if (flags & Fault.refused || ring.cause(n) === 0) return 0;
  if (flags & Fault.arrived) return 1;
  const name = ring.text(n);
  return name === "duplicate" ? 1 : name === "drop" || name === "delay" ? -1 : 0;
}

/** Nothing waits for one that has ended. */
function empty(s: Scene, exit: number, y: number): void {
  const at = ownColumn(s, s.ring.process(exit));
  if (at < 0 || s.columns.items[at].lane < 0 || depths[at] <= 0) return;
  band(s, at, y);
  depths[at] = 0;
  since[at] = y;
}

function band(s: Scene, at: number, to: number): void {
  const half = swell(depths[at], s.columns.width / 2 - 10);
  if (half > 0 && to > since[at]) s.ctx.fillRect(xOf(s, at) - half, since[at], half * 2, to - since[at]);
}

function depthNow(s: Scene, at: number): number {
  const { ring, columns } = s;
  const { lane, group } = columns.items[at];
  if (lane < 0) return ring.lanes.groups[group].depth;
  const { owners, freed } = ring.lanes.lanes[lane];
  return freed > 0 ? 0 : ring.processes.depthOf(owners[owners.length - 1] ?? 0);
}

export function paintHandling(s: Scene): void {
  const { ctx, view, ring, theme } = s;
  ctx.fillStyle = theme.info;
  const begin = Math.max(ring.firstRow, s.from - ABOVE);
  for (let row = begin; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    if (ring.isGapRow(row, n)) continue;
    const kind = ring.kind(n);
    if (kind !== Kind.receive && kind !== Kind.start && kind !== Kind.timer_fired && kind !== Kind.event) continue;
    const column = ownColumn(s, ring.process(n));
    if (column < 0) continue;
    const end = kind === Kind.receive ? handledUntil(s, n) : turnUntil(s, n, row);
    if (end < s.from) continue;
    const x = xOf(s, column);
    const y1 = view.y(row) - Math.min(2, view.rowHeight * 0.2);
    // Before the cross of an exit it stops short: the cross must be seen.
    const over = end > row && isExit(s, end, ring.process(n)) ? -7 : 8;
    const y2 = view.y(end) + Math.sign(over) * Math.min(Math.abs(over), view.rowHeight * 0.42);
    const alpha = strength(s, n);
    ctx.globalAlpha = alpha;
    ctx.beginPath();
    if (view.rowHeight >= 6) ctx.roundRect(x - BAR, y1, BAR * 2, y2 - y1, 2);
    else ctx.rect(x - BAR, y1, BAR * 2, Math.max(1, y2 - y1));
    ctx.fill();
    s.hits.line(n, x, y1, x, y2);
    if (n === s.selected || (s.selected !== 0 && ring.has(s.selected) && ring.pair(s.selected) === n && ring.kind(s.selected) === Kind.send)) {
      outline(s, x, y1, y2);
    }
  }
  ctx.globalAlpha = 1;
}

function isExit(s: Scene, row: number, process: number): boolean {
  const n = s.ring.eventOfRow(row);
  return s.ring.kind(n) === Kind.exit && s.ring.process(n) === process;
}

/** The outline around the handling of the selected message. */
function outline(s: Scene, x: number, y1: number, y2: number): void {
  const { ctx, theme } = s;
  ctx.globalAlpha = 1;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.roundRect(x - 8, y1 - 4, 16, y2 - y1 + 8, 4);
  ctx.stroke();
}

/** A message is handled until its `done`; until now when that has not come. */
function handledUntil(s: Scene, n: number): number {
  const { ring } = s;
  const done = ring.pair(n);
  if (done !== 0) return ring.rowOf(done);
  // The outside handles nothing: what reaches it is there to be read.
  if (ring.process(n) === 0) return ring.rowOf(n);
  const page = ring.processes.page(ring.process(n));
  const place = ring.process(n) & 1023;
  if (page.endEvent[place] > 0) return rowOf(s, page.endEvent[place]);
  // Only the latest may be in hand still: an older one without a `done` lost it.
  return page.lastReceive[place] === n ? rowOf(s, page.lastEvent[place]) : ring.rowOf(n);
}

/** What is no message has no `done`: its bar reaches over the rows that it caused in the same process, one after the other. */
function turnUntil(s: Scene, n: number, row: number): number {
  const { ring } = s;
  const end = Math.min(row + TURN_ROWS, ring.rows.count - 1);
  const process = ring.process(n);
  const turn = ring.turn(n);
  let last = row;
  for (let next = row + 1; next <= end; next += 1) {
    const m = ring.eventOfRow(next);
    if (ring.process(m) !== process || ring.turn(m) !== turn || ring.isGapRow(next, m)) break;
    last = next;
  }
  return last;
}
