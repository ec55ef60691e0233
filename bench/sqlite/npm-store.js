// The same store on the package from npm: the same table, the same flushes, prepared statements. `journal` is SQLite's journal mode:
// PERSIST is the fastest of those with a rollback journal, and the package itself sets none.
import sqlite3InitModule from "./sqlite3.js";

export async function open(directory, journal) {
  const sqlite3 = await sqlite3InitModule();
  const pool = await sqlite3.installOpfsSAHPoolVfs({ directory });
  const db = new pool.OpfsSAHPoolDb("/app.db");
  db.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = ${journal};
    PRAGMA journal_size_limit = 1048576;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  `);
  const get = db.prepare("SELECT value FROM kv_store WHERE key = ?1");
  const set = db.prepare("INSERT INTO kv_store (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  return {
    get(key) {
      const found = get.bind(1, key).step() ? get.get(0) : null;
      get.reset();
      return found;
    },
    set: (key, json) => set.bind([key, json]).stepReset(),
  };
}
