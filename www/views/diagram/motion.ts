// Slow motion: a message that has just been received travels along its line as a dot, and then rests as the line.

const MOST = 8;

export class Motion {
  private readonly events: number[] = [];
  private readonly starts: number[] = [];
  private duration = 400;

  /** At `pace` events a second a flight ends before the next begins. */
  launch(event: number, now: number, pace: number): void {
    this.duration = Math.min(700, 800 / pace);
    if (this.events.length === MOST) {
      this.events.shift();
      this.starts.shift();
    }
    this.events.push(event);
    this.starts.push(now);
  }

  /** How far the message that ends with `event` has come: 0 to 1; 1 when it rests. */
  progress(event: number, now: number): number {
    const at = this.events.indexOf(event);
    if (at < 0) return 1;
    const share = Math.min(1, (now - this.starts[at]) / this.duration);
    return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
  }

  /** Forgets what has arrived. Returns whether anything still flies. */
  settle(now: number): boolean {
    while (this.events.length > 0 && now - this.starts[0] >= this.duration) {
      this.events.shift();
      this.starts.shift();
    }
    return this.events.length > 0;
  }

  clear(): void {
    this.events.length = 0;
    this.starts.length = 0;
  }
}
