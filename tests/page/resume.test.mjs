// A run that is kept as it is played: a reload, a closed tab, a crash of the engine or of the page goes on with it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { onPage, ready } from "./support/browser.mjs";
import { answered, bring, remembering, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const store = (page, act) => page.evaluate(`(${act})(document.querySelector("rh-app").store)`);
const hash = (page) => state(page, (s) => s.run.hash);
const notice = (page, text) => page.locator(".notice").filter({ hasText: text }).waitFor();
const mark = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("rehearsal-tab") ?? "{}"));

/** What keeps runs comes once the page has nothing better to do, which on a busy machine is late. */
const keeperIsThere = (page) => store(page, (s) => s.kept.with(() => {}));

/** The tab says that a reload goes on with the run. */
const toBeKept = (page) => page.waitForFunction(() => document.querySelector("rh-app").store.kept.there);

/** Paused, and kept as it is now. */
async function pausedAndKept(page) {
  await store(page, (s) => s.pause());
  await answered(page);
  await store(page, (s) => s.kept.settle());
}

async function reloaded(page) {
  await page.reload();
  await ready(page);
}

/** What lies in the browser's storage. Asked for by the page first: whoever opens a database that is not there yet makes an empty one. */
const shelf = (page) =>
  page.evaluate(async () => {
    await document.querySelector("rh-app").store.kept.list();
    const database = await new Promise((resolve) => (indexedDB.open("rehearsal-runs", 1).onsuccess = (event) => resolve(event.target.result)));
    const all = await new Promise((resolve) => (database.transaction("runs").objectStore("runs").getAll().onsuccess = (event) => resolve(event.target.result)));
    database.close();
    return all.map(({ scenario, events, keptAt }) => ({ scenario, events, keptAt }));
  });

onPage("a run that somebody did something to goes on after a reload, paused as it was, with what was selected", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await store(page, (s) => s.select({ event: 9 }));
  await pausedAndKept(page);
  const before = await hash(page);
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  assert.equal(await hash(page), before);
  assert.equal(await state(page, (s) => s.preferences.settings.playing), false);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.selection?.event === 9);
  await terminalSays(page, "HELLO");
  // It is a run like any other, and a second reload brings back what was done since.
  await store(page, (s) => s.play());
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
  await pausedAndKept(page);
  const longer = await hash(page);
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  assert.equal(await hash(page), longer);
  assert.deepEqual(await violations(page, { within: "rh-notice" }), []);
});

onPage("a run that was playing plays on after a reload", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await store(page, (s) => s.kept.settle());
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  assert.equal(await state(page, (s) => s.preferences.settings.playing), true);
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
});

onPage("what is done is kept by itself soon after", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  // The tab says so a moment before it lies there.
  await toBeKept(page);
  await store(page, (s) => s.kept.settle());
  assert.equal((await shelf(page)).length, 1);
});

onPage("a run that only plays and that nobody touched begins anew, and nothing of it is kept", scenario("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 1000);
  await store(page, (s) => s.kept.with((keeper) => keeper.settle()));
  assert.deepEqual(await shelf(page), []);
  await reloaded(page);
  assert.equal(await page.locator(".notice").count(), 0);
});

onPage("a run that nobody touched is there again after a reload where it was paused, and is on no list", scenario("ping-pong"), async ({ page, context, url }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 1000);
  await store(page, (s) => s.pause());
  await answered(page);
  const [before, last] = [await hash(page), await state(page, (s) => s.ring.last)];
  await toBeKept(page);
  for (let n = 0; n < 2; n += 1) {
    await reloaded(page);
    await notice(page, "The run goes on where it was.");
    await page.waitForFunction((last) => document.querySelector("rh-app").store.state.ring.last === last, last);
    assert.deepEqual([await hash(page), await state(page, (s) => s.run.state)], [before, "paused"]);
  }
  assert.deepEqual(await shelf(page), []);
  // Played on, it is like one that begins: a reload begins it anew, and of a closed tab nothing is left.
  await store(page, (s) => s.play());
  await page.waitForFunction((last) => document.querySelector("rh-app").store.state.ring.last > last, last);
  await reloaded(page);
  assert.equal(await page.locator(".notice").count(), 0);
  await store(page, (s) => s.pause());
  await answered(page);
  await page.close();
  const other = await context.newPage();
  await other.goto(url);
  await ready(other);
  await store(other, (s) => s.kept.with((keeper) => keeper.sweep()));
  const { id } = await mark(other);
  assert.deepEqual(await other.evaluate((id) => Object.keys(localStorage).filter((key) => key.startsWith("rehearsal-run:") && !key.endsWith(id)), id), []);
});

onPage("an earlier moment is shown again after a reload", scenario("echo"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 8);
  await store(page, (s) => s.rewind.to(5));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await answered(page);
  const last = await state(page, (s) => s.ring.last);
  await page.waitForFunction(() => JSON.parse(sessionStorage.getItem("rehearsal-tab") ?? "{}").look?.past === 5);
  await reloaded(page);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  assert.deepEqual(await state(page, (s) => [s.past.event, s.ring.last]), [5, last]);
});

onPage("a line that was typed just before a reload is there after it", scenario("echo"), async ({ page }) => {
  await keeperIsThere(page);
  await answered(page);
  await typeLine(page, "hello");
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  await terminalSays(page, "HELLO");
  // The engine has not even heard of this one.
  const lines = () => page.evaluate(async () => (await document.querySelector("rh-app").store.runs.text()).text.match(/"line"/g).length);
  const before = await lines();
  await page.getByText("waits for a line").waitFor();
  await Promise.all([
    page.waitForEvent("load"),
    page.evaluate(() => {
      const { store } = document.querySelector("rh-app");
      store.line(store.state.terminalRows.find((row) => row.reading).process, "again");
      location.reload();
    }),
  ]);
  await ready(page);
  await notice(page, "The run goes on where it was.");
  await terminalSays(page, "AGAIN");
  assert.equal(await lines(), before + 1);
});

onPage("what is too much to be noted before it is kept is told to be missing", scenario("key-value"), async ({ page }) => {
  await store(page, (s) => s.send("kv", "set", JSON.stringify({ key: "a", value: 1 })));
  await pausedAndKept(page);
  await store(page, (s) => s.kept.with((keeper) => void (keeper.saver.keep = async () => {})));
  const value = "x".repeat(120_000);
  await page.evaluate((value) => document.querySelector("rh-app").store.send("kv", "set", JSON.stringify({ key: "b", value })), value);
  await answered(page);
  await store(page, (s) => s.step());
  await answered(page);
  const more = await state(page, (s) => s.ring.last);
  await reloaded(page);
  await notice(page, "The run goes on from where it was kept last.");
  await answered(page);
  const restored = await state(page, (s) => s.ring.last);
  assert.ok(restored < more);
  assert.match(await page.locator(".notice").innerText(), new RegExp(`Its last ${more - restored} events are missing \\(\\d+.*s\\)`));
});

onPage("a tab that was killed leaves its run behind with all that was done", { ...scenario("echo"), timeout: 300_000 }, async ({ page, context, url, problems }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await toBeKept(page);
  await page.waitForFunction(() => Object.entries(localStorage).some(([key, text]) => key.startsWith("rehearsal-run:") && !JSON.parse(text).text));
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
  await page.waitForFunction(() => Object.entries(localStorage).some(([key, text]) => key.startsWith("rehearsal-run:") && text.includes("again")));
  const crashed = page.waitForEvent("crash");
  const debug = await context.newCDPSession(page);
  void debug.send("Page.crash").catch(() => {}); // nobody is there to answer
  await crashed;
  problems.splice(0);
  const other = await context.newPage();
  await other.goto(url);
  await notice(other, "left in a tab that is closed now");
  await other.locator(".notice").getByRole("button", { name: "Go on with it" }).click();
  await notice(other, "goes on where it was");
  await terminalSays(other, "AGAIN");
});

onPage("the branches of a run are there again after a reload, and each can be returned to", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await keeperIsThere(page);
  await store(page, (s) => s.pause());
  await answered(page);
  const first = await hash(page);
  const goOn = async (event) => {
    await page.evaluate((event) => document.querySelector("rh-app").store.rewind.to(event), event);
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
    await store(page, (s) => s.rewind.fork());
  };
  await goOn(12);
  await store(page, (s) => s.play());
  await typeLine(page, "other");
  await terminalSays(page, "OTHER");
  await store(page, (s) => s.pause());
  await answered(page);
  const second = await hash(page);
  await goOn(6);
  // No later than a reload can come.
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  const tree = await state(page, (s) => s.branches);
  assert.deepEqual(tree.branches.map(({ id, from }) => [id, from]), [[1, null], [2, { branch: 1, event: 12 }], [3, { branch: 2, event: 6 }]]);
  assert.equal(tree.current, 3);
  for (const [id, was] of [[1, first], [2, second]]) {
    await page.getByRole("button", { name: "3 branches" }).click();
    await page.getByRole("button", { name: new RegExp(`^Run ${id} ·`) }).click();
    await page.waitForFunction((id) => document.querySelector("rh-app").store.state.branches.current === id, id);
    await answered(page);
    assert.equal(await hash(page), was);
    // Each time it is kept, with the tree.
    await store(page, (s) => s.kept.settle());
    await reloaded(page);
    await notice(page, "The run goes on where it was.");
    assert.equal(await hash(page), was);
    assert.equal(await state(page, (s) => s.branches.current), id);
  }
  // A fresh run is no branch of it.
  await store(page, (s) => s.startFresh());
  await answered(page);
  assert.equal(await state(page, (s) => s.branches.branches.length), 1);
  await reloaded(page);
  assert.equal(await state(page, (s) => s.branches.branches.length), 1);
});

onPage("a fresh run forgets the kept one", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await pausedAndKept(page);
  await reloaded(page);
  await page.locator(".notice").getByRole("button", { name: "Start a fresh run" }).click();
  await page.waitForFunction(() => !document.querySelector("rh-app").store.state.notice && document.querySelector("rh-app").store.state.run.state !== "paused");
  await reloaded(page);
  assert.equal(await page.locator(".notice").count(), 0);
  await store(page, (s) => s.kept.with((keeper) => keeper.settle()));
  assert.deepEqual(await shelf(page), []);
});

onPage("two tabs keep their own runs, and a tab that was closed leaves its run on the list", scenario("echo"), async ({ page, context, url }) => {
  const other = await context.newPage();
  await other.goto(url);
  await ready(other);
  await typeLine(page, "one");
  await terminalSays(page, "ONE");
  await pausedAndKept(page);
  await typeLine(other, "two");
  await terminalSays(other, "TWO");
  await pausedAndKept(other);
  const [one, two] = [await hash(page), await hash(other)];
  await reloaded(page);
  await reloaded(other);
  await Promise.all([notice(page, "goes on where it was"), notice(other, "goes on where it was")]);
  assert.deepEqual([await hash(page), await hash(other)], [one, two]);
  await other.close();
  const third = await context.newPage();
  await third.goto(url);
  await notice(third, "left in a tab that is closed now");
  await third.locator(".notice").getByRole("button", { name: "Go on with it" }).click();
  await notice(third, "goes on where it was");
  assert.equal(await hash(third), two);
  assert.equal(await state(third, (s) => s.run.state), "paused");
});

onPage("a tab that is duplicated goes on with a copy under a name of its own", scenario("echo"), async ({ page, context, url }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await pausedAndKept(page);
  const copied = await page.evaluate(() => sessionStorage.getItem("rehearsal-tab"));
  const copy = await context.newPage();
  await copy.addInitScript((value) => sessionStorage.getItem("rehearsal-tab") || sessionStorage.setItem("rehearsal-tab", value), copied);
  await copy.goto(url);
  await notice(copy, "goes on where it was");
  assert.equal(await hash(copy), await hash(page));
  assert.notEqual((await mark(copy)).id, (await mark(page)).id);
  await store(copy, (s) => s.play());
  await typeLine(copy, "more");
  await terminalSays(copy, "MORE");
  await pausedAndKept(copy);
  const before = await hash(page);
  await reloaded(page);
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), before);
});

onPage("after the engine died the run goes on from where it was kept, paused; the second time a fresh run comes first", scenario("echo", { settings: { seed: 7, pace: { kind: "max" } } }), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await pausedAndKept(page);
  const before = await hash(page);
  await store(page, (s) => s.play());
  const die = () => store(page, (s) => s.engine.receive({ type: "died", message: "panicked at src/runtime/table.rs" }));
  await die();
  const dialog = page.getByRole("alertdialog", { name: "The engine stopped" });
  await dialog.waitFor();
  assert.deepEqual(await dialog.getByRole("button").allInnerTexts(), ["Go on where it was", "Restart the engine"]);
  assert.deepEqual(await violations(page, { within: "rh-failure" }), []);
  await page.keyboard.press("Enter");
  await notice(page, "The run goes on where it was.");
  assert.deepEqual([await hash(page), await state(page, (s) => s.run.state)], [before, "paused"]);
  await die();
  await dialog.waitFor();
  assert.deepEqual(await dialog.getByRole("button").allInnerTexts(), ["Restart the engine", "Go on where it was", "Save this run"]);
  const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save this run" }).click()]);
  assert.equal(JSON.parse(await readFile(await file.path(), "utf8")).end.hash, before);
  await dialog.getByRole("button", { name: "Restart the engine" }).click();
  await ready(page);
  assert.equal(await page.locator(".notice").count(), 0);
  // A fresh run that is paused is kept as any that nobody touched; what was done before is not in it.
  const { id } = await mark(page);
  assert.notEqual(await page.evaluate((id) => JSON.parse(localStorage.getItem(`rehearsal-run:${id}`))?.deeds, id), true);
});

onPage("a page that crashed is back at the next load, paused, and does not try a third time", scenario("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await store(page, (s) => s.kept.settle());
  // A page that crashes is not told, so what it notes when it is left is taken back.
  await page.addInitScript(() => {
    const mark = JSON.parse(sessionStorage.getItem("rehearsal-tab"));
    sessionStorage.setItem("rehearsal-tab", JSON.stringify({ ...mark, left: false, tries: Number(sessionStorage.getItem("tries")) }));
  });
  await reloaded(page);
  await notice(page, "The page had stopped");
  assert.equal(await state(page, (s) => s.preferences.settings.playing), false);
  await page.evaluate(() => sessionStorage.setItem("tries", JSON.parse(sessionStorage.getItem("rehearsal-tab")).tries));
  await reloaded(page);
  await notice(page, "The page has stopped twice");
  assert.equal(await state(page, (s) => s.phase), "ready");
  assert.equal(await page.locator(".notice").getByRole("button", { name: "Save this run" }).count(), 1);
  await store(page, (s) => s.dialog("project"));
  await page.getByRole("button", { name: "Go on with it: Echo service" }).click();
  await notice(page, "goes on where it was");
});

onPage("a run of a project goes on with the files that ran, and the newest ones stay, without a copy", remembering({ settings: { pace: { kind: "max" } } }), async ({ page }) => {
  const program = (word) => `local function main()\n  while true do\n    local line = io.readline()\n    if not line then return 0 end\n    io.print("${word} " .. line)\n  end\nend\nreturn { main = main }\n`;
  const source = (word) => `local io = require("io")\n${program(word)}`;
  await bring(page, await page.evaluate(() => ({})).then(() => ({ "_index.yaml": MANIFEST, "main.lua": source("old") })));
  await typeLine(page, "hello");
  await terminalSays(page, "old hello");
  await pausedAndKept(page);
  const before = await hash(page);
  await page.evaluate((text) => {
    const { store } = document.querySelector("rh-app");
    store.projects.change({ ...store.state.project.files, "main.lua": text }, () => undefined);
    return store.projects.flush();
  }, source("new"));
  await reloaded(page);
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), before);
  assert.equal(await state(page, (s) => s.ownProjects.length), 1);
  assert.deepEqual(await state(page, (s) => [/"new /.test(s.project.files["main.lua"]), /"old /.test(s.project.running["main.lua"])]), [true, true]);
  // A fresh run takes the newest files.
  await store(page, (s) => s.startFresh());
  await typeLine(page, "hello");
  await terminalSays(page, "new hello");
});

const MANIFEST = `version: "1.0"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    lifecycle:
      auto_start: true
  - name: main
    kind: process.lua
    source: file://main.lua
    method: main
    modules: [io]
`;

onPage("a run with a database goes on with what is stored now", scenario("persistent-kv"), async ({ page }) => {
  await typeLine(page, "kv set colour red");
  await typeLine(page, "publish One");
  await terminalSays(page, "published as message 1");
  await pausedAndKept(page);
  const before = await hash(page);
  await reloaded(page);
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), before);
  await page.getByRole("tab", { name: "Database" }).waitFor();
  await store(page, (s) => s.play());
  await typeLine(page, "publish Two");
  await terminalSays(page, "published as message 2");
  await typeLine(page, "kv get colour");
  await terminalSays(page, "red");
});

/** Changes what is kept, as another version of the page would have left it. */
const spoiled = (page, from, to) =>
  page.evaluate(
    async ([from, to]) => {
      const database = await new Promise((resolve) => (indexedDB.open("rehearsal-runs", 1).onsuccess = (event) => resolve(event.target.result)));
      const { id } = JSON.parse(sessionStorage.getItem("rehearsal-tab"));
      const get = (act) => new Promise((resolve) => (act(database.transaction("runs", "readwrite").objectStore("runs")).onsuccess = (event) => resolve(event.target.result)));
      const run = await get((runs) => runs.get(id));
      const stream = (bytes, by) => new Response(new Blob([bytes]).stream().pipeThrough(by));
      const text = await stream(run.bytes, new DecompressionStream("deflate-raw")).text();
      if (!text.includes(from)) throw new Error(text);
      const bytes = new Uint8Array(await stream(text.replace(from, to), new CompressionStream("deflate-raw")).arrayBuffer());
      await get((runs) => runs.put({ ...run, bytes }, id));
      database.close();
    },
    [from, to],
  );

for (const [what, from, to, said] of [
  ["came out otherwise", '"text": "hello"', '"text": "hallo"', "came out as another one"],
  ["a newer version wrote", '"version": 1', '"version": 9', "version 9 of the format"],
  ["is of a scenario that is gone", '"scenario": "echo"', '"scenario": "nothing"', "a scenario that this Rehearsal does not have: nothing"],
]) {
  onPage(`a kept run that ${what} is told, stays on the list as a file, and a fresh one begins`, scenario("echo"), async ({ page }) => {
    await typeLine(page, "hello");
    await terminalSays(page, "HELLO");
    await pausedAndKept(page);
    await spoiled(page, from, to);
    await reloaded(page);
    await notice(page, said);
    assert.deepEqual(await state(page, (s) => [s.phase, s.preferences.scenario, s.run.total < 30]), ["ready", "echo", true]);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".notice").getByRole("button", { name: "Save this run" }).click()]);
    assert.ok((await readFile(await file.path(), "utf8")).includes(to));
    await reloaded(page);
    assert.equal(await page.locator(".notice").filter({ hasText: said }).count(), 0, "it is not tried again and again");
    await store(page, (s) => s.dialog("project"));
    await page.getByRole("heading", { name: "Runs that this browser has kept" }).waitFor();
    assert.deepEqual(await violations(page, { within: "rh-project" }), []);
  });
}

onPage("making a long kept run again shows how far it is, and can be given up", scenario("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 300_000);
  await store(page, (s) => s.send("ping", "hello", "1").catch(() => s.request({ type: "kill", process: 3 })));
  await pausedAndKept(page);
  const { end } = await page.evaluate(async () => JSON.parse((await document.querySelector("rh-app").store.runs.text()).text));
  // It seems to go on for a thousand times as long: nobody would wait for that.
  await spoiled(page, `"turn": ${end.turn}`, `"turn": ${end.turn * 1000}`);
  await spoiled(page, `"time": ${end.time}`, `"time": ${end.time * 1000}`);
  await page.reload();
  await page.locator(".veil progress").waitFor();
  await page.getByRole("button", { name: "Give up" }).click();
  await notice(page, "A fresh run was begun.");
  await ready(page);
});

/** A page whose browser has no room for it. */
async function withoutStorage(page) {
  await scenario("echo").prepare(page);
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (key.startsWith("rehearsal-run:") && !globalThis.hasRoom) throw new DOMException("full", "QuotaExceededError");
      set.call(this, key, value);
    };
  });
}

onPage("where the browser keeps nothing, all else works, and it is said once", { ...scenario("echo"), prepare: withoutStorage }, async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await notice(page, "This browser does not keep the run");
  await page.locator(".notice").getByRole("button", { name: "Close" }).click();
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
  await pausedAndKept(page);
  assert.equal(await page.locator(".notice").count(), 0);
  await reloaded(page);
  assert.equal(await page.locator(".notice").count(), 0);
});

onPage("where there is room for a note only, a short run is kept in it", { ...scenario("echo"), prepare: async (page) => (await withoutStorage(page), await page.addInitScript(() => (globalThis.hasRoom = true))) }, async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await pausedAndKept(page);
  assert.equal(await page.locator(".notice").count(), 0);
  await reloaded(page);
  await notice(page, "The run goes on where it was.");
  await terminalSays(page, "HELLO");
});

onPage("the text of a run is kept after the first deed and when much has come, two seconds apart; all else is noted", { ...scenario("key-value"), prepare: async (page) => (await scenario("key-value").prepare(page), await page.clock.install()) }, async ({ page }) => {
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    globalThis.kept = [];
    return store.kept.with((keeper) => {
      const keep = keeper.saver.keep.bind(keeper.saver);
      keeper.saver.keep = () => (globalThis.kept.push(performance.now()), keep());
      return keeper.list(); // the storage is there, too
    });
  });
  const set = (value) => page.evaluate((value) => document.querySelector("rh-app").store.send("kv", "set", JSON.stringify({ key: "a", value })), value);
  const pass = async (steps) => {
    for (let n = 0; n < steps; n += 1) {
      await page.clock.runFor(250);
      await answered(page);
    }
    return page.evaluate(() => globalThis.kept);
  };
  const noted = (text) => page.evaluate((text) => Object.entries(localStorage).some(([key, value]) => key.startsWith("rehearsal-run:") && value.includes(text)), text);
  await set("first");
  assert.equal((await pass(8)).length, 1);
  for (let n = 0; n < 5; n += 1) await set(`small ${n}`);
  assert.equal((await pass(20)).length, 1);
  assert.equal(await noted("small 4"), true);
  for (let n = 0; n < 12; n += 1) await set("x".repeat(10_000));
  await pass(3);
  for (let n = 0; n < 12; n += 1) await set("y".repeat(10_000));
  const kept = await pass(20);
  assert.equal(kept.length, 3);
  assert.ok(kept[2] - kept[1] >= 2_000, kept.join(" "));
});

onPage("of more than five runs the oldest goes", scenario("echo"), async ({ page }) => {
  for (let n = 0; n < 7; n += 1) {
    await typeLine(page, `line ${n}`);
    await terminalSays(page, `LINE ${n}`);
    await pausedAndKept(page);
    const text = await page.evaluate(async () => (await document.querySelector("rh-app").store.runs.text()).text);
    // Another run takes its place, and it is put aside.
    await page.evaluate((text) => document.querySelector("rh-app").store.openRun(text), text);
    await notice(page, "is the same, event for event");
    await store(page, (s) => s.play());
  }
  await store(page, (s) => s.kept.settle());
  assert.equal((await shelf(page)).length, 5);
});
