// From lanes to columns on the screen: the outside, then terminals, then the rest by host and appearance, and as the reader
// arranged them; what does not fit folds. Computed when lanes, the width or the arrangement change, not in every frame.

import { arrange, columnName, columnNamed, type Arrangement } from "../../lib/arrangement";
import type { Group } from "../../lib/trace/lanes";
import type { TraceRing } from "../../lib/trace/ring";
import { foldPlan } from "./fold";

const MIN_LANE = 88;
const MIN_LANE_NARROW = 66;
const MAX_LANE = 240;
/** Room for what stands to the right of the last lane: a reason, the length of a timer. */
const RIGHT = 16;
const RIGHT_NARROW = 42;
/** So many of one entry are opened when there is room, and at least so many when there is none. */
const OPENED = 8;
const OPENED_LEAST = 2;

export interface Column {
  /** As arrangements call it. */
  name: string;
  group: number;
  /** −1: all lanes of the group that have no column of their own. */
  lane: number;
  x: number;
  /** How many lanes share it. */
  lanes: number;
  /** How many lanes of its group stand alone beside it. */
  own: number;
  pinned: boolean;
}

/** A group with the lanes to be seen. */
interface Shown {
  group: Group;
  all: number[];
  /** Those that never fold: chosen or pinned. */
  own: number[];
  folded: boolean;
}

export class Columns {
  items: Column[] = [];
  width = MIN_LANE;
  /** The whole diagram's width, gutter included: more than the view's when not everything fits. */
  total = 0;
  gutter = 64;
  /** Where pinned columns end: the others slide under them. −∞: none is pinned. */
  fixed = -Infinity;
  /** The column that is being dragged, and where its middle is; "": none. */
  held = "";
  heldX = 0;
  private readonly rests = new Map<number, number>();
  private fits = 0;
  private ofLane = new Int16Array(64).fill(-1);

  /** The column of a lane; −1 for a lane that is hidden, forgotten, or newer than the layout. */
  of(lane: number): number {
    return lane < 0 ? -1 : (this.ofLane[lane] ?? -1);
  }

  /** The column in which the folded lanes of a group stand; −1: it has none. */
  restOf(group: number): number {
    return this.rests.get(group) ?? -1;
  }

  indexOf(name: string): number {
    return this.items.findIndex((column) => column.name === name);
  }

  layout(ring: TraceRing, width: number, arrangement: Arrangement): void {
    const { lanes } = ring.lanes;
    if (this.ofLane.length < lanes.length) this.ofLane = new Int16Array(lanes.length * 2);
    this.ofLane.fill(-1);
    this.rests.clear();
    const narrow = width < 560;
    this.gutter = narrow ? 48 : 66;
    const least = narrow ? MIN_LANE_NARROW : MIN_LANE;
    const right = narrow ? RIGHT_NARROW : RIGHT;
    const room = width - this.gutter - right;
    this.fits = Math.max(2, Math.floor(room / least));
    const shown = seen(ring, arrangement);
    const plan = foldPlan(
      shown.map(({ all, own, folded }) => ({ lanes: all.length, opened: own.length, folded })),
      this.fits,
    );
    const pinned = new Set(arrangement.pinned);
    this.items = arrange(
      shown.flatMap((each, at) => columnsOf(ring, each, plan[at], pinned)),
      arrangement.order,
    );
    this.index(shown);
    const count = this.items.length;
    this.width = Math.min(MAX_LANE, Math.max(least, room / Math.max(1, count)));
    // On the widest screens the diagram stays together, in the middle.
    const left = this.gutter + Math.max(0, (room - this.width * count) / 2);
    this.items.forEach((column, at) => (column.x = left + (at + 0.5) * this.width));
    this.total = Math.max(width, this.gutter + count * this.width + right);
    const fixed = this.items.filter((column) => column.pinned).length;
    this.fixed = fixed > 0 ? this.gutter + fixed * this.width : -Infinity;
    const held = this.indexOf(this.held);
    if (held >= 0) this.items[held].x = this.heldX;
  }

  /** The lanes that stand alone when a folded group is opened: the busiest, and `chosen`. As places in the group. */
  busiest(ring: TraceRing, group: Group, chosen: number): number[] {
    // Beside the columns that stand already, and one for the rest.
    const count = Math.max(OPENED_LEAST, Math.min(OPENED, this.fits - this.items.length));
    const places = byBusiness(ring, group).slice(0, count);
    const own = group.lanes.indexOf(chosen);
    return own < 0 || places.includes(own) ? places : [own, ...places];
  }

  private index(shown: readonly Shown[]): void {
    this.items.forEach(({ group, lane }, at) => {
      if (lane < 0) this.rests.set(group, at);
    });
    for (const { group, all } of shown) {
      const rest = this.rests.get(group.id);
      if (rest !== undefined) for (const lane of all) this.ofLane[lane] = rest;
    }
    this.items.forEach(({ lane }, at) => {
      if (lane >= 0) this.ofLane[lane] = at;
    });
  }
}

/** Places of a group's living lanes, the busiest first. */
export function byBusiness(ring: TraceRing, group: Group): number[] {
  const { lanes } = ring.lanes;
  const received = (place: number) => ring.processes.receivedBy(lanes[group.lanes[place]].owners.at(-1) ?? 0);
  const places = group.lanes.map((_, place) => place).filter((place) => isShown(ring, group.lanes[place]) && lanes[group.lanes[place]].freed === 0);
  return places.sort((a, b) => received(b) - received(a) || a - b);
}

/** The groups in their order, without what is hidden. */
function seen(ring: TraceRing, { pinned, hidden, opened }: Arrangement): Shown[] {
  const away = new Set<number>();
  const kept = new Set<number>();
  const folded = new Set<Group>();
  const gone = new Set<Group>();
  for (const name of hidden) {
    const column = columnNamed(ring, name);
    if (column && column.lane < 0) gone.add(column.group);
    else if (column) away.add(column.lane);
  }
  for (const name of pinned) kept.add(columnNamed(ring, name)?.lane ?? -1);
  for (const [name, places] of Object.entries(opened)) {
    const group = columnNamed(ring, name)?.group;
    if (!group) continue;
    folded.add(group);
    for (const place of places) kept.add(group.lanes[place]);
  }
  const shown = inOrder(ring.lanes.groups).map((group): Shown => {
    const all = group.lanes.filter((lane) => isShown(ring, lane) && !away.has(lane));
    const own = all.filter((lane) => kept.has(lane));
    return { group, all: gone.has(group) ? own : all, own, folded: folded.has(group) };
  });
  return shown.filter(({ all }) => all.length > 0);
}

function columnsOf(ring: TraceRing, { group, all, own }: Shown, count: number, pinned: ReadonlySet<string>): Column[] {
  const column = (lane: number, lanes: number): Column => {
    const name = columnName(ring, group, lane);
    return { name, group: group.id, lane, x: 0, lanes, own: own.length, pinned: pinned.has(name) };
  };
  if (count >= all.length) return all.map((lane) => column(lane, 1));
  return [...own.map((lane) => column(lane, 1)), column(-1, all.length - own.length)];
}

function isShown(ring: TraceRing, at: number): boolean {
  const lane = ring.lanes.lanes[at];
  return !lane.hidden && (lane.freed === 0 || lane.freed >= ring.first);
}

/** The outside is group 0. Hosts stand in the order in which their first group appeared. */
function inOrder(groups: readonly Group[]): Group[] {
  const hosts: number[] = [];
  for (const { host } of groups) if (!hosts.includes(host)) hosts.push(host);
  const rank = (group: Group) => (group.id === 0 ? 0 : group.terminal ? 1 : 2);
  return [...groups].sort((a, b) => rank(a) - rank(b) || hosts.indexOf(a.host) - hosts.indexOf(b.host) || a.id - b.id);
}
