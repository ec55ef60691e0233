// The gutter: virtual time where it changes, and breaks where time passed without an event.

import { formatDuration } from "../../lib/time";
import { LOST } from "../../lib/trace/ring";
import { grain, gutterTime } from "./gutter";
import { endRow } from "./lifelines";
import { bodyTop, isCovered, xOf, type Scene } from "./scene";
import { MARKS_FROM } from "./viewport";

/** Pixels that a time needs; where rows are flat, fewer times are calmer. */
const APART = 13;
const APART_FLAT = 28;

/** A break across the lanes, drawn over the lifelines. */
export function paintGaps(s: Scene): void {
  const { ctx, ring, view, theme, columns } = s;
  if (view.rowHeight < MARKS_FROM) return;
  for (let row = s.from; row <= s.to; row += 1) {
    if (!ring.isGapRow(row, ring.eventOfRow(row))) continue;
    const y = view.y(row);
    ctx.fillStyle = theme.paper;
    ctx.fillRect(columns.gutter, y - 3, view.width - columns.gutter, 6);
    ctx.strokeStyle = theme.line;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let at = 0; at < columns.items.length; at += 1) {
      if (isCovered(s, at) || !isAlive(s, columns.items[at].lane, row)) continue;
      const x = xOf(s, at);
      ctx.moveTo(x - 4, y - 1.5);
      ctx.lineTo(x + 4, y - 4.5);
      ctx.moveTo(x - 4, y + 4.5);
      ctx.lineTo(x + 4, y + 1.5);
    }
    ctx.stroke();
  }
}

/** Whether a lane has a lifeline at this row. */
function isAlive(s: Scene, lane: number, row: number): boolean {
  if (lane <= 0) return true;
  const owner = s.ring.lanes.ownerAt(lane, s.ring.eventOfRow(row) - 1);
  if (owner < 0) return false;
  return endRow(s, s.ring.lanes.lanes[lane].owners[owner]) > row;
}

export function paintGutter(s: Scene): void {
  const { ctx, ring, view, theme, columns } = s;
  ctx.globalAlpha = 1;
  if (view.panX > 0) {
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, bodyTop(s), columns.gutter - 4, view.height);
  }
  ctx.font = theme.tiny;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  let time = -1;
  let free = bodyTop(s) + 12; // what stands higher fades
  for (let row = s.from; row <= s.to; row += 1) {
    const y = view.y(row);
    if (y < free) continue;
    const n = ring.eventOfRow(row);
    if (ring.isGapRow(row, n)) {
      if (view.rowHeight < MARKS_FROM) continue;
      paintGap(s, n, row, y);
      free = y + APART;
      continue;
    }
    const at = ring.time(n);
    const how = grain(time, at);
    if (how === "same") continue;
    ctx.fillStyle = how === "whole" ? theme.soft : theme.faint;
    ctx.fillText(gutterTime(at, how, s.t("unit.us")), how === "whole" ? 10 : 14, y);
    time = at;
    free = y + (view.rowHeight < MARKS_FROM ? APART_FLAT : APART);
  }
}

function paintGap(s: Scene, n: number, row: number, y: number): void {
  const { ctx, ring, theme } = s;
  const before = row > 0 ? ring.eventOfRow(row - 1) : 0;
  const lost = !ring.isPart && ring.has(n - 1) && ring.kind(n - 1) === LOST;
  let text = "";
  if (lost) text = s.t("diagram.lost", { count: n - 1 - before });
  else if (before !== 0 && ring.has(before)) text = formatDuration(ring.time(n) - ring.time(before));
  if (text === "") return;
  ctx.fillStyle = lost ? theme.bad : theme.faint;
  ctx.font = theme.tiny;
  ctx.fillText(`↕ ${text}`, 10, y);
}
