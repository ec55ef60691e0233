// Labels never lie on each other. Whoever comes first has the place; the next slides along its line, and is dropped when there
// is no room. The line always stays.

const LIMIT = 512;

export class LabelSpace {
  private readonly boxes = new Float32Array(LIMIT * 4);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Takes a place that nothing else may use (a head, a reason). */
  reserve(x: number, y: number, width: number, height: number): void {
    if (this.count === LIMIT) return;
    const at = this.count * 4;
    this.boxes[at] = x;
    this.boxes[at + 1] = y;
    this.boxes[at + 2] = x + width;
    this.boxes[at + 3] = y + height;
    this.count += 1;
  }

  /** Takes the place when it is free. */
  take(x: number, y: number, width: number, height: number): boolean {
    if (this.count === LIMIT) return false;
    const { boxes } = this;
    for (let at = (this.count - 1) * 4; at >= 0; at -= 4) {
      if (x < boxes[at + 2] && x + width > boxes[at] && y < boxes[at + 3] && y + height > boxes[at + 1]) return false;
    }
    this.reserve(x, y, width, height);
    return true;
  }

  /**
   * Finds a place along a line, in the spots given as shares of the way, for a label of this size that sits just above it.
   * Returns the share, or −1.
   */
  slide(x1: number, y1: number, x2: number, y2: number, width: number, height: number, spots: Float64Array, count: number): number {
    const left = Math.min(x1, x2);
    const right = Math.max(x1, x2);
    if (width > right - left) return -1;
    for (let at = 0; at < count; at += 1) {
      const share = spots[at];
      const x = x1 + (x2 - x1) * share;
      if (x - width / 2 < left || x + width / 2 > right) continue;
      const y = y1 + (y2 - y1) * share;
      if (this.take(x - width / 2, y - height - 1, width, height)) return share;
    }
    return -1;
  }
}
