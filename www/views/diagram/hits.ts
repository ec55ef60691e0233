// What lies where in the frame that was just drawn, for the pointer. Lines and bars lead to events, heads to processes and groups.

const LIMIT = 8_192;

export type Hit = { event: number } | { process: number } | { group: number; open: boolean };

export class Hits {
  private readonly lines = new Float32Array(LIMIT * 4);
  private readonly events = new Float64Array(LIMIT);
  private count = 0;
  private readonly labels: { event: number; x: number; y: number; w: number; h: number }[] = [];
  private readonly boxes: { x: number; y: number; w: number; h: number; hit: Hit }[] = [];

  clear(): void {
    this.count = 0;
    this.boxes.length = 0;
    this.labels.length = 0;
  }

  line(event: number, x1: number, y1: number, x2: number, y2: number): void {
    if (this.count === LIMIT) return;
    const at = this.count * 4;
    this.lines[at] = x1;
    this.lines[at + 1] = y1;
    this.lines[at + 2] = x2;
    this.lines[at + 3] = y2;
    this.events[this.count] = event;
    this.count += 1;
  }

  /** A text leads where its line leads. It lies on top of all lines. */
  label(event: number, x: number, y: number, w: number, h: number): void {
    this.labels.push({ event, x, y, w, h });
  }

  box(hit: Hit, x: number, y: number, w: number, h: number): void {
    this.boxes.push({ x, y, w, h, hit });
  }

  /** The nearest thing within `reach` pixels. Heads win: they lie on top, and then the texts, whatever lines are near. */
  find(x: number, y: number, reach: number): Hit | null {
    for (let at = this.boxes.length - 1; at >= 0; at -= 1) {
      const box = this.boxes[at];
      if (x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h) return box.hit;
    }
    let nearest = reach * reach;
    let text = 0;
    for (const { event, x: left, y: top, w, h } of this.labels) {
      const [ox, oy] = [Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h)];
      if (ox === 0 && oy === 0) return { event };
      const square = ox * ox + oy * oy;
      if (square < nearest) [nearest, text] = [square, event];
    }
    let found = -1;
    for (let at = 0; at < this.count; at += 1) {
      const square = squareDistance(x, y, this.lines, at * 4);
      if (square <= nearest) {
        nearest = square;
        found = at;
      }
    }
    if (found < 0) return text === 0 ? null : { event: text };
    return { event: this.events[found] };
  }
}

/** From a point to a segment. */
function squareDistance(x: number, y: number, lines: Float32Array, at: number): number {
  const x1 = lines[at];
  const y1 = lines[at + 1];
  const dx = lines[at + 2] - x1;
  const dy = lines[at + 3] - y1;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  const ox = x1 + share * dx - x;
  const oy = y1 + share * dy - y;
  return ox * ox + oy * oy;
}
