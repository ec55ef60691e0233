// The module that reads models, as crates/typed-kv exports it.
import type { Problem } from "../protocol";

// Set by build.mjs.
declare const MODELS: { js: string; wasm: string };

interface ModelsModule {
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  /** JSON: a `Read`. */
  read(paths: string[], texts: string[]): string;
  /** Throws an `Error` when the name of the module is none. */
  elm(schema: string, module: string): string;
  typescript(schema: string): string;
}

/** What became of some files. */
export type Read = { models: { schema: string; names: string[] } } | { faults: Problem[] };

let module: Promise<ModelsModule> | undefined;

/** Loads the module, once. */
export function load(): Promise<ModelsModule> {
  return (module ??= fetchModule().catch((error: unknown) => {
    module = undefined; // whoever wants it next tries again
    throw error;
  }));
}

async function fetchModule(): Promise<ModelsModule> {
  const url = (path: string) => new URL(path, document.baseURI).href;
  const wasm = fetch(url(MODELS.wasm));
  wasm.catch(() => {}); // it is awaited when its glue is there
  const loaded = (await import(url(MODELS.js))) as ModelsModule;
  await loaded.default({ module_or_path: wasm });
  return loaded;
}
