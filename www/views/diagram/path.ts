// The critical path to the selected event: a rail of two lines along it, on lifelines where a process had it in hand and beside the lines of messages,
// so that it is seen without colours, too.

import { Kind } from "../../protocol";
import { columnOf, isCovered, placeOf, xOf, type Scene } from "./scene";

/** Half the width of the rail. */
const GAUGE = 2.5;
/** Beside a lifeline it keeps off the bar of handling. */
const ASIDE = 9;

export function paintPath(s: Scene): void {
  const { ctx, ring, related, theme } = s;
  if (!related.active || s.selected === 0) return;
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.75;
  ctx.beginPath();
  // Upwards from what is in view; a step that begins above it ends in it.
  const last = Math.min(s.selected, s.to + 1 < ring.rows.count ? ring.eventOfRow(s.to + 1) - 1 : ring.last);
  const first = s.to < s.from ? last : ring.eventOfRow(s.from);
  for (let n = lastOnPath(s, first, last); n !== 0 && ring.has(n); n = ring.cause(n)) {
    const cause = ring.cause(n);
    if (cause === 0 || !ring.has(cause)) break;
    rail(s, cause, n);
    if (cause < first) break;
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The newest event of the path that is in view, or the next one below it, whose step may reach into it. */
function lastOnPath(s: Scene, first: number, last: number): number {
  const { ring, related } = s;
  const { records } = ring;
  const below = records.from(last + 1);
  const end = Math.min(records.from(s.selected + 1), below + REACH);
  for (let place = below; place < end; place += 1) if (related.isOnPath(records.at(place))) return records.at(place);
  for (let place = below - 1; place >= records.from(first); place -= 1) if (related.isOnPath(records.at(place))) return records.at(place);
  return 0;
}

/** Events below the view that are searched for the end of a step. */
const REACH = 4_000;

function rail(s: Scene, cause: number, event: number): void {
  const { ctx, ring, view } = s;
  const b = columnOf(s, ring.process(event));
  const isMessage = ring.kind(event) === Kind.receive || ring.kind(event) === Kind.start || ring.kind(event) === Kind.event;
  const from = isMessage && ring.kind(cause) === Kind.input ? 0 : ring.process(cause);
  const a = columnOf(s, from);
  if (a < 0 || b < 0 || (isCovered(s, a) && isCovered(s, b))) return;
  const y1 = view.y(placeOf(s, cause));
  const y2 = view.y(placeOf(s, event));
  if (a === b) {
    const x = xOf(s, a) - ASIDE;
    // What happened in one row needs no rail.
    if (y2 - y1 < 2) return;
    for (const side of [-GAUGE, GAUGE]) {
      ctx.moveTo(x + side, y1);
      ctx.lineTo(x + side, y2);
    }
    return;
  }
  const way = Math.sign(b - a);
  // Its line and this one below it are the rail.
  ctx.moveTo(xOf(s, a) + way * 8, y1 + 2 * GAUGE);
  ctx.lineTo(xOf(s, b) - way * 14, y2 + 2 * GAUGE);
}
