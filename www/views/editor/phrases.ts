// What CodeMirror says by itself, in the reader's language.
import { t } from "../../i18n/index";

/** Its words → the keys of ours. A dollar sign is where it puts a number. */
const PHRASES = {
  Find: "editor.search.find",
  Replace: "editor.search.with",
  next: "editor.search.next",
  previous: "editor.search.previous",
  all: "editor.search.all",
  "match case": "editor.search.case",
  regexp: "editor.search.regexp",
  "by word": "editor.search.word",
  replace: "editor.search.replace",
  "replace all": "editor.search.replace_all",
  close: "close",
  "current match": "editor.search.current",
  "on line": "editor.search.line",
  "replaced match on line $": "editor.search.replaced",
  "replaced $ matches": "editor.search.replaced_all",
  "Go to line": "editor.line",
  go: "editor.line.go",
  Completions: "editor.completions",
  "Control character": "editor.control",
} as const;

export function phrases(): Record<string, string> {
  return Object.fromEntries(Object.entries(PHRASES).map(([word, key]) => [word, t(key, { n: "$" })]));
}
