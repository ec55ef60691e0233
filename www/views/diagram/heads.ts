// Heads: a box with a name where a process was spawned. It sticks to the top while its owner has the lane, and leaves with it.

import { formatNumber } from "../../i18n/index";
import { naming } from "../../lib/naming";
import { entryName, shortPid } from "../../lib/pid";
import { bodyTop, isCovered, xOf, type Scene } from "./scene";
import { bornRow, endRow } from "./lifelines";
import type { Hit } from "./hits";
import { MARKS_FROM } from "./viewport";

export const HEAD_HEIGHT = 34;
const STICKY_Y = 8;
const RADIUS = 6;
const MOST = 98;
/** Less room than this for a registered name would show nothing of it. */
const ALIAS = 16;

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
  for (let at = columns.items.length - 1; at >= 0; at -= 1) if (columns.items[at].lane < 0 && !isCovered(s, at)) paintFolded(s, at);
  if (view.panX === 0 || columns.fixed < 0) return;
  ctx.fillStyle = theme.line;
  ctx.fillRect(columns.fixed, 0, 1, view.height);
}

/** Calls `paint` for each box in view, with its top. */
function eachHead(s: Scene, paint: (s: Scene, column: number, process: number, y: number) => void): void {
  const { ring, view, columns } = s;
  const topEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.from);
  const bottomEvent = s.to < s.from ? ring.last : ring.eventOfRow(s.to);
  const held = columns.indexOf(columns.held);
  // Pinned ones, which stand first, lie over those that slide under them, and on top of all the one that is dragged.
  for (let step = columns.items.length - 1; step >= -1; step -= 1) {
    const at = step < 0 ? held : step;
    if (at < 0 || step === held) continue;
    const { lane } = columns.items[at];
    if (lane < 0 || isCovered(s, at)) continue;
    const { owners, since } = ring.lanes.lanes[lane];
    let free = -Infinity;
    for (let owner = Math.max(0, ring.lanes.ownerAt(lane, topEvent)); owner < owners.length && since[owner] <= bottomEvent; owner += 1) {
      const process = owners[owner];
      const natural = view.y(bornRow(s, process)) - HEAD_HEIGHT / 2;
      const leaves = view.y(endRow(s, process)) - HEAD_HEIGHT - 10;
      let y = natural > STICKY_Y ? natural : Math.max(natural, Math.min(STICKY_Y, leaves));
      if (y < -HEAD_HEIGHT) continue;
      // Where many follow each other closely, a box would hide the next ones.
      if (y > STICKY_Y && y < free) continue;
      // Flat rows have no room for boxes, nor has a place between two rows: the first that is seen names the lane.
      if (y > STICKY_Y && (view.rowHeight < MARKS_FROM || !Number.isInteger(bornRow(s, process)))) {
        if (free > -Infinity) continue;
        y = STICKY_Y;
      }
      paint(s, at, process, y);
      free = y + HEAD_HEIGHT + 2;
    }
  }
}

/** The whole of what a head says: its names may be cut. */
export function headTitle(s: Scene, hit: Hit | null): string {
  const { ring } = s;
  if (!hit || "event" in hit) return "";
  if ("group" in hit) return ring.textOf(ring.lanes.groups[hit.group]?.entry ?? 0);
  if (hit.process === 0) return `${s.t("diagram.outside")} · ${s.outside()}`;
  const names = [ring.textOf(ring.processes.entryOf(hit.process)), aliasOf(s, hit.process)];
  return [...names.filter((name) => name !== ""), shortPid(hit.process)].join(" · ");
}

function paintHead(s: Scene, column: number, process: number, y: number): void {
  const { ring, t } = s;
  if (process === 0) {
    box(s, column, process, y, t("diagram.outside"), s.outside());
    return;
  }
  const { name, tag } = naming(entryName(ring.textOf(ring.processes.entryOf(process))), aliasOf(s, process));
  box(s, column, process, y, name || "?", shortPid(process), tag);
}

/** What tells a process from others of its entry: its name, or what it was started with. */
function aliasOf(s: Scene, process: number): string {
  return s.ring.textOf(s.ring.processes.nameOf(process)) || s.tag(process);
}

function box(s: Scene, column: number, process: number, y: number, name: string, sub: string, alias = ""): void {
  const { ctx, theme } = s;
  const w = headWidth(s);
  const x = xOf(s, column);
  const chosen = s.process === process || s.columns.items[column].name === s.columns.held;
  frame(s, x - w / 2, y, w, chosen);
  write(s, x, y, w, name, sub, alias);
  if (y === STICKY_Y) paintPin(s, column);
  s.hits.box({ process }, x - w / 2, y, w, HEAD_HEIGHT);
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.line;
}

/** A needle in the corner of the head of a lane that keeps its place. */
function paintPin(s: Scene, column: number): void {
  const { ctx, theme } = s;
  if (!s.columns.items[column].pinned) return;
  const x = xOf(s, column) + headWidth(s) / 2 - 7;
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.arc(x, STICKY_Y + 5, 2.5, 0, Math.PI * 2);
  ctx.rect(x - 0.6, STICKY_Y + 5, 1.2, 7);
  ctx.fill();
}

/** A stack of cards, with how many it stands for. It opens, and the one for the rest closes again. */
function paintFolded(s: Scene, column: number): void {
  const { ctx, ring, theme, columns } = s;
  const { group, lanes, own, name } = columns.items[column];
  const { entry, alive } = ring.lanes.groups[group];
  const w = headWidth(s);
  const x = xOf(s, column);
  const left = x - w / 2;
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.line;
  ctx.fillStyle = theme.raised;
  for (let card = 2; card > 0; card -= 1) {
    ctx.beginPath();
    ctx.roundRect(left + card * 3, STICKY_Y + card * 3, w - card * 6, HEAD_HEIGHT, RADIUS);
    ctx.fill();
    ctx.stroke();
  }
  frame(s, left, STICKY_Y, w, name === columns.held);
  const count = Math.max(0, alive - own) || lanes;
  write(s, x, STICKY_Y, w, entryName(ring.textOf(entry)) || "?", `×${formatNumber(count)} ${own > 0 ? "◂" : "▸"}`);
  paintPin(s, column);
  s.hits.box({ group, open: own === 0 }, left, STICKY_Y, w, HEAD_HEIGHT + 6);
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

/** What tells a process from others is worth more than its PID, which stands beside it if there is room for both. */
function underName({ ctx, theme, ruler }: Scene, room: number, pid: string, alias: string): string {
  if (!alias || room <= ALIAS) return pid;
  const both = `${alias} ${pid}`;
  return ruler.width(ctx, theme.tiny, both) <= room ? both : ruler.cut(ctx, theme.tiny, alias, room);
}

/** Under the name what tells it from others of that name. */
function write(s: Scene, x: number, y: number, w: number, name: string, sub: string, alias = ""): void {
  const { ctx, theme, ruler } = s;
  const text = ruler.cut(ctx, theme.strong, name, w - 6);
  ctx.font = theme.strong;
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x, y + 14);
  ctx.font = theme.tiny;
  ctx.fillStyle = theme.faint;
  const under = underName(s, w - 8, sub, alias);
  ctx.font = theme.tiny; // measuring may have changed it
  ctx.fillText(under, x, y + 27);
}
