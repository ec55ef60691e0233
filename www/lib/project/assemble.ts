// Texts with cleaned paths → a project: the folders around it fall away, and it has a manifest.
import { ProjectFilesError } from "./error";
import type { Project } from "./files";
import { nameOf } from "./path";
import { around } from "./single";

type Text = [path: string, text: string];

/** Names that a message has room for. */
const NAMED = 8;

/** @throws ProjectFilesError `no_files`, `no_manifest` */
export function assemble(name: string, texts: Iterable<readonly [string, string]>, leftOut = 0): Project {
  const given = Array.from(texts, ([path, text]): Text => [path, text]);
  if (given.length === 0) throw new ProjectFilesError("no_files");
  const { folder, files } = withoutFolders(given);
  const [[path, text]] = files;
  if (files.length === 1 && path.endsWith(".lua")) return { name: stem(path), files: around(path, text), leftOut };
  if (!files.some(isManifest)) throw new ProjectFilesError("no_manifest", { files: listed(files.map(([path]) => path)) });
  return { name: folder ?? name, files: Object.fromEntries(files), leftOut };
}

/** `relay.zip` → `relay` */
export function stem(path: string): string {
  return nameOf(path).replace(/(?<=.)\.\w+$/, "");
}

/**
 * What all files lie in falls away, and gives the project its name. `src` stays: it is part of how a project lies on a disk,
 * and its lock file may name it.
 */
function withoutFolders(files: Text[]): { folder?: string; files: Text[] } {
  let folder: string | undefined;
  for (;;) {
    const top = files[0][0].slice(0, files[0][0].indexOf("/") + 1);
    if (top === "" || top === "src/" || !files.every(([path]) => path.startsWith(top))) return { folder, files };
    folder = top.slice(0, -1);
    files = files.map(([path, text]) => [path.slice(top.length), text]);
  }
}

/** The name `_index.yaml` is a habit; a definition file is one that says its namespace. */
function isManifest([path, text]: Text): boolean {
  if (/(^|\/)_index\.(ya?ml|json)$/.test(path)) return true;
  return /\.ya?ml$/.test(path) ? saysNamespace(text) : path.endsWith(".json") && /"namespace"\s*:/.test(text);
}

export function saysNamespace(yaml: string): boolean {
  return /^namespace\s*:/m.test(yaml);
}

function listed(paths: string[]): string {
  const shown = paths.slice(0, NAMED).join(", ");
  return paths.length > NAMED ? `${shown}, …` : shown;
}
