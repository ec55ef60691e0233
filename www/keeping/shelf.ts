// Where runs are kept: the browser's IndexedDB, a few of them, each compressed. Storage may be missing, full or blocked.
import type { DBSchema, IDBPDatabase } from "idb";
import type { BranchTree } from "../lib/branches";
import type { Look } from "../lib/tab";

export interface KeptRun {
  /** A scenario's or a project's. */
  scenario: string;
  /** What the reader called it then. */
  name: string;
  /** Milliseconds since 1970. */
  keptAt: number;
  events: number;
  look: Look;
  /** The text of its file, compressed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** What came since is noted under this; and so many inputs are in the text. */
  epoch?: string;
  inputs?: number;
  branches?: KeptBranches;
  /** The reader was told of it in another tab. */
  offered?: boolean;
}

/** The runs that came of going back and going on: those that are not played, compressed. */
export interface KeptBranches {
  tree: BranchTree;
  runs: { id: number; bytes: Uint8Array<ArrayBuffer> }[];
}

interface Schema extends DBSchema {
  runs: { key: string; value: KeptRun };
}

/** Of so many runs, the oldest goes. */
const MOST = 5;
/** Compressed, of one run. Its log is far beyond what somebody types by then. */
const LARGEST = 16 << 20;

let opening: Promise<IDBPDatabase<Schema>> | undefined;

/** Whether it is kept now. */
export async function keep(id: string, run: KeptRun): Promise<boolean> {
  if (run.bytes.length > LARGEST) return false;
  return quietly(async (database) => {
    const { store, done } = database.transaction("runs", "readwrite");
    await store.put(run, id);
    const others: [string, number][] = [];
    for (let at = await store.openCursor(); at; at = await at.continue()) if (at.key !== id) others.push([at.key, at.value.keptAt]);
    others.sort(([, a], [, b]) => b - a);
    for (const [key] of others.slice(MOST - 1)) await store.delete(key);
    await done;
    return true;
  }, false);
}

export async function find(id: string): Promise<KeptRun | undefined> {
  return quietly(async (database) => checked(await database.get("runs", id)), undefined);
}

/** Newest first. */
export async function all(): Promise<[id: string, run: KeptRun][]> {
  return quietly(async (database) => {
    const found: [string, KeptRun][] = [];
    for (let at = await database.transaction("runs").store.openCursor(); at; at = await at.continue()) {
      const run = checked(at.value);
      if (run) found.push([at.key, run]);
    }
    return found.sort(([, a], [, b]) => b.keptAt - a.keptAt);
  }, []);
}

/** Under which runs are kept. */
export async function ids(): Promise<string[]> {
  return quietly((database) => database.getAllKeys("runs"), []);
}

export async function forget(id: string): Promise<void> {
  await quietly((database) => database.delete("runs", id), undefined);
}

async function quietly<T>(act: (database: IDBPDatabase<Schema>) => Promise<T>, otherwise: T): Promise<T> {
  try {
    opening ??= open();
    return await act(await opening);
  } catch {
    // The next attempt opens anew: a browser may have closed the database to free space.
    opening = undefined;
    return otherwise;
  }
}

async function open(): Promise<IDBPDatabase<Schema>> {
  const { openDB } = await import("../lib/project/idb");
  return openDB<Schema>("rehearsal-runs", 1, {
    upgrade: (database) => void database.createObjectStore("runs"),
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opening = undefined),
  });
}

/** What is stored may be from another version of the page, or nonsense. */
function checked(stored: unknown): KeptRun | undefined {
  const run = stored as Partial<KeptRun> | undefined;
  const whole = typeof run?.scenario === "string" && typeof run.name === "string" && typeof run.keptAt === "number" && run.bytes instanceof Uint8Array && typeof run.look === "object";
  return whole ? (run as KeptRun) : undefined;
}
