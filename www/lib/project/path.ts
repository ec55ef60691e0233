// Paths as they come from disks and archives of all kinds, and which of them a project keeps.
import { ProjectFilesError } from "./error";

const LONGEST = 400;
/** Folders that tools fill. Hidden ones go by their dot. */
const TOOLS = new Set(["node_modules", "target", "__MACOSX"]);
const TEXTS = new Set("yaml yml json lua lock md markdown txt toml csv tsv ini cfg conf env sql html css js ts rs sh xml svg".split(" "));
/** Texts that have no ending. */
const NAMED = new Set(["license", "readme", "makefile", "dockerfile", "changelog", "notice", "authors"]);

/**
 * `.\src\relay.lua` → `src/relay.lua`. A path that leads out of its folder, or names a drive, has no honest reading.
 *
 * @throws ProjectFilesError `bad_path`
 */
export function cleanPath(path: string): string {
  const parts = path.replaceAll("\\", "/").split("/").filter((part) => part !== "" && part !== ".");
  const clean = parts.join("/");
  const drive = /^[a-z]:/i.test(clean);
  if (drive || parts.includes("..") || clean === "" || clean.length > LONGEST || /[\u0000-\u001f\u007f]/.test(clean)) {
    throw new ProjectFilesError("bad_path", { path: path.slice(0, LONGEST) });
  }
  return clean;
}

/** Whether no part of the path, cleaned or not, is hidden or a tool's own. */
export function isVisible(path: string): boolean {
  return path.split(/[\\/]/).every((part) => !/^\.[^.]/.test(part) && !TOOLS.has(part));
}

/** Whether a file of this name is expected to hold text. */
export function isText(path: string): boolean {
  const name = nameOf(path).toLowerCase();
  const dot = name.lastIndexOf(".");
  return dot < 0 ? NAMED.has(name) : TEXTS.has(name.slice(dot + 1));
}

/** `src/relay.lua` → `relay.lua` */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
