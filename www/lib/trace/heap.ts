// The lowest free lane first, so that the diagram stays to the left and a quiet run never wanders.

/** A binary heap of small whole numbers; `pop` gives the lowest. */
export class MinHeap {
  private readonly items: number[] = [];

  get size(): number {
    return this.items.length;
  }

  push(value: number): void {
    const items = this.items;
    let at = items.length;
    items.push(value);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (items[up] <= value) break;
      items[at] = items[up];
      at = up;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const items = this.items;
    const lowest = items[0];
    const value = items.pop();
    if (value === undefined || items.length === 0) return value;
    const end = items.length;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= end) break;
      if (down + 1 < end && items[down + 1] < items[down]) down += 1;
      if (items[down] >= value) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = value;
    return lowest;
  }
}
