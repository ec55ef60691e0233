// The service worker behind requests of HTTP: when there is one, which tab it asks, and what becomes of it.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onPage, ready } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { addFrame, ask, openStore, PROJECT, reached } from "./support/typed-store.mjs";
import { answered, bring } from "./stage.mjs";

const EN = { locale: "en-US" };
const set = (x) => ({ body: JSON.stringify({ x }) });
/** Does something with the page's store. */
const act = (page, what, ...args) => page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);

onPage("a page that has met no typed store has no service worker", EN, async ({ page, url, problems }) => {
  await answered(page);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.equal(await page.evaluate(async (url) => (await fetch(`${url}kv/stats`)).status, url), 404);
  problems.length = 0;
});

onPage("without a run with a typed store the answer is 503, and says what to open", EN, async ({ page, problems }) => {
  await openStore(page);
  await act(page, (store) => store.open("echo"));
  const plain = await ask(page, "GET", "kv/stats");
  assert.equal(plain.status, 503);
  assert.match(plain.json.error, /Open a project that has one/);
  await page.reload();
  await ready(page);
  // This time the page has not met any.
  const silent = await ask(page, "GET", "kv/stats");
  assert.equal(silent.status, 503);
  assert.match(silent.json.error, /open the page, and in it a project/);
  problems.length = 0;
});

onPage("a store that has ended is told from one that was never there", EN, async ({ page, problems }) => {
  await openStore(page);
  await act(page, (store) => store.stopService("app:typed_kv.service"));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.length === 0);
  const { status, json } = await ask(page, "GET", "kv/stats");
  assert.deepEqual([status, json.error], [503, 'no process has the name "typed_kv", which is the one that answers']);
  problems.length = 0;
});

onPage("a service worker that the browser has ended is started again, and so is one that a reload finds", EN, async ({ page, context }) => {
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/a", set(1));
  const devtools = await context.newCDPSession(page);
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.stopAllWorkers");
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 1 } });
  await page.reload();
  await ready(page);
  await reached(page);
  // The run goes on where it was, and its store has what it had.
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 1 } });
});

onPage("the worker has nothing to do with the page's other requests", EN, async ({ page }) => {
  await openStore(page);
  await page.reload();
  await ready(page);
  await reached(page);
  const { started, caches } = await page.evaluate(async () => ({
    started: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].filter((entry) => entry.workerStart > 0 && entry.workerFinalSourceType !== "network").map(({ name }) => name),
    caches: await globalThis.caches.keys(),
  }));
  assert.deepEqual([started, caches], [[], []]);
});

onPage("a page that was loaded past the worker is taken by it", EN, async ({ page, context }) => {
  await openStore(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.reload", { ignoreCache: true });
  await page.waitForFunction(() => document.querySelector("rh-app")?.store.state.run.number > 0);
  await reached(page);
  assert.equal((await ask(page, "POST", "kv/set/Cursor/a", set(1))).status, 200);
});

onPage("a new version of the worker takes the place of the old one", EN, async ({ page, problems, t }) => {
  // The browser fetches a worker by itself: only another server can have another one.
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  for (const name of await readdir("dist")) await symlink(resolve("dist", name), join(folder, name));
  const server = await serve(folder);
  t.after(() => server.close());
  await page.goto(server.url);
  await ready(page);
  await openStore(page);
  const text = await readFile("dist/service-worker.js", "utf8");
  await rm(join(folder, "service-worker.js"));
  await writeFile(join(folder, "service-worker.js"), `${text}\n// newer`);
  await page.evaluate(async () => {
    const changed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    await (await navigator.serviceWorker.ready).update();
    await changed;
  });
  assert.equal((await ask(page, "POST", "kv/set/Cursor/a", set(1))).status, 200);
  problems.splice(0, Infinity, ...problems.filter((problem) => !problem.includes(server.url)));
});

onPage("each of two tabs answers itself and its frames; others are answered by the one that the reader came to last", EN, async ({ page, context, url }) => {
  const tabs = [page, await context.newPage()];
  await tabs[1].goto(url);
  await ready(tabs[1]);
  for (const [x, tab] of tabs.entries()) {
    await openStore(tab, PROJECT);
    await addFrame(tab, "own");
    await ask(tab, "POST", "kv/set/Cursor/tab", set(x));
  }
  const third = await context.newPage();
  await third.goto(`${url}?third`);
  await ready(third);
  await act(third, (store) => store.open("echo"));
  const tabOf = async (...where) => (await ask(where[0], "GET", "kv/get/Cursor/tab", { frame: where[1] })).json.value.x;
  for (const [x, tab] of tabs.entries()) {
    // Whichever is in front.
    for (const front of tabs) {
      await front.bringToFront();
      await front.evaluate(() => window.dispatchEvent(new Event("focus")));
      assert.equal(await tabOf(tab), x);
      assert.equal(await tabOf(tab, "own"), x);
      assert.equal(await tabOf(third), tabs.indexOf(front));
    }
  }
});

onPage("a tab that is busy is waited for: no other tab's run gets what was meant for its own", EN, async ({ page, context, url }) => {
  const other = await context.newPage();
  await other.goto(url);
  await ready(other);
  await openStore(other);
  await openStore(page);
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  const answers = await page.evaluate(async () => {
    const asked = Array.from({ length: 5 }, (_, x) => fetch(`kv/set/Cursor/busy${x}`, { method: "POST", body: JSON.stringify({ x }) }));
    const end = performance.now() + 2_500;
    while (performance.now() < end);
    return Promise.all(asked.map(async (answer) => (await answer).status));
  });
  assert.deepEqual(answers, [200, 200, 200, 200, 200]);
  assert.equal((await ask(page, "GET", "kv/list/Cursor")).json.length, 5);
  assert.equal((await ask(other, "GET", "kv/list/Cursor")).json.length, 0);
});

onPage("what a run answers has no rights of the page, and what is no response is told", EN, async ({ page, url, context, problems }) => {
  // A process of the reader's own under the store's name.
  const files = {
    "src/_index.yaml": `version: "1.0"
namespace: app
entries:
  - name: processes
    kind: process.host
  - name: fake
    kind: process.lua
    source: file://fake.lua
    method: main
    modules: [process]
  - name: fake.service
    kind: process.service
    process: app:fake
    host: app:processes
    lifecycle:
      auto_start: true
`,
    "src/fake.lua": `local function main()
  process.registry.register("typed_kv")
  local inbox = process.inbox()
  while true do
    local message = inbox:receive()
    local request = message:payload():data()
    local page = { status = 200, headers = { ["content-type"] = "text/html" }, body = "<script src='../main.js'></script><p>A page</p>" }
    if request.target == "/kv/odd" then page.status = 99 end
    process.send(request.reply_to, "http_response", { id = request.id, status = page.status, headers = page.headers, body = page.body })
  end
end
return { main = main }
`,
  };
  await bring(page, files);
  await reached(page);
  const other = await context.newPage();
  await other.goto(`${url}kv/page`);
  await other.getByText("A page").waitFor();
  assert.equal(await other.evaluate(() => globalThis.origin), "null");
  const odd = await ask(page, "GET", "kv/odd");
  assert.equal(odd.status, 502);
  assert.match(odd.json.error, /^what the run answered is no response/);
  problems.length = 0;
});
