// From far away: a strip a lane, as dark as there are events per pixel, on a ground as wide as its mailbox was full. Exits stay
// marked beside it; longer and in red those that failed, refusals and dead letters.

import { Exit, Kind } from "../../protocol";
import { swell } from "./gutter";
import { bodyTop, columnOf, isCovered, ownColumn, xOf, type Scene } from "./scene";

/** Pixels of one step of a strip. */
const STEP = 2;
/** Shades of darkness. */
const SHADES = 8;
/** What is marked beside a strip. */
const Beside = { nothing: 0, exit: 1, failure: 2 } as const;

let counts = new Uint16Array(0);
let marks = new Uint8Array(0);
/** The deepest that a mailbox was in a step; −1: nothing came or went. */
let depths = new Int32Array(0);

export function paintStrips(s: Scene): void {
  const { ctx, view, columns, theme } = s;
  const lanes = columns.items.length;
  const top = bodyTop(s);
  const steps = Math.ceil((view.height - top) / STEP) + 1;
  const size = lanes * steps;
  if (counts.length < size) {
    counts = new Uint16Array(size);
    marks = new Uint8Array(size);
    depths = new Int32Array(size);
  }
  counts.fill(0, 0, size);
  marks.fill(0, 0, size);
  depths.fill(-1, 0, size);
  const most = collect(s, lanes, steps, top);
  const half = Math.min(13, columns.width * 0.18);
  paintMailboxes(s, lanes, steps, top, half);
  const scale = SHADES / Math.log2(1 + most);
  ctx.fillStyle = theme.info;
  // By shade, so that the canvas changes state eight times and not once a step.
  for (let shade = 1; shade <= SHADES; shade += 1) {
    ctx.globalAlpha = 0.1 + (0.75 * shade) / SHADES;
    for (let at = 0; at < size; at += 1) {
      const count = counts[at];
      if (count === 0 || Math.max(1, Math.round(Math.log2(1 + count) * scale)) !== shade) continue;
      ctx.fillRect(xOf(s, at % lanes) - half, top + Math.floor(at / lanes) * STEP, half * 2, STEP);
    }
  }
  ctx.globalAlpha = 1;
  for (let mark: number = Beside.exit; mark <= Beside.failure; mark += 1) {
    ctx.fillStyle = mark === Beside.failure ? theme.bad : theme.soft;
    for (let at = 0; at < size; at += 1) {
      if (marks[at] === mark) ctx.fillRect(xOf(s, at % lanes) + half + 3, top + Math.floor(at / lanes) * STEP, mark * 4, STEP);
    }
  }
}

/** Counts what is in view; answers with the most events in one step. */
function collect(s: Scene, lanes: number, steps: number, top: number): number {
  const { ring, view, columns } = s;
  let most = 1;
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    const step = Math.floor((view.y(row) - top) / STEP);
    if (step < 0 || step >= steps) continue;
    const kind = ring.kind(n);
    if (kind === Kind.send || kind === Kind.receive) {
      const box = columnOf(s, kind === Kind.send ? ring.peer(n) : ring.process(n));
      if (box >= 0) {
        const at = step * lanes + box;
        depths[at] = Math.max(depths[at], columns.items[box].lane < 0 ? ring.groupDepthAfter(n) : ring.depthAfter(n));
      }
    }
    const column = ownColumn(s, ring.process(n));
    if (column < 0) continue;
    const at = step * lanes + column;
    counts[at] += 1;
    if (counts[at] > most) most = counts[at];
    marks[at] = Math.max(marks[at], markOf(s, n, kind));
  }
  return most;
}

function markOf(s: Scene, n: number, kind: number): number {
  if (kind === Kind.refused || kind === Kind.dead_letter || kind === Kind.limit) return Beside.failure;
  if (kind !== Kind.exit) return Beside.nothing;
  return s.ring.flags(n) === Exit.returned ? Beside.exit : Beside.failure;
}

/** A mailbox stays as full as it was until something comes or goes. Equal steps make one rectangle. */
function paintMailboxes(s: Scene, lanes: number, steps: number, top: number, half: number): void {
  const { ctx, columns, theme } = s;
  ctx.fillStyle = theme.wait;
  ctx.globalAlpha = 0.85;
  for (let lane = 0; lane < lanes; lane += 1) {
    if (isCovered(s, lane)) continue;
    const x = xOf(s, lane);
    let depth = -1;
    let start = 0;
    for (let step = 0; step <= steps; step += 1) {
      const next = step < steps ? depths[step * lanes + lane] : 0;
      if (step < steps && (next < 0 || next === depth)) continue;
      // Narrower than the strip it would not be seen: it begins at its edge.
      const wide = depth > 1 ? half + swell(depth, columns.width / 2 - 10 - half) : 0;
      if (wide > 0) ctx.fillRect(x - wide, top + start * STEP, wide * 2, (step - start) * STEP);
      depth = next;
      start = step;
    }
  }
}
