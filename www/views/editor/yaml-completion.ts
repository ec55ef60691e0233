// What may stand at the cursor of a definition file.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { about } from "./about";
import { FIELDS, KINDS, MODULES } from "./api";
import type { Names } from "./names";

/** Which kinds a field's entry may have. */
const REFERENCES: Record<string, RegExp> = { process: /^process\.lua$/, host: /\.host$/, requires: /./, depends_on: /./ };
const VALUES: Record<string, readonly string[]> = { auto_start: ["true", "false"], hide_logs: ["true", "false"], method: ["main"] };

export function yamlCompletion(names: () => Names, path: () => string): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (/(^|\s)#/.test(before)) return null;
    const list = /^(\s*)(?:- +)?(\w+):\s*\[(?:.*,)?\s*([\w.:-]*)$/.exec(before);
    if (list) return values(context, list[2], list[3], names(), path());
    const value = /^\s*(?:- +)?(\w+):\s+(\S*)$/.exec(before);
    if (value) return values(context, value[1], value[2], names(), path());
    const item = /^(\s*)- +([\w.:-]*)$/.exec(before);
    const above = item && keyAbove(context, line.number, item[1].length);
    if (item && above && above !== "entries") return values(context, above, item[2], names(), path());
    const key = /^\s*(?:- +)?(\w*)$/.exec(before);
    return key && (key[1] || context.explicit) ? keys(context, key[1]) : null;
  };
}

function keys({ pos }: CompletionContext, typed: string): CompletionResult {
  const options = FIELDS.map((label): Completion => ({ label, type: "property", info: about(`field ${label}`), apply: `${label}: ` }));
  return { from: pos - typed.length, options, validFor: /^\w*$/ };
}

function values({ pos }: CompletionContext, key: string, typed: string, names: Names, path: string): CompletionResult | null {
  const options = optionsOf(key, names, path);
  return options.length === 0 ? null : { from: pos - typed.length, options, validFor: /^[\w.:/-]*$/ };
}

function optionsOf(key: string, { entries, sources }: Names, path: string): Completion[] {
  if (key === "kind") return KINDS.map((label) => ({ label, type: "class", info: about(`kind ${label}`) }));
  if (key === "modules") return MODULES.map((label) => ({ label, type: "namespace", info: about(`module ${label}`) }));
  if (key === "source") return sources.map((source) => ({ label: reference(source, path), type: "text" })).filter(({ label }) => label !== "");
  if (Object.hasOwn(VALUES, key)) return VALUES[key].map((label) => ({ label, type: "constant" }));
  if (!Object.hasOwn(REFERENCES, key)) return [];
  return entries.filter(({ kind }) => REFERENCES[key].test(kind)).map(({ id, kind }) => ({ label: id, type: "class", detail: kind }));
}

/** How a definition file names a source that lies beside or below it. */
function reference(source: string, path: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return source.startsWith(folder) ? `file://${source.slice(folder.length)}` : "";
}

/** The key whose list an item belongs to. */
function keyAbove(context: CompletionContext, number: number, indent: number): string | undefined {
  for (let n = number - 1; n > 0; n -= 1) {
    const [, spaces, key] = /^(\s*)(?:- +)?(\w+):\s*$/.exec(context.state.doc.line(n).text) ?? [];
    if (key !== undefined && spaces.length <= indent) return key;
  }
  return undefined;
}
