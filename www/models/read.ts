// A project's models: what the engine needs of them, and the helpers that are made of them.
import type { Files } from "../lib/project/files";
import type { Models } from "../protocol";
import { isModels } from "./files";
import { load, type Read } from "./module";

/** Reads those files of a project that declare models. */
export async function readModels(files: Files): Promise<Models & { names: string[] }> {
  const module = await load();
  const paths = Object.keys(files).filter(isModels);
  const texts = paths.map((path) => files[path]);
  const read = JSON.parse(module.read(paths, texts)) as Read;
  if ("faults" in read) return { schema: null, names: [], problems: read.faults };
  return { ...read.models, problems: [] };
}
