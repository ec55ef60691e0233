// Requests of HTTP to the typed store of a run, by `fetch` from the page and from its frames.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onPage, ready } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { addFrame, ask, openStore, PROJECT, reached } from "./support/typed-store.mjs";
import { answered, bring } from "./stage.mjs";

const EN = { locale: "en-US" };
const set = (x, more = {}) => ({ body: JSON.stringify({ x, ...more }) });
/** Does something with the page's store. */
const act = (page, what, ...args) => page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);
/** Waits until the run has got so many requests. */
const asked = (page, n) => page.waitForFunction((n) => document.querySelector("rh-app").store.http.open === n, n);

onPage("fetch of the page asks the run's store, whose diagram shows it", EN, async ({ page }) => {
  await openStore(page);
  const first = await ask(page, "POST", "kv/set/Cursor/user:1", set(1));
  assert.deepEqual([first.status, first.text], [200, '{"success":true}']);
  assert.equal(first.headers["content-type"], "application/json");
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/user:1")).json, { value: { x: 1 } });
  assert.deepEqual((await ask(page, "GET", "kv/list/Cursor?prefix=user:")).json, [{ key: "user:1", value: { x: 1 } }]);
  assert.deepEqual((await ask(page, "DELETE", "kv/delete/Cursor/user:1")).json, { success: true, existed: true });
  await answered(page);
  const topics = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    const all = Array.from({ length: ring.last }, (_, n) => n + 1).filter((n) => ring.has(n));
    return all.filter((n) => ring.kind(n) === 13 && ring.process(n) === 0).map((n) => ring.text(n));
  });
  assert.deepEqual(topics, ["http", "http", "http", "http"]);
});

onPage("the tenant is the header X-Tenant, or else the host of the page", EN, async ({ page, url }) => {
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/a", set(1));
  await ask(page, "POST", "kv/set/Cursor/a", { ...set(2), headers: { "X-Tenant": "b.example" } });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 1 } });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a", { headers: { "X-Tenant": "B.example" } })).json, { value: { x: 2 } });
  assert.equal((await ask(page, "GET", "kv/stats")).json.tenant, new URL(url).host);
});

onPage("frames of the page ask it, too, be they documents of their own or files", EN, async ({ page }) => {
  await openStore(page);
  await addFrame(page, "own");
  await addFrame(page, "file", "service-worker.js");
  await ask(page, "POST", "kv/set/Cursor/a", { ...set(3), frame: "own" });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a", { frame: "file" })).json, { value: { x: 3 } });
});

onPage("an address below kv/ can be opened, and a form of another page changes nothing", EN, async ({ page, context, url, problems }) => {
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/a", set(4));
  const other = await context.newPage();
  await other.goto(`${url}kv/get/Cursor/a`);
  assert.equal(await other.locator("body").innerText(), '{"value":{"x":4}}');
  const form = `<form method="post" enctype="text/plain" action="${url}kv/set/Cursor/a"><input name='{"x":5, "y":"' value='"}'></form>`;
  await other.goto("about:blank");
  await other.setContent(form);
  const [response] = await Promise.all([other.waitForResponse(/kv\/set/), other.evaluate(() => document.querySelector("form").submit())]);
  assert.deepEqual([response.status(), response.fromServiceWorker()], [405, false]);
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 4 } });
  problems.length = 0;
});

onPage("every key comes to the store as it was written", EN, async ({ page }) => {
  await openStore(page);
  const keys = ["__proto__", "constructor", "a/b//c", "100%", "%25", "a b+c", "user:7?x#y", "ключ", "🎭", "'\"\\", "…", "\u0000\n"];
  for (const [x, key] of keys.entries()) {
    assert.equal((await ask(page, "POST", `kv/set/Cursor/${encodeURIComponent(key)}`, set(x))).status, 200, key);
    assert.deepEqual((await ask(page, "GET", `kv/get/Cursor/${encodeURIComponent(key)}`)).json, { value: { x } }, key);
  }
  // Slashes, and what the browser itself escapes, may stand there as they are.
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a/b//c")).json, { value: { x: 2 } });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/🎭")).json, { value: { x: 8 } });
  const list = (await ask(page, "GET", "kv/list/Cursor")).json;
  assert.deepEqual(new Set(list.map(({ key }) => key)), new Set(keys));
});

onPage("what is wrong is answered by the store itself, and what is too long does not come to the run", EN, async ({ page, problems }) => {
  await openStore(page);
  const wrong = async (status, error, ...request) => {
    const answer = await ask(page, ...request);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.json.error, error);
    return answer;
  };
  await wrong(400, /^the value is no Cursor/, "POST", "kv/set/Cursor/a", { body: '{"x": "1"}' });
  await wrong(400, /^this is no JSON/, "POST", "kv/set/Cursor/a", { body: [0xff, 0xfe] });
  await wrong(400, /percent-encoded/, "GET", "kv/get/Cursor/%");
  await wrong(404, /Cursr/, "GET", "kv/get/Cursr/a");
  await wrong(404, /^there is nothing at \/kv\/nothing/, "GET", "kv/nothing");
  for (const method of ["PUT", "PATCH", "OPTIONS", "REPORT"]) {
    const { headers } = await wrong(405, new RegExp(`^${method} is not for this path`), method, "kv/set/Cursor/a");
    assert.equal(headers.allow, "POST");
  }
  const head = await ask(page, "HEAD", "kv/get/Cursor/a");
  assert.deepEqual([head.status, head.text, head.headers.allow], [405, "", "GET"]);
  const events = () => act(page, (store) => store.state.run.total);
  await answered(page);
  const before = await events();
  await wrong(413, /1048576/, "POST", "kv/set/Cursor/a", { body: `{"x": 1${" ".repeat(1 << 20)}}` });
  await answered(page);
  assert.equal(await events(), before);
  // The longest that is taken: the store itself has looked at it.
  await wrong(400, /^the value is no Cursor/, "POST", "kv/set/Cursor/a", { body: `{"x":"${" ".repeat((1 << 20) - 8)}"}` });
  problems.length = 0;
});

onPage("while the run is paused a request waits, and is answered when it plays or when it is stepped", EN, async ({ page }) => {
  await openStore(page);
  await act(page, (store) => store.pause());
  const played = ask(page, "POST", "kv/set/Cursor/a", set(1));
  await asked(page, 1);
  await act(page, (store) => store.play());
  assert.equal((await played).status, 200);
  await act(page, (store) => store.pause());
  const stepped = ask(page, "GET", "kv/get/Cursor/a");
  await asked(page, 1);
  for (let n = 0; n < 10 && (await act(page, (store) => store.http.open)) > 0; n += 1) {
    await act(page, (store) => store.step());
    await answered(page);
  }
  assert.deepEqual((await stepped).json, { value: { x: 1 } });
});

const impatient = async (page) =>
  page.addInitScript(() => {
    const { setTimeout } = window;
    window.setTimeout = (act, ms, ...args) => setTimeout(act, ms === 30_000 ? 50 : ms, ...args);
  });

onPage("who waits too long for a paused run is told so, and the request is carried out later", { ...EN, prepare: impatient }, async ({ page, problems }) => {
  await openStore(page);
  await act(page, (store) => store.pause());
  const { status, json } = await ask(page, "POST", "kv/set/Cursor/a", set(7));
  assert.equal(status, 503);
  assert.match(json.error, /^The run is paused, and has not answered within 30 seconds\..*press “Play”/);
  await act(page, (store) => store.play());
  await asked(page, 0);
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 7 } });
  problems.length = 0;
});

onPage("a run that begins anew, or a tab that goes away, answers those who wait with 503", EN, async ({ page, context, url, problems }) => {
  await openStore(page);
  await act(page, (store) => store.pause());
  const waiting = ask(page, "GET", "kv/get/Cursor/a");
  await asked(page, 1);
  await act(page, (store) => store.open());
  const { status, json } = await waiting;
  assert.equal(status, 503);
  assert.match(json.error, /began anew/);

  await act(page, (store) => store.play());
  await ask(page, "POST", "kv/set/Cursor/a", set(1));
  await act(page, (store) => store.pause());
  const other = await context.newPage();
  await other.goto(url);
  await ready(other);
  await act(other, (store) => store.open("echo"));
  const orphan = ask(other, "GET", "kv/get/Cursor/a");
  await asked(page, 1);
  await page.close();
  assert.match((await orphan).json.error, /closed before it answered/);
  problems.length = 0;
});

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
  // What the store kept is gone with its run.
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: null });
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
