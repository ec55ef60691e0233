// From lanes to columns on the screen: the outside, then terminals, then the rest by host and appearance; what does not fit
// folds. Computed when lanes or the width change, not in every frame.

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
  group: number;
  /** −1: all lanes of the group that have no column of their own. */
  lane: number;
  x: number;
  /** How many lanes share it. */
  lanes: number;
}

export class Columns {
  readonly items: Column[] = [];
  width = MIN_LANE;
  /** The whole diagram's width, gutter included: more than the view's when not everything fits. */
  total = 0;
  gutter = 64;
  /** Groups that the reader opened, with the lanes chosen then. */
  readonly opened = new Map<number, readonly number[]>();
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

  layout(ring: TraceRing, width: number): void {
    const { lanes, groups } = ring.lanes;
    if (this.ofLane.length < lanes.length) this.ofLane = new Int16Array(lanes.length * 2);
    this.ofLane.fill(-1);
    const shown = inOrder(groups)
      .map((group) => ({ group, lanes: group.lanes.filter((at) => isShown(ring, at)) }))
      .filter((each) => each.lanes.length > 0);
    const narrow = width < 560;
    this.gutter = narrow ? 48 : 66;
    const least = narrow ? MIN_LANE_NARROW : MIN_LANE;
    const room = width - this.gutter - (narrow ? RIGHT_NARROW : RIGHT);
    const fits = Math.max(2, Math.floor(room / least));
    this.fits = fits;
    const plan = foldPlan(
      shown.map(({ group, lanes: all }) => ({ lanes: all.length, opened: this.opened.get(group.id)?.length ?? 0 })),
      fits,
    );
    this.items.length = 0;
    this.rests.clear();
    shown.forEach(({ group, lanes: all }, at) => this.place(group, all, plan[at]));
    const count = this.items.length;
    this.width = Math.min(MAX_LANE, Math.max(least, room / count));
    // On the widest screens the diagram stays together, in the middle.
    const left = this.gutter + Math.max(0, (room - this.width * count) / 2);
    this.items.forEach((column, at) => (column.x = left + (at + 0.5) * this.width));
    this.total = Math.max(width, this.gutter + count * this.width + (narrow ? RIGHT_NARROW : RIGHT));
  }

  /** Opens a folded group: its busiest lanes stand alone from now on. */
  open(ring: TraceRing, group: number, chosen: number): void {
    const busy = ring.lanes.groups[group].lanes.filter((at) => isShown(ring, at) && ring.lanes.lanes[at].freed === 0);
    const received = (at: number) => ring.processes.receivedBy(ring.lanes.lanes[at].owners.at(-1) ?? 0);
    busy.sort((a, b) => received(b) - received(a) || a - b);
    // Beside the columns that stand already, and one for the rest.
    const count = Math.max(OPENED_LEAST, Math.min(OPENED, this.fits - this.items.length));
    const lanes = busy.slice(0, count).sort((a, b) => a - b);
    if (chosen >= 0 && !lanes.includes(chosen)) lanes.unshift(chosen);
    if (lanes.length > 0) this.opened.set(group, lanes);
  }

  close(group: number): void {
    this.opened.delete(group);
  }

  private place(group: Group, all: readonly number[], count: number): void {
    if (count >= all.length) {
      for (const lane of all) this.add(group.id, lane, 1);
      return;
    }
    const own = count > 1 ? (this.opened.get(group.id) ?? []) : [];
    for (const lane of own) this.add(group.id, lane, 1);
    const rest = this.items.length;
    this.rests.set(group.id, rest);
    this.items.push({ group: group.id, lane: -1, x: 0, lanes: all.length - own.length });
    for (const lane of all) if (!own.includes(lane)) this.ofLane[lane] = rest;
  }

  private add(group: number, lane: number, lanes: number): void {
    this.ofLane[lane] = this.items.length;
    this.items.push({ group, lane, x: 0, lanes });
  }
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
