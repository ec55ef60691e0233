// Typed models in the editor: their faults, how they come into the run as they are edited, and the helpers that are made of them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { onPage } from "./support/browser.mjs";
import { answered, bring, scenario, terminalSays, violations } from "./stage.mjs";

const run = promisify(execFile);
const tool = (name) => resolve("node_modules/.bin", name);

const MANIFEST = `version: "1.0"
namespace: app
entries:
  - { name: processes, kind: process.host }
  - { name: terminal, kind: terminal.host }
  - { name: typed_kv, kind: process.rust, actor: typed_kv }
  - { name: typed_kv.service, kind: process.service, process: app:typed_kv, host: app:processes, lifecycle: { auto_start: true } }
  - { name: main, kind: process.lua, source: file://main.lua, modules: [io, time] }
`;
const UI = "models/storage/ui.rs";
const CURSOR = "pub struct Cursor {\n    pub x: i32,\n}\n";
const FILES = { "src/_index.yaml": MANIFEST, "src/main.lua": 'local io, time = require("io"), require("time")\nreturn { main = function() io.print("begun") time.sleep("1h") end }\n', [UI]: CURSOR };

const options = (more = {}, context = {}) => scenario("echo", { layout: { tab: "source", dock: 420 }, ...more }, context);

/** Opens the project, and waits until its store is there. */
async function open(page, files = FILES) {
  await bring(page, files);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "typed_kv"));
  await page.locator("rh-code .cm-content").waitFor();
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

onPage("models that are edited are put into the run that there is: values that are none of theirs go, others stay", options(), async ({ page }) => {
  await open(page);
  const before = await runNumber(page);
  assert.equal(await set(page, "Cursor/a", { x: 1 }), "set");
  assert.equal(await set(page, "Cursor/b", { x: -1 }), "set");
  await write(page, UI, CURSOR.replace("i32", "u8"));
  await head(page, "The store has the new models; 1 value was none of theirs and was removed.").waitFor();
  assert.deepEqual(await get(page, "Cursor/a"), { x: 1 });
  assert.equal(await get(page, "Cursor/b"), null);
  assert.match(await set(page, "Cursor/b", { x: 300 }), /u8|255/);
  await write(page, UI, `${CURSOR.replace("i32", "u8")}pub struct Colour { pub name: String }\n`);
  await head(page, /^\s*The store has the new models\.\s*$/).waitFor();
  assert.equal(await set(page, "Colour/a", { name: "red" }), "set");
  assert.equal(await page.getByText("The run is older").count(), 0);
  assert.equal(await runNumber(page), before);
  assert.equal(await sent(page), 2);
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
  await head(page, "1 value was none of theirs").waitFor();
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
  // The first of the two has removed it.
  await head(page, "1 value was none of theirs").waitFor();
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
  for (let asked = 0; asked < 100 && (await sent(page)) < 2; asked += 1) await answered(page);
  assert.equal(await set(page, "Cursor/a", { x: "text" }), "set");
});

onPage("the first models of a project come into its run, and the last of them go", options(), async ({ page }) => {
  const { [UI]: _, ...bare } = FILES;
  await open(page, bare);
  assert.equal(await page.getByRole("tab", { name: "Helpers" }).count(), 0);
  await page.getByRole("button", { name: "New file…" }).click();
  await page.getByLabel("Path").fill("models/storage/chat_room_storage.rs");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.locator("rh-code .cm-line", { hasText: "pub struct ChatRoom {" }).waitFor();
  await head(page, "The store has the new models.").waitFor();
  assert.equal(await set(page, "ChatRoom/a", { name: "foyer" }), "set");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await head(page, "1 value was none of theirs").waitFor();
  assert.match(await set(page, "ChatRoom/a", { name: "foyer" }), /ChatRoom/);
});
