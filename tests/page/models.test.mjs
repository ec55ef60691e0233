// Typed models in the editor: their faults, how they come into the run as they are edited, and the helpers that are made of them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, scenario, terminalSays, violations } from "./stage.mjs";

const run = promisify(execFile);
const tool = (name) => resolve("node_modules/.bin", name);

const MANIFEST = `version: "1.0"
namespace: app
entries:
  - { name: processes, kind: process.host, lifecycle: { auto_start: true } }
  - { name: terminal, kind: terminal.host, lifecycle: { auto_start: true } }
  - { name: typed_kv, kind: process.rust, actor: typed_kv }
  - { name: typed_kv.service, kind: process.service, process: app:typed_kv, host: app:processes, lifecycle: { auto_start: true } }
  - { name: main, kind: process.lua, source: file://main.lua, modules: [io, time] }
`;
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const UI = "models/storage/ui.rs";
const CURSOR = "pub struct Cursor {\n    pub x: i32,\n}\n";
const FILES = { "src/_index.yaml": MANIFEST, "src/main.lua": 'local io, time = require("io"), require("time")\nreturn { main = function() io.print("begun") time.sleep("1h") end }\n', [UI]: CURSOR };

const LAYOUT = { layout: { tab: "source", dock: 420 } };
const options = (more = {}, context = {}) => again("echo", { ...LAYOUT, ...more }, context);

/** Opens the project, and waits until its store is there. */
async function open(page, files = FILES) {
  await bring(page, files);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "typed_kv"));
  await page.locator("rh-code .cm-content").waitFor();
  await answered(page); // the tabs have their places
}

const file = (page, path) => page.getByRole("treeitem", { name: path.split("/").at(-1) });

/** Types a text into a file, in place of all that stands there. */
async function write(page, path, text) {
  await file(page, path).click();
  await page.locator("rh-code .cm-content").focus();
  await page.keyboard.press("Control+A");
  // By CodeMirror, and not by the browser, which would keep the style of what it replaces.
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

const project = (page) => page.evaluate(() => document.querySelector("rh-app").store.state.project);
const runNumber = (page) => page.evaluate(() => document.querySelector("rh-app").store.state.run.number);
const head = (page, text) => page.locator(".editor-head", { hasText: text });

function ask(page, method, target, body = "") {
  const request = { method, target, host: "a.example", body, bytes: null };
  return page.evaluate((request) => document.querySelector("rh-app").store.http.ask(request), request);
}

const set = async (page, target, value) => {
  const { status, body } = await ask(page, "POST", `/kv/set/${target}`, JSON.stringify(value));
  return status === 200 ? "set" : body;
};
const get = async (page, target) => JSON.parse((await ask(page, "GET", `/kv/get/${target}`)).body).value;

/** Downloads a file into a folder: its path. */
async function download(page, button, folder) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** How many messages with models the store was sent. */
const sent = (page) =>
  page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    let count = 0;
    for (let n = ring.first; n <= ring.last; n += 1) if (ring.kind(n) === 13 && ring.text(n) === "models") count += 1;
    return count;
  });

onPage("a fault of a model stands in each place where problems are shown, and is gone when it is mended", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, "pub struct Cursor {\n    /* 😀 */ pub x: Strin,\n}\n");
  const listed = page.locator(".editor-problems button", { hasText: "there is no type `Strin`; did you mean `String`?" });
  await listed.getByText(`${UI}:2`).waitFor();
  await page.getByRole("tab", { name: "Source ▲1" }).waitFor();
  await file(page, UI).getByText("1 problem").first().waitFor();
  await page.locator("rh-code .cm-lint-marker-error").waitFor();
  assert.equal(await page.locator("rh-code .cm-lintRange-error").innerText(), "Strin");
  // The list leads there, also from another file.
  await file(page, "src/main.lua").click();
  await listed.click();
  await page.waitForFunction(() => document.activeElement?.localName === "rh-code");
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.type("g");
  await page.locator(".editor-problems").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Source", exact: true }).waitFor();
  assert.equal(await page.locator("rh-code .cm-lintRange-error").count(), 0);
  assert.equal((await project(page)).files[UI].split("\n")[1], "    /* 😀 */ pub x: String,");
});

onPage("the panel of the store says how many values are set aside, as long as they are", options(), async ({ page }) => {
  const show = (tab) => page.evaluate((tab) => document.querySelector("rh-app").store.show(tab), tab);
  await open(page);
  assert.equal(await set(page, "Cursor/a", { x: -1 }), "set");
  await write(page, UI, CURSOR.replace("i32", "u8"));
  await show("typed_store");
  const panel = page.locator("rh-typed-store");
  await panel.getByText("1 value is set aside: the models have changed").waitFor();
  await panel.getByText("Nothing is stored under these models.").waitFor();
  await show("source");
  await write(page, UI, CURSOR);
  await show("typed_store");
  await panel.getByRole("row", { name: /^a\.example / }).waitFor();
  assert.equal(await panel.getByText("set aside").count(), 0);
});

onPage("models that are edited are put into the run that there is: values that fit none of them are set aside, others stay, and all come back", options(), async ({ page }) => {
  await open(page);
  const before = await runNumber(page);
  assert.equal(await set(page, "Cursor/a", { x: 1 }), "set");
  assert.equal(await set(page, "Cursor/b", { x: -1 }), "set");
  await write(page, UI, CURSOR.replace("i32", "u8"));
  await head(page, "The store has the new models. 1 value does not fit them, and is set aside until it does.").waitFor();
  assert.deepEqual(await get(page, "Cursor/a"), { x: 1 });
  assert.equal(await get(page, "Cursor/b"), null);
  assert.match(await set(page, "Cursor/b", { x: 300 }), /u8|255/);
  await write(page, UI, `${CURSOR.replace("i32", "u8")}pub struct Colour { pub name: String }\n`);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.project.models.names.includes("Colour"));
  await answered(page);
  assert.equal(await set(page, "Colour/a", { name: "red" }), "set");
  // A slip that is mended has cost nothing.
  await write(page, UI, `${CURSOR}pub struct Colour { pub name: String }\n`);
  await head(page, /^\s*The store has the new models\.\s*$/).waitFor();
  assert.deepEqual(await get(page, "Cursor/b"), { x: -1 });
  assert.equal(await page.getByText("The run is older").count(), 0);
  assert.equal(await runNumber(page), before);
  assert.equal(await sent(page), 3);
});

onPage("another comment or another space sends nothing, and runs all the same", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, `/// Where somebody points.\n// ${"x".repeat(20)}\n${CURSOR.replace("pub x", "pub    x")}`);
  await page.waitForFunction((path) => document.querySelector("rh-app").store.state.project.running[path].startsWith("/// Where"), UI);
  await answered(page);
  assert.equal(await sent(page), 0);
  assert.equal(await page.locator(".editor-head").count(), 0);
});

onPage("models with faults change nothing in the run, and the page says so; mended ones come into it", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, "pub struct Cursor { pub x: }");
  await head(page, "Something is wrong with the models: the store keeps those that it has.").waitFor();
  assert.equal(await page.getByText("The run is older").count(), 0);
  assert.equal(await set(page, "Cursor/a", { x: 1 }), "set");
  await write(page, UI, "pub struct Cursor { pub x: i32, pub y: i32 }");
  await head(page, "1 value does not fit them").waitFor();
  assert.match(await set(page, "Cursor/a", { x: 1 }), /y/);
});

onPage("other files that are changed still want a fresh run, and models come into the run nevertheless", options(), async ({ page }) => {
  await open(page);
  const before = await runNumber(page);
  await write(page, "src/main.lua", `${FILES["src/main.lua"]}-- changed\n`);
  await head(page, "The run is older than your last changes").waitFor();
  await write(page, UI, CURSOR.replace("i32", "String"));
  await head(page, "The run is older than your last changes: press “Run” to begin anew with them. The store has the new models.").waitFor();
  assert.equal(await set(page, "Cursor/a", { x: "text" }), "set");
  assert.equal(await runNumber(page), before);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".editor-head").waitFor({ state: "detached" });
  assert.notEqual(await runNumber(page), before);
});

onPage("a run that is paused takes new models when it goes on", options(), async ({ page }) => {
  await open(page);
  assert.equal(await set(page, "Cursor/a", { x: 1 }), "set");
  await page.getByRole("button", { name: "Pause" }).click();
  await write(page, UI, CURSOR.replace("i32", "bool"));
  await head(page, "The store takes the new models when the run goes on.").waitFor();
  await write(page, UI, CURSOR.replace("i32", "i64"));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.project.models.schema.includes("i64"));
  await page.getByRole("button", { name: "Play" }).click();
  // The first of the two has set it aside, and the second has brought it back.
  await head(page, /^\s*The store has the new models\.\s*$/).waitFor();
  assert.deepEqual(await get(page, "Cursor/a"), { x: 1 });
  assert.equal(await set(page, "Cursor/a", { x: 2 ** 40 }), "set");
});

onPage("a store that was restarted gets the models again that its run has by now", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, CURSOR.replace("i32", "String"));
  await head(page, "The store has the new models.").waitFor();
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.kill(store.state.names.find(({ name }) => name === "typed_kv").process);
  });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.services.some(({ restarts }) => restarts > 0));
  while ((await sent(page)) < 2) await answered(page); // the test's own time ends it
  assert.equal(await set(page, "Cursor/a", { x: "text" }), "set");
});

onPage("the first models of a project come into its run, and the last of them go", options(), async ({ page }) => {
  const { [UI]: _, ...bare } = FILES;
  await open(page, bare);
  assert.equal(await page.getByRole("tab", { name: "Helpers" }).count(), 0);
  await page.getByRole("button", { name: "New file…" }).click();
  await page.getByLabel("Path", { exact: true }).fill("models/storage/chat_room_storage.rs");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.locator("rh-code .cm-line", { hasText: "pub struct ChatRoom {" }).waitFor();
  await head(page, "The store has the new models.").waitFor();
  assert.equal(await set(page, "ChatRoom/a", { name: "foyer" }), "set");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await head(page, "1 value does not fit them").waitFor();
  assert.match(await set(page, "ChatRoom/a", { name: "foyer" }), /ChatRoom/);
});

onPage("a run that begins anew has the newest models from its beginning, and nothing is said of the one before", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, CURSOR.replace("i32", "String"));
  await head(page, "The store has the new models.").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".editor-head").waitFor({ state: "detached" });
  assert.equal(await set(page, "Cursor/a", { x: "text" }), "set");
  assert.equal(await sent(page), 0);
});

onPage("models come along when a project is pasted, dropped or downloaded", scenario("echo", LAYOUT), async ({ page }) => {
  const models = () => page.evaluate((path) => document.querySelector("rh-app").store.state.project?.files[path], UI);
  await page.getByRole("button", { name: "Open a project…" }).click();
  const pasted = Object.entries(FILES).map(([path, text]) => `// file: ${path}\n${text}`);
  await page.getByLabel("Or paste a manifest or a Lua program").fill(pasted.join("\n"));
  await page.getByRole("button", { name: "Open what was pasted" }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "typed_kv"));
  assert.equal(await models(), CURSOR);

  await page.getByRole("button", { name: "Open a project…" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".own-projects li").first().getByRole("button", { name: /ZIP/ }).click()]);
  await page.keyboard.press("Escape");
  const zip = (await readFile(await file.path())).toString("base64");
  const before = (await project(page)).id;
  await page.evaluate((zip) => {
    const bytes = Uint8Array.from(atob(zip), (char) => char.charCodeAt(0));
    const dataTransfer = { items: [], files: [new File([bytes], "again.zip")], types: ["Files"] };
    document.body.dispatchEvent(Object.defineProperty(new DragEvent("drop", { bubbles: true, cancelable: true }), "dataTransfer", { value: dataTransfer }));
  }, zip);
  await page.waitForFunction((before) => document.querySelector("rh-app").store.state.project?.id !== before, before);
  assert.equal(await models(), CURSOR);
});

onPage("helpers in Elm and TypeScript follow each edit; what is downloaded is formatted and compiles", options({}, CLIPBOARD), async ({ page }) => {
  await open(page, { ...FILES, "models/storage/user.rs": "/// Who is there.\npub struct User {\n    pub name: String,\n    pub age: Option<u8>,\n}\n" });
  await page.getByRole("tab", { name: "Helpers" }).click();
  const shown = page.locator(".helpers-text pre");
  await shown.getByText("setCursor : String -> Cursor -> Cmd Msg").waitFor();
  const module = page.getByLabel("Module");
  await module.fill("Generated.Store");
  await shown.getByText("module Generated.Store exposing").waitFor();
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-helpers-"));
  try {
    const elm = await download(page, "Download Store.elm", folder);
    assert.match(await readFile(elm, "utf8"), /^module Generated\.Store exposing/);
    await run(tool("elm-format"), ["--validate", elm]);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied.").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await readFile(elm, "utf8"));

    await page.getByRole("tab", { name: "TypeScript" }).click();
    await shown.getByText("export interface User").waitFor();
    const ts = await download(page, "Download kv.ts", folder);
    assert.match(await readFile(ts, "utf8"), /async setUser\(/);
    await run(tool("tsc"), ["--ignoreConfig", "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", "--lib", "es2022,dom", "--types", "", ts]);
  } finally {
    await rm(folder, { recursive: true });
  }

  // Each type leads to its line, and an edit there is in the helpers as soon as it is made.
  await page.locator(".helpers-types").getByRole("button", { name: "User" }).click();
  await page.waitForFunction(() => document.activeElement?.localName === "rh-code");
  assert.equal(await page.locator("rh-code .cm-activeLine").innerText(), "pub struct User {");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("pub fresh: bool,");
  await page.getByRole("tab", { name: "Helpers" }).click();
  await shown.getByText("fresh: boolean;").waitFor();
  await page.getByRole("tab", { name: "Elm", exact: true }).click();
  await shown.getByText(", fresh : Bool").or(shown.getByText("{ fresh : Bool")).waitFor();
});

onPage("a name that no Elm module can have is told, and nothing is made of it", options(), async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Helpers" }).click();
  await page.getByLabel("Module").fill("kv");
  await page.getByRole("alert").getByText('"kv" is no name of an Elm module').waitFor();
  assert.equal(await page.getByRole("button", { name: "Download" }).isDisabled(), true);
  assert.equal(await page.getByRole("button", { name: "Copy" }).isDisabled(), true);
  await page.getByRole("tab", { name: "TypeScript" }).click();
  await page.locator(".helpers-text pre", { hasText: "export interface Cursor" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Download kv.ts" }).isEnabled(), true);
  await page.getByRole("tab", { name: "Elm", exact: true }).click();
  await page.getByLabel("Module").fill("Kv");
  await page.locator(".helpers .error").waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: "Download Kv.elm" }).isEnabled(), true);
});

onPage("while models have faults the last good helpers stay, and say so; a project that begins with faults has none yet", options(), async ({ page }) => {
  await open(page);
  await write(page, UI, "pub struct Cursor { pub x: }");
  await page.locator(".editor-problems").waitFor();
  await page.getByRole("tab", { name: "Helpers" }).click();
  await page.getByText("these helpers are of the last ones that were right").waitFor();
  await page.locator(".helpers-text pre", { hasText: "type alias Cursor" }).waitFor();
  await bring(page, { ...FILES, [UI]: "pub struct Cursor {" });
  await page.getByRole("tab", { name: "Helpers" }).click();
  await page.getByText("the helpers are here as soon as it is mended").waitFor();
});

onPage("a project without models has no helpers", options({ layout: { tab: "helpers" } }), async ({ page }) => {
  const { [UI]: _, ...bare } = FILES;
  await bring(page, bare);
  await terminalSays(page, "begun");
  assert.equal(await page.getByRole("tab", { name: "Helpers" }).count(), 0);
});

onPage("the words of a model are suggested and explained, in the reader's language", options({ lang: "ru" }), async ({ page }) => {
  await open(page, { ...FILES, "models/storage/user.rs": "pub struct User {\n    pub n: u16,\n}\n" });
  await file(page, "models/storage/user.rs").click();
  await page.locator("rh-code .cm-line").nth(1).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("pub at: Cu");
  const offered = page.locator("rh-code .cm-tooltip-autocomplete");
  // For a moment after it has opened, the list takes no keys.
  await offered.getByText("Cursor").first().click();
  await page.keyboard.type(",\npub all: HashM");
  await offered.getByText("HashMap<String, …>").waitFor();
  await page.locator("rh-code .cm-completionInfo", { hasText: "Значения по именам" }).waitFor();
  await offered.getByText("HashMap<String, …>").click();
  await page.keyboard.type("u8");
  await page.keyboard.press("Escape");
  assert.match((await project(page)).files["models/storage/user.rs"], /pub n: u16,\n {4}pub at: Cursor,\n {4}pub all: HashMap<String, u8>/);
  // What is said of the text closes the help that is shown.
  await head(page, "Хранилище приняло новые модели").waitFor();
  await page.locator("rh-code .cm-line").getByText("u16").hover();
  await page.locator("rh-code .cm-tooltip-hover", { hasText: "u16: 0 … 65535" }).getByText("Целое число из этого диапазона").waitFor();
});

const WORDS = {
  en: { source: /^Source/, helpers: "Helpers", kept: "keeps those that it has" },
  ru: { source: /^Исходный код/, helpers: "Клиентский код", kept: "хранилище работает с прежними" },
  ko: { source: /^소스/, helpers: "클라이언트 코드", kept: "기존 모델을 그대로" },
};
for (const [lang, words] of Object.entries(WORDS)) {
  onPage(`axe finds nothing in faulty models and in helpers, in ${lang}`, options({ lang, theme: lang === "ru" ? "dark" : "light" }), async ({ page }) => {
    await open(page);
    await write(page, UI, "pub struct Cursor { pub x: Strin }");
    await head(page, words.kept).waitFor();
    await page.locator("rh-code .cm-lint-marker-error").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("tab", { name: words.helpers }).click();
    await page.locator(".helpers-text pre", { hasText: "type alias Cursor" }).waitFor();
    await page.locator(".helpers-tools input").fill("kv");
    await page.locator(".helpers .error").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator(".helpers-tools input").fill("Kv"); // for the next of them
  });
}

onPage("at 360 px a model is edited and its helpers are read, and nothing sticks out", options({}, { viewport: { width: 360, height: 740 }, hasTouch: true }), async ({ page }) => {
  await bring(page, FILES);
  const areas = page.getByRole("tablist", { name: "Areas" });
  await areas.getByRole("tab", { name: /^Source/ }).click();
  await page.getByRole("combobox", { name: "File" }).selectOption(UI);
  await page.locator("rh-code .cm-content").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("pub enum Colour { Red }");
  await head(page, "The store has the new models.").waitFor();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok((await width()) <= 360);
  await areas.getByRole("tab", { name: "Helpers" }).click();
  await page.locator(".helpers-text pre", { hasText: "type Colour" }).waitFor();
  await page.getByLabel("Module").fill(`K${"v".repeat(150)}`);
  await page.locator(".helpers-text pre", { hasText: "module Kvvv" }).waitFor();
  assert.ok((await width()) <= 360, `${await width()} px`);
  for (const button of await page.locator(".helpers-tools button, .helpers-tools input").all()) {
    const { x, width } = await button.boundingBox();
    assert.ok(x >= 0 && x + width <= 360, await button.innerText());
  }
});

onPage("by keyboard alone: to the helpers, another language, a name, a copy, and to the line of a type", scenario("echo", LAYOUT, CLIPBOARD), async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Source", exact: true }).focus();
  await page.keyboard.press("End");
  await page.locator(".helpers-text pre").waitFor();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("name") ?? document.activeElement.innerText.trim());
  const onTo = async (what) => {
    for (let n = 0; n < 12 && (await focused()) !== what; n += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(), what);
  };
  await onTo("Elm");
  await onTo("module");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Stage");
  await page.locator(".helpers-text pre", { hasText: "module Stage exposing" }).waitFor();
  await onTo("Copy");
  await page.keyboard.press("Enter");
  await page.getByText("Copied.").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^module Stage exposing/);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await page.locator(".helpers-text pre", { hasText: "export interface Cursor" }).waitFor();
  await onTo("Cursor");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.localName === "rh-code");
  assert.equal(await page.locator("rh-code .cm-activeLine").innerText(), "pub struct Cursor {");
});

const HOSTILE = {
  "256 KiB of brackets": ["(".repeat(262_144), /no Rust|brackets/],
  "beginnings of attributes on one long line": ["#[".repeat(131_072), /no Rust|bracket/],
  "quotes and comments that never end": ['r"/*'.repeat(65_536), /no Rust|quote/],
  "more than 256 KiB": [`pub struct A { pub x: i32 }\n${"// x\n".repeat(60_000)}`, /KiB/],
  "a name with 10,000 letters": [`pub struct ${"A".repeat(10_000)} { pub x: Strin }`, /has 10000 characters, and 100 is the most/],
  "a type with 10,000 letters": [`pub struct A { pub x: ${"B".repeat(10_000)} }`, /no type `BBB/],
};
for (const [name, [text, answer]] of Object.entries(HOSTILE)) {
  onPage(`${name}: the page stays alive and says what is wrong`, options(), async ({ page }) => {
    await open(page);
    await file(page, UI).click();
    await page.evaluate(([path, text]) => {
      const { store } = document.querySelector("rh-app");
      store.projects.change({ ...store.state.project.files, [path]: text }, () => undefined);
    }, [UI, text]);
    await page.locator(".editor-problems button", { hasText: answer }).first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 1440, `${wide} px`);
    await write(page, UI, CURSOR.replace("i32", "i64"));
    await head(page, "The store has the new models.").waitFor();
    assert.equal(await set(page, "Cursor/a", { x: 2 ** 40 }), "set");
  });
}

onPage("a thousand types: helpers are made of them, and the page stays alive", options(), async ({ page }) => {
  const types = Array.from({ length: 1000 }, (_, n) => `pub struct T${n} { pub a: i32, pub b: Vec<String> }`).join("\n");
  await open(page, { ...FILES, [UI]: types });
  await page.getByRole("tab", { name: "Helpers" }).click();
  await page.locator(".helpers-text pre", { hasText: "type alias T999 =" }).waitFor();
  await page.getByRole("tab", { name: "TypeScript" }).click();
  await page.locator(".helpers-text pre", { hasText: "export interface T999" }).waitFor();
});
