// Heads: a box with a name where a process was spawned. It sticks to the top while its owner has the lane, and leaves with it.

import { entryName, shortPid } from "../../lib/pid";
import { bodyTop, xOf, type Scene } from "./scene";
import { bornRow, endRow } from "./lifelines";
import { MARKS_FROM } from "./viewport";

export const HEAD_HEIGHT = 34;
const STICKY_Y = 8;
const RADIUS = 6;
const MOST = 94;

/** How much of the lane's width a box takes. */
export function headWidth(s: Scene): number {
  return Math.min(MOST, s.columns.width - 8);
}

/** Boxes keep labels off, so their places are taken before anything else is written. */
export function reserveHeads(s: Scene): void {
  eachHead(s, (s, column, _process, y) => {
    const w = headWidth(s);
    s.labels.reserve(xOf(s, column) - w / 2 - 2, y - 2, w + 4, HEAD_HEIGHT + 4);
  });
}

export function paintHeads(s: Scene): void {
  const { ctx, view, theme, columns } = s;
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, view.width, bodyTop(s));
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  eachHead(s, paintHead);
  for (let at = 0; at < columns.items.length; at += 1) if (columns.items[at].lane < 0) paintFolded(s, at);
}

/** Calls `paint` for each box in view, with its top. */
function eachHead(s: Scene, paint: (s: Scene, column: number, process: number, y: number) => void): void {
  const { ring, view, columns } = s;
  const topEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.from);
  const bottomEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.to);
  for (let at = 0; at < columns.items.length; at += 1) {
    const { lane } = columns.items[at];
    if (lane < 0) continue;
    const { owners, since } = ring.lanes.lanes[lane];
    let free = -Infinity;
    for (let owner = Math.max(0, ring.lanes.ownerAt(lane, topEvent)); owner < owners.length && since[owner] <= bottomEvent; owner += 1) {
      const process = owners[owner];
      const natural = view.y(bornRow(s, process)) - HEAD_HEIGHT / 2;
      const leaves = view.y(endRow(s, process)) - HEAD_HEIGHT - 10;
      const y = natural > STICKY_Y ? natural : Math.max(natural, Math.min(STICKY_Y, leaves));
      if (y < -HEAD_HEIGHT) continue;
      // Where many follow each other closely, a box would hide the next ones: only the sticky one is drawn then.
      if (y > STICKY_Y && (view.rowHeight < MARKS_FROM || y < free)) continue;
      paint(s, at, process, y);
      free = y + HEAD_HEIGHT + 2;
    }
  }
}

function paintHead(s: Scene, column: number, process: number, y: number): void {
  const { ring, t } = s;
  if (process === 0) {
    box(s, column, process, y, t("diagram.outside"), t("diagram.outside.sub"));
    return;
  }
  const entry = entryName(ring.textOf(ring.processes.entryOf(process)));
  box(s, column, process, y, entry || "?", shortPid(process));
}

function box(s: Scene, column: number, process: number, y: number, name: string, sub: string): void {
  const { ctx, theme } = s;
  const w = headWidth(s);
  const x = xOf(s, column);
  const chosen = s.process === process;
  frame(s, x - w / 2, y, w, chosen);
  write(s, x, y, w, name, sub);
  s.hits.box({ process }, x - w / 2, y, w, HEAD_HEIGHT);
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.line;
}

/** A stack of cards, with how many it stands for. It opens, and the one for the rest closes again. */
function paintFolded(s: Scene, column: number): void {
  const { ctx, ring, theme, columns } = s;
  const { group, lanes } = columns.items[column];
  const { entry, alive } = ring.lanes.groups[group];
  const w = headWidth(s);
  const x = xOf(s, column);
  const left = x - w / 2;
  const opened = columns.opened.has(group);
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.line;
  ctx.fillStyle = theme.raised;
  for (let card = 2; card > 0; card -= 1) {
    ctx.beginPath();
    ctx.roundRect(left + card * 3, STICKY_Y + card * 3, w - card * 6, HEAD_HEIGHT, RADIUS);
    ctx.fill();
    ctx.stroke();
  }
  frame(s, left, STICKY_Y, w, false);
  const count = opened ? Math.max(0, alive - (columns.opened.get(group)?.length ?? 0)) : alive;
  write(s, x, STICKY_Y, w, entryName(ring.textOf(entry)) || "?", `×${(count || lanes).toLocaleString()} ${opened ? "◂" : "▸"}`);
  s.hits.box({ group, open: !opened }, left, STICKY_Y, w, HEAD_HEIGHT + 6);
}

function frame(s: Scene, left: number, y: number, w: number, chosen: boolean): void {
  const { ctx, theme } = s;
  ctx.lineWidth = chosen ? 1.6 : 1;
  ctx.strokeStyle = chosen ? theme.accent : theme.line;
  ctx.fillStyle = theme.raised;
  ctx.beginPath();
  ctx.roundRect(left, y, w, HEAD_HEIGHT, RADIUS);
  ctx.fill();
  ctx.stroke();
}

function write(s: Scene, x: number, y: number, w: number, name: string, sub: string): void {
  const { ctx, theme, ruler } = s;
  const text = ruler.cut(ctx, theme.strong, name, w - 6);
  ctx.font = theme.strong;
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x, y + 14);
  ctx.font = theme.tiny;
  ctx.fillStyle = theme.faint;
  ctx.fillText(sub, x, y + 27);
}
