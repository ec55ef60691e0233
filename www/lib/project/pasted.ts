// A project out of one text, as it is pasted.
import { assemble, saysNamespace } from "./assemble";
import { Budget, type Files, type Project } from "./files";
import { cleanPath } from "./path";

/** `-- file: src/relay.lua`, `# file: _index.yaml`, `// file: notes.md`: the path ends with its line. */
const HEAD = /^(?:--|#|\/\/)[ \t]*file:[ \t]*(\S.*?)[ \t]*\r?$/i;

const NAME = "pasted";

/**
 * Reads one of three forms:
 *
 * - Several files: each begins with a line such as `-- file: src/relay.lua` or `# file: _index.yaml` and ends before the next
 *   such line. What stands above the first is not part of any file. A path that comes twice keeps its last text.
 * - One manifest: a text with a line that begins with `namespace:` is `_index.yaml`.
 * - One Lua text, which is anything else: it becomes `main.lua`, and a manifest is made around it with a terminal host
 *   `app:terminal`, a process host `app:processes` and the entry `app:main`, whose method is `main`.
 *
 * @throws ProjectFilesError
 */
export function readPasted(text: string): Project {
  const clean = text.replace(/^\ufeff/, "");
  const files = split(clean) ?? whole(clean);
  const budget = new Budget();
  for (const [path, content] of Object.entries(files)) {
    budget.keep();
    budget.spend(path, new Blob([content]).size);
  }
  return assemble(NAME, Object.entries(files));
}

function split(text: string): Files | undefined {
  const files = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of text.split("\n")) {
    const path = HEAD.exec(line)?.[1];
    if (path) files.set(cleanPath(path), (lines = []));
    else lines?.push(line);
  }
  if (!lines) return undefined;
  return Object.fromEntries([...files].map(([path, lines]) => [path, trimmed(lines)]));
}

function whole(text: string): Files {
  if (text.trim() === "") return {};
  return saysNamespace(text) ? { "_index.yaml": text } : { "main.lua": text };
}

/** Without the empty lines that set it off from what follows; with a line end at its end. */
function trimmed(lines: string[]): string {
  let end = lines.length;
  while (end > 0 && lines[end - 1].trim() === "") end -= 1;
  return end === 0 ? "" : `${lines.slice(0, end).join("\n")}\n`;
}
