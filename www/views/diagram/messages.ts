// Lines from lane to lane: messages, spawns, exits, what comes from outside; and how they end when they do not arrive.

import { isAlone } from "../../lib/trace/part";
import { Kind } from "../../protocol";
import { asked, called, said } from "./called";
import { headWidth } from "./heads";
import { endRow } from "./lifelines";
import { columnOf, isCovered, placeOf, strength, xOf, type Scene } from "./scene";
import { LabelQueue } from "./label-queue";

const SOLID: number[] = [];
const SPAWN = [5, 3];
const OUTSIDE = [3, 3];
const DOTTED = [1.5, 3];
/** Rows above the view whose lines may reach into it. What began earlier is drawn from its end. */
const ABOVE = 400;
/** A message that still waits has an open end that sinks with the newest row, for so many rows. */
const WAITING_ROWS = 24;
/** Behind so many others, or after so many rows, only the first part of its line is drawn: a crowd of them would hide the rest. */
const CROWD = 6;
const STUB = 0.6;

/** Width of the tint under a request and its answer. */
const BAND = 12;

const queue = new LabelQueue();

export function paintMessages(s: Scene): void {
  const { ring } = s;
  queue.clear();
  const begin = Math.max(ring.firstRow, s.from - ABOVE);
  for (let row = begin; row <= s.to; row += 1) {
    const n = ring.eventOfRow(row);
    if (ring.isGapRow(row, n)) continue;
    switch (ring.kind(n)) {
      case Kind.send:
        paintSend(s, n, row);
        break;
      case Kind.store_request:
        paintQuestion(s, n, row);
        break;
      case Kind.receive:
        paintLate(s, n, row, begin);
        break;
      case Kind.spawn:
        if (isAlone(ring, n)) paintSpawn(s, ring.pair(n), row);
        break;
      case Kind.input:
        if (isAlone(ring, n) && ring.kind(ring.pair(n)) === Kind.event) paintEvent(s, ring.pair(n), row);
        break;
      case Kind.start:
        paintSpawn(s, n, row);
        break;
      case Kind.event:
        paintEvent(s, n, row);
        break;
      case Kind.exit:
        paintKill(s, n, row);
        break;
      case Kind.fault:
        paintCopy(s, n, row);
        break;
      case Kind.refused:
      case Kind.dead_letter:
        if (row >= s.from - 1) paintFailed(s, n, row);
        break;
    }
  }
  s.ctx.setLineDash(SOLID);
  s.ctx.globalAlpha = 1;
}

/** What the lines just painted are called: all of them, or only the selected and the hovered one. */
export function paintLabels(s: Scene, all: boolean): void {
  queue.paint(s, all);
}

/** A request and its answer lie on one tint when one of them is selected: a broad band, so that it is seen without colours, too. */
export function paintPair(s: Scene): void {
  const { request, answer } = s.related;
  if (answer === 0) return;
  paintBand(s, request);
  paintBand(s, answer);
}

function paintBand(s: Scene, send: number): void {
  const { ctx, ring, view, theme } = s;
  if (!ring.has(send)) return;
  const a = columnOf(s, ring.process(send));
  const b = columnOf(s, ring.peer(send));
  if (a < 0 || b < 0 || a === b) return;
  const end = ring.pair(send);
  const row = ring.rowOf(send);
  ctx.strokeStyle = theme.wash;
  ctx.lineWidth = BAND;
  ctx.beginPath();
  ctx.moveTo(xOf(s, a), view.y(row));
  ctx.lineTo(xOf(s, b), view.y(end === 0 ? row + 1 : ring.rowOf(end)));
  ctx.stroke();
}

function paintSend(s: Scene, n: number, row: number): void {
  const { ring } = s;
  const answer = ring.pair(n);
  if (answer === 0 && (ring.depthAfter(n) > CROWD || ring.rows.count - row > WAITING_ROWS)) {
    if (row >= s.from) paintStub(s, n, row);
    return;
  }
  const end = answer === 0 ? Math.min(Math.max(row + 0.8, ring.rows.count - 0.2), endRow(s, ring.peer(n))) : placeOf(s, answer);
  if (end < s.from) return;
  const a = columnOf(s, ring.process(n));
  const b = columnOf(s, ring.peer(n));
  if (a < 0 || b < 0) return;
  const progress = answer === 0 ? 1 : s.motion.progress(answer, s.now);
  arrow(s, n, a, b, row, end, ring.process(n) === 0 ? OUTSIDE : SOLID, called(s, n), answer !== 0 && ring.kind(answer) === Kind.receive, progress);
}

/** The first part of the line of a message that nobody has taken yet. */
function paintStub(s: Scene, n: number, row: number): void {
  const { ctx, ring, view, theme } = s;
  const a = columnOf(s, ring.process(n));
  const b = columnOf(s, ring.peer(n));
  if (a < 0 || b < 0 || a === b) return;
  const side = Math.sign(b - a);
  const x1 = xOf(s, a) + side * 6;
  const x2 = x1 + (xOf(s, b) - side * 7 - x1) * STUB;
  const y1 = view.y(row);
  const y2 = y1 + view.rowHeight * 0.3;
  const color = n === s.selected ? theme.accent : ring.process(n) === 0 ? theme.soft : theme.ink;
  ctx.globalAlpha = strength(s, n) * 0.55;
  ctx.strokeStyle = color;
  ctx.lineWidth = n === s.selected ? 2 : 1.3;
  ctx.setLineDash(ring.process(n) === 0 ? OUTSIDE : SOLID);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  s.hits.line(n, x1, y1, x2, y2);
  queue.add(n, a, a + side, x1, y1, x2, y2, called(s, n), color);
}

/** A receive whose send lies far above the view. */
function paintLate(s: Scene, n: number, row: number, begin: number): void {
  const { ring } = s;
  const cause = ring.sendOf(ring.cause(n));
  if (cause === 0 || !ring.has(cause) || ring.kind(cause) !== Kind.send) return;
  const start = placeOf(s, cause);
  if (start >= begin && (!ring.isPart || ring.hasRow(cause))) return;
  const a = columnOf(s, ring.process(cause));
  const b = columnOf(s, ring.process(n));
  if (a >= 0 && b >= 0) arrow(s, cause, a, b, start, row, SOLID, called(s, cause), true, 1);
}

function paintSpawn(s: Scene, n: number, row: number): void {
  const { ring } = s;
  if (row < s.from) return;
  const cause = ring.cause(n);
  if (!ring.has(cause) || ring.kind(cause) !== Kind.spawn) return;
  const a = columnOf(s, ring.process(cause));
  const b = columnOf(s, ring.process(n));
  if (a < 0 || b < 0 || a === b) return;
  arrow(s, cause, a, b, placeOf(s, cause), placeOf(s, n), ring.process(cause) === 0 ? OUTSIDE : SPAWN, s.t("diagram.spawn"), true, s.motion.progress(n, s.now), headWidth(s) / 2);
}

function paintEvent(s: Scene, n: number, row: number): void {
  const { ring } = s;
  if (row < s.from) return;
  const cause = ring.cause(n);
  if (!ring.has(cause)) return;
  const typed = ring.kind(cause) === Kind.input;
  const a = typed ? columnOf(s, 0) : columnOf(s, ring.process(cause));
  const b = columnOf(s, ring.process(n));
  if (a < 0 || b < 0 || a === b) return;
  arrow(s, typed ? cause : n, a, b, placeOf(s, cause), placeOf(s, n), typed ? OUTSIDE : DOTTED, typed ? said(s, cause) : ring.text(n), true, s.motion.progress(n, s.now));
}

/** To the store, which stands outside. */
function paintQuestion(s: Scene, n: number, row: number): void {
  const a = columnOf(s, s.ring.process(n));
  const b = columnOf(s, 0);
  if (a >= 0 && b >= 0) arrow(s, n, a, b, row, row + 0.8, OUTSIDE, asked(s, n), true, 1);
}

/** An exit that came from outside. */
function paintKill(s: Scene, n: number, row: number): void {
  const { ring } = s;
  if (row < s.from) return;
  const cause = ring.cause(n);
  if (cause === 0 || !ring.has(cause) || (ring.kind(cause) !== Kind.input && ring.kind(cause) !== Kind.fault)) return;
  const a = columnOf(s, 0);
  const b = columnOf(s, ring.process(n));
  if (a >= 0 && b >= 0) arrow(s, cause, a, b, placeOf(s, cause), row, OUTSIDE, ring.kind(cause) === Kind.fault ? "" : ring.text(cause), true, 1);
}

/** A copy of a message has no send: its line begins at the fault, on the lane of the sender. */
function paintCopy(s: Scene, n: number, row: number): void {
  const { ring } = s;
  const receive = ring.pair(n);
  if (ring.text(n) !== "duplicate" || receive === 0 || ring.kind(receive) !== Kind.receive) return;
  const end = placeOf(s, receive);
  if (end < s.from) return;
  const a = columnOf(s, ring.peer(receive));
  const b = columnOf(s, ring.process(receive));
  if (a >= 0 && b >= 0) arrow(s, n, a, b, row, end, SPAWN, ring.text(receive), true, s.motion.progress(receive, s.now));
}

/** Refused: the line ends in a small bar. Dead: in an open ring with a cross. */
function paintFailed(s: Scene, n: number, row: number): void {
  const { ctx, ring, view, theme } = s;
  const a = columnOf(s, ring.process(n));
  const peer = ring.peer(n);
  const b = peer === 0 && ring.kind(n) === Kind.dead_letter ? -1 : columnOf(s, peer);
  if (a < 0) return;
  const unread = ring.kind(n) === Kind.dead_letter && (ring.flags(n) & 1) === 1;
  const y1 = view.y(row);
  const y2 = y1 + (unread ? 0 : Math.min(6, view.rowHeight * 0.3));
  const x1 = xOf(s, a);
  // Nobody has that name: the line ends in the open.
  const side = b < 0 ? awayFrom(s, a) : b === a ? 1 : Math.sign(b - a);
  const x2 = b < 0 || b === a ? x1 + side * s.columns.width * 0.5 : xOf(s, b) - side * 9;
  const color = n === s.selected ? theme.accent : theme.bad;
  ctx.globalAlpha = strength(s, n);
  ctx.strokeStyle = color;
  ctx.lineWidth = n === s.selected ? 2 : 1.3;
  ctx.setLineDash(SOLID);
  ctx.beginPath();
  if (!unread) {
    ctx.moveTo(x1 + side * 6, y1);
    ctx.lineTo(ring.kind(n) === Kind.refused ? x2 : x2 - side * 5, y2);
  }
  if (ring.kind(n) === Kind.refused) {
    ctx.moveTo(x2, y2 - 5);
    ctx.lineTo(x2, y2 + 5);
  } else {
    deadEnd(ctx, x2, y2, 5);
  }
  ctx.stroke();
  s.labels.reserve(x2 - 6, y2 - 6, 12, 12);
  s.hits.line(n, unread ? x2 - 6 : x1, y1, x2, y2);
  // One that lay unread has no line: its name stands beside the ring.
  const label = called(s, n);
  if (!unread) queue.add(n, a, b < 0 ? a : b, x1, y1, x2, y2, label, color);
  else queue.add(n, a, a, xOf(s, b) + 4, y2 + 9, xOf(s, b) + 4 + beside(s, label), y2 + 9, label, color);
}

/** To the right, where there is always room, but from the last lane to the left. */
export function awayFrom(s: Scene, column: number): 1 | -1 {
  return column === s.columns.items.length - 1 ? -1 : 1;
}

/** A ring with a cross: what never arrived anywhere. */
export function deadEnd(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  const arm = r * 0.44;
  ctx.moveTo(x + r, y);
  ctx.arc(x, y, r, 0, Math.PI * 2);
  ctx.moveTo(x - arm, y - arm);
  ctx.lineTo(x + arm, y + arm);
  ctx.moveTo(x + arm, y - arm);
  ctx.lineTo(x - arm, y + arm);
}

/** One line with its head. */
function arrow(
  s: Scene,
  n: number,
  a: number,
  b: number,
  from: number,
  to: number,
  dash: number[],
  label: string,
  arrived: boolean,
  progress: number,
  indent = 7,
): void {
  const { ctx, view, theme } = s;
  const chosen = n === s.selected || (s.selected !== 0 && s.ring.has(n) && s.ring.pair(n) === s.selected);
  const hovered = n === s.hovered;
  const color = chosen ? theme.accent : dash === SOLID ? theme.ink : theme.soft;
  ctx.globalAlpha = strength(s, n) * (arrived ? 1 : 0.55);
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = chosen ? 2 : hovered ? 1.9 : 1.3;
  ctx.setLineDash(dash);
  const y1 = view.y(from);
  const y2 = view.y(to);
  if (a === b) {
    loop(s, n, a, y1, y2, label, color);
    return;
  }
  if (isCovered(s, a) && isCovered(s, b)) return;
  const side = Math.sign(b - a);
  const x1 = xOf(s, a) + side * 6;
  const x2 = xOf(s, b) - side * indent;
  const tipX = x1 + (x2 - x1) * progress;
  const tipY = y1 + (y2 - y1) * progress;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(tipX, tipY);
  ctx.stroke();
  if (progress < 1) {
    ctx.setLineDash(SOLID);
    ctx.beginPath();
    ctx.arc(tipX, tipY, 4.5, 0, Math.PI * 2);
    ctx.fillStyle = theme.accent;
    ctx.fill();
    queue.add(n, a, b, x1, y1, x2, y2, label, color);
    return;
  }
  if (arrived) head(ctx, x1, y1, x2, y2);
  s.hits.line(n, x1, y1, x2, y2);
  if (y2 > s.view.head && y1 < view.height) queue.add(n, a, b, x1, y1, x2, y2, label, color);
}

function head(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const size = 7;
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - size * Math.cos(angle - 0.4), y2 - size * Math.sin(angle - 0.4));
  ctx.lineTo(x2 - size * Math.cos(angle + 0.4), y2 - size * Math.sin(angle + 0.4));
  ctx.fill();
}

/** To oneself, or within one folded lane. */
function loop(s: Scene, n: number, column: number, y1: number, y2: number, label: string, color: string): void {
  const { ctx } = s;
  const x = xOf(s, column) + 6;
  const out = Math.min(26, s.columns.width * 0.3);
  ctx.beginPath();
  ctx.moveTo(x, y1);
  ctx.bezierCurveTo(x + out, y1, x + out, y2, x + 3, y2);
  ctx.stroke();
  head(ctx, x + 8, y2 - 0.5, x + 1, y2);
  s.hits.line(n, x, y1, x + out * 0.75, (y1 + y2) / 2);
  const right = x + out * 0.8;
  const middle = (y1 + y2) / 2 + 9;
  queue.add(n, column, column, right, middle, right + beside(s, label), middle, label, color);
}

/** Room for a text that stands beside its mark, within the lane's half. */
function beside(s: Scene, text: string): number {
  return Math.min(s.columns.width - 20, s.ruler.width(s.ctx, s.theme.label, text) + 12);
}
