// What crosses between the sqlite worker and those who ask it: requests on ports, and the page's own messages.

/** A request on a port, where they come in lists of what is asked at the same time. `json` is the value as JSON text, `glob` a pattern of SQLite's GLOB. */
export type StoreRequest = { id: number } & ({ op: "get"; key: string } | { op: "set"; key: string; json: string } | { op: "list"; glob: string });

/** Its answer, which comes in a list with others of the port: of `get` the JSON text, of `set` null when the value is kept, of `list` the keys. */
export type StoreAnswer = { id: number } & ({ ok: string | string[] | null } | { error: StoreFailure });

/** `kind` is one of the runtime's error kinds; `retryable` is null where nobody can say. Processes are told the message. */
export interface StoreFailure extends Why {
  kind: string;
  message: string;
  retryable: boolean | null;
}

/** What a reader is told in their own language: a code (`WhyCode`; a text `database.why.CODE`), and what SQLite or the browser has said. */
export interface Why {
  code?: string;
  detail?: string;
}

/** Those of the page itself. SQLite's are in crates/sqlite. */
export type WhyCode = "copy" | "insecure" | "no_files" | "files_refused" | "held" | "no_module" | "panicked" | "no_worker" | "broken" | "died" | "lost";

/**
 * How the database is: `open` in the browser's storage; `held` by another tab, whose going this one waits for; in `memory`, for there
 * is no storage or it is a copy, and gone with the page; `failed`, of no use. `reason` is a sentence for all but `open`.
 */
export type DatabaseState = "starting" | "open" | "held" | "memory" | "failed";

export interface DatabaseStatus extends Why {
  state: DatabaseState;
  reason: string;
}

/** What the page does with a whole database. */
export type PageRequest = { op: "export" } | { op: "import"; file: Uint8Array<ArrayBuffer> } | { op: "reset" } | ({ op: "rows" } & RowsQuery);

/** Rows whose keys match `glob`: `limit` of them after the first `offset`; of each value the first `longest` characters. */
export interface RowsQuery {
  glob: string;
  offset: number;
  limit: number;
  longest: number;
}

/** `total` counts all rows that match; `changes` grows with every change of the database. */
export interface Rows {
  rows: Row[];
  total: number;
  changes: number;
}

/** `value` is null where another program has stored something that is no text; `length` is that of the whole value. */
export interface Row {
  key: string;
  value: string | null;
  length: number;
}

/** The files of the module, as absolute addresses. */
export interface ModuleUrls {
  js: string;
  wasm: string;
}

/** The first message. `life` is a lock that the worker holds for as long as it lives; `anew`: what is in the directory is removed; `copy`: the
    database is this one, in memory, and the directory is not touched. */
export interface Start {
  type: "start";
  directory: string;
  module: ModuleUrls;
  life: string;
  anew: boolean;
  copy?: Uint8Array<ArrayBuffer>;
}

export type ToSqlite =
  | Start
  | { type: "ping" } // is answered by `alive`
  | { type: "connect"; port: MessagePort } // requests come on this port
  | { type: "request"; id: number; request: PageRequest };

export type FromSqlite =
  | { type: "alive"; locked: boolean } // the first word, with its lock if the browser has locks; and the answer to each ping
  | ({ type: "state" } & DatabaseStatus)
  | { type: "reply"; id: number; value: unknown }
  | { type: "reply"; id: number; error: StoreFailure };
