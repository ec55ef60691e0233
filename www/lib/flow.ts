// How many records the page takes at once: as many as it can read and still draw, whatever the engine does. What is too much, the
// engine counts as dropped.

const LEAST = 1_024;
/** What the engine keeps. */
const MOST = 131_072;
/** Milliseconds of a frame that may go into reading; and if the engine waits for it. */
const BUDGET = 1;
const BUDGET_WAITED = 4;
/** What comes all at once after a quiet time may take longer, once. */
const BURST = 4;

export class Flow {
  /** Of a stream that does not end. */
  private steady = 16_384;
  private streams = false;
  /** Nothing is dropped: the engine waits until it is read. */
  waited = false;

  get most(): number {
    return this.streams ? this.steady : Math.min(MOST, this.steady * BURST);
  }

  /** An update with `count` records was read in `ms`. Only a large one tells how long a record takes. */
  read(count: number, ms: number): void {
    this.streams = count >= this.steady / 2;
    if (!this.streams) return;
    const fitting = Math.min(2 * this.steady, (count * (this.waited ? BUDGET_WAITED : BUDGET)) / Math.max(ms, 0.01));
    // Slowly: on a busy machine a reading may be interrupted, which says nothing of the next.
    this.steady = Math.max(LEAST, Math.min(MOST, Math.round(0.75 * this.steady + 0.25 * fitting)));
  }
}
