// What may stand at the cursor of a Lua text.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { about } from "./about";
import { API, MODULES } from "./api";
import { members } from "./lookup";
import type { Names } from "./names";
import { saidInfo } from "./said";

const KEYWORDS = "and break do else elseif end for function goto if in local nil not or repeat return then true false until while".split(" ");
const WORD = /^\w*$/;
/** A name with a dot or a colon; not two dots, which join two texts. */
const MARKED = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:\.(?!\.)|:)\w*$/;
/** Longer texts are not looked through for their own words at each key. */
const READ = 200_000;

export function luaCompletion(names: () => Names): CompletionSource {
  return (context) => inText(context, names()) ?? (context.matchBefore(MARKED) ? afterMark(context) : word(context));
}

/** Within quotation marks: modules after `require`, else the project's own names. */
function inText(context: CompletionContext, names: Names): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const open = /^(?:[^"'\\]|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*(["'])((?:[^"'\\]|\\.)*)$/.exec(before);
  if (!open || before.trimStart().startsWith("--")) return null;
  const from = context.pos - open[2].length;
  const required = /\brequire\s*\(?\s*$/.test(before.slice(0, -open[2].length - 1));
  const options = required ? MODULES.map((label): Completion => ({ label, type: "namespace", info: about(`module ${label}`) })) : ownNames(names);
  return { from, options, validFor: /^[\w.:-]*$/ };
}

function ownNames({ entries, registered, topics }: Names): Completion[] {
  return [
    ...entries.map(({ id, kind }): Completion => ({ label: id, type: "class", detail: kind })),
    ...registered.map((label): Completion => ({ label, type: "variable", detail: "name" })),
    ...topics.map((label): Completion => ({ label, type: "text", detail: "topic" })),
  ];
}

function afterMark(context: CompletionContext): CompletionResult | null {
  const [, base, mark, typed] = /^(.*)([.:])(\w*)$/.exec(context.matchBefore(MARKED)!.text)!;
  const text = context.state.sliceDoc(0, READ);
  const options = members(base, mark as "." | ":", text).map(({ name, help: [detail, info] }): Completion => {
    const at = name.lastIndexOf(mark);
    const type = mark === ":" ? "method" : detail.startsWith("(") ? "function" : "constant";
    return { label: name.slice(at + 1), type, detail: mark === ":" ? `${name.slice(0, at)} ${detail}` : detail, info: saidInfo(info) };
  });
  if (options.length === 0) options.push(...fields(base, typed, text));
  return { from: context.pos - typed.length, options, validFor: WORD };
}

/** Fields of a table of the program's own, as it uses them elsewhere. */
function fields(base: string, typed: string, text: string): Completion[] {
  const used = text.matchAll(new RegExp(`(?<![\\w.])${base.replaceAll(".", "\\.")}[.:](\\w+)`, "g"));
  const names = new Set(Array.from(used, ([, name]) => name));
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "property" }));
}

function word(context: CompletionContext): CompletionResult | null {
  const found = context.matchBefore(/\w+/);
  if (!found && !context.explicit) return null;
  if (found && /^\d/.test(found.text)) return null;
  const from = found?.from ?? context.pos;
  const globals = Object.entries(API).filter(([name]) => WORD.test(name));
  return {
    from,
    validFor: WORD,
    options: [
      ...locals(context.state.sliceDoc(0, READ), found?.text).map((label): Completion => ({ label, type: "variable", boost: 2 })),
      ...MODULES.map((label): Completion => ({ label, type: "namespace", info: about(`module ${label}`), boost: 1 })),
      ...["string", "table", "math", "coroutine"].map((label): Completion => ({ label, type: "namespace" })),
      ...globals.map(([label, detail]): Completion => ({ label, type: "function", detail, info: saidInfo(about(label)) })),
      ...KEYWORDS.map((label): Completion => ({ label, type: "keyword" })),
    ],
  };
}

/** Names that the text gives itself, but for the one that is being typed. */
function locals(text: string, typed?: string): string[] {
  const found = new Set<string>();
  for (const [, list] of text.matchAll(/\b(?:local(?!\s+function)|for)\s+([\w\s,]+?)\s*(?:=|\bin\b|\n|;|$)/g)) {
    for (const name of list.split(",")) found.add(name.trim());
  }
  for (const [, name, list] of text.matchAll(/\bfunction\s*([\w]*)[\w.:]*\s*\(([^)\n]*)\)/g)) {
    found.add(name);
    for (const parameter of list.split(",")) found.add(parameter.split(":")[0].trim());
  }
  return [...found].filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== typed && !MODULES.includes(name));
}
