// Paths of a project as the lines of a tree: folders first, each with what it holds.

export type Line = { kind: "folder"; path: string; name: string; level: number; open: boolean } | { kind: "file"; path: string; name: string; level: number };

interface Folder {
  folders: Map<string, Folder>;
  files: string[];
}

/** `closed`: paths of folders whose content is not shown. */
export function treeOf(paths: Iterable<string>, closed: ReadonlySet<string>): Line[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const path of paths) {
    const parts = path.split("/");
    const name = parts.pop()!;
    let folder = root;
    for (const part of parts) {
      if (!folder.folders.has(part)) folder.folders.set(part, { folders: new Map(), files: [] });
      folder = folder.folders.get(part)!;
    }
    folder.files.push(name);
  }
  const lines: Line[] = [];
  write(root, "", 1, closed, lines);
  return lines;
}

function write({ folders, files }: Folder, parent: string, level: number, closed: ReadonlySet<string>, lines: Line[]): void {
  for (const [name, folder] of [...folders].sort(([a], [b]) => order(a, b))) {
    const path = parent + name;
    const open = !closed.has(path);
    lines.push({ kind: "folder", path, name, level, open });
    if (open) write(folder, `${path}/`, level + 1, closed, lines);
  }
  for (const name of files.sort(order)) lines.push({ kind: "file", path: parent + name, name, level });
}

/** The same for every reader, so not by the rules of a language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
