// What may stand at the cursor of a file of models.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult, type CompletionSource } from "@codemirror/autocomplete";
import type { Names } from "./names";
import { CASES, DERIVES, rustHelp, SERDE, TYPES, written } from "./rust-words";

/** As much of a line as says where one is. */
const READ = 400;

export function rustCompletion(names: () => Names): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(Math.max(0, context.pos - line.from - READ), context.pos - line.from);
    if (before.includes("//")) return null;
    const attribute = /#!?\[([^\]]*)$/.exec(before)?.[1];
    if (attribute !== undefined) return inAttribute(context, attribute);
    if (/"[^"]*$/.test(before)) return null;
    const type = /[:<(,]\s*(\w*)$/.exec(before);
    if (type && (type[1] || context.explicit || /[:<]\s*$/.test(before))) return types(context, type[1], names());
    const word = /^\s*(\w*)$/.exec(before);
    return word && (word[1] || context.explicit) ? items(context, word[1]) : null;
  };
}

function result({ pos }: CompletionContext, typed: string, options: Completion[]): CompletionResult {
  return { from: pos - typed.length, options, validFor: /^[\w-]*$/ };
}

function types(context: CompletionContext, typed: string, { models }: Names): CompletionResult {
  const own = models.map(({ name, file, line }): Completion => ({ label: name, type: "class", detail: `${file}:${line}`, boost: 1 }));
  return result(context, typed, [...own, ...TYPES.map((name) => explained(name, "type"))]);
}

function inAttribute(context: CompletionContext, before: string): CompletionResult | null {
  const cases = /rename_all\s*=\s*"([\w-]*)$/.exec(before);
  if (cases) return result(context, cases[1], CASES.map((label): Completion => ({ label, type: "constant" })));
  if (/"[^"]*$/.test(before.replaceAll(/"[^"]*"/g, ""))) return null;
  const word = /(\w*)$/.exec(before)![1];
  if (/^serde\s*\(/.test(before)) return result(context, word, Object.keys(SERDE).map((name) => explained(name, "property")));
  if (/^derive\s*\(/.test(before)) return result(context, word, DERIVES.map((label): Completion => ({ label, type: "class" })));
  if (before !== word) return null;
  return result(context, word, [
    snippetCompletion("serde(${})", { label: "serde", type: "property", detail: "serde(…)" }),
    snippetCompletion("derive(${})", { label: "derive", type: "property", detail: "derive(…)", info: rustHelp("derive")![1] }),
  ]);
}

/** What begins a line. */
function items(context: CompletionContext, typed: string): CompletionResult {
  return result(context, typed, [
    snippetCompletion("pub struct ${Name} {\n\tpub ${field}: ${String},\n}", { label: "pub struct", type: "keyword", info: rustHelp("struct")![1] }),
    snippetCompletion("pub enum ${Name} {\n\t${First},\n}", { label: "pub enum", type: "keyword", info: rustHelp("enum")![1] }),
    snippetCompletion("pub ${field}: ${String},", { label: "pub", type: "keyword" }),
  ]);
}

/** A word with its help; where something belongs into it, the cursor goes there. */
function explained(name: string, type: string): Completion {
  const text = written(name);
  const option: Completion = { label: name, type, detail: text === name ? undefined : text, info: rustHelp(name)?.[1] };
  return text === name ? option : snippetCompletion(text.replace("…", "${}"), option);
}
