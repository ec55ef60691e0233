// Which files of a project declare models.

/** `…/models/storage/NAME.rs`, as `Models::is_file` in crates/typed-kv has it. */
export function isModels(path: string): boolean {
  return /(^|\/)models\/storage\/[^/]+\.rs$/.test(path);
}
