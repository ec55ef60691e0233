// A project's models: what the engine needs of them, and the helpers that are made of them.
import type { Files } from "../lib/project/files";
import type { Problem } from "../protocol";
import type { RightModels } from "../state";
import { modelsOf } from "./files";
import { load, type Read } from "./module";

/** What the files of a project declare, or all that is wrong with them. */
export type Declared = { models: RightModels; problems: [] } | { models: null; problems: Problem[] };

/** Languages that helpers are made in. */
export type Target = "elm" | "typescript";

/** Reads those files of a project that declare models. */
export async function readModels(all: Files): Promise<Declared> {
  const module = await load();
  const files = modelsOf(all);
  const read = JSON.parse(module.read(Object.keys(files), Object.values(files))) as Read;
  if ("faults" in read) return { models: null, problems: read.faults };
  const { schema, names } = read.models;
  return { models: { files, schema, names, meaning: meaningOf(schema) }, problems: [] };
}

/**
 * The text of the helpers for a schema.
 *
 * @throws Error the name of the Elm module is none.
 */
export async function helpers(schema: string, target: Target, name: string): Promise<string> {
  const module = await load();
  return target === "elm" ? module.elm(schema, name) : module.typescript(schema);
}

function meaningOf(schema: string): string {
  return JSON.stringify(JSON.parse(schema, (key, value: unknown) => (key === "docs" ? undefined : value)));
}
