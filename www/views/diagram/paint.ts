// One frame. The same rows feed every level of detail; what is drawn depends on how tall they are.

import type { Found } from "../../lib/filter/found";
import { paintHandling, paintWaiting } from "./bars";
import { paintFaultLines, paintFaults } from "./faults";
import { paintGhost } from "./ghost";
import { paintHeads, reserveHeads } from "./heads";
import { paintLifelines } from "./lifelines";
import { paintPath } from "./path";
import { paintExits, paintTimers } from "./marks";
import { paintMerged } from "./merged";
import { paintLabels, paintMessages, paintPair } from "./messages";
import { bodyTop, type Scene } from "./scene";
import { paintStrips } from "./strips";
import { paintGaps, paintGutter } from "./time-marks";
import { paintWaits } from "./waits";
import { LABELS_FROM, LINES_FROM, MARKS_FROM } from "./viewport";

/** Events after the selected one in which its answer is looked for at once. */
const BEYOND = 4_000;

export function paint(s: Scene): void {
  const { ctx, view, theme, ring } = s;
  s.from = Math.max(ring.firstRow, Math.floor(view.top) - 1);
  s.to = Math.min(ring.rows.count - 1, Math.ceil(view.top + view.rows) + 1);
  s.hits.clear();
  s.labels.clear();
  // Under the heads, and where what goes under them fades, a word would be cut.
  s.labels.reserve(0, -view.height, view.width, view.height + bodyTop(s) + FADE - 2);
  // Somewhat beyond the view, for an answer that comes below it.
  s.related.extend(ring, Math.max(s.to >= s.from ? ring.eventOfRow(s.to) : 0, s.selected + BEYOND));
  s.ruler.use(theme.version);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, view.width, view.height);

  ctx.save();
  ctx.beginPath();
  ctx.rect(0, bodyTop(s), view.width, view.height - bodyTop(s));
  ctx.clip();
  paintTurns(s);
  if (s.search) paintMatches(s, s.search);
  if (s.selected !== 0 && ring.has(s.selected)) paintSelectedRow(s);
  paintLifelines(s);
  if (view.rowHeight < LINES_FROM) {
    paintFaultLines(s);
    paintStrips(s);
  } else {
    paintGaps(s);
    if (view.rowHeight >= LABELS_FROM) reserveHeads(s);
    if (view.rowHeight >= MARKS_FROM) paintPair(s);
    paintFaultLines(s);
    paintWaiting(s);
    paintHandling(s);
    if (view.rowHeight >= MARKS_FROM) {
      // Words come after lines, so that no line runs through them.
      paintMessages(s);
      paintPath(s);
      paintTimers(s);
      paintExits(s);
      paintFaults(s);
      paintLabels(s, view.rowHeight >= LABELS_FROM);
    } else {
      paintMerged(s);
      paintExits(s);
      paintFaults(s);
    }
  }
  if (!ring.isPart && s.moment === 0) paintWaits(s);
  if (s.moment !== 0 && ring.has(s.moment)) paintLater(s);
  else if (view.rowHeight >= MARKS_FROM) paintGhost(s);
  paintGutter(s);
  ctx.restore();

  paintFade(s);
  paintHeads(s);
  paintScrollbar(s);
}

/** What happened in one turn stands on one ground, and every other turn has another. */
function paintTurns(s: Scene): void {
  const { ctx, view, theme, ring, columns } = s;
  if (view.rowHeight < MARKS_FROM) return;
  ctx.fillStyle = theme.turn;
  let start = -1;
  for (let row = s.from; row <= s.to + 1; row += 1) {
    const odd = row <= s.to && ring.rows.isOdd(row);
    if (odd && start < 0) start = row;
    if (odd || start < 0) continue;
    ctx.fillRect(columns.gutter, view.y(start - 0.5), view.width, (row - start) * view.rowHeight);
    start = -1;
  }
}

/** What is searched for has a mark beside its time, for paleness alone is not seen by everybody. */
function paintMatches(s: Scene, { events }: Found): void {
  const { ctx, view, theme, ring } = s;
  if (s.to < s.from) return;
  ctx.fillStyle = theme.accent;
  let free = -Infinity;
  const last = s.to + 1 < ring.rows.count ? ring.eventOfRow(s.to + 1) - 1 : ring.last;
  for (let place = events.from(ring.eventOfRow(s.from)); place < events.count && events.at(place) <= last; place += 1) {
    const y = view.y(ring.rowOf(events.at(place)));
    if (y < free) continue;
    ctx.beginPath();
    ctx.moveTo(2, y - 4);
    ctx.lineTo(8, y);
    ctx.lineTo(2, y + 4);
    ctx.fill();
    free = y + 3;
  }
}

/** The row of the selected event is marked in the gutter, so that its time is found; the lanes stay calm. */
function paintSelectedRow(s: Scene): void {
  const { ctx, view, theme, ring } = s;
  const height = Math.max(2, Math.min(view.rowHeight, 20));
  const y = view.y(ring.rowOf(s.selected)) - height / 2;
  ctx.fillStyle = theme.wash;
  ctx.fillRect(0, y, s.columns.gutter + 2, height);
  ctx.fillStyle = theme.accent;
  ctx.fillRect(0, y, 2, height);
}

/** What is later than the moment that is shown has not happened there. */
function paintLater(s: Scene): void {
  const { ctx, view, theme, ring } = s;
  const y = view.y(ring.rowOf(s.moment) + 0.5);
  if (y > view.height) return;
  ctx.globalAlpha = 0.66;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, y, view.width, view.height - y);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.accent;
  ctx.fillRect(0, y - 1, view.width, 1.5);
}

let fade: CanvasGradient | undefined;
let fadeOf = "";

/** What scrolls away under the heads fades out. */
function paintFade(s: Scene): void {
  const { ctx, view, theme } = s;
  const top = bodyTop(s);
  if (!fade || fadeOf !== theme.paper) {
    fadeOf = theme.paper;
    fade = ctx.createLinearGradient(0, top, 0, top + FADE);
    fade.addColorStop(0, theme.paper);
    fade.addColorStop(1, `${theme.paper}00`);
  }
  ctx.fillStyle = fade;
  ctx.fillRect(0, top, view.width, FADE);
}

const FADE = 8;

export const SCROLLBAR = 10;

/** Top and height of the thumb; height 0 when everything fits. */
export function thumb(s: Scene): { y: number; h: number } {
  const { view, ring } = s;
  const first = ring.firstRow;
  const all = ring.rows.count - first;
  if (all <= view.rows) return { y: 0, h: 0 };
  const room = view.height - view.head;
  const h = Math.max(28, (room * view.rows) / all);
  const share = (view.top - first) / Math.max(1, view.bottom(first, ring.rows.count) - first);
  return { y: view.head + (room - h) * Math.min(1, Math.max(0, share)), h };
}

function paintScrollbar(s: Scene): void {
  const { ctx, view, theme } = s;
  const { y, h } = thumb(s);
  if (h === 0) return;
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = theme.wait;
  ctx.beginPath();
  ctx.roundRect(view.width - 7, y + 2, 5, h - 4, 2.5);
  ctx.fill();
  ctx.globalAlpha = 1;
}
