// A project's own names, found in its texts: entries, registered names, topics. Enough to offer them; the engine knows for sure.
import type { Files } from "../../lib/project/files";
import { isModels } from "../../models/files";

export interface EntryName {
  id: string; // "app:relay"
  kind: string; // "process.lua"
  file: string;
  line: number;
}

export interface ModelName {
  name: string; // "CursorPosition"
  file: string;
  line: number;
}

export interface Names {
  entries: EntryName[];
  /** Names under which processes register. */
  registered: string[];
  topics: string[];
  /** Lua files. */
  sources: string[];
  models: ModelName[];
}

export function namesOf(files: Files): Names {
  const entries: EntryName[] = [];
  const registered = new Set<string>();
  const topics = new Set<string>();
  const sources: string[] = [];
  const models: ModelName[] = [];
  for (const [path, text] of Object.entries(files)) {
    if (/\.ya?ml$/.test(path)) entries.push(...entriesOf(path, text));
    if (isModels(path)) models.push(...modelsIn(path, text));
    if (!path.endsWith(".lua")) continue;
    sources.push(path);
    collect(registered, text, /\b(?:register|with_name)\s*\(?\s*["']([^"'\n]+)["']/g);
    collect(topics, text, /\blisten\s*\(?\s*["']([^"'\n]+)["']/g);
    collect(topics, text, /\btopic\s*\(\)\s*[=~]=\s*["']([^"'\n]+)["']/g);
    collect(topics, text, /\bsend\s*\([^,()\n]+,\s*["']([^"'\n]+)["']/g);
  }
  return { entries, registered: [...registered].sort(), topics: [...topics].sort(), sources, models };
}

/** Structs and enums that begin a line. */
export function modelsIn(file: string, text: string): ModelName[] {
  return text.split("\n").flatMap((line, at) => {
    const name = /^\s*pub\s+(?:struct|enum)\s+(?:r#)?([\p{L}_][\p{L}\p{N}_]*)/u.exec(line)?.[1];
    return name === undefined ? [] : [{ name, file, line: at + 1 }];
  });
}

function collect(into: Set<string>, text: string, pattern: RegExp): void {
  for (const [, name] of text.matchAll(pattern)) into.add(name);
}

/** An entry is a `name` with a `kind` at the same depth; its ID begins with the file's namespace. */
function entriesOf(file: string, text: string): EntryName[] {
  const namespace = /^namespace:\s*["']?([\w.-]+)/m.exec(text)?.[1];
  if (!namespace) return [];
  const entries: EntryName[] = [];
  let entry: { name?: string; kind?: string; line: number; depth: number } | undefined;
  const finish = () => {
    if (entry?.name && entry.kind) entries.push({ id: `${namespace}:${entry.name}`, kind: entry.kind, file, line: entry.line });
  };
  for (const [at, line] of text.split("\n").entries()) {
    const [, indent, dash, key, value] = /^(\s*)(- +)?([\w]+):\s*["']?([^"'#\s]*)/.exec(line) ?? [];
    if (key === undefined) continue;
    const depth = indent.length + (dash?.length ?? 0);
    if (dash && (key === "name" || key === "kind")) {
      finish();
      entry = { line: at + 1, depth };
    }
    if (entry?.depth !== depth) continue;
    if (key === "name") Object.assign(entry, { name: value, line: at + 1 });
    if (key === "kind") entry.kind = value;
  }
  finish();
  return entries;
}
