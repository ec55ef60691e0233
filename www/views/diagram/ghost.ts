// While the run stands still: who takes the next turn, and what it would receive, as a ghost below the newest row.

import { called } from "./called";
import { columnOf, xOf, type Scene } from "./scene";

const DASHES = [4, 4];
const SOLID: number[] = [];
/** How far below the newest row it stands. */
const BELOW = 1.3;
const HEAD = 7;
/** The buttons in the corner stand over what is nearer to it. */
const CORNER = [150, 58] as const;

export function paintGhost(s: Scene): void {
  const { ctx, ring, view, theme, upcoming } = s;
  if (!upcoming || ring.rows.count === 0) return;
  const column = columnOf(s, upcoming.process);
  if (column < 0) return;
  const [x, y] = [xOf(s, column), view.y(ring.rows.count - 1 + BELOW)];
  if (y > view.height) return;
  const { message } = upcoming;
  ctx.strokeStyle = ctx.fillStyle = theme.accent;
  ctx.globalAlpha = 0.75;
  ctx.lineWidth = 1.25;
  ctx.setLineDash(DASHES);
  ctx.beginPath();
  const from = message !== 0 && ring.has(message) ? columnOf(s, ring.process(message)) : -1;
  if (from >= 0 && from !== column) {
    const [fromX, fromY] = [xOf(s, from), Math.max(view.head, view.y(ring.rowOf(message)))];
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(x, y);
    ctx.stroke();
    ctx.setLineDash(SOLID);
    const angle = Math.atan2(y - fromY, x - fromX);
    ctx.beginPath();
    for (const turn of [2.7, -2.7]) {
      ctx.moveTo(x, y);
      ctx.lineTo(x + HEAD * Math.cos(angle + turn), y + HEAD * Math.sin(angle + turn));
    }
    ctx.stroke();
  } else {
    ctx.arc(x, y, HEAD - 1, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.setLineDash(SOLID);
  }
  const what = message !== 0 && ring.has(message) ? s.t("diagram.next.message", { topic: called(s, message) }) : s.t("diagram.next");
  ctx.font = theme.label;
  const width = ctx.measureText(what).width;
  const edge = y > view.height - CORNER[1] ? CORNER[0] : 14;
  const left = x + 12 + width > view.width - edge ? x - 12 - width : x + 12;
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.fillRect(left - 2, y - 8, width + 4, 16);
  ctx.fillStyle = theme.accent;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(what, left, y);
  // Its details are where another one is chosen.
  s.hits.box(message !== 0 && ring.has(message) ? { event: message } : { process: upcoming.process }, left - 2, y - 8, width + 4, 16);
}
