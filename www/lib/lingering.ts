// Lines of a list that change while somebody points at them. One that has gone keeps its place for a moment, and for as long as
// the pointer or the focus is in the list: a click that was meant for it must not hit its neighbour.

/** So long at least, in milliseconds. */
const MOMENT = 1_500;

export interface Lingers<T> {
  item: T;
  /** It is no longer there. */
  gone: boolean;
}

export class Lingering<T> {
  /** Somebody points at the list, or has the focus in it. */
  held = false;
  private lines: { id: string | number; item: T; goneAt: number }[] = [];

  constructor(private readonly idOf: (item: T) => string | number) {}

  /** What is there now, with what still lingers. While nothing does and nobody holds it, the order is that of `items`. */
  update(items: readonly T[], now: number): Lingers<T>[] {
    const there = new Map(items.map((item) => [this.idOf(item), item]));
    for (const line of this.lines) {
      const item = there.get(line.id);
      if (item !== undefined) Object.assign(line, { item, goneAt: Infinity });
      else if (line.goneAt === Infinity) line.goneAt = now;
    }
    const lingers = ({ goneAt }: { goneAt: number }) => this.held || now - goneAt < MOMENT;
    const kept = this.lines.filter((line) => line.goneAt === Infinity || lingers(line));
    const known = new Set(kept.map(({ id }) => id));
    const fresh = items.filter((item) => !known.has(this.idOf(item))).map((item) => ({ id: this.idOf(item), item, goneAt: Infinity }));
    const settled = !this.held && kept.every(({ goneAt }) => goneAt === Infinity);
    this.lines = settled ? items.map((item) => ({ id: this.idOf(item), item, goneAt: Infinity })) : [...kept, ...fresh];
    return this.lines.map(({ item, goneAt }) => ({ item, gone: goneAt !== Infinity }));
  }

  /** In how many milliseconds something of it goes, if nothing else happens. */
  due(now: number): number | undefined {
    const gone = this.lines.filter(({ goneAt }) => goneAt !== Infinity);
    if (this.held || gone.length === 0) return undefined;
    return Math.max(0, Math.min(...gone.map(({ goneAt }) => goneAt + MOMENT)) - now);
  }

  /** Another list begins. */
  clear(): void {
    this.lines = [];
  }
}
