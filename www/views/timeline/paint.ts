// The picture of the timeline. Each pixel stands for the same number of rows, so that whatever happened can be pointed at, however long
// nothing did between; how fast it went is the height of the bars.
import type { Landmarks } from "../../lib/trace/landmarks";
import type { TraceRing } from "../../lib/trace/ring";
import { Scale } from "./scale";

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

/** The event at a place of the canvas, from 0 on its left. */
export function eventAt(canvas: HTMLCanvasElement, ring: TraceRing, x: number): number {
  return new Scale(ring).eventAt((x - EDGE) / Math.max(1, canvas.clientWidth - 2 * EDGE));
}

/** `moment`: the event that is shown; 0: the newest. `shown`: the events around it, if the ring has them no longer. */
export function paintTimeline(canvas: HTMLCanvasElement, ring: TraceRing, moment: number, landmarks: Landmarks, shown?: TraceRing): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || ring.rows.count === 0) return;
  const ratio = devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const ctx = canvas.getContext("2d")!;
  const colours = coloursOf(canvas);
  const first = ring.firstRow;
  const inner = width - 2 * EDGE;
  const scale = new Scale(ring);
  const x = (row: number) => EDGE + scale.ofRow(row) * inner;
  const now = EDGE + scale.ofEvent(moment === 0 ? ring.last : moment) * inner;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const base = height - 5;

  ctx.fillStyle = colours.bar;
  bars(ring, x);
  if (shown) bars(shown, (row) => EDGE + scale.ofEvent(shown.eventOfRow(row)) * inner);
  ctx.globalAlpha = 1;
  ctx.fillRect(x(first), base, inner - x(first) + EDGE, 1);
  // What was before is there, but nobody knows yet what it was.
  for (let at = EDGE; at < x(first) - 2; at += 6) ctx.fillRect(at, base, 3, 1);
  mark(landmarks.inputs, colours.input, 0);
  mark(landmarks.failures, colours.failure, base + 1);

  ctx.fillStyle = colours.moment;
  ctx.fillRect(now - 1, 0, 2, height);
  ctx.beginPath();
  ctx.arc(now, base, 4.5, 0, 2 * Math.PI);
  ctx.fill();

  /** How fast it went: `place` is where a row stands. */
  function bars(of: TraceRing, place: (row: number) => number): void {
    const [from, to] = [of.firstRow, of.rows.count - 1];
    const columns = Math.max(1, Math.min(Math.round((place(to) - place(from)) / 2), to - from));
    for (let at = 0; at < columns; at += 1) {
      const [left, right] = [from + Math.floor((at * (to - from)) / columns), from + Math.floor(((at + 1) * (to - from)) / columns)];
      const passed = Math.max(1000, of.time(of.eventOfRow(right)) - of.time(of.eventOfRow(left)));
      const speed = ((right - left) * SECOND) / passed;
      const tall = 2 + (base - 8) * Math.min(1, Math.log10(1 + speed) / Math.log10(FULL));
      ctx.globalAlpha = place(left) >= now ? 0.35 : 1;
      ctx.fillRect(place(left), base - tall, Math.max(1, place(right) - place(left) - 0.5), tall);
    }
  }

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
