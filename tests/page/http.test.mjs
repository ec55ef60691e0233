// Requests of HTTP to the typed store of a run, by `fetch` from the page and from its frames.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { addFrame, ask, openStore } from "./support/typed-store.mjs";
import { again, answered } from "./stage.mjs";

/** What a first visit finds. */
const FIRST = { locale: "en-US" };
const EN = again("key-value", { settings: {} });
const set = (x, more = {}) => ({ body: JSON.stringify({ x, ...more }) });
/** Does something with the page's store. */
const act = (page, what, ...args) => page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);
/** Waits until the run has got so many requests. */
const asked = (page, n) => page.waitForFunction((n) => document.querySelector("rh-app").store.http.waiting.size === n, n);

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

onPage("a request of the page's own code that is none is refused, and the run goes on", EN, async ({ page }) => {
  await openStore(page);
  const wrong = await act(page, (store) => store.http.ask({ method: 5, target: "/kv/stats", host: null, body: "" }));
  assert.equal(wrong.status, 503);
  assert.match(JSON.parse(wrong.body).error, /no such command.*invalid type.*expected a string/);
  assert.equal((await ask(page, "GET", "kv/stats")).status, 200);
});

onPage("lines are called by what requests ask for and by their status: all topics are the same", FIRST, async ({ page, problems }) => {
  await page.evaluate(() => {
    globalThis.written = new Set();
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      written.add(text);
      fillText.call(this, text, ...place);
    };
  });
  const seen = (...labels) => page.waitForFunction((labels) => labels.every((label) => written.has(label)), labels);
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/7", set(1));
  await seen("set Cursor 7", "200");
  await ask(page, "GET", "kv/get/Cursr/7");
  await seen("get Cursr 7", "404");
  await ask(page, "PUT", "kv/set/C/7", set(1));
  await seen("PUT /kv/set/C/7", "405");
  assert.deepEqual(await page.evaluate(() => [written.has("http"), written.has("http_response")]), [false, false]);
  problems.length = 0; // statuses of 400 and above are told by the browser, too
});

onPage("the tenant is the header X-Tenant, or else the host of the page", EN, async ({ page, url }) => {
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/a", set(1));
  await ask(page, "POST", "kv/set/Cursor/a", { ...set(2), headers: { "X-Tenant": "b.example" } });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a")).json, { value: { x: 1 } });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a", { headers: { "X-Tenant": "B.example" } })).json, { value: { x: 2 } });
  assert.equal((await ask(page, "GET", "kv/stats")).json.tenant, new URL(url).host);
});

onPage("frames of the page ask it, too, be they documents of their own or files", FIRST, async ({ page }) => {
  await openStore(page);
  await addFrame(page, "own");
  await addFrame(page, "file", "service-worker.js");
  await ask(page, "POST", "kv/set/Cursor/a", { ...set(3), frame: "own" });
  assert.deepEqual((await ask(page, "GET", "kv/get/Cursor/a", { frame: "file" })).json, { value: { x: 3 } });
});

onPage("an address below kv/ can be opened, and a form of another page changes nothing", FIRST, async ({ page, context, url, problems }) => {
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
  for (let n = 0; n < 10 && (await act(page, (store) => store.http.waiting.size)) > 0; n += 1) {
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

onPage("who waits too long for a paused run is told so, and the request is carried out later", { ...FIRST, prepare: impatient }, async ({ page, problems }) => {
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

onPage("a run that begins anew, or a tab that goes away, answers those who wait with 503", FIRST, async ({ page, context, url, problems }) => {
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
