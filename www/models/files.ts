// Which files of a project declare models.
import type { Files } from "../lib/project/files";

/** `…/models/storage/NAME.rs`, as `Models::is_file` in crates/typed-kv has it. */
export function isModels(path: string): boolean {
  return /(^|\/)models\/storage\/[^/]+\.rs$/.test(path);
}

/** Those among the files of a project. */
export function modelsOf(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => isModels(path)));
}
