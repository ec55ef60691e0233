// The process tree as a flat list of lines, in the order in which they are shown and walked through.
import type { GroupRow, ProcessRow } from "../protocol";

/** More living processes of one entry than this fold into one line. */
const FOLD = 8;
/** Tombstones shown under each host. */
const TOMBSTONES = 6;
/** Opened groups show this many of the busiest. */
const BUSIEST = 50;

const NOBODY: ReadonlySet<number> = new Set();

export type Item =
  | { kind: "host"; id: string; level: 1; host: string; alive: number; open: boolean }
  | { kind: "group"; id: string; level: 2; group: GroupRow; open: boolean }
  | { kind: "process"; id: string; level: 2 | 3; row: ProcessRow }
  | { kind: "more"; id: string; level: 2 | 3; count: number; what: "alive" | "ended" };

/** `toggled` holds the ids of hosts that were closed and of groups that were opened; `lingering` those that have ended, and keep their places
    among the living. */
export function processTree(rows: readonly ProcessRow[], groups: readonly GroupRow[], toggled: ReadonlySet<string>, lingering: ReadonlySet<number> = NOBODY): Item[] {
  const isLiving = ({ ended, number }: ProcessRow) => !ended || lingering.has(number);
  const items: Item[] = [];
  for (const host of hostsOf(rows, groups)) {
    const mine = groups.filter((group) => group.host === host);
    const alive = mine.reduce((sum, group) => sum + group.alive, 0);
    const id = `host ${host}`;
    const open = !toggled.has(id);
    items.push({ kind: "host", id, level: 1, host, alive, open });
    if (!open) continue;
    for (const group of mine) items.push(...living(group, rows.filter(isLiving), toggled));
    items.push(...tombstones(host, mine, rows, isLiving));
  }
  return items;
}

function living(group: GroupRow, rows: readonly ProcessRow[], toggled: ReadonlySet<string>): Item[] {
  const { host, entry, alive } = group;
  const own = rows.filter((row) => row.host === host && row.entry === entry);
  // Rows tell of the dead after the living, or before them.
  if (own.some(({ ended }) => ended)) own.sort((a, b) => a.number - b.number);
  if (alive <= FOLD && own.length >= alive) return own.map((row) => ({ kind: "process", id: `process ${row.number}`, level: 2, row }));
  const id = `group ${host} ${entry}`;
  const open = toggled.has(id);
  const items: Item[] = [{ kind: "group", id, level: 2, group, open }];
  if (!open) return items;
  const busiest = own.slice(0, BUSIEST);
  for (const row of busiest) items.push({ kind: "process", id: `process ${row.number}`, level: 3, row });
  if (alive > busiest.length) items.push({ kind: "more", id: `more ${id}`, level: 3, count: alive - busiest.length, what: "alive" });
  return items;
}

function tombstones(host: string, groups: readonly GroupRow[], rows: readonly ProcessRow[], isLiving: (row: ProcessRow) => boolean): Item[] {
  const lingering = rows.filter((row) => row.host === host && row.ended && isLiving(row)).length;
  const ended = rows.filter((row) => row.host === host && !isLiving(row)).sort((a, b) => b.number - a.number);
  const all = Math.max(ended.length, groups.reduce((sum, group) => sum + group.ended, 0) - lingering);
  const shown = ended.slice(0, TOMBSTONES);
  const items: Item[] = shown.map((row) => ({ kind: "process", id: `process ${row.number}`, level: 2, row }));
  if (all > shown.length) items.push({ kind: "more", id: `ended ${host}`, level: 2, count: all - shown.length, what: "ended" });
  return items;
}

/** Hosts of terminals first, as on the diagram; then by appearance. */
function hostsOf(rows: readonly ProcessRow[], groups: readonly GroupRow[]): string[] {
  const terminals = new Set(rows.filter(({ terminal }) => terminal).map(({ host }) => host));
  const hosts = [...new Set(groups.map(({ host }) => host))];
  return hosts.sort((a, b) => Number(terminals.has(b)) - Number(terminals.has(a)));
}
