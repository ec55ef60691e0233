// The console of HTTP: requests by hand, their answers, what was sent before, and the same for curl.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { onPage } from "./support/browser.mjs";
import { ask, openStore, PROJECT } from "./support/typed-store.mjs";
import { again, answered, violations } from "./stage.mjs";

/** What a first visit finds. */
const FIRST = { locale: "en-US" };
const EN = again("key-value", { settings: {} });
const PHONE = { viewport: { width: 360, height: 740 } };
const form = (page) => page.getByRole("form", { name: "Request" });
const field = (page, name) => form(page).locator(`[name=${name}]`);
const answer = (page) => page.locator("rh-http-answer");
const history = (page) => page.getByRole("region", { name: "Sent so far" }).getByRole("listitem");

/** Opens a store and the console. */
async function open(page, files) {
  await openStore(page, files);
  await page.evaluate(() => document.querySelector("rh-app").store.show("http"));
  await field(page, "ready").locator("optgroup").first().waitFor({ state: "attached" });
}

async function fill(page, { method, target, host, body }) {
  if (method) await field(page, "method").selectOption(method);
  if (target !== undefined) await field(page, "target").fill(target);
  if (host !== undefined) await field(page, "host").fill(host);
  if (body !== undefined) await field(page, "body").fill(body);
}

/** Fills the form, sends it, and waits for an answer of a status. */
async function send(page, request, status = 200) {
  await fill(page, request);
  const before = await history(page).count();
  await form(page).getByRole("button", { name: "Send" }).click();
  await history(page).nth(before).waitFor();
  await answer(page).locator(".http-status", { hasText: String(status) }).waitFor();
  return JSON.parse(await answer(page).locator("pre").textContent());
}

const act = (page, what) => page.evaluate(`(${what})(document.querySelector("rh-app").store)`);

onPage("the console is there where a run has a typed store, also while it begins anew", EN, async ({ page }) => {
  const tab = page.getByRole("tab", { name: "HTTP" });
  assert.equal(await tab.count(), 0);
  await open(page);
  await send(page, { target: "/kv/stats" });
  await act(page, (store) => store.pause());
  await act(page, (store) => store.open());
  await answered(page);
  assert.equal(await act(page, (store) => store.state.names.length), 0, "it has not got that far");
  assert.equal(await tab.getAttribute("aria-selected"), "true");
  await page.getByText("in an earlier run").waitFor();
  await act(page, (store) => store.open("echo"));
  await tab.waitFor({ state: "detached" });
});

onPage("the form shows what it sends, and begins with a tenant that has something", EN, async ({ page }) => {
  await openStore(page);
  await ask(page, "POST", "kv/set/Cursor/user:1", { body: '{"x":1}', headers: { "x-tenant": "stage.example" } });
  await page.waitForFunction(async () => {
    const { store } = document.querySelector("rh-app");
    const { process } = store.state.names[0];
    return (await store.request({ type: "inspect", process })).shown?.includes("stage.example");
  });
  await page.evaluate(() => document.querySelector("rh-app").store.show("http"));
  await page.waitForFunction(() => document.querySelector("rh-http [name=host]")?.value === "stage.example");
  await field(page, "method").selectOption("POST");
  await field(page, "method").selectOption("GET");
  await field(page, "ready").selectOption({ index: 1 });
  assert.equal(await field(page, "method").inputValue(), "POST");
  assert.deepEqual(JSON.parse(await field(page, "body").inputValue()), { x: 0 });
  await form(page).getByRole("button", { name: "Send" }).click();
  await answer(page).locator(".http-status", { hasText: "200" }).waitFor();
  // The form holds no example any more, and what was answered last stays in sight.
  await field(page, "target").fill("");
  assert.equal(await field(page, "ready").inputValue(), "");
  await form(page).getByRole("button", { name: "Send" }).click();
  await page.getByText("A path is needed").waitFor();
  assert.match(await answer(page).innerText(), /POST \/kv\/set\/Cursor\/user:1[^]*200 OK/);
});

onPage("while a store has no tenant it is asked for some when the run has moved, and not for ever", EN, async ({ page }) => {
  await open(page);
  await answered(page);
  const asked = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    const { request } = store;
    let asked = 0;
    store.request = (command) => ((asked += command.type === "inspect" ? 1 : 0), request.call(store, command));
    for (let frame = 0; frame < 60; frame += 1) await new Promise(requestAnimationFrame);
    return asked;
  });
  assert.ok(asked <= 2, `${asked} times in 60 frames`);
});

onPage("each kind of request is chosen and sent by the keyboard alone", EN, async ({ page }) => {
  await openStore(page);
  const key = (...keys) => keys.reduce((before, one) => before.then(() => page.keyboard.press(one)), Promise.resolve());
  await key("Control+k");
  await page.waitForFunction(() => document.activeElement?.closest("rh-palette")); // it is loaded first
  await page.keyboard.type("Show: HTTP");
  await key("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("rh-http"));
  await field(page, "ready").locator("optgroup").first().waitFor({ state: "attached" });
  while ((await page.evaluate(() => document.activeElement.name)) !== "ready") await key("Shift+Tab");
  const seen = [];
  for (const count of [1, 2, 3, 4, 5, 6, 7]) {
    await key("ArrowDown", "Control+Enter");
    await history(page).nth(count - 1).waitFor();
    await answer(page).locator(".http-status", { hasText: "200" }).waitFor();
    seen.push([await answer(page).locator(".http-asked .mono").textContent(), (await answer(page).locator("pre").textContent()).replace(/\s/g, "")]);
  }
  assert.deepEqual(seen.slice(0, 6), [
    ["POST /kv/set/Cursor/user:1", '{"success":true}'],
    ["POST /kv/set/Cursor/user:2?ttl=60000", '{"success":true}'],
    ["GET /kv/get/Cursor/user:1", '{"value":{"x":0}}'],
    ["DELETE /kv/delete/Cursor/user:1", '{"success":true,"existed":true}'],
    ["GET /kv/list/Cursor", "[]"],
    ["GET /kv/list/Cursor?prefix=user:", "[]"],
  ]);
  assert.equal(seen[6][0], "GET /kv/stats");
  // The line that was sent first, and then the same once more.
  await history(page).last().getByRole("button", { name: /^200 POST/ }).focus();
  await key("Enter", "Tab", "Enter");
  await history(page).nth(7).waitFor();
  assert.match(await history(page).first().innerText(), /POST \/kv\/set\/Cursor\/user:1/);
});

onPage("a request that was sent goes back into the form, to be sent otherwise", EN, async ({ page }) => {
  await open(page);
  await send(page, { method: "POST", target: "/kv/set/Cursor/a", host: "a.example", body: '{"x": 1}' });
  await send(page, { method: "GET", target: "/kv/get/Cursor/a", host: "b.example", body: "" });
  await history(page).last().getByRole("button", { name: "Edit in the form: POST /kv/set/Cursor/a" }).click();
  const form = await Promise.all(["method", "target", "host", "body"].map((name) => field(page, name).inputValue()));
  assert.deepEqual(form, ["POST", "/kv/set/Cursor/a", "a.example", '{"x": 1}']);
  assert.ok(await field(page, "body").evaluate((one) => one === document.activeElement));
  assert.equal(await history(page).count(), 2, "nothing was sent");
  await send(page, { body: '{"x": 2}' });
  assert.deepEqual(await send(page, { method: "GET", target: "/kv/get/Cursor/a", body: "" }), { value: { x: 2 } });
});

onPage("an example of each type is what the store takes", EN, async ({ page }) => {
  const models = `use std::collections::{BTreeMap, HashMap};
#[serde(rename_all = "camelCase")]
pub struct Everything { pub a_bool: bool, pub b: u8, pub c: i64, pub d: f32, pub e: f64, pub f: char, pub g: String, pub h: Option<u16>, pub i: Vec<Inner>,
  pub j: HashMap<String, i8>, pub k: BTreeMap<String, Vec<bool>>, pub l: (u8, String), pub m: Inner, pub n: Shape, pub o: Option<Box<Everything>>, #[serde(rename = "a key") ] pub p: u64 }
pub struct Inner { pub z: i128 }
pub enum Shape { Square(f64), Rect { w: u8, h: u8 }, Pair(u8, bool), Unit }
pub enum Tree { Node(Box<Tree>, Box<Tree>), Leaf { value: i32 } }
`;
  await open(page, { ...PROJECT, "models/storage/all.rs": models });
  const sets = await field(page, "ready").locator("option", { hasText: "POST /kv/set/" }).evaluateAll((options) => options.map(({ value }) => value));
  assert.equal(sets.length, 10, "of each type one that stays, and one for a minute");
  for (const value of sets) {
    await field(page, "ready").selectOption(value);
    assert.deepEqual(await send(page, {}), { success: true });
  }
});

onPage("the answer is shown as the store gave it, with its time, and its line leads to the event", EN, async ({ page }) => {
  await open(page);
  await send(page, { method: "POST", target: "/kv/set/Cursor/a", host: "a.example", body: '{"x": 1, "ttl": 5000}' });
  const wrong = await send(page, { body: '{"x": 1.5}' }, 400);
  assert.equal(wrong.details[0].pointer, "/x");
  await answer(page).getByText("400 Bad Request").waitFor();
  await answer(page).getByText("application/json").waitFor();
  await answer(page).getByText(/^at 0:0\d\.\d{3}$/).waitFor();
  assert.match(await answer(page).getByText(/^at 0:/).getAttribute("title"), /^0:0\d\.\d{3}\u2009\d{3} of virtual time/);
  await send(page, { method: "PUT" }, 405);
  await answer(page).locator("dl", { hasText: "allow: POST" }).waitFor();
  await send(page, { method: "GET", target: "/kv/get/Cursr/a", body: "" }, 404);
  await history(page).last().getByRole("button").first().click();
  await page.locator("rh-event-inspector").getByText("/kv/set/Cursor/a").waitFor();
  await answer(page).getByText("200 OK").waitFor();
  assert.equal(await history(page).locator("[aria-current=true]").count(), 1);
});

onPage("of a very long answer the beginning is shown without a pause, and all of it can be saved", EN, async ({ page }) => {
  await open(page, { ...PROJECT, "models/storage/ui.rs": "pub struct Note { pub text: String }" });
  const request = { host: "a.example", bytes: null };
  const text = "x".repeat(1_000_000);
  for (const key of ["a", "b", "c", "d", "e", "f"]) await act(page, `(store) => store.http.ask({ ...${JSON.stringify(request)}, method: "POST", target: "/kv/set/Note/${key}", body: '{"text":"${text}"}' })`);
  await fill(page, { method: "GET", target: "/kv/list/Note", host: "a.example" });
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longest = Math.max(longest, duration)))).observe({ type: "longtask" });
  });
  await form(page).getByRole("button", { name: "Send" }).click();
  await answer(page).getByText("6,000,193 characters in all; these are the first 100,000.").waitFor();
  assert.equal((await answer(page).locator("pre").textContent()).length, 100_000);
  assert.ok((await page.evaluate("longest")) < 700, `${await page.evaluate("longest")} ms`);
  const [download] = await Promise.all([page.waitForEvent("download"), answer(page).getByRole("button", { name: "Download all of it" }).click()]);
  const saved = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual(saved.map(({ key, value }) => [key, value.text.length]), ["a", "b", "c", "d", "e", "f"].map((key) => [key, text.length]));
});

onPage("what turns the direction of writing is seen in paths and answers", EN, async ({ page }) => {
  await open(page, { ...PROJECT, "models/storage/ui.rs": "pub struct Note { pub text: String }" });
  await fill(page, { method: "POST", target: "/kv/set/Note/\u202eab", host: "a.example", body: '{"text":"\u202efdp.exe\u200b"}' });
  await form(page).getByRole("button", { name: "Send" }).click();
  await answer(page).locator(".http-status", { hasText: "200" }).waitFor();
  await fill(page, { method: "GET", target: "/kv/list/Note", body: "" });
  await form(page).getByRole("button", { name: "Send" }).click();
  await answer(page).getByText("\\u{202e}fdp.exe\\u{200b}").waitFor();
  assert.match(await history(page).last().innerText(), /Note\/\\u\{202e\}ab/);
  for (const part of [".http-answer", ".http-history"]) assert.doesNotMatch(await page.locator(part).innerHTML(), /[\u202a-\u202e\u200b]/);
});

onPage("how a value gets a time to live is said where one is set, and a long path takes one line among those that were sent", EN, async ({ page }) => {
  await open(page);
  assert.equal(await form(page).getByText("the value stays").count(), 0);
  await fill(page, { method: "POST", target: "/kv/set/Cursor/a?ttl=0" });
  await form(page).getByText("or with 0, the value stays.").waitFor();
  await send(page, { target: `/kv/set/Cursor/${"a-long-key-".repeat(20)}?ttl=60000`, body: '{"x":1}' });
  const path = history(page).first().locator(".mono");
  assert.ok((await path.boundingBox()).height < 30);
  assert.match(await path.getAttribute("title"), /ttl=60000$/);
});

onPage("hosts are tenants, and those that were met are suggested", EN, async ({ page, url }) => {
  await open(page);
  await ask(page, "POST", "kv/set/Cursor/a", { body: '{"x": 7}', headers: { "X-Tenant": "met.example" } });
  await answered(page);
  assert.deepEqual(await send(page, { target: "/kv/get/Cursor/a", host: "other.example" }), { value: null });
  assert.deepEqual(await send(page, { target: "/kv/get/Cursor/a", host: "met.example" }), { value: { x: 7 } });
  await field(page, "target").focus();
  await field(page, "host").focus();
  const hosts = () => page.locator("#http-tenants option").evaluateAll((options) => options.map(({ value }) => value));
  const wanted = [new URL(url).host, "met.example", "other.example"];
  // Who came to the field before got a list, too, and that of now may still be on its way.
  for (let asked = 0; asked < 1_000 && (await hosts()).join() !== wanted.join(); asked += 1) await answered(page);
  assert.deepEqual(await hosts(), wanted);
});

onPage("what cannot be right is told before it is sent, and where", EN, async ({ page }) => {
  await open(page);
  const told = async (request, name, text) => {
    await fill(page, request);
    await form(page).getByRole("button", { name: "Send" }).click();
    await form(page).getByRole("alert").filter({ hasText: text }).waitFor();
    assert.equal(await field(page, name).getAttribute("aria-invalid"), "true");
    assert.ok(await field(page, name).evaluate((one) => one === document.activeElement));
  };
  await told({ target: "" }, "target", "A path is needed");
  await told({ target: "kv/stats" }, "target", "The path must begin with /kv/");
  await told({ target: "/kv/stats", body: "{}" }, "body", "GET sends no body");
  await told({ method: "POST", body: "{x" }, "body", "The body is not JSON");
  assert.equal(await history(page).count(), 0);
  // It goes as soon as it is mended.
  await fill(page, { body: '{"x": 1}' });
  await form(page).getByRole("alert").waitFor({ state: "hidden" });
});

onPage("while the run is paused the console says so, and plays or steps on", EN, async ({ page }) => {
  await open(page);
  await act(page, (store) => store.pause());
  await fill(page, { target: "/kv/stats" });
  await field(page, "target").press("Control+Enter");
  await answer(page).getByText("The run is paused").waitFor();
  // Its event is there already.
  await history(page).first().getByRole("button").first().click();
  await page.locator("rh-event-inspector").getByText("/kv/stats").waitFor();
  for (let n = 0; n < 10 && (await act(page, (store) => store.http.waiting.size)) > 0; n += 1) {
    await answer(page).getByRole("button", { name: "Step one delivery" }).click();
    await answered(page);
  }
  await answer(page).getByText("200 OK").waitFor();
  await field(page, "target").press("Control+Enter");
  await answer(page).getByRole("button", { name: "Play" }).click();
  await answer(page).getByText("200 OK").waitFor();
});

onPage("the last fifty requests are kept", EN, async ({ page }) => {
  await open(page);
  await field(page, "target").evaluate(async (target) => {
    for (let n = 1; n <= 51; n += 1) {
      target.value = `/kv/get/Cursor/${n}`;
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.form.requestSubmit();
      await new Promise(requestAnimationFrame);
    }
  });
  await field(page, "target").fill("/kv/get/Cursor/52");
  await field(page, "target").press("Enter");
  await history(page).first().getByText("/kv/get/Cursor/52").waitFor();
  assert.equal(await history(page).count(), 50);
  assert.match(await history(page).last().innerText(), /Cursor\/3\b/);
});

onPage("a request is copied for curl", { ...EN, permissions: ["clipboard-read", "clipboard-write"] }, async ({ page }) => {
  await open(page);
  await fill(page, { method: "POST", target: "/kv/set/Cursor/it's", host: "a.example", body: '{"x": 1}' });
  await form(page).getByRole("button", { name: "Copy as curl" }).click();
  await form(page).getByText("Copied. It asks a store that “rehearsal serve” has on port 3000.").waitFor();
  const line = `curl -X POST -H 'Host: a.example' -H 'Content-Type: application/json' --data-raw '{"x": 1}' 'http://localhost:3000/kv/set/Cursor/it'\\''s'`;
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  await fill(page, { target: "" });
  await form(page).getByRole("button", { name: "Copy as curl" }).click();
  await form(page).getByText("A path is needed").waitFor();
});

onPage("where there is no clipboard the line can be taken by hand", { ...FIRST, prepare: (page) => page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined })) }, async ({ page }) => {
  await open(page);
  await form(page).getByRole("button", { name: "Copy as curl" }).click();
  await form(page).getByText("copy it by hand").waitFor();
  assert.match(await page.evaluate(() => String(getSelection()) || document.activeElement.value), /^curl -H 'Host: .*' 'http:\/\/localhost:3000\/kv\/stats'$/);
});

onPage("where there are no service workers the console says so, and works", { ...FIRST, prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker")) }, async ({ page }) => {
  await page.evaluate((files) => document.querySelector("rh-app").store.bring({ name: "typed", files, leftOut: 0 }), PROJECT);
  await page.getByRole("tab", { name: "HTTP" }).click();
  await page.getByText("Scripts and frames of this page cannot ask the store (service workers need https").waitFor();
  assert.equal((await send(page, { target: "/kv/stats", host: "a.example" })).tenant, "a.example");
});

onPage("where the worker's file is missing the console says so, and the next run tries again", FIRST, async ({ page, problems }) => {
  await page.evaluate(() => {
    const { prototype } = ServiceWorkerContainer;
    const { register } = prototype;
    prototype.register = async function () {
      prototype.register = register;
      throw new TypeError("a bad HTTP response code (404)");
    };
  });
  await page.evaluate((files) => document.querySelector("rh-app").store.bring({ name: "typed", files, leftOut: 0 }), PROJECT);
  await page.getByRole("tab", { name: "HTTP" }).click();
  await page.getByText("cannot ask the store (a bad HTTP response code (404))").waitFor();
  await open(page);
  await page.getByText("Scripts and frames of this page can ask the store, too").waitFor();
  problems.length = 0;
});

for (const [where, options] of [["", {}], [" on a phone", PHONE]]) {
  for (const lang of ["en", "ru", "ko"]) {
    onPage(`axe finds nothing in the console in ${lang}${where}`, again("key-value", { lang, theme: "light", settings: {} }, { timeout: 600_000, ...options }), async ({ page }) => {
      await openStore(page);
      await act(page, (store) => store.show("http"));
      await page.locator("rh-http").waitFor();
      const check = async (what) => assert.deepEqual(await violations(page, { within: "#panel-http" }), [], what);
      await check("as it opens");
      await page.locator("rh-http [name=target]").press("Control+Enter");
      await page.locator("rh-http-answer pre").waitFor();
      await page.locator("rh-http [name=target]").fill("");
      await page.locator("rh-http [name=target]").press("Control+Enter");
      await check("with an answer and a fault");
      await page.evaluate(() => document.querySelector("rh-app").store.prefer({ theme: "dark" }));
      await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
      await check("in the dark");
      const width = await page.locator(".http").evaluate((one) => [one.scrollWidth, one.clientWidth]);
      assert.ok(width[0] <= width[1], "nothing is wider than its place");
    });
  }
}
