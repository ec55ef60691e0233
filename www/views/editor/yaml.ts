// YAML's words, and an indentation that goes on where a line has opened something.
import { StreamLanguage, indentService } from "@codemirror/language";
import { yaml as mode } from "@codemirror/legacy-modes/mode/yaml";
import type { Extension } from "@codemirror/state";

const language = StreamLanguage.define({ ...mode, languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["[", "{", '"', "'"] } } });

const indentation = indentService.of((context, at) => {
  const before = context.lineAt(at, -1);
  // The line itself if the text after `at` moves down, else the one above.
  const line = before.from === at ? context.state.doc.lineAt(Math.max(0, at - 1)) : before;
  const opened = /^(\s*(?:- +)?).*:\s*(?:[|>][-+]?\s*)?$/.exec(line.text.slice(0, Math.max(0, at - line.from)));
  if (opened) return opened[1].length + context.unit;
  return /^\s*(?:- +(?=\S+:))?/.exec(line.text)![0].length;
});

export const yaml: Extension = [language, indentation];
