// What can be wrong with files that somebody brings, as a text in the reader's language will say it.
import type { Key, Params } from "../../i18n/index";

export type Fault =
  | "no_files"
  | "too_many"
  | "file_too_large"
  | "too_large"
  | "no_manifest"
  | "bad_path"
  | "unreadable"
  | "not_a_zip"
  | "damaged_zip"
  | "damaged_file"
  | "encrypted_zip"
  | "foreign_zip";

/** `t(error.key, error.params)` says it to the reader; the message is for whoever reads a log. */
export class ProjectFilesError extends Error {
  override readonly name = "ProjectFilesError";
  readonly key: Key;

  constructor(
    readonly fault: Fault,
    readonly params: Params = {},
  ) {
    super(`${fault} ${JSON.stringify(params)}`);
    this.key = `project.error.${fault}`;
  }
}
