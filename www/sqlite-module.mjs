// SQLite, with the store of crates/sqlite on it: a module of its own, for it runs in a worker of its own.
import { buildModule } from "./wasm-module.mjs";

/** Builds it into Trunk's staging folder. The names of its files. */
export const buildSqlite = (where) =>
  buildModule({ name: "sqlite", library: "rehearsal_sqlite", options: ["--package", "rehearsal-sqlite", "--crate-type", "cdylib"], optimise: ["-O3"] }, where);
