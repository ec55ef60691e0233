// The picture of the timeline. Each pixel stands for the same number of rows, so that whatever happened can be pointed at, however long
// nothing did between; how fast it went is the height of the bars.
import type { Landmarks } from "../../lib/trace/landmarks";
import type { TraceRing } from "../../lib/trace/ring";

/** Rows a virtual second from which a bar is full: one each microsecond. */
const FULL = 1e6;
const SECOND = 1e9;
/** Pixels of the picture that no row stands for. */
const EDGE = 6;

interface Colours {
  bar: string;
  input: string;
  failure: string;
  moment: string;
}

/** The row at a place of the canvas, from 0 on its left. */
export function rowAt(canvas: HTMLCanvasElement, ring: TraceRing, x: number): number {
  const [first, count] = [ring.firstRow, ring.rows.count];
  const share = (x - EDGE) / Math.max(1, canvas.clientWidth - 2 * EDGE);
  return Math.min(count - 1, Math.max(first, Math.round(first + share * (count - 1 - first))));
}

/** `moment`: the event that is shown; 0: the newest. */
export function paintTimeline(canvas: HTMLCanvasElement, ring: TraceRing, moment: number, landmarks: Landmarks): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || ring.rows.count === 0) return;
  const ratio = devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const ctx = canvas.getContext("2d")!;
  const colours = coloursOf(canvas);
  const [first, last] = [ring.firstRow, ring.rows.count - 1];
  const inner = width - 2 * EDGE;
  const x = (row: number) => EDGE + (last === first ? inner : ((row - first) / (last - first)) * inner);
  const now = moment === 0 ? last : Math.max(first, ring.rowOf(moment));
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const base = height - 5;

  ctx.fillStyle = colours.bar;
  const columns = Math.max(1, Math.min(Math.round(inner / 2), last - first));
  for (let at = 0; at < columns; at += 1) {
    const [from, to] = [first + Math.floor((at * (last - first)) / columns), first + Math.floor(((at + 1) * (last - first)) / columns)];
    const passed = Math.max(1000, ring.time(ring.eventOfRow(to)) - ring.time(ring.eventOfRow(from)));
    const speed = ((to - from) * SECOND) / passed;
    const tall = 2 + (base - 8) * Math.min(1, Math.log10(1 + speed) / Math.log10(FULL));
    ctx.globalAlpha = from >= now ? 0.35 : 1;
    ctx.fillRect(x(from), base - tall, Math.max(1, x(to) - x(from) - 0.5), tall);
  }
  ctx.globalAlpha = 1;
  ctx.fillRect(EDGE, base, inner, 1);
  mark(landmarks.inputs, colours.input, 0);
  mark(landmarks.failures, colours.failure, base + 1);

  ctx.fillStyle = colours.moment;
  ctx.fillRect(x(now) - 1, 0, 2, height);
  ctx.beginPath();
  ctx.arc(x(now), base, 4.5, 0, 2 * Math.PI);
  ctx.fill();

  /** What the reader did stands above the line, what went wrong below it. */
  function mark(rows: readonly number[], colour: string, top: number): void {
    ctx.fillStyle = colour;
    let drawn = -4;
    for (const row of rows) {
      if (row < first || x(row) - drawn < 3) continue;
      drawn = x(row);
      if (top === 0) {
        ctx.beginPath();
        ctx.moveTo(drawn - 3, 0);
        ctx.lineTo(drawn + 3, 0);
        ctx.lineTo(drawn, 5);
        ctx.fill();
      } else {
        ctx.fillRect(drawn - 1, top, 2.5, 4);
      }
    }
  }
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return { bar: token("--edge"), input: token("--info"), failure: token("--bad"), moment: token("--accent") };
}
