// Notices that a worker is gone, which no event of the browser tells; or that it is there and answers nothing any more.

/** How often it is asked, while somebody looks at the page. */
const EVERY_MS = 5_000;

/**
 * A worker that ends, however it does, lets go of its lock: then the page is granted it. That is known at once and for certain, whatever
 * the worker was at and however long it was at it. One that hangs keeps its lock, so it is asked for a sign of life, too; there nobody
 * can tell hanging from work that takes long, and patience is the only way.
 */
export class Watch {
  private readonly ended = new AbortController();
  private timer: ReturnType<typeof setInterval> | undefined;
  private owes = false;
  private silent = 0;

  /** `patience` is how many seconds it may be silent now. `dead` is called once. */
  constructor(
    private readonly lock: string,
    private readonly ask: () => void,
    private readonly patience: () => number,
    private readonly dead: () => void,
  ) {}

  /** A sign of life. Only after the first one is there anything to watch: until then the browser loads the worker, and tells if it cannot. */
  heard(locked: boolean): void {
    this.owes = false;
    this.silent = 0;
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.tick(), EVERY_MS);
    const { signal } = this.ended;
    if (locked) navigator.locks.request(this.lock, { signal }, () => this.tell()).catch(() => {}); // it was stopped before
  }

  /** Whether there was a first sign. */
  get hasBegun(): boolean {
    return this.timer !== undefined;
  }

  /** Whether the worker was stopped, or is dead. */
  get isOver(): boolean {
    return this.ended.signal.aborted;
  }

  stop(): void {
    clearInterval(this.timer);
    this.ended.abort();
  }

  /** Ticks are counted, and not time: while the machine or the page sleeps there are none, and the worker sleeps as well. */
  private tick(): void {
    // In the background timers are late, and so may the worker be.
    if (document.hidden) this.silent = 0;
    else if (!this.owes) {
      this.owes = true;
      this.ask();
    } else {
      this.silent += EVERY_MS / 1_000;
      if (this.silent >= this.patience()) this.tell();
    }
  }

  private tell(): void {
    if (this.ended.signal.aborted) return;
    this.stop();
    this.dead();
  }
}
