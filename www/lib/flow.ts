// How many records the page takes at once: as many as it can read and draw without its frames becoming long. What is too
// much, the engine counts as dropped.

const LEAST = 1_024;
/** What the engine keeps. */
const MOST = 131_072;
/** Milliseconds from one update's frame to the next. */
const LONG = 50;
const SHORT = 25;

export class Flow {
  most = 4_096;
  private last = 0;
  private full = false;

  /** An update with `count` records was drawn at `now`. Only full ones, one after the other, tell what is too much. */
  drawn(now: number, count: number): void {
    const took = now - this.last;
    const before = this.full;
    this.last = now;
    this.full = count >= this.most / 2;
    if (!this.full || !before) return;
    if (took > LONG) this.most = Math.max(LEAST, this.most >> 1);
    else if (took < SHORT) this.most = Math.min(MOST, this.most + (this.most >> 2));
  }
}
