// Faults where they struck: a flag across all lanes, a mark on the lane of whom it struck; an arc for a message that is late, a
// line of its own for a copy.

import { Fault, Kind } from "../../protocol";
import { formatDuration } from "../../lib/time";
import { faultWords } from "../../lib/trace/fault-words";
import { arc, SOLID } from "./marks";
import { LABEL_HEIGHT } from "./metrics";
import { ownColumn, strength, xOf, type Scene } from "./scene";
import { LABELS_FROM, MARKS_FROM } from "./viewport";

const DASHED = [4, 3];
/** Room at the right edge for the scrollbar. */
const EDGE = 14;

/** The lines across, under everything else, so that no message is hidden by them. */
export function paintFaultLines(s: Scene): void {
  each(s, (n, row) => {
    const { ctx, view, theme, columns } = s;
    const y = view.y(row);
    ctx.globalAlpha = strength(s, n) * (view.rowHeight < MARKS_FROM ? 0.5 : 0.75);
    ctx.strokeStyle = n === s.selected ? theme.accent : theme.bad;
    ctx.lineWidth = n === s.selected ? 2 : 1;
    ctx.setLineDash(refused(s, n) ? DASHED : SOLID);
    ctx.beginPath();
    ctx.moveTo(columns.gutter, y);
    ctx.lineTo(view.width - EDGE, y);
    ctx.stroke();
  });
  s.ctx.setLineDash(SOLID);
  s.ctx.globalAlpha = 1;
}

/** What stands on the lines: their words, and whom they struck. */
export function paintFaults(s: Scene): void {
  each(s, (n, row) => {
    const { ring, view } = s;
    const y = view.y(row);
    const column = ring.peer(n) === 0 ? -1 : ownColumn(s, ring.peer(n));
    if (column >= 0) paintMark(s, n, xOf(s, column), y);
    if (view.rowHeight >= LABELS_FROM || n === s.selected || n === s.hovered) paintFlag(s, n, y, column < 0 ? 0 : xOf(s, column));
    else s.hits.line(n, view.width - EDGE - 60, y, view.width - EDGE, y);
    paintLateness(s, n, row);
  });
  s.ctx.globalAlpha = 1;
}

function each(s: Scene, paint: (n: number, row: number) => void): void {
  const { ring } = s;
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    if (ring.kind(n) === Kind.fault && !ring.isGapRow(row, n)) paint(n, row);
  }
}

function refused(s: Scene, n: number): boolean {
  return (s.ring.flags(n) & Fault.refused) !== 0;
}

/** A cross where a message was lost; elsewhere a diamond. */
function paintMark(s: Scene, n: number, x: number, y: number): void {
  const { ctx, ring, theme, view } = s;
  const size = Math.min(5, view.rowHeight * 0.3 + 1);
  ctx.globalAlpha = strength(s, n);
  ctx.strokeStyle = ctx.fillStyle = n === s.selected ? theme.accent : theme.bad;
  ctx.lineWidth = 2;
  ctx.beginPath();
  if (ring.text(n) === "drop" && !refused(s, n)) {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
  } else {
    ctx.moveTo(x, y - size);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.lineTo(x - size, y);
    ctx.closePath();
    if (refused(s, n)) ctx.stroke();
    else ctx.fill();
  }
  s.hits.line(n, x - size, y, x + size, y);
}

/** The words on a flag at the right edge, where lanes are few; at the left one if it would hide whom the fault struck, at `struck`. */
function paintFlag(s: Scene, n: number, y: number, struck: number): void {
  const { ctx, theme, view, ruler, columns } = s;
  const words = `⚑ ${faultWords(s.ring, n, s.t)}`;
  const right = view.width - EDGE - Math.min(240, ruler.width(ctx, theme.label, words)) - 12;
  const left = struck > right - 8;
  const room = left ? Math.max(60, struck - columns.gutter - 26) : view.width - columns.gutter - EDGE - 20;
  const text = ruler.cut(ctx, theme.label, words, Math.min(240, room));
  const width = ruler.width(ctx, theme.label, text) + 12;
  const x = left ? columns.gutter : view.width - EDGE - width;
  const height = Math.min(LABEL_HEIGHT + 2, Math.max(14, view.rowHeight));
  s.labels.reserve(x, y - height / 2, width, height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.strokeStyle = n === s.selected ? theme.accent : theme.bad;
  ctx.lineWidth = n === s.selected ? 2 : 1;
  ctx.beginPath();
  ctx.roundRect(x, y - height / 2, width, height, 3);
  ctx.fill();
  ctx.globalAlpha = strength(s, n);
  ctx.stroke();
  ctx.fillStyle = n === s.selected ? theme.accent : theme.bad;
  ctx.font = theme.label;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + 6, y + 0.5);
  s.hits.box({ event: n }, x, y - height / 2, width, height);
}

/** From where a message was delayed to where it arrives: as a timer's arc, for that is what it waits for. */
function paintLateness(s: Scene, n: number, row: number): void {
  const { ring, theme } = s;
  if (s.view.rowHeight < MARKS_FROM || ring.text(n) !== "delay" || refused(s, n)) return;
  const arrived = (ring.flags(n) & Fault.arrived) !== 0;
  const from = arrived ? ring.cause(n) : n;
  if (!arrived && (ring.pair(n) !== 0 || ring.cause(n) === 0)) return;
  s.ctx.strokeStyle = theme.bad;
  s.ctx.lineWidth = 1.4;
  s.ctx.setLineDash([2, 3]);
  const start = ring.has(from) ? ring.rowOf(from) : -1e9;
  const text = arrived && ring.has(from) ? formatDuration(ring.time(n) - ring.time(from)) : (/ by (.+?)"?$/.exec(s.payload(n) ?? "")?.[1] ?? "…");
  arc(s, n, ring.peer(n), { set: 0, from: start, to: arrived ? row : Infinity, text });
  s.ctx.setLineDash(SOLID);
}
