// Waits of one process for another about the same, told as one.
import type { TraceRing } from "./ring";
import type { Wait, Waits } from "./waits";

/** Requests of one process that are told: its newest. */
export const MOST_REQUESTS = 8;

export interface WaitGroup {
  /** The one that has waited longest. */
  longest: Wait;
  count: number;
  /** There may be more of them, which are not looked for. */
  open: boolean;
  /** One of them is part of a deadlock. */
  stuck: boolean;
}

/** One for each pair and topic, in the order of the first of each. */
export function waitGroups(ring: TraceRing, { list, cycle }: Waits): WaitGroup[] {
  const groups = new Map<string, WaitGroup>();
  const isOpen = (from: number) => list.filter((wait) => wait.from === from).length >= MOST_REQUESTS;
  for (const wait of list) {
    if (!ring.has(wait.event)) continue;
    const key = `${wait.how} ${wait.from} ${wait.to} ${ring.textId(wait.event)}`;
    const stuck = cycle.some(({ event }) => event === wait.event);
    const group = groups.get(key);
    if (!group) groups.set(key, { longest: wait, count: 1, open: isOpen(wait.from), stuck });
    else groups.set(key, { ...group, longest: wait.event < group.longest.event ? wait : group.longest, count: group.count + 1, stuck: stuck || group.stuck });
  }
  return [...groups.values()];
}
