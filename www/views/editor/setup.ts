// What the text area can do: a list of CodeMirror's extensions, and which keys they have.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { isModels } from "../../models/files";
import { help } from "./hover";
import { lua } from "./lua";
import { luaCompletion } from "./lua-completion";
import type { Names } from "./names";
import { rust } from "./rust";
import { rustCompletion } from "./rust-completion";
import { yaml } from "./yaml";
import { yamlCompletion } from "./yaml-completion";

export interface Surroundings {
  path: string;
  names(): Names;
  run(): void;
  /** Shows what the line of the cursor did. */
  trace(): void;
}

/** Classes that the style sheet knows. Of a YAML key CodeMirror says "atom". */
const highlighter = tagHighlighter([
  { tag: tags.comment, class: "tok-comment" },
  { tag: tags.string, class: "tok-string" },
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.number, tags.bool], class: "tok-number" },
  { tag: tags.atom, class: "tok-atom" },
  { tag: tags.standard(tags.variableName), class: "tok-standard" },
  { tag: tags.propertyName, class: "tok-property" },
  { tag: [tags.operator, tags.meta], class: "tok-mark" },
]);

export function setup({ path, names, run, trace }: Surroundings): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    // Also what turns the direction of writing: a program must not look like another one.
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    search({ top: true }),
    syntaxHighlighting(highlighter),
    EditorState.tabSize.of(4),
    // A project that is dropped on the text is the page's affair: here it would be written into the text.
    EditorView.domEventHandlers({ drop: (event) => event.dataTransfer?.types.includes("Files") ?? false }),
    languageOf(path, names),
    keymap.of([
      { key: "Mod-Enter", run: () => (run(), true), preventDefault: true },
      // All is kept as it is typed: whoever saves by habit wants to see the change.
      { key: "Mod-s", run: () => (run(), true), preventDefault: true },
      { key: "Alt-e", run: () => (trace(), true), preventDefault: true },
      { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      // Esc, then Tab leaves the text: CodeMirror sees to that, and the label says it.
      indentWithTab,
    ]),
  ];
}

function languageOf(path: string, names: () => Names): Extension {
  if (path.endsWith(".lua")) return [lua, indentUnit.of("    "), help("lua", names), completion(luaCompletion(names))];
  if (/\.(ya?ml|lock)$/.test(path)) return [yaml, indentUnit.of("  "), help("yaml", names), completion(yamlCompletion(names, () => path))];
  if (path.endsWith(".rs")) return [rust, indentUnit.of("    "), ...(isModels(path) ? [help("rust", names), completion(rustCompletion(names))] : [])];
  return indentUnit.of("  ");
}

function completion(source: ReturnType<typeof luaCompletion>): Extension {
  return autocompletion({ override: [source], icons: false });
}
