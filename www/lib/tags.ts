// What tells processes of one entry apart: the name that one has registered, or what it was started with, as far as others of its kind
// were started with something else.
import type { Description, ProcessRow } from "../protocol";
import type { TraceRing } from "./trace/ring";

/** A tag is a hint, no text to be read. */
const LONGEST = 24;
/** Processes of which it is remembered what they were started with, and that are asked for at a time. */
const REMEMBERED = 2_000;
const ASKED = 100;

interface Host {
  readonly state: { readonly ring: TraceRing };
  describe(events: number[]): Promise<Description[]>;
  /** What was not known before is. */
  changed(): void;
}

export class Tags {
  /** Arguments by process; null: there are none, or nobody knows them any more. */
  private args = new Map<number, readonly unknown[] | null>();
  private readonly asking = new Set<number>();
  private run = 0;
  /** The last answer, and what it was for: many ask the same. */
  private last: { rows: readonly ProcessRow[]; tags: ReadonlyMap<number, string> } | null = null;

  constructor(private readonly host: Host) {}

  /** Of those that need one, by process. */
  of(rows: readonly ProcessRow[], run: number): ReadonlyMap<number, string> {
    if (run !== this.run || this.args.size > REMEMBERED) {
      this.args = new Map();
      this.asking.clear();
      this.run = run;
      this.last = null;
    }
    if (this.last?.rows !== rows) this.last = { rows, tags: this.find(rows) };
    return this.last.tags;
  }

  private find(rows: readonly ProcessRow[]): ReadonlyMap<number, string> {
    const tags = new Map<number, string>();
    for (const alike of groups(rows)) {
      const nameless = alike.filter(({ names }) => names.length === 0);
      for (const { number, names } of alike) if (names.length > 0) tags.set(number, short(names[0]));
      const known = new Map(nameless.flatMap(({ number }) => (this.args.get(number) ? [[number, this.args.get(number)!]] : [])));
      for (const [number, tag] of distinguish(known)) tags.set(number, tag);
      this.want(nameless.map(({ number }) => number));
    }
    return tags;
  }

  private want(processes: readonly number[]): void {
    const wanted = processes.filter((process) => !this.args.has(process) && !this.asking.has(process)).slice(0, ASKED);
    const { ring } = this.host.state;
    const spawns = wanted.map((process) => ring.processes.spawnOf(process));
    const kept = wanted.filter((_, at) => spawns[at] > 0 && ring.has(spawns[at]));
    if (kept.length === 0) return;
    kept.forEach((process) => this.asking.add(process));
    void this.learn(kept, this.run);
  }

  private async learn(processes: readonly number[], run: number): Promise<void> {
    const { ring } = this.host.state;
    const lines = await this.host.describe(processes.map((process) => ring.processes.spawnOf(process))).catch(() => []);
    if (run !== this.run) return;
    processes.forEach((process, at) => {
      this.args.set(process, read(lines[at]?.payload));
      this.asking.delete(process);
    });
    this.last = null;
    this.host.changed();
  }
}

/** Processes of one entry on one host, where there are several. */
function groups(rows: readonly ProcessRow[]): ProcessRow[][] {
  const by = new Map<string, ProcessRow[]>();
  for (const row of rows) {
    const kind = `${row.host} ${row.entry}`;
    const others = by.get(kind);
    if (others) others.push(row);
    else by.set(kind, [row]);
  }
  return [...by.values()].filter(({ length }) => length > 1);
}

function read(payload: string | null | undefined): readonly unknown[] | null {
  try {
    const args: unknown = JSON.parse(payload ?? "null");
    return Array.isArray(args) ? args : null;
  } catch {
    return null; // too long to be described whole
  }
}

/** The arguments in which some differ. */
export function distinguish(args: ReadonlyMap<number, readonly unknown[]>): Map<number, string> {
  const lists = [...args.values()].map((list) => list.map((value) => (typeof value === "string" ? value : JSON.stringify(value))));
  const length = Math.max(0, ...lists.map((list) => list.length));
  const differ = Array.from({ length }, (_, at) => at).filter((at) => new Set(lists.map((list) => list[at])).size > 1);
  const tags = new Map<number, string>();
  [...args.keys()].forEach((process, n) => {
    const tag = differ.flatMap((at) => lists[n][at] ?? []).join(", ");
    if (tag !== "") tags.set(process, short(tag));
  });
  return tags;
}

function short(text: string): string {
  const points = [...text.slice(0, 4 * LONGEST)];
  return points.length > LONGEST ? `${points.slice(0, LONGEST - 1).join("")}…` : points.join("");
}
