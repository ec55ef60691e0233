// Projects in Lua: those that come with the page, and those that a reader brings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, ready } from "./support/browser.mjs";
import { SEEDS, sourcesOf } from "./support/seeds.mjs";
import { again, answered, scenario, terminal, terminalSays, typeLine, violations } from "./stage.mjs";

const HOSTS = `
  - { name: terminal, kind: terminal.host }
  - { name: processes, kind: process.host }`;

/** Drops files on the page, as from a disk. Those in folders come under their path, as a chosen folder's do. */
async function drop(page, files) {
  await page.evaluate((files) => {
    const file = ([path, text]) => Object.defineProperty(new File([text], path.split("/").at(-1)), "webkitRelativePath", { value: path });
    // A transfer that a script made hands out copies of its files, without their paths.
    const dataTransfer = { items: [], files: Object.entries(files).map(file), types: ["Files"] };
    const event = new DragEvent("drop", { bubbles: true, cancelable: true });
    document.body.dispatchEvent(Object.defineProperty(event, "dataTransfer", { value: dataTransfer }));
  }, files);
}

/** A project of one process with this body. */
function alone(body, modules = "io, time, logger") {
  return {
    "src/_index.yaml": `version: "1.0"\nnamespace: app\nentries:${HOSTS}\n  - name: main\n    kind: process.lua\n    source: file://main.lua\n    modules: [${modules}]\n`,
    "src/main.lua": `local io, time = require("io"), require("time")\nlocal function main()\n${body}\nend\nreturn { main = main }\n`,
  };
}

onPage("the engine with Lua is not loaded for scenarios in Rust", scenario("echo"), async ({ page }) => {
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.deepEqual(names.filter((name) => name.includes("/lua-")), []);
});

onPage("the echo service in Lua answers in Russian, from worker 4", again("echo-lua"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await typeLine(page, "привет");
  await terminalSays(page, "ПРИВЕТ");
  await terminalSays(page, "from worker: {app:processes|0x00004}");
});

onPage("one goes from Rust to Lua and back", scenario("echo"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "Key-value store, in Lua" });
  await terminalSays(page, "just actor state + messages.");
  await page.getByRole("button", { name: "keys", exact: true }).click();
  await page.locator("rh-outcome", { hasText: "answered: kv_response" }).waitFor();
  await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "Ping-pong" });
  await answered(page);
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.project), null);
});

onPage("a project that is dropped runs, and is still there after a reload", again("echo"), async ({ page }) => {
  await drop(page, alone('  io.print("dropped in")'));
  await terminalSays(page, "dropped in");
  await page.reload();
  await ready(page);
  await terminalSays(page, "dropped in");
});

onPage("a lone program that is pasted gets a manifest of its own", again("echo"), async ({ page }) => {
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByLabel("Or paste a manifest or a Lua program").fill('local io = require("io")\nreturn { main = function() io.print("pasted") end }');
  await page.getByRole("button", { name: "Open what was pasted" }).click();
  await terminalSays(page, "pasted");
});

onPage("a template greets", again("echo"), async ({ page }) => {
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByRole("button", { name: "Hello, one process" }).click();
  await terminalSays(page, "What is your name?");
  await typeLine(page, "Ада");
  await terminalSays(page, "Welcome on stage, Ада!");
});

onPage("a template of two processes shows their messages", again("echo"), async ({ page }) => {
  await page.getByRole("button", { name: "Help and keys", exact: true }).click();
  await page.getByRole("button", { name: "Open a project", exact: true }).click();
  await page.getByRole("button", { name: "Two processes that talk" }).click();
  await terminalSays(page, "letters are to be counted");
  await typeLine(page, "stage");
  await terminalSays(page, "5 letters, 5 so far");
  // What it has ready goes to the counter, whatever its PID is, and is answered to the page.
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button", { name: "count a long word" }).click();
  await page.locator("rh-outcome code", { hasText: '{"letters":19,"total":24}' }).waitFor();
});

onPage("a template's name and its ready-made messages follow the reader's language", scenario("echo"), async ({ page }) => {
  const quick = page.locator(".quick button");
  const chosen = page.locator("select.scenario option:checked");
  for (const name of ["Two processes that talk", "Two processes that talk 2"]) {
    await page.getByRole("button", { name: "Open a project…" }).click();
    await page.locator("rh-project").getByRole("button", { name: "Two processes that talk", exact: true }).first().click();
    await chosen.getByText(name, { exact: true }).waitFor({ state: "attached" });
  }
  await quick.getByText("count a long word").waitFor();
  for (const [lang, name, label] of [
    ["ru", "Два процесса беседуют 2", "посчитать в длинном слове"],
    ["ko", "대화하는 두 프로세스 2", "긴 단어 세기"],
  ]) {
    await page.locator("select.language").selectOption(lang);
    await chosen.getByText(name, { exact: true }).waitFor({ state: "attached" });
    await quick.getByText(label, { exact: true }).waitFor();
  }
  await page.locator("rh-topbar").getByRole("button", { name: "프로젝트 열기" }).click();
  const row = page.locator(".own-projects li", { hasText: "대화하는 두 프로세스 2" });
  const [file] = await Promise.all([page.waitForEvent("download"), row.getByRole("button", { name: "ZIP" }).click()]);
  assert.equal(file.suggestedFilename(), "대화하는 두 프로세스 2.zip");
});

onPage("a project says which messages are ready, and a slip in one is a problem on its line", again("echo"), async ({ page }) => {
  const files = (meta) => ({
    "src/_index.yaml": `namespace: app
entries:
  - { name: terminal, kind: terminal.host, lifecycle: { auto_start: true } }
  - name: main
    kind: process.lua
    source: file://main.lua
    modules: [io]
    meta:
      messages:
        - ${meta}
`,
    "src/main.lua": 'local io = require("io")\nreturn { main = function() local m = process.inbox():receive() io.print("got " .. m:topic()) end }\n',
  });
  const quick = page.getByRole("group", { name: "Ready-made messages" }).getByRole("button");
  await drop(page, files("{ topic: cue, label: give the cue, payload: [1] }"));
  await quick.getByText("give the cue").waitFor();
  assert.equal(await quick.count(), 1);
  // It is the example that the form starts with, and goes to whoever lives of the entry.
  assert.equal(await page.getByLabel("payload, JSON").inputValue(), "[1]");
  await page.getByRole("button", { name: "Send" }).click();
  await terminalSays(page, "got cue");
  await quick.first().click();
  await page.locator("#composer-error", { hasText: "No process of app:main lives" }).waitFor();
  await drop(page, files("{ tpic: cue }"));
  await page.locator(".editor-problems").getByText('is missing; is it meant by "tpic"?').waitFor();
  await page.locator(".editor-problems").getByText("src/_index.yaml:10").waitFor();
});

onPage("a ready-made message whose label is empty is called by its topic", again("echo"), async ({ page }) => {
  await drop(page, {
    "_index.yaml": `namespace: app
entries:
  - name: main
    kind: process.lua
    source: return function() end
    meta:
      messages: [{ topic: cue, label: "" }, { topic: exit, label: "  " }]
`,
  });
  const quick = page.getByRole("group", { name: "Ready-made messages" }).getByRole("button");
  await quick.getByText("exit").waitFor();
  assert.deepEqual(await quick.allInnerTexts(), ["cue", "exit"]);
});

// Its sentences come a little late.
const inRussian = scenario("key-value-lua", { lang: "ru", layout: { tab: "source" } });
let arrive;
const pointedAt = new Promise((done) => (arrive = done));
const late = async (page) => {
  await inRussian.prepare(page);
  await page.route(/\/api\.ru-[^/]*\.js$/, (route) => pointedAt.then(() => route.continue()));
};

onPage("the editor's help and suggestions speak Russian, and say that the engine's problems do not", { ...inRussian, prepare: late }, async ({ page }) => {
  await page.getByRole("tab", { name: "Исходный код" }).click();
  await page.evaluate(() => document.querySelector("rh-app").store.reveal("app:kv_server", 55));
  const word = page.locator("rh-code .cm-line", { hasText: 'process.registry.register("kv")' }).getByText("register", { exact: true }).first();
  await word.hover();
  await page.evaluate(async () => { for (let n = 0; n < 60; n += 1) await new Promise(requestAnimationFrame); });
  assert.equal(await page.locator("rh-code .cm-tooltip-hover").count(), 0, "nothing in another language");
  arrive();
  await page.locator("rh-code .cm-tooltip-hover", { hasText: "Даёт процессу имя" }).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.type("\nprocess.sp");
  await page.locator("rh-code .cm-tooltip-autocomplete").waitFor();
  await page.locator("rh-code .cm-completionInfo", { hasText: "Запускает процесс" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("\nlocal x = = 1");
  const problems = page.locator(".editor-problems");
  await problems.getByText("Движок формулирует их по-английски.").waitFor();
  assert.equal(await problems.locator("[lang=en]").count() > 0, true);
});

onPage("what is no project is refused, and the run goes on", again("echo"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await drop(page, { "notes/todo.md": "nothing to run" });
  await page.getByText("No manifest was found").waitFor();
  await typeLine(page, "still here");
  await terminalSays(page, "STILL HERE");
});

onPage("a script that never ends stops nobody else, and can be killed", again("echo"), async ({ page }) => {
  const files = alone('  io.print("spinning")\n  while true do end');
  files["src/_index.yaml"] += `  - { name: other, kind: process.lua, source: file://other.lua, modules: [time, logger] }
  - { name: other.service, kind: process.service, process: app:other, host: app:processes, lifecycle: { auto_start: true } }\n`;
  files["src/other.lua"] = 'local time, logger = require("time"), require("logger")\nreturn { main = function() for n = 1, 100000 do time.sleep("10ms") logger:info("beat " .. n) end end }\n';
  await drop(page, files);
  await terminalSays(page, "spinning");
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("beat 3").first().waitFor();
  const spinning = await page.evaluate(() => document.querySelector("rh-app").store.state.rows.find(({ entry }) => entry === "app:main").number);
  // The list names it, the inspector says what one can do, and nobody who only waits is meant.
  const tree = page.getByRole("tree", { name: "Processes" }).getByRole("treeitem");
  await tree.filter({ hasText: "main" }).filter({ hasText: "no pause" }).click();
  assert.equal(await tree.filter({ hasText: "no pause" }).count(), 1);
  await page.locator("rh-status", { hasText: /running · engine/ }).waitFor();
  await page.locator("rh-topbar").getByRole("button", { name: "Pause" }).click();
  await page.locator("rh-status", { hasText: /paused · engine 0/ }).waitFor();
  await page.getByRole("button", { name: "Play" }).click();
  const inspector = page.locator("rh-process-inspector");
  await inspector.getByText(/runs without a pause: [\d,]+ turns in a row used up/).waitFor();
  await inspector.getByText("perhaps a loop without end").waitFor();
  await inspector.getByRole("button", { name: "Kill" }).click();
  await page.waitForFunction((process) => document.querySelector("rh-app").store.state.rows.find(({ number }) => number === process)?.ended?.how === "terminated", spinning);
  await inspector.getByText("perhaps a loop without end").waitFor({ state: "detached" });
});

onPage("the store in Rust serves a client in Lua", again("echo"), async ({ page }) => {
  const { default: files } = await import("node:fs");
  const client = files.readFileSync("examples/key-value/src/cli.lua", "utf8");
  const manifest = files
    .readFileSync("examples/key-value/src/_index.yaml", "utf8")
    .replace(/kind: process\.lua\n(\s+)source: file:\/\/kv_server\.lua\n(?:\s+method: \w+\n)?(?:\s+modules: \[[^\]]*\]\n)?/, "kind: process.rust\n$1actor: kv\n");
  assert.match(manifest, /actor: kv/);
  await drop(page, { "src/_index.yaml": manifest, "src/cli.lua": client });
  await terminalSays(page, "just actor state + messages.");
  const [store] = await page.evaluate(() => document.querySelector("rh-app").store.request({ type: "sources" }).then((list) => list.filter(({ entry }) => entry === "app:kv_server")));
  assert.equal(store.file, "kv.rs");
});

if (SEEDS) {
  for (const number of ["001", "004"]) {
    onPage(`the own sources of document ${number} run as they are`, again("ping-pong"), async ({ page }) => {
      await drop(page, sourcesOf(number));
      await terminalSays(page, "Echo Client");
      await typeLine(page, "hello world");
      await terminalSays(page, "HELLO WORLD");
      await terminalSays(page, "from worker: {app:processes|0x00004}");
      await typeLine(page, "привет");
      await terminalSays(page, "ПРИВЕТ");
      await page.getByRole("tab", { name: "Log" }).click();
      await page.getByText("stats").first().waitFor();
      await page.getByRole("tab", { name: "Terminal" }).click();
      await typeLine(page, "");
      await terminalSays(page, "Goodbye!");
      assert.match(await terminal(page).innerText(), /Type messages to echo/);
    });
  }
} else {
  test("the documents' own sources run as they are", { skip: "SEEDS_DIR is not set" }, () => {});
}

/** The text of the file that the editor shows, as the page holds it. */
const textOf = (page, path) => page.evaluate((path) => document.querySelector("rh-app").store.state.project.files[path], path);

/** Opens a file in the editor, and puts the keyboard into its text. */
async function write(page, file) {
  await page.getByRole("tab", { name: "Source" }).click();
  await page.getByRole("treeitem", { name: file }).click();
  await page.locator(".cm-content").click();
}

onPage("a program that is changed runs on request, and is kept over a reload", scenario("echo-lua"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await write(page, "cli.lua");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type('print("rewritten")\n');
  await page.getByText("The run is older than your last changes").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("rewritten").first().waitFor();
  await page.reload();
  await ready(page);
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("rewritten").first().waitFor();
  assert.match(await textOf(page, "src/cli.lua"), /^print\("rewritten"\)/);
  await page.getByRole("tab", { name: "Source" }).click();
  await page.getByRole("button", { name: "Back to the original…" }).click();
  await page.getByRole("button", { name: "Throw the edits away" }).click();
  await page.waitForFunction(() => !document.querySelector("rh-app").store.state.project?.files["src/cli.lua"].includes("rewritten"));
});

onPage("what was just written is not lost when something else is opened at once", scenario("echo-lua"), async ({ page }) => {
  const text = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    const { files } = store.state.project;
    store.projects.change({ ...files, "src/cli.lua": `-- kept\n${files["src/cli.lua"]}` }, () => undefined);
    await store.open("ping-pong");
    await store.open("echo-lua");
    return store.state.project.files["src/cli.lua"];
  });
  assert.match(text, /^-- kept\n/);
});

onPage("a mistake is said on its line as one types, and the run goes on", scenario("echo-lua"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await write(page, "worker.lua");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("local = 1\n");
  const problems = page.getByRole("list", { name: "Problems and notes" });
  await problems.getByText("src/worker.lua:1").waitFor();
  await problems.getByText("<name> expected near '='").waitFor();
  const number = await page.evaluate(() => document.querySelector("rh-app").store.state.run.number);
  await page.keyboard.press("Control+Enter");
  await answered(page);
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.run.number), number);
});

/** Opens what was pasted as a project. */
async function paste(page, text) {
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByLabel("Or paste a manifest or a Lua program").fill(text);
  await page.getByRole("button", { name: "Open what was pasted" }).click();
}

onPage("log and diagram are those of the new run, however much it resembles the one before", again("echo"), async ({ page }) => {
  const program = (word) => `return { main = function() print("${word}") end }`;
  await paste(page, program("first"));
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("first", { exact: true }).waitFor();
  const drawn = () => page.evaluate(() => document.querySelector("rh-diagram").version);
  const before = await drawn();
  await paste(page, program("second"));
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("second", { exact: true }).waitFor();
  assert.equal(await page.getByText("first", { exact: true }).count(), 0);
  assert.ok((await drawn()) > before);
});

onPage("a project that cannot run does not leave the one before under its name", again("echo"), async ({ page }) => {
  await drop(page, alone('  io.print("here")\n  io.readline()'));
  await terminalSays(page, "here");
  await paste(page, "local x = = 1");
  await page.getByText("1 problem keeps this project from running.").waitFor();
  await page.getByRole("tab", { name: "Source ▲1", selected: true }).waitFor();
  await page.getByRole("list", { name: "Problems and notes" }).getByText("unexpected symbol near '='").waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.rows.length), 0);
});

onPage("a broken edit is refused with a word, and what runs goes on", again("echo"), async ({ page }) => {
  await drop(page, alone('  io.print("here")\n  io.readline()'));
  await terminalSays(page, "here");
  await write(page, "main.lua");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("x = = 1\n");
  await page.keyboard.press("Control+s");
  await page.getByRole("alert").getByText("The run that there is goes on.").waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.rows.filter(({ ended }) => !ended).length), 1);
});

for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 780 }]) {
  onPage(`at ${viewport.width} px what the page has to say lies on nothing, and least of all on the list of problems`, again("echo", {}, { viewport }), async ({ page }) => {
    await drop(page, alone('  io.print("here")\n  io.readline()'));
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.project?.running);
    await page.evaluate(() => {
      const { store } = document.querySelector("rh-app");
      const { files } = store.state.project;
      const path = Object.keys(files).find((path) => path.endsWith("main.lua"));
      store.projects.change({ ...files, [path]: "x = = 1" }, () => undefined);
      void store.open();
    });
    const notice = page.getByRole("alert").locator(".notice");
    await notice.getByText("The run that there is goes on.").waitFor();
    const problem = page.locator(".editor-problems button");
    await problem.waitFor();
    await answered(page);
    const [above, below] = [await notice.boundingBox(), await page.locator("main").boundingBox()];
    assert.ok(above.y + above.height <= below.y, JSON.stringify({ above, below }));
    await problem.click();
    await notice.getByRole("button", { name: "Close" }).click();
    await notice.waitFor({ state: "hidden" });
  });
}

onPage("services that fail in code which cannot be paused do not take the page with them", { ...scenario("echo"), timeout: 120_000 }, async ({ page }) => {
  await page.evaluate(() => document.querySelector("rh-app").store.pace({ kind: "max" }));
  const service = '\n  - { name: again, kind: process.service, process: app:main, host: app:processes, lifecycle: { auto_start: true } }\n';
  const files = alone('  return string.find(string.rep("a", 100000), string.rep("a*", 50) .. "b")');
  files["src/_index.yaml"] = files["src/_index.yaml"].trimEnd() + service;
  await drop(page, files);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ ended }) => ended?.how === "failed"), null, { timeout: 60_000 });
  // Each failure takes a good part of a second here and more elsewhere, so the page must hear of it after a few of them.
  const most = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    const totals = [store.state.run.total];
    await new Promise((done) => {
      const end = store.subscribe(["run"], () => {
        if (store.state.run.total > totals.at(-1)) totals.push(store.state.run.total);
        if (totals.length === 6) done(end());
      });
    });
    return Math.max(...totals.slice(1).map((total, at) => total - totals[at]));
  });
  assert.ok(most < 200, `${most} events came at once`);
  await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "Ping-pong" });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry.includes("ping")), null, { timeout: 60_000 });
});

onPage("why a process has ended stands in its terminal, with the way to its log", again("echo"), async ({ page }) => {
  await drop(page, alone('  print("logged")\n  error("out of luck")'));
  await page.getByText("failed: app:main:4: out of luck").first().waitFor();
  await page.getByRole("button", { name: "It left 1 line in the log." }).click();
  await page.getByRole("tab", { name: "Log", selected: true }).waitFor();
  await page.getByRole("log", { name: "Log" }).getByRole("button", { name: "main, line 3" }).click();
  await page.locator(".cm-activeLine", { hasText: 'print("logged")' }).waitFor();
});

onPage("a project without a terminal begins with its source, and a reload keeps the tab that the reader chose", again("echo"), async ({ page }) => {
  const files = alone('  print("here")');
  files["src/_index.yaml"] = files["src/_index.yaml"].replace("  - { name: terminal, kind: terminal.host }\n", "");
  await drop(page, files);
  await page.getByRole("tab", { name: "Source", selected: true }).waitFor();
  await page.getByRole("tab", { name: "Log" }).click();
  await page.reload();
  await ready(page);
  await answered(page);
  await page.getByRole("tab", { name: "Log", selected: true }).waitFor();
});

onPage("a project that the browser has no room for lasts as long as the page, which says so and asks before it goes", scenario("echo"), async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 1 });
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByRole("button", { name: "Hello, one process" }).click();
  await terminalSays(page, "What is your name?");
  const alert = page.getByRole("alert").filter({ hasText: "“Hello, one process” could not be kept" });
  const [file] = await Promise.all([page.waitForEvent("download"), alert.getByRole("button", { name: "Download as ZIP" }).click()]);
  assert.equal(file.suggestedFilename(), "Hello, one process.zip");
  await alert.getByRole("button", { name: "Close" }).click();
  await alert.waitFor({ state: "hidden" });

  const choice = page.getByRole("combobox", { name: "Scenario" });
  await choice.selectOption({ label: "Ping-pong" });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry.includes("ping")));
  await choice.selectOption({ label: "Hello, one process" });
  await terminalSays(page, "What is your name?");

  const [question] = await Promise.all([page.waitForEvent("dialog"), page.close({ runBeforeUnload: true })]);
  assert.equal(question.type(), "beforeunload");
  await question.dismiss();
});

onPage("a project that another tab has removed is said to be gone", again("echo"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await page.evaluate(() => document.querySelector("rh-app").store.open("own:removed"));
  await answered(page);
  assert.ok(await page.getByRole("alert").getByText("That project is no longer in this browser.").isVisible());
  assert.equal(await page.getByRole("combobox", { name: "Scenario" }).inputValue(), "key-value");
});

onPage("another tab's edit arrives in this one", scenario("echo-lua"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await ready(other);
  await other.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.projects.change({ ...store.state.project.files, "src/cli.lua": "-- from the other tab" }, () => undefined);
  });
  await page.getByText("was changed in another tab").waitFor();
  assert.equal(await textOf(page, "src/cli.lua"), "-- from the other tab");
});

onPage("many problems make no page that is longer than its window", again("echo"), async ({ page }) => {
  const files = alone('  print("here")');
  files["src/_index.yaml"] += Array.from({ length: 12 }, (_, n) => `  - { name: gone-${n}, kind: process.lua, source: "file://gone-${n}.lua" }\n`).join("");
  await drop(page, files);
  await page.locator(".editor-problems li").nth(11).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight));
});

onPage("a fault of a manifest says field and nearest word", again("echo"), async ({ page }) => {
  const files = alone('  io.print("never")');
  files["src/_index.yaml"] = files["src/_index.yaml"].replace("process.lua", "process.lau");
  await drop(page, files);
  await page.getByRole("tab", { name: "Source" }).click();
  await page.getByText('did you mean "process.lua"?').first().waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.rows.length), 0);
});

onPage("what failed while it ran stands on its line", again("echo"), async ({ page }) => {
  await drop(page, alone("  local nothing\n  return nothing.field"));
  await page.getByRole("tab", { name: "Source" }).click();
  await page.getByRole("list", { name: "Problems and notes" }).getByText("src/main.lua:4").waitFor();
});

onPage("an event leads to its line, and a line to its event", again("echo"), async ({ page }) => {
  await drop(page, alone('  io.print("one")\n  io.print("two")\n  require("time").sleep("1h")'));
  await terminalSays(page, "two");
  const chosen = await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    const { ring } = store.state;
    const events = Array.from({ length: ring.last }, (_, n) => n + 1).filter((n) => ring.line(n) === 3);
    store.select({ event: events[0] });
    return events;
  });
  assert.equal(chosen.length, 1);
  await page.getByRole("button", { name: "main, line 3" }).click();
  await page.locator(".cm-activeLine", { hasText: 'io.print("one")' }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Alt+e");
  await page.waitForFunction((before) => document.querySelector("rh-app").store.state.selection.event > before, chosen[0]);
  await page.getByRole("button", { name: "main, line 4" }).waitFor();
});

onPage("a run of scripts has the hash here that it has natively", scenario("key-value-lua"), async ({ page }) => {
  const { readFileSync } = await import("node:fs");
  const [, native] = /assert_eq!\(hashes, \["\w{16}", "(\w{16})"\]\)/.exec(readFileSync("tests/it/lua/seeds.rs", "utf8"));
  await terminalSays(page, "just actor state + messages.");
  await page.waitForFunction((hash) => document.querySelector("rh-app").store.state.run.hash === hash, native);
});

onPage(
  "without its engine for Lua the page goes on with Rust, and says why",
  {
    ...scenario("echo-lua"),
    prepare: async (page) => {
      await scenario("echo-lua").prepare(page);
      await page.route(/\/lua-[^/]*\.js$/, (route) => route.abort());
    },
  },
  async ({ page, problems }) => {
    await page.getByText("The engine that this needs did not start").waitFor();
    await page.getByRole("combobox", { name: "Scenario" }).locator("option:checked", { hasText: "Key-value store" }).waitFor({ state: "attached" });
    problems.splice(0);
  },
);

onPage("axe finds nothing in the editor and in the dialog that opens projects", scenario("echo-lua"), async ({ page }) => {
  await write(page, "relay.lua");
  assert.deepEqual(await violations(page, { within: "#dock" }), []);
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByRole("heading", { name: "Open a project" }).waitFor();
  assert.deepEqual(await violations(page, { within: "dialog.project" }), []);
});
