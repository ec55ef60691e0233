// The path that somebody types for a file: cleaned, or what is wrong with it in the reader's language.
import { t } from "../../i18n/index";
import { ProjectFilesError } from "../../lib/project/error";
import type { Files } from "../../lib/project/files";
import { cleanPath, isText, isVisible } from "../../lib/project/path";

export type Named = { path: string } | { error: string };

/** `own`: the path that the file has so far, which is not taken from itself. */
export function named(typed: string, files: Files, own = ""): Named {
  if (typed.trim() === "") return { error: t("editor.path.empty") };
  try {
    const path = cleanPath(typed.trim());
    if (path !== own && Object.hasOwn(files, path)) return { error: t("editor.path.taken", { file: path }) };
    // What a project does not keep when it is brought, it cannot get here.
    if (!isText(path) || !isVisible(path)) return { error: t("editor.path.kind", { file: path }) };
    // A name cannot be a file and a folder at once.
    const folder = Object.keys(files).find((other) => other !== own && (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)));
    return folder === undefined ? { path } : { error: t("editor.path.taken", { file: folder }) };
  } catch (error) {
    if (error instanceof ProjectFilesError) return { error: t(error.key, error.params) };
    throw error;
  }
}
