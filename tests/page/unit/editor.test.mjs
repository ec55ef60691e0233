// What the editor knows without a browser: the tree of files, names, completion, marks, history, and Lua's words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const {
  treeOf, namesOf, members, lookUp, luaCompletion, yamlCompletion, diagnosticsOf, countByFile, historyOf, stateWith, named, lua, yaml, API, MODULES, KINDS, FIELDS, about, loadAbout, setLanguage, t,
  CompletionContext, EditorState, history, undo, getIndentation, indentUnit, syntaxHighlighting, highlightTree, tagHighlighter, tags, syntaxTree,
} = await load({
  tree: "views/editor/tree",
  names: "views/editor/names",
  lookup: "views/editor/lookup",
  luaCompletion: "views/editor/lua-completion",
  yamlCompletion: "views/editor/yaml-completion",
  diagnostics: "views/editor/diagnostics",
  history: "views/editor/history",
  naming: "views/editor/naming",
  lua: "views/editor/lua",
  yaml: "views/editor/yaml",
  api: "views/editor/api",
  about: "views/editor/about",
  i18n: "i18n/index",
  // The same copies that the modules above are bundled with.
  state: "../node_modules/@codemirror/state",
  autocomplete: "../node_modules/@codemirror/autocomplete",
  commands: "../node_modules/@codemirror/commands",
  language: "../node_modules/@codemirror/language",
  highlight: "../node_modules/@lezer/highlight",
});

const MANIFEST = `version: "1.0"
namespace: app

entries:
  - name: processes
    kind: process.host
  - kind: process.lua
    name: relay
    source: file://relay.lua
    meta:
      name: not an entry
      kind: nor this
  - name: "relay-service"
    kind: process.service # starts it
    process: app:relay
`;
const FILES = {
  "src/_index.yaml": MANIFEST,
  "src/relay.lua": 'process.registry.register("relay")\nlocal ch = process.listen("news")\nif m:topic() == "echo" then process.send(to, "answer", 1) end',
};
const NAMES = namesOf(FILES);

/** What is offered where the bar stands, as labels. */
function offered(source, text, explicit = false) {
  const at = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", "") });
  return source(new CompletionContext(state, at, explicit))?.options.map(({ label }) => label) ?? null;
}
const inLua = (text, explicit) => offered(luaCompletion(() => NAMES), text, explicit);
const inYaml = (text, explicit) => offered(yamlCompletion(() => NAMES, () => "src/_index.yaml"), text, explicit);

test("folders_come_first_and_each_holds_what_it_holds", () => {
  const lines = treeOf(["b.lua", "src/b.lua", "src/a.lua", "src/in/c.lua"], new Set());
  assert.deepEqual(lines.map(({ kind, path, level }) => `${kind} ${path} ${level}`), ["folder src 1", "folder src/in 2", "file src/in/c.lua 3", "file src/a.lua 2", "file src/b.lua 2", "file b.lua 1"]);
});

test("a_closed_folder_hides_what_it_holds", () => {
  assert.deepEqual(treeOf(["src/a.lua", "b.lua"], new Set(["src"])).map(({ path }) => path), ["src", "b.lua"]);
});

test("entries_are_found_with_their_kind_and_line_and_nothing_inside_them_is_one", () => {
  assert.deepEqual(NAMES.entries, [
    { id: "app:processes", kind: "process.host", file: "src/_index.yaml", line: 5 },
    { id: "app:relay", kind: "process.lua", file: "src/_index.yaml", line: 8 },
    { id: "app:relay-service", kind: "process.service", file: "src/_index.yaml", line: 13 },
  ]);
});

test("registered_names_and_topics_are_found_in_programs", () => {
  assert.deepEqual(NAMES.registered, ["relay"]);
  assert.deepEqual(NAMES.topics, ["answer", "echo", "news"]);
});

test("a_dot_offers_what_a_module_has_under_whichever_name_it_was_required", () => {
  assert.ok(inLua("time.|").includes("after"));
  assert.ok(inLua('local t = require("time")\nt.a|').includes("after"));
  assert.deepEqual(inLua("process.event.|"), ["CANCEL", "EXIT", "LINK_DOWN"]);
  assert.ok(inLua("a..p|").includes("pcall"), "two texts are joined there");
});

test("a_table_of_ones_own_offers_the_fields_that_the_program_uses", () => {
  assert.deepEqual(inLua("counts.messages = 1\nmy.counts.hidden = 2\ncounts.m|"), ["messages"]);
  assert.deepEqual(inLua("unknown.|"), [], "and never a keyword");
});

test("a_colon_offers_the_methods_of_what_the_object_is", () => {
  assert.deepEqual(inLua("logger:|"), ["debug", "info", "warn", "error", "with", "named"]);
  assert.ok(inLua("local ch = channel.new(2)\nch:|").includes("receive"));
  assert.ok(!inLua("local ch = channel.new(2)\nch:|").includes("topic"));
  assert.ok(inLua("whatever:|").includes("receive") && inLua("whatever:|").includes("topic"), "nobody knows: all are offered");
});

test("within_quotation_marks_the_projects_own_names_are_offered", () => {
  assert.deepEqual(inLua('process.spawn("|"'), ["app:processes", "app:relay", "app:relay-service", "relay", "answer", "echo", "news"]);
  assert.deepEqual(inLua('local t = require("|'), MODULES);
  assert.equal(inLua("-- don't |"), null, "a comment has no quotation");
});

test("a_word_offers_locals_modules_globals_and_keywords", () => {
  const found = inLua("local counts = 1\nlocal function serve(request)\n  s|");
  for (const label of ["counts", "serve", "request", "time", "pcall", "function"]) assert.ok(found.includes(label), label);
  assert.equal(inLua("12|"), null);
  assert.equal(inLua("x = |"), null, "nothing was typed, and nobody asked");
});

test("a_definition_file_offers_fields_kinds_modules_entries_and_sources", () => {
  assert.ok(inYaml("  - k|").includes("kind"));
  assert.ok(inYaml("    kind: process.|").includes("process.lua"));
  assert.ok(inYaml("    modules: [process, |]").includes("time"));
  assert.ok(inYaml("    modules:\n      - |").includes("time"));
  assert.deepEqual(inYaml("    host: |"), ["app:processes"]);
  assert.deepEqual(inYaml("    process: |"), ["app:relay"]);
  assert.deepEqual(inYaml("    source: |"), ["file://relay.lua"]);
  assert.equal(inYaml("# kind: |"), null);
});

test("help_is_given_where_it_is_certain", () => {
  const text = 'local t = require("time")\nlocal log = require("logger")';
  assert.equal(lookUp("t.after", text).name, "time.after");
  assert.equal(lookUp("log:info", text).name, "Logger:info");
  assert.equal(lookUp("x:spawn", text).name, "Spawner:spawn");
  assert.equal(lookUp("x:after", text).name, "Time:after");
  assert.equal(lookUp("x:channel", "").name, "Timer:channel");
  assert.equal(lookUp("constructor", ""), undefined);
  assert.equal(lookUp("nothing.here", ""), undefined);
});

test("every_help_has_a_sentence_and_belongs_to_something", () => {
  for (const [name, signature] of Object.entries(API)) {
    assert.ok(signature && /\.$/.test(about(name)), name);
    const owner = name.includes(":") || !name.includes(".") ? "" : name.slice(0, name.indexOf("."));
    assert.ok(owner === "" || MODULES.includes(owner) || ["string", "table", "math", "coroutine"].includes(owner), name);
  }
  assert.ok(members("process", ".", "").every(({ name }) => !/process\..*\./.test(name)));
});

test("completion_and_help_speak_the_readers_language_and_leave_names_as_they_are", async () => {
  const words = { ru: /[а-яё]/, ko: /[가-힣]/ };
  // What a name in three letters and a number says is the same everywhere.
  const same = new Set(["time.utc", "math.pi"]);
  try {
    for (const [lang, letters] of Object.entries(words)) {
      await setLanguage(lang);
      await loadAbout();
      for (const key of [...Object.keys(API), ...MODULES.map((name) => `module ${name}`), ...KINDS.map((name) => `kind ${name}`), ...FIELDS.map((name) => `field ${name}`)]) {
        assert.ok(same.has(key) || letters.test(about(key)), `${lang}: ${key}: ${about(key)}`);
      }
      const { name, help } = lookUp("process.send", "");
      assert.equal(name, "process.send");
      assert.match(help[0], /^\(dest, topic/);
      assert.match(help[1], letters);
    }
  } finally {
    await setLanguage("en");
  }
  assert.match(about("process.send"), /^Sends/);
});

test("a_problem_stands_on_its_word_or_on_its_line_and_never_beyond_the_text", () => {
  const { doc } = EditorState.create({ doc: "one\n  local two = 2\n" });
  const found = (line, column) => diagnosticsOf("a.lua", doc, [{ file: "a.lua", line, column, message: "m" }], "error").map(({ from, to }) => doc.sliceString(from, to));
  assert.deepEqual(found(2, 9), ["two"]);
  assert.deepEqual(found(2, 0), ["local two = 2"]);
  assert.deepEqual(found(2, undefined), ["local two = 2"]);
  assert.deepEqual(found(0, 0), [], "the file as a whole has no line");
  assert.deepEqual(found(99, 99), [""]);
  assert.deepEqual(diagnosticsOf("b.lua", doc, [{ file: "a.lua", line: 1, message: "m" }], "error"), []);
  assert.deepEqual([...countByFile([{ file: "a" }, { file: "b" }, { file: "a" }])], [["a", 2], ["b", 1]]);
});

test("undo_reaches_back_over_a_reload", () => {
  const config = { extensions: [history()] };
  const first = stateWith("one", undefined, config);
  const second = first.update({ changes: { from: 3, insert: " two" }, selection: { anchor: 7 } }).state;
  const stored = JSON.parse(JSON.stringify(historyOf(second)));
  let restored = stateWith("one two", stored, config);
  assert.equal(restored.selection.main.head, 7);
  undo({ state: restored, dispatch: (transaction) => (restored = transaction.state) });
  assert.equal(restored.doc.toString(), "one");
});

test("a_history_of_another_text_or_of_nobody_is_not_believed", () => {
  const config = { extensions: [history()] };
  const stored = historyOf(stateWith("one", undefined, config).update({ changes: { from: 0, insert: "x" } }).state);
  for (const nonsense of [stored, { ...stored, mark: undefined }, { mark: "3.x", history: 1 }, 7, "text", null]) {
    assert.equal(stateWith("two", nonsense, config).doc.toString(), "two");
  }
  const own = historyOf(stateWith("two", undefined, config).update({ changes: { from: 0, insert: "x" } }).state);
  assert.equal(stateWith("xtwo", { ...own, history: { done: "x" } }, config).doc.toString(), "xtwo");
  assert.equal(historyOf(stateWith("two", undefined, config)), undefined, "nothing was done: nothing is kept");
});

test("a_new_name_is_cleaned_or_refused_in_words", () => {
  const files = { "src/a.lua": "", "b.lua": "" };
  assert.deepEqual(named(" ./src\\c.lua ", files), { path: "src/c.lua" });
  assert.deepEqual(named("b.lua", files, "b.lua"), { path: "b.lua" });
  for (const typed of ["", "b.lua", "../c.lua", "src", "b.lua/c.lua", "c.png", ".hidden.lua"]) {
    const { error } = named(typed, files);
    assert.ok(error && !/(editor|project)\.[a-z]|\{/.test(error), `${typed}: ${error}`);
  }
});

/** The words of a Lua text with their styles: `local:keyword`. */
function words(text) {
  const state = EditorState.create({ doc: text, extensions: [lua] });
  const styles = tagHighlighter(["keyword", "comment", "string", "number", "atom", "propertyName"].map((name) => ({ tag: tags[name], class: name })).concat({ tag: tags.standard(tags.variableName), class: "standard" }));
  const found = [];
  highlightTree(syntaxTree(state), styles, (from, to, style) => found.push(`${text.slice(from, to)}:${style}`));
  return found;
}

test("lua_words_have_their_styles", () => {
  assert.deepEqual(words('local n = count-1 -- end'), ["local:keyword", "1:number", "-- end:comment"]);
  assert.deepEqual(words("x.end_ = End"), ["end_:propertyName"]);
  assert.deepEqual(words('pcall("a\\"b", [[c]])'), ["pcall:standard", '"a\\"b":string', "[[c]]:string"]);
  assert.deepEqual(words("--[==[ a\n]] b ]==] nil"), ["--[==[ a:comment", "]] b ]==]:comment", "nil:atom"]);
  assert.deepEqual(words("goto top; 0xFF, 1e-3, 1..2"), ["goto:keyword", "0xFF:number", "1e-3:number", "1:number", "2:number"]);
});

/** How far the last line of a text would be indented. */
function indentation(text, language, unit) {
  const state = EditorState.create({ doc: text, extensions: [language, indentUnit.of(" ".repeat(unit))] });
  return getIndentation(state, state.doc.line(state.doc.lines).from);
}

test("lua_lines_are_indented_by_what_is_open_one_step_a_line", () => {
  assert.equal(indentation("local function f()\n", lua, 4), 4);
  assert.equal(indentation("spawn(function()\n", lua, 4), 4, "a bracket and a function on one line are one step");
  assert.equal(indentation("spawn(function()\n    x()\nend)\n", lua, 4), 0);
  assert.equal(indentation("if a then\n    b()\nelse\n", lua, 4), 4);
  assert.equal(indentation("if a then\n    b()\nelse", lua, 4), 0);
  assert.equal(indentation("while a do\n    b()\n    end", lua, 4), 0);
});

test("yaml_lines_go_on_where_a_line_has_opened_something", () => {
  assert.equal(indentation("entries:\n", yaml, 2), 2);
  assert.equal(indentation("  - name: a\n", yaml, 2), 4);
  assert.equal(indentation("  - lifecycle:\n", yaml, 2), 6);
  assert.equal(indentation("    source: |\n", yaml, 2), 6);
});
