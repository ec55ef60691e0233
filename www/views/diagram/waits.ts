// Who waits for whom, under the newest row: a thin dotted line from the one that waits to the one that it waits for, with an open head. Those of a
// deadlock are drawn full, and say so.

import { columnOf, isCovered, xOf, type Scene } from "./scene";

const DOTS = [2, 4];
const SOLID: number[] = [];
/** From one line to the next, so that none covers another. */
const APART = 9;
const MOST = 6;
const GHOST = 10;
const CORNER = 124;
/** Room for the word under a circle. */
const NAME = 18;

export function paintWaits(s: Scene): void {
  const { ctx, view, theme, ring, waits } = s;
  if (waits.list.length === 0) return;
  // Below the ghost of the next turn, if there is one.
  const y0 = view.y(ring.rows.count - 1) + Math.max(8, view.rowHeight * 0.6) + (s.upcoming ? view.rowHeight + GHOST : 0);
  if (y0 > view.height) return;
  // Those of the circle come first, nearest to the rows.
  const circle = new Set(waits.cycle.map(({ event }) => event));
  const list = [...waits.list].sort((a, b) => Number(circle.has(b.event)) - Number(circle.has(a.event))).slice(0, MOST);
  list.forEach(({ from, to, event }, at) => {
    const a = columnOf(s, from);
    const b = columnOf(s, to);
    if (a < 0 || b < 0 || a === b || (isCovered(s, a) && isCovered(s, b))) return;
    const stuck = circle.has(event);
    const y = y0 + at * APART + (stuck || circle.size === 0 ? 0 : NAME);
    const way = Math.sign(b - a);
    const [x1, x2] = [xOf(s, a), xOf(s, b) - way * 3];
    ctx.strokeStyle = event === s.selected ? theme.accent : stuck ? theme.bad : theme.faint;
    ctx.lineWidth = stuck ? 1.6 : 1;
    ctx.setLineDash(stuck ? SOLID : DOTS);
    ctx.beginPath();
    ctx.moveTo(x1, y);
    ctx.lineTo(x2, y);
    ctx.stroke();
    ctx.setLineDash(SOLID);
    ctx.beginPath();
    ctx.arc(x1, y, 2.5, 0, Math.PI * 2);
    ctx.moveTo(x2 - way * 6, y - 4);
    ctx.lineTo(x2, y);
    ctx.lineTo(x2 - way * 6, y + 4);
    ctx.stroke();
    s.hits.line(event, x1, y, x2, y);
  });
  if (circle.size > 0) name(s, y0 + circle.size * APART - 2);
}

/** "deadlock" under the lines. */
function name(s: Scene, y: number): void {
  const { ctx, theme, ruler, waits } = s;
  const xs = waits.cycle.map(({ from }) => columnOf(s, from)).filter((column) => column >= 0).map((column) => xOf(s, column));
  if (xs.length === 0) return;
  const text = `⟳ ${s.t("diagram.deadlock")}`;
  const width = ruler.width(ctx, theme.strong, text);
  // The buttons in the corner stand over it otherwise.
  const x = Math.min((Math.min(...xs) + Math.max(...xs)) / 2, s.view.width - CORNER - width / 2);
  ctx.font = theme.strong;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.paper;
  ctx.fillRect(x - width / 2 - 3, y - 2, width + 6, 18);
  ctx.fillStyle = theme.bad;
  ctx.fillText(text, x, y + 7);
}
