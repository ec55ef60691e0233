// Draws cursors: an arrow in the colour of its user, the name beside it, and what it points at.
import { COLOURS, HEIGHT, WIDTH, type Drawn, type Place } from "./scene";

export interface Look {
  paper: string;
  line: string;
  soft: string;
  colours: string[];
  name: string;
  item: string;
}

/** The page's tokens, read once when the theme changes. */
export function readLook(element: Element): Look {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const ui = token("--ui") || "sans-serif";
  return {
    paper: token("--raised"),
    line: token("--line"),
    soft: token("--soft"),
    colours: Array.from({ length: COLOURS }, (_, n) => token(`--cursor-${n + 1}`)),
    name: `600 12px ${ui}`,
    item: `11px ${ui}`,
  };
}

/** The tip is at 0, 0. */
const ARROW = [0, 0, 0, 17, 4.5, 13, 7.5, 19.5, 10.5, 18, 7.5, 12, 13, 12];
const LABEL = 18;
/** Beside the board there is room for the arrow of who points at its edge. */
const EDGE = { left: 3, right: 15, top: 3, bottom: 21 };

/** Where a place of the board is on a canvas of this size, in CSS pixels. */
export function pixelsOf({ x, y }: Place, width: number, height: number): Place {
  return { x: EDGE.left + (x / WIDTH) * (width - EDGE.left - EDGE.right), y: EDGE.top + (y / HEIGHT) * (height - EDGE.top - EDGE.bottom) };
}

/** The place of the board that is there; at the nearest edge for what is beside it. */
export function placeOf({ x, y }: Place, width: number, height: number): Place {
  return within({ x: ((x - EDGE.left) / (width - EDGE.left - EDGE.right)) * WIDTH, y: ((y - EDGE.top) / (height - EDGE.top - EDGE.bottom)) * HEIGHT });
}

/** The nearest whole place on the board. */
export function within({ x, y }: Place): Place {
  return { x: Math.round(Math.max(0, Math.min(WIDTH, x))), y: Math.round(Math.max(0, Math.min(HEIGHT, y))) };
}

/** Draws all of it, on a canvas of this size in CSS pixels. */
export function paint(ctx: CanvasRenderingContext2D, width: number, height: number, drawn: Iterable<Drawn>, look: Look): void {
  ctx.fillStyle = look.paper;
  ctx.fillRect(0, 0, width, height);
  grid(ctx, width, height, look);
  for (const cursor of drawn) {
    ctx.globalAlpha = cursor.alpha;
    paintCursor(ctx, width, height, cursor, look);
  }
  ctx.globalAlpha = 1;
}

function grid(ctx: CanvasRenderingContext2D, width: number, height: number, { line }: Look): void {
  ctx.strokeStyle = line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let at = 0; at <= WIDTH; at += 200) {
    const x = Math.round(pixelsOf({ x: at, y: 0 }, width, height).x) + 0.5;
    ctx.moveTo(x, 0);
    ctx.lineTo(x, height);
  }
  for (let at = 0; at <= HEIGHT; at += 200) {
    const y = Math.round(pixelsOf({ x: 0, y: at }, width, height).y) + 0.5;
    ctx.moveTo(0, y);
    ctx.lineTo(width, y);
  }
  ctx.stroke();
}

function paintCursor(ctx: CanvasRenderingContext2D, width: number, height: number, { x, y, name, item, colour }: Drawn, look: Look): void {
  const { x: left, y: top } = pixelsOf({ x, y }, width, height);
  const fill = look.colours[colour];
  ctx.beginPath();
  for (let n = 0; n < ARROW.length; n += 2) ctx.lineTo(left + ARROW[n], top + ARROW[n + 1]);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();

  ctx.textBaseline = "middle";
  ctx.font = look.item;
  const second = item ? ctx.measureText(item).width + 6 : 0;
  ctx.font = look.name;
  const first = ctx.measureText(name).width + 12;
  // At the right and lower edge the name stands on the other side.
  const at = left + 14 + first + second > width ? Math.max(0, left - 6 - first - second) : left + 14;
  const middle = Math.min(top + 14 + LABEL / 2, height - LABEL / 2);
  ctx.beginPath();
  ctx.roundRect(at, middle - LABEL / 2, first, LABEL, 4);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.fillStyle = look.paper;
  ctx.fillText(name, at + 6, middle + 0.5);
  if (!item) return;
  ctx.font = look.item;
  ctx.fillStyle = look.soft;
  ctx.fillText(item, at + first + 4, middle + 0.5);
}
