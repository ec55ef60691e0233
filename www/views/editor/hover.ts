// Help under the pointer: what a name does, and where an entry of the project is defined.
import { hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Extension, Text } from "@codemirror/state";
import { about, loadAbout } from "./about";
import { FIELDS, KINDS, type Help } from "./api";
import { lookUp } from "./lookup";
import type { Names } from "./names";
import { rustHelp } from "./rust-words";
import { saidNodes } from "./said";

export function help(language: "lua" | "yaml" | "rust", names: () => Names): Extension {
  return hoverTooltip(async (view, at): Promise<Tooltip | null> => {
    // The first word that one asks about may be pointed at before the language's sentences are there.
    await loadAbout();
    const line = view.state.doc.lineAt(at);
    const word = around(line.text, at - line.from, language === "yaml" || inQuotes(line.text, at - line.from));
    if (!word) return null;
    const found = entryHelp(word.text, names()) ?? HELPS[language](word.text, view.state.doc, names());
    if (!found) return null;
    return { pos: line.from + word.from, end: line.from + word.to, above: true, create: () => ({ dom: card(found) }) };
  });
}

const HELPS: Record<"lua" | "yaml" | "rust", (word: string, doc: Text, names: Names) => Help | undefined> = {
  lua: (word, doc) => luaHelp(word, doc.toString()),
  yaml: (word) => yamlHelp(word),
  rust: (word, _, names) => modelHelp(word, names),
};

interface Word {
  text: string;
  from: number;
  to: number;
}

/** The name at a place. In a program it ends with the part under the pointer: `process` of `process.send` is the module. */
function around(line: string, at: number, whole: boolean): Word | undefined {
  for (const match of line.matchAll(whole ? /[\w.:-]+/g : /[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)*/g)) {
    const to = match.index + match[0].length;
    if (at < match.index || at > to) continue;
    const rest = whole ? -1 : line.slice(at, to).search(/[.:]/);
    const end = rest < 0 ? to : at + rest;
    return { text: line.slice(match.index, end).replace(/:$/, ""), from: match.index, to: end };
  }
  return undefined;
}

function inQuotes(line: string, at: number): boolean {
  return (line.slice(0, at).match(/["']/g)?.length ?? 0) % 2 === 1;
}

function entryHelp(word: string, { entries }: Names): Help | undefined {
  const entry = entries.find(({ id }) => id === word);
  return entry && [entry.id, `${entry.kind}, ${entry.file}:${entry.line}`];
}

function modelHelp(word: string, { models }: Names): Help | undefined {
  const model = models.find(({ name }) => name === word);
  return rustHelp(word) ?? (model && [model.name, `${model.file}:${model.line}`]);
}

function luaHelp(word: string, text: string): Help | undefined {
  const found = lookUp(word, text);
  if (!found) return undefined;
  const [signature, sentence] = found.help;
  return [signature.startsWith("(") ? found.name + signature : `${found.name}: ${signature}`, sentence];
}

function yamlHelp(word: string): Help | undefined {
  if (KINDS.includes(word)) return [word, about(`kind ${word}`)];
  return FIELDS.includes(word) ? [word, about(`field ${word}`)] : undefined;
}

function card([signature, sentence]: Help): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "help";
  const code = document.createElement("code");
  code.textContent = signature;
  const text = document.createElement("p");
  text.append(...saidNodes(sentence));
  dom.append(code, text);
  return dom;
}
