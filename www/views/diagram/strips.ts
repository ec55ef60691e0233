// From far away: a strip a lane, as dark as there are events per pixel. Exits that failed, refusals and dead letters stay marked.

import { Exit, Kind } from "../../protocol";
import { bodyTop, columnOf, xOf, type Scene } from "./scene";

/** Pixels of one step of a strip. */
const STEP = 2;
/** Shades of darkness. */
const SHADES = 8;

let counts = new Uint16Array(0);
let failures = new Uint8Array(0);

export function paintStrips(s: Scene): void {
  const { ctx, ring, view, columns, theme } = s;
  const lanes = columns.items.length;
  const top = bodyTop(s);
  const steps = Math.ceil((view.height - top) / STEP) + 1;
  if (counts.length < lanes * steps) {
    counts = new Uint16Array(lanes * steps);
    failures = new Uint8Array(lanes * steps);
  }
  counts.fill(0, 0, lanes * steps);
  failures.fill(0, 0, lanes * steps);
  let most = 1;
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    const column = columnOf(s, ring.process(n));
    if (column < 0) continue;
    const step = Math.floor((view.y(row) - top) / STEP);
    if (step < 0 || step >= steps) continue;
    const at = step * lanes + column;
    counts[at] += 1;
    if (counts[at] > most) most = counts[at];
    const kind = ring.kind(n);
    if (kind === Kind.refused || kind === Kind.dead_letter || kind === Kind.limit || (kind === Kind.exit && ring.flags(n) !== Exit.returned)) failures[at] = 1;
  }
  const half = Math.min(13, columns.width * 0.18);
  const scale = SHADES / Math.log2(1 + most);
  ctx.fillStyle = theme.info;
  // By shade, so that the canvas changes state eight times and not once a step.
  for (let shade = 1; shade <= SHADES; shade += 1) {
    ctx.globalAlpha = 0.1 + (0.75 * shade) / SHADES;
    for (let step = 0; step < steps; step += 1) {
      for (let lane = 0; lane < lanes; lane += 1) {
        const count = counts[step * lanes + lane];
        if (count === 0 || Math.max(1, Math.round(Math.log2(1 + count) * scale)) !== shade) continue;
        ctx.fillRect(xOf(s, lane) - half, top + step * STEP, half * 2, STEP);
      }
    }
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.bad;
  for (let at = 0; at < lanes * steps; at += 1) {
    if (failures[at] === 1) ctx.fillRect(xOf(s, at % lanes) + half + 3, top + Math.floor(at / lanes) * STEP, 8, STEP);
  }
}
