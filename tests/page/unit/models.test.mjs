// What the editor knows of models in Rust without a browser: their words, what is offered and explained, and how a new file begins.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const {
  namesOf, modelsIn, diagnosticsOf, rust, rustCompletion, rustHelp, TYPES, SERDE, beginningOf, isModels, modelsOf, isChanged, highlight, about,
  CompletionContext, EditorState, getIndentation, indentUnit, highlightTree, tagHighlighter, tags, syntaxTree,
} = await load({
  names: "views/editor/names",
  diagnostics: "views/editor/diagnostics",
  rust: "views/editor/rust",
  completion: "views/editor/rust-completion",
  words: "views/editor/rust-words",
  beginning: "views/editor/beginning",
  files: "models/files",
  pageState: "state",
  highlighting: "lib/highlight",
  about: "views/editor/about",
  state: "../node_modules/@codemirror/state",
  autocomplete: "../node_modules/@codemirror/autocomplete",
  language: "../node_modules/@codemirror/language",
  highlight: "../node_modules/@lezer/highlight",
});

const UI = "models/storage/ui.rs";
const NAMES = namesOf({ [UI]: "// pub struct No;\npub struct Cursor {\n    pub x: i32,\n}\n\n  pub enum r#Größe { A }\n", "src/other.rs": "pub struct Other {}" });

/** The words of a text with their styles: `pub:keyword`. */
function words(text) {
  const state = EditorState.create({ doc: text, extensions: [rust] });
  const styles = tagHighlighter(["keyword", "comment", "string", "number", "atom", "meta"].map((name) => ({ tag: tags[name], class: name })).concat({ tag: tags.standard(tags.variableName), class: "standard" }));
  const found = [];
  highlightTree(syntaxTree(state), styles, (from, to, style) => found.push(`${text.slice(from, to)}:${style}`));
  return found;
}

test("rust_words_have_their_styles", () => {
  assert.deepEqual(words("pub struct Cursor { pub x: Option<i32>, } // where"), ["pub:keyword", "struct:keyword", "pub:keyword", "Option:standard", "i32:standard", "// where:comment"]);
  assert.deepEqual(words('#[serde(rename = "type")] x'), ["#:meta", "serde:meta", "rename:meta", '"type":string']);
  assert.deepEqual(words("r#type: u8"), ["u8:standard"]);
});

test("comments_lie_in_each_other_and_texts_end_where_rust_ends_them", () => {
  assert.deepEqual(words("/* a /* b\n*/ c */ pub"), ["/* a /* b:comment", "*/ c */:comment", "pub:keyword"]);
  assert.deepEqual(words('"a\\" b" pub'), ['"a\\" b":string', "pub:keyword"]);
  assert.deepEqual(words('r#"a" \\"# pub'), ['r#"a" \\"#:string', "pub:keyword"]);
  assert.deepEqual(words("'{' pub"), ["'{':string", "pub:keyword"]);
});

test("lines_are_indented_by_the_brackets_that_are_open", () => {
  const indentation = (doc) => {
    const state = EditorState.create({ doc, extensions: [rust, indentUnit.of("    ")] });
    return getIndentation(state, state.doc.line(state.doc.lines).from);
  };
  assert.equal(indentation("pub struct A {\n"), 4);
  assert.equal(indentation("pub struct A {\n    pub x: Vec<(\n"), 8);
  assert.equal(indentation("pub struct A {\n    pub x: u8,\n}"), 0);
});

test("models_are_found_with_their_line_in_their_folder_only", () => {
  assert.deepEqual(NAMES.models, [
    { name: "Cursor", file: UI, line: 2 },
    { name: "Größe", file: UI, line: 6 },
  ]);
  assert.deepEqual(modelsIn(UI, ""), []);
  assert.deepEqual(Object.keys(modelsOf({ [UI]: "", "app/models/storage/a.rs": "", "models/a.rs": "", "models/storage/old/a.rs": "" })), [UI, "app/models/storage/a.rs"]);
  assert.equal(isModels("models/storage/.rs"), false);
});

function offered(text, explicit = false) {
  const at = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", "") });
  return rustCompletion(() => NAMES)(new CompletionContext(state, at, explicit))?.options.map(({ label }) => label) ?? null;
}

test("types_are_offered_where_a_type_may_stand_the_projects_own_first", () => {
  assert.deepEqual(offered("    pub at: |"), ["Cursor", "Größe", ...TYPES]);
  assert.deepEqual(offered("    pub at: Vec<Cu|"), ["Cursor", "Größe", ...TYPES]);
  assert.deepEqual(offered("    Moved(|", true), ["Cursor", "Größe", ...TYPES]);
  assert.equal(offered("    pub at|"), null);
  assert.equal(offered("    pub at: u8, // to: |"), null);
});

test("attributes_are_offered_within_their_brackets", () => {
  assert.deepEqual(offered("#[|"), ["serde", "derive"]);
  assert.deepEqual(offered("#[serde(|"), Object.keys(SERDE));
  assert.deepEqual(offered('#[serde(rename = "a", de|'), Object.keys(SERDE));
  assert.ok(offered('#[serde(rename_all = "|').includes("SCREAMING-KEBAB-CASE"));
  assert.equal(offered('#[serde(rename = "|'), null);
  assert.ok(offered("#[derive(Debug, |").includes("Deserialize"));
});

test("what_begins_a_line_is_offered", () => {
  assert.deepEqual(offered("p|"), ["pub struct", "pub enum", "pub"]);
  assert.equal(offered("|"), null);
});

test("each_word_of_a_model_is_explained", () => {
  for (const word of [...TYPES, ...Object.keys(SERDE), "struct", "enum", "derive"]) {
    const [signature, sentence] = rustHelp(word);
    assert.ok(signature && /\.$/.test(sentence), `${word}: ${sentence}`);
  }
  assert.equal(rustHelp("i8")[0], "i8: -128 … 127");
  assert.equal(rustHelp("u128")[0], "u128: 0 … 340282366920938463463374607431768211455");
  assert.equal(rustHelp("usize")[0], "usize: 0 … 18446744073709551615");
  for (const word of ["Cursor", "constructor", "pub"]) assert.equal(rustHelp(word), undefined);
  assert.match(about("model struct"), /ttl/);
});

test("a_new_file_of_models_begins_with_a_type_that_is_named_after_it", () => {
  const begins = (path) => /pub struct (\S+) \{/.exec(beginningOf(path, NAMES))?.[1];
  assert.equal(begins("models/storage/chat_room_storage.rs"), "ChatRoom");
  assert.equal(begins("models/storage/cursor.rs"), "Cursor2");
  assert.equal(begins("models/storage/string.rs"), "String2");
  assert.equal(begins("models/storage/self.rs"), "Self2");
  assert.equal(begins("models/storage/комната.rs"), "Item");
  assert.equal(begins("models/storage/2.rs"), "Item");
  assert.equal(beginningOf("src/a.lua", NAMES), "");
});

test("columns_count_characters_also_those_that_javascript_counts_twice", () => {
  const { doc } = EditorState.create({ doc: "/* 😀é */ pub x: Strin," });
  const [{ from, to }] = diagnosticsOf("a.rs", doc, [{ file: "a.rs", line: 1, column: 17, message: "m" }], "error");
  assert.equal(doc.sliceString(from, to), "Strin");
});

test("what_counts_decides_whether_a_project_has_changed", () => {
  const project = (files, running) => ({ files, running });
  const others = (path) => !isModels(path);
  assert.equal(isChanged(project({ [UI]: "b", a: "1" }, { a: "1", [UI]: "a" })), true);
  assert.equal(isChanged(project({ [UI]: "b", a: "1" }, { a: "1", [UI]: "a" }), others), false);
  assert.equal(isChanged(project({ a: "1" }, { a: "1", [UI]: "a" }), others), false);
  assert.equal(isChanged(project({ a: "1" }, { a: "1", [UI]: "a" })), true);
  assert.equal(isChanged(project({ a: "2" }, { a: "1", [UI]: "a" }), others), true);
  assert.equal(isChanged(project({ a: "2" }, null)), false);
});

test("the_words_of_helpers_have_their_styles", () => {
  const styled = (text, language) => highlight(text, language).flatMap(({ text, style }) => (style ? [`${text}:${style.slice(5)}`] : []));
  assert.deepEqual(styled('type alias A =\n    { x : Int } -- one "two"', "elm"), ["type:keyword", "alias:keyword", '-- one "two":comment']);
  assert.deepEqual(styled('{-| Of\n\n-}\nf = case x of\n    "{-" -> 1', "elm"), ["{-| Of\n\n-}:comment", "case:keyword", "of:keyword", '"{-":string']);
  assert.deepEqual(styled("export type A = `a${b}`; // c", "typescript"), ["export:keyword", "type:keyword", "`a${b}`:string", "// c:comment"]);
});
