// Projects of files, kept between visits. Storage may be missing, full or blocked, as in some private windows: then the page works
// without a memory.
import type { DBSchema, IDBPDatabase } from "idb";
import type { Files } from "./files";

export interface Draft {
  name: string;
  files: Files;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** What the editor's `history` said, for undo to reach back over a reload. */
  history?: unknown;
}

/** What a list of drafts needs to know. */
export interface Kept {
  id: string;
  name: string;
  changedAt: number;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
}

type Database = IDBPDatabase<Schema>;

const DATABASE = "rehearsal";

let opening: Promise<Database> | undefined;

/** Whether it is kept now. */
export async function saveDraft(id: string, draft: Draft): Promise<boolean> {
  const put = async (database: Database) => (await database.put("drafts", draft, id), true);
  return quietly(put, false);
}

export async function loadDraft(id: string): Promise<Draft | undefined> {
  return quietly(async (database) => checked(await database.get("drafts", id)), undefined);
}

export async function listDrafts(): Promise<Kept[]> {
  return quietly(async (database) => {
    const kept: Kept[] = [];
    for (let at = await database.transaction("drafts").store.openCursor(); at; at = await at.continue()) {
      const draft = checked(at.value);
      if (draft) kept.push({ id: at.key, name: draft.name, changedAt: draft.changedAt });
    }
    return kept;
  }, []);
}

export async function forgetDraft(id: string): Promise<void> {
  return quietly((database) => database.delete("drafts", id), undefined);
}

async function quietly<T>(act: (database: Database) => Promise<T>, otherwise: T): Promise<T> {
  try {
    opening ??= open();
    return await act(await opening);
  } catch {
    // The next attempt opens anew: a browser may have closed the database to free space.
    opening = undefined;
    return otherwise;
  }
}

async function open(): Promise<Database> {
  const { openDB } = await import("./idb");
  return openDB<Schema>(DATABASE, 1, {
    upgrade: (database) => void database.createObjectStore("drafts"),
    // A newer page in another tab wants to change the stores, and cannot while this one holds them open.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opening = undefined),
  });
}

/** What is stored may be from another version of the page, or nonsense. */
function checked(stored: unknown): Draft | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  const { name, files, changedAt, history } = stored as Partial<Draft>;
  if (typeof name !== "string" || typeof changedAt !== "number" || typeof files !== "object" || files === null) return undefined;
  if (!Object.values(files).every((text) => typeof text === "string")) return undefined;
  return { name, files, changedAt, history };
}
