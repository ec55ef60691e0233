// What made an event happen, and what it made happen: the selection's causes and effects. Effects are found by one walk
// forward, which goes on as the view moves down or the run goes on, and ends at a limit: in a ping-pong everything follows
// from everything.

import type { TraceRing } from "./ring";

const EFFECTS_LIMIT = 65_536;
const CAUSES_LIMIT = 4_096;

export class Related {
  private origin = 0;
  private generation = -1;
  private readonly causes = new Set<number>();
  private readonly effects = new Uint8Array(EFFECTS_LIMIT);
  private walked = 0;

  /** Chooses the event; 0: none. */
  choose(ring: TraceRing, event: number): void {
    if (event === this.origin && ring.generation === this.generation) return;
    this.origin = event;
    this.generation = ring.generation;
    this.causes.clear();
    this.effects.fill(0, 0, this.walked + 1);
    this.walked = 0;
    if (event === 0 || !ring.has(event)) return;
    this.effects[0] = 1;
    for (let n = ring.cause(event); n !== 0 && ring.has(n) && this.causes.size < CAUSES_LIMIT; n = ring.cause(n)) this.causes.add(n);
  }

  /** Walks on, up to `event`. */
  extend(ring: TraceRing, event: number): void {
    if (this.origin === 0 || !ring.has(this.origin)) return;
    const end = Math.min(event, ring.last, this.origin + EFFECTS_LIMIT - 1);
    for (let n = this.origin + this.walked + 1; n <= end; n += 1) {
      const cause = ring.cause(n) - this.origin;
      if (cause >= 0 && this.effects[cause] === 1) this.effects[n - this.origin] = 1;
    }
    this.walked = Math.max(this.walked, end - this.origin);
  }

  /** Whether `event` is the chosen one, or one of its causes or effects. Without a choice everything is. */
  has(event: number): boolean {
    if (this.origin === 0) return true;
    const after = event - this.origin;
    return after >= 0 ? after < EFFECTS_LIMIT && this.effects[after] === 1 : this.causes.has(event);
  }

  get active(): boolean {
    return this.origin !== 0;
  }
}

/** The first event that `event` caused; 0: none within the next `limit` events. */
export function firstEffect(ring: TraceRing, event: number, limit = 200_000): number {
  const end = Math.min(ring.last, event + limit);
  for (let n = event + 1; n <= end; n += 1) if (ring.cause(n) === event) return n;
  return 0;
}
