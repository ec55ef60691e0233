// The module that holds SQLite, as crates/sqlite exports it.
import type { ModuleUrls, Rows, StoreAnswer, StoreFailure, StoreRequest } from "./protocol";

/** Whatever it throws is a `StoreFailure`, or the end of the module. */
export interface Sqlite {
  readonly fault: StoreFailure | undefined;
  readonly changes: number;
  answer(requests: StoreRequest[]): StoreAnswer[];
  rows(glob: string, offset: number, limit: number, longest: number): Rows;
  export(): Uint8Array<ArrayBuffer>;
  import(file: Uint8Array): void;
  reset(): void;
}

export interface SqliteModule {
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  /** `tell` is called with the message of a panic; then the module ends. */
  onPanic(tell: (message: string) => void): void;
  Database: {
    open(directory: string): Promise<Sqlite>;
    memory(): Sqlite;
  };
}

/** Loads the glue, and the module at the same time. */
export async function load({ js, wasm }: ModuleUrls): Promise<SqliteModule> {
  const response = fetch(wasm);
  response.catch(() => {}); // it is awaited when its glue is there
  const module = (await import(js)) as SqliteModule;
  await module.default({ module_or_path: response });
  return module;
}

/** What was thrown, as a failure that can be told; undefined if the module has come to its end. */
export function failureOf(thrown: unknown): StoreFailure | undefined {
  return typeof thrown === "object" && thrown !== null && "kind" in thrown ? (thrown as StoreFailure) : undefined;
}
