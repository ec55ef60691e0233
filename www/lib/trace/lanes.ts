// Who stands where. A process takes a lane when it is spawned and frees it when it ends; the next process of the same entry
// on the same host takes the lowest free one, as commit graphs do. So a relay with a worker per message stays narrow for ever.

import { MinHeap } from "./heap";

/** Lanes of one entry on one host. They stand side by side, and fold into one when there is no room. */
export interface Group {
  readonly id: number;
  /** Text ids. */
  readonly entry: number;
  readonly host: number;
  readonly terminal: boolean;
  readonly supervisor: boolean;
  readonly lanes: number[];
  readonly free: MinHeap;
  alive: number;
  /** Messages that wait for any of its processes. */
  depth: number;
}

/** The owners of one lane, oldest first: process number, and the event with which it took the lane. */
export interface Lane {
  group: number;
  readonly owners: number[];
  readonly since: number[];
  /** 0 while the last owner lives, else the event with which it ended. */
  freed: number;
  /** Nobody is to see it yet (a supervisor that has done nothing). */
  hidden: boolean;
}

/** The lane of the outside. It is always there. */
export const OUTSIDE_LANE = 0;

export class LaneBook {
  readonly lanes: Lane[] = [];
  readonly groups: Group[] = [];
  private readonly byKey = new Map<number, Group>();
  /** From this event on only some are kept; Infinity: all are. */
  sparseFrom = Infinity;
  /** Whether nobody asks any more where a process stood that came after an event. */
  isIdle: (process: number, event: number) => boolean = () => false;
  /** Changes whenever the set of lanes, or whether one is hidden, does. */
  version = 0;

  constructor() {
    this.clear();
  }

  clear(): void {
    this.lanes.length = 0;
    this.groups.length = 0;
    this.byKey.clear();
    const outside: Group = { id: 0, entry: 0, host: 0, terminal: false, supervisor: false, lanes: [0], free: new MinHeap(), alive: 1, depth: 0 };
    this.groups.push(outside);
    this.lanes.push({ group: 0, owners: [0], since: [0], freed: 0, hidden: false });
    this.version += 1;
  }

  /** The lane that `process` stands on from `event` on. */
  take(process: number, entry: number, host: number, event: number, terminal: boolean, supervisor: boolean): number {
    const group = this.group(entry, host, terminal, supervisor);
    group.alive += 1;
    let at = group.free.pop();
    if (at === undefined) {
      at = this.lanes.length;
      this.lanes.push({ group: group.id, owners: [], since: [], freed: 0, hidden: supervisor });
      group.lanes.push(at);
      this.version += 1;
    }
    const lane = this.lanes[at];
    if (this.sparseFrom !== Infinity && lane.owners.length > 0 && this.isIdle(lane.owners[lane.owners.length - 1], this.sparseFrom)) {
      lane.owners.pop();
      lane.since.pop();
    }
    lane.owners.push(process);
    lane.since.push(event);
    lane.freed = 0;
    return at;
  }

  /** The owner has ended. */
  release(at: number, event: number): void {
    const lane = this.lanes[at];
    const group = this.groups[lane.group];
    lane.freed = event;
    group.alive -= 1;
    group.free.push(at);
  }

  /** It has become known of which entry and host the owner is, for whom `depth` messages wait. Owners before it go along. */
  move(at: number, entry: number, host: number, terminal: boolean, supervisor: boolean, depth: number): void {
    const lane = this.lanes[at];
    const from = this.groups[lane.group];
    const to = this.group(entry, host, terminal, supervisor);
    from.lanes.splice(from.lanes.indexOf(at), 1);
    to.lanes.push(at);
    lane.group = to.id;
    from.alive -= 1;
    to.alive += 1;
    from.depth -= depth;
    to.depth += depth;
    this.version += 1;
  }

  reveal(at: number): void {
    if (!this.lanes[at].hidden) return;
    this.lanes[at].hidden = false;
    this.version += 1;
  }

  /** Index into `owners` of whoever had the lane at `event`, or of the last before; −1: nobody yet. */
  ownerAt(at: number, event: number): number {
    const since = this.lanes[at].since;
    let low = 0;
    let high = since.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (since[middle] <= event) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Drop the owners that had left before `event`, the oldest that is kept. Cheap when there is little to drop. */
  forget(event: number): void {
    for (let at = 0; at < this.lanes.length; at += 1) {
      const lane = this.lanes[at];
      if (lane.owners.length < 64) continue;
      const index = this.ownerAt(at, event);
      if (index < lane.owners.length / 2) continue;
      lane.owners.splice(0, index);
      lane.since.splice(0, index);
    }
    this.version += 1;
  }

  private group(entry: number, host: number, terminal: boolean, supervisor: boolean): Group {
    const key = (entry * 1_048_576 + host) * 2 + (supervisor ? 1 : 0);
    const found = this.byKey.get(key);
    if (found) return found;
    const group: Group = {
      id: this.groups.length,
      entry,
      host,
      terminal,
      supervisor,
      lanes: [],
      free: new MinHeap(),
      alive: 0,
      depth: 0,
    };
    this.groups.push(group);
    this.byKey.set(key, group);
    return group;
  }
}
