// Whoever shows what the run changes is drawn now and then, and a few in each frame, so that no frame has to draw all of them.

/** Within such a time all that are due are drawn, in milliseconds. */
const ROUND = 100;

export class Turns {
  /** Who waits, and from when on it is due. */
  private readonly waiting = new Map<() => void, number>();
  /** When each was drawn last. */
  private readonly drawn = new WeakMap<() => void, number>();
  private last = -Infinity;

  /** Has `draw` called in one of the next frames, but not sooner than `calm` milliseconds after the last time. */
  ask(draw: () => void, calm: number): void {
    if (!this.waiting.has(draw)) this.waiting.set(draw, (this.drawn.get(draw) ?? -Infinity) + calm);
  }

  leave(draw: () => void): void {
    this.waiting.delete(draw);
  }

  /** Draws those whose turn it is. Returns whether others wait. */
  frame(now: number): boolean {
    const due = [...this.waiting].filter(([, from]) => from <= now).map(([draw]) => draw);
    const share = Math.min(1, (now - this.last) / ROUND);
    this.last = now;
    for (const draw of due.slice(0, Math.ceil(due.length * share))) {
      this.waiting.delete(draw);
      this.drawn.set(draw, now);
      draw();
    }
    return this.waiting.size > 0;
  }
}
