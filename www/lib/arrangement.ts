// How the reader arranged the lanes: what was moved, pinned, hidden, folded. Columns are named by texts and not by numbers,
// so that an arrangement holds for the next run, too.

import type { Group } from "./trace/lanes";
import type { TraceRing } from "./trace/ring";

export interface Arrangement {
  /** Names of columns from left to right, as they stood after the last move; empty: nothing was moved. */
  readonly order: readonly string[];
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
  /** By the name of a group: which of its lanes stand alone, by their places in it. None of them: it is folded into one. */
  readonly opened: Readonly<Record<string, readonly number[]>>;
}

export const AS_IT_COMES: Arrangement = { order: [], pinned: [], hidden: [], opened: {} };

/** "app:worker@app:processes" is a group, "app:worker@app:processes#2" its third lane. */
export function columnName(ring: TraceRing, group: Group, lane = -1): string {
  const name = `${ring.textOf(group.entry)}@${ring.textOf(group.host)}${group.supervisor ? "!" : ""}`;
  return lane < 0 ? name : `${name}#${group.lanes.indexOf(lane)}`;
}

/** The group and the lane that a name means, in this run; −1 as the lane: the whole group. Undefined: there is no such group. */
export function columnNamed(ring: TraceRing, name: string): { group: Group; lane: number } | undefined {
  const [own, place] = name.split("#");
  const group = ring.lanes.groups.find((each) => columnName(ring, each) === own);
  if (!group) return undefined;
  return place === undefined ? { group, lane: -1 } : group.lanes.length > +place ? { group, lane: group.lanes[+place] } : undefined;
}

/** Pinned ones first, then as they were placed. Whoever came later stands beside its group, or where it stood before. */
export function arrange<T extends { name: string; pinned: boolean }>(columns: readonly T[], order: readonly string[]): T[] {
  const places = new Map<T, number>();
  let place = -1;
  for (const column of columns) {
    const own = placeOf(order, column.name);
    if (own >= 0) place = own;
    places.set(column, place);
  }
  return [...columns].sort((a, b) => Number(b.pinned) - Number(a.pinned) || places.get(a)! - places.get(b)!);
}

function placeOf(order: readonly string[], name: string): number {
  const own = order.indexOf(name);
  const [group] = name.split("#");
  return own >= 0 ? own : order.findLastIndex((placed) => placed.split("#")[0] === group);
}

export function moved(names: readonly string[], from: number, to: number): string[] {
  const order = names.filter((_, at) => at !== from);
  order.splice(to, 0, names[from]);
  return order;
}

export function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
