// The way to a database. What it needs is loaded when one is wanted, and not before.
import type { Database } from "./database";
import type { DatabaseStatus } from "./protocol";

/** Opens a database of this page; `changed` and `lost` as in `Database`. */
export async function openDatabase(name: string, changed: (status: DatabaseStatus) => void, lost?: () => void): Promise<Database> {
  const { Database } = await import("./database");
  return new Database(name, changed, lost);
}

/** Opens a copy of a database in memory: what it holds is in `bytes`. */
export async function openCopy(name: string, bytes: Uint8Array<ArrayBuffer>, changed: (status: DatabaseStatus) => void, lost?: () => void): Promise<Database> {
  const { Database } = await import("./database");
  return new Database(name, changed, lost, bytes);
}
