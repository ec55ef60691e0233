// What happens on one lane: timers as arcs with their length, exits as crosses with their reason, limits.

import { Exit, Kind, Timer } from "../../protocol";
import { formatDuration } from "../../lib/time";
import { TERMINATED } from "../../lib/trace/failure";
import { plain } from "./text";
import { LABEL_HEIGHT } from "./metrics";
import { HEAD_HEIGHT } from "./heads";
import { bornRow } from "./lifelines";
import { ownColumn, strength, xOf, type Scene } from "./scene";
import { LABELS_FROM } from "./viewport";

export const SOLID: number[] = [];
const DOTS = [2, 3];
/** A longer arc is broken off: its two ends say enough, and nothing runs along the whole view. */
const LONG = 14;
/** Events of one view that are searched for timers. */
const EVENTS = 6_000;

export function paintTimers(s: Scene): void {
  const { ctx, ring, theme } = s;
  if (s.to < s.from) return;
  ctx.strokeStyle = theme.warn;
  ctx.lineWidth = 1.4;
  ctx.setLineDash(DOTS);
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    if (ring.kind(n) !== Kind.timer_fired || ring.isGapRow(row, n)) continue;
    const from = ring.timerFrom(n);
    const text = formatDuration(ring.a(n));
    if (ring.has(from)) arc(s, n, ring.process(n), { set: from, from: ring.rowOf(from), to: row, text });
    else arc(s, n, ring.process(n), { set: 0, from: -1e9, to: row, text });
  }
  if (ring.isPart) return rest(ctx);
  // A timer that is running, or that fires below the view. Its setting has no row, so events are searched.
  const { records } = ring;
  const first = records.from(ring.eventOfRow(s.from));
  const end = Math.min(records.count, first + EVENTS, s.to + 1 < ring.rows.count ? records.from(ring.eventOfRow(s.to + 1)) : records.count);
  for (let place = first; place < end; place += 1) {
    const n = records.at(place);
    if (ring.kind(n) !== Kind.timer_set) continue;
    const answer = ring.pair(n);
    if (answer !== 0 && (ring.kind(answer) !== Kind.timer_fired || ring.rowOf(answer) <= s.to)) continue;
    arc(s, n, ring.process(n), { set: n, from: ring.rowOf(n), to: Infinity, text: formatDuration(ring.a(n)) });
  }
  rest(ctx);
}

function rest(ctx: CanvasRenderingContext2D): void {
  ctx.setLineDash(SOLID);
  ctx.globalAlpha = 1;
}

interface Arc {
  /** The event in whose row it begins just below; 0: none. */
  set: number;
  /** Rows. */
  from: number;
  to: number;
  text: string;
}

export function arc(s: Scene, n: number, process: number, { set, from, to, text }: Arc): void {
  const { ctx, ring, view } = s;
  const column = ownColumn(s, process);
  if (column < 0) return;
  const x = xOf(s, column) + 6;
  ctx.globalAlpha = strength(s, n);
  const out = Math.min(22, s.columns.width * 0.24);
  // Its beginning has no row of its own: just below the row in which it was set, and below the box of a process just born.
  const born = set !== 0 && ring.kind(ring.eventOfRow(from)) === Kind.start && ring.process(ring.eventOfRow(from)) === process;
  const y1 = view.y(from) + (born ? HEAD_HEIGHT / 2 + 1 : view.rowHeight * 0.3);
  const y2 = view.y(to) - 3;
  if (to - from <= LONG) {
    curve(ctx, x, y1, y2, out);
    s.hits.line(n, x + out * 0.75, y1, x + out * 0.75, y2);
    label(s, x + out + 2, (y1 + y2) / 2, text, n);
    return;
  }
  const stub = view.rowHeight * 1.1;
  if (from >= s.from - 2) {
    ctx.beginPath();
    ctx.moveTo(x, y1);
    ctx.quadraticCurveTo(x + out * 0.7, y1 + 1, x + out * 0.75, y1 + stub);
    ctx.stroke();
    s.hits.line(n, x, y1, x + out * 0.75, y1 + stub);
    if (ring.kind(n) === Kind.fault || ring.flags(n) !== Timer.after) label(s, x + out + 2, y1 + stub - 2, text, n);
  }
  if (to !== Infinity) {
    ctx.beginPath();
    ctx.moveTo(x + out * 0.75, y2 - stub);
    ctx.quadraticCurveTo(x + out * 0.7, y2 - 1, x, y2);
    ctx.stroke();
    s.hits.line(n, x + out * 0.75, y2 - stub, x, y2);
    label(s, x + out + 2, y2 - stub + 5, text, n);
  }
}

function curve(ctx: CanvasRenderingContext2D, x: number, y1: number, y2: number, out: number): void {
  const bend = Math.min(6, (y2 - y1) / 4);
  ctx.beginPath();
  ctx.moveTo(x, y1);
  ctx.bezierCurveTo(x + out, y1 + bend, x + out, y2 - bend, x, y2);
  ctx.stroke();
}

function label(s: Scene, x: number, y: number, text: string, n: number): void {
  const { ctx, theme, view, ruler } = s;
  if (view.rowHeight < LABELS_FROM && n !== s.selected && n !== s.hovered) return;
  const width = ruler.width(ctx, theme.mono, text);
  if (!s.labels.take(x - 2, y - LABEL_HEIGHT / 2, width + 4, LABEL_HEIGHT)) return;
  write(s, n, x, y, text, width, n === s.selected ? theme.accent : theme.soft);
}

/** A text beside its mark, on a ground that keeps lines off. */
function write(s: Scene, n: number, x: number, y: number, text: string, width: number, color: string): void {
  const { ctx, theme } = s;
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(x - 2, y - 7, width + 4, 14);
  ctx.globalAlpha = strength(s, n);
  ctx.font = theme.mono;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
  ctx.globalAlpha = alpha;
}

export function paintExits(s: Scene): void {
  const { ctx, ring, theme, view } = s;
  ctx.setLineDash(SOLID);
  for (let row = s.from; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    if (ring.isGapRow(row, n)) continue;
    const kind = ring.kind(n);
    if (kind !== Kind.exit && kind !== Kind.limit) continue;
    const column = ownColumn(s, ring.process(n));
    if (column < 0) continue;
    const x = xOf(s, column);
    // Whoever ends at once ends just below its own box.
    const y = Math.max(view.y(row), view.y(bornRow(s, ring.process(n))) + HEAD_HEIGHT / 2 + 12);
    const bad = kind === Kind.limit || ring.flags(n) !== Exit.returned;
    const color = n === s.selected ? theme.accent : bad ? theme.bad : theme.soft;
    ctx.globalAlpha = strength(s, n);
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.6;
    const size = Math.min(5, view.rowHeight * 0.4 + 1);
    ctx.beginPath();
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
    s.hits.line(n, x - 5, y, x + 5, y);
    if (view.rowHeight >= LABELS_FROM || n === s.selected || n === s.hovered) reason(s, n, x + 11, y, kind === Kind.limit ? ring.text(n) : ended(s, n), color);
  }
  ctx.globalAlpha = 1;
}

/** "returned 0", "failed boom": how it ended, and with what, as far as it is known. */
function ended(s: Scene, n: number): string {
  const how = s.ring.flags(n);
  const word = s.t(how === Exit.returned ? "diagram.exit.returned" : how === Exit.failed ? "diagram.exit.failed" : "diagram.exit.terminated");
  const payload = s.payload(n);
  if (!payload) return word;
  if (how === Exit.returned) return `${word} ${payload.replace(/^"(.*)"$/, "$1")}`;
  const why = plain(payload);
  return how === Exit.terminated && why === TERMINATED ? word : `${word}: ${why}`;
}

function reason(s: Scene, n: number, x: number, y: number, text: string, color: string): void {
  const { ctx, theme, ruler } = s;
  const room = Math.min(180, s.columns.width * 1.6, Math.max(40, s.view.width - 16 - x));
  const cut = ruler.cut(ctx, theme.mono, text, room);
  const width = ruler.width(ctx, theme.mono, cut);
  if (!s.labels.take(x - 3, y - LABEL_HEIGHT / 2, width + 6, LABEL_HEIGHT)) return;
  write(s, n, x, y, cut, width, color);
}
