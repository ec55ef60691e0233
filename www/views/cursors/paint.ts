// Draws cursors: an arrow in the colour of its user, the name beside it, and what it points at.
import { FAR, HEIGHT as LABEL, place, type Label, type Placed } from "./labels";
import { clipped, visible, visibleName } from "../../lib/visible";
import { COLOURS, HEIGHT, OWN, WIDTH, type Drawn, type Place } from "./scene";

export interface Look {
  paper: string;
  line: string;
  soft: string;
  /** The last one is the reader's own. */
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
    colours: Array.from({ length: COLOURS + 1 }, (_, n) => token(`--cursor-${n + 1}`)),
    name: `600 12px ${ui}`,
    item: `11px ${ui}`,
  };
}

/** Characters beside a cursor. One long name would leave no room for the others; the list has more of it. */
const LONGEST = 24;
/** The tip is at 0, 0. */
const ARROW = [0, 0, 0, 17, 4.5, 13, 7.5, 19.5, 10.5, 18, 7.5, 12, 13, 12];
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
  const cursors = [...drawn];
  const places = placeLabels(ctx, width, height, cursors, look);
  cursors.forEach((cursor, n) => {
    ctx.globalAlpha = cursor.alpha;
    paintLabel(ctx, width, height, cursor, places[n], look);
  });
  for (const cursor of cursors) {
    ctx.globalAlpha = cursor.alpha;
    paintArrow(ctx, width, height, cursor, look);
  }
  ctx.globalAlpha = 1;
}

/** The reader's own name first: it must not be the one that is left out. */
function placeLabels(ctx: CanvasRenderingContext2D, width: number, height: number, cursors: readonly Drawn[], look: Look): (Placed | null)[] {
  const order = cursors.map((_, n) => n).sort((a, b) => Number(cursors[b].key === OWN) - Number(cursors[a].key === OWN));
  const labels = order.map((n): Label => ({ tip: pixelsOf(cursors[n], width, height), width: widths(ctx, cursors[n], look).both, before: cursors[n].label }));
  const places: (Placed | null)[] = [];
  place(labels, width, height).forEach((placed, at) => {
    places[order[at]] = placed;
    cursors[order[at]].label = placed?.at;
  });
  return places;
}

/** A canvas shows what turns or hides a text no more than a page does. */
function words({ name, item }: Drawn): { name: string; item: string } {
  return { name: clipped(visibleName(name), LONGEST), item: clipped(visible(item), LONGEST) };
}

/** Of the name in its box, and of both it and what it points at. */
function widths(ctx: CanvasRenderingContext2D, drawn: Drawn, look: Look): { first: number; both: number } {
  const { name, item } = words(drawn);
  ctx.font = look.name;
  const first = ctx.measureText(name).width + 12;
  ctx.font = look.item;
  return { first, both: first + (item ? ctx.measureText(item).width + 6 : 0) };
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

function paintArrow(ctx: CanvasRenderingContext2D, width: number, height: number, { x, y, colour }: Drawn, look: Look): void {
  const { x: left, y: top } = pixelsOf({ x, y }, width, height);
  ctx.beginPath();
  for (let n = 0; n < ARROW.length; n += 2) ctx.lineTo(left + ARROW[n], top + ARROW[n + 1]);
  ctx.closePath();
  ctx.fillStyle = look.colours[colour];
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();
}

function paintLabel(ctx: CanvasRenderingContext2D, width: number, height: number, cursor: Drawn, placed: Placed | null, look: Look): void {
  if (!placed) return;
  const { name, item } = words(cursor);
  const { colour } = cursor;
  const { first } = widths(ctx, cursor, look);
  const middle = placed.y + LABEL / 2;
  const fill = look.colours[colour];
  if (placed.at >= FAR) lead(ctx, pixelsOf(cursor, width, height), { x: placed.x + first / 2, y: middle }, fill);
  ctx.beginPath();
  ctx.roundRect(placed.x, placed.y, first, LABEL, 4);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.textBaseline = "middle";
  ctx.font = look.name;
  ctx.fillStyle = look.paper;
  ctx.fillText(name, placed.x + 6, middle + 0.5);
  if (!item) return;
  ctx.font = look.item;
  ctx.fillStyle = look.soft;
  ctx.fillText(item, placed.x + first + 4, middle + 0.5);
}

/** A line from a cursor to a name that stands far from it. */
function lead(ctx: CanvasRenderingContext2D, from: Place, to: Place, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(from.x + 5, from.y + 8);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
}
