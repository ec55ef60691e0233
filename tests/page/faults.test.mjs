// Faults on the page: by button, by key, by the panel; seen in the diagram, in the table and in words; the same in a saved run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { onPage } from "./support/browser.mjs";
import { again, answered, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read, arg) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state, ${JSON.stringify(arg)})`);
const store = (page, act, arg) => page.evaluate(`(${act})(document.querySelector("rh-app").store, ${JSON.stringify(arg)})`);
/** What faults there are in the trace, by their words. */
const faults = (page) =>
  state(page, (s) => {
    const found = [];
    for (let n = s.ring.first; n <= s.ring.last; n += 1) if (s.ring.kind(n) === 34) found.push(s.ring.text(n));
    return found;
  });
const numberOf = (page, entry) => state(page, (s, entry) => s.rows.find((row) => row.entry === entry && !row.ended)?.number, entry);

/** The key-value store paused by a fault, with three messages in its mailbox: their sends. */
async function waiting(page) {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "kv"));
  const kv = await state(page, (s) => s.names.find(({ name }) => name === "kv").process);
  await store(page, (s, kv) => s.request({ type: "fault", line: `pause 0x${kv.toString(16)}` }), kv);
  const sends = [];
  for (const key of ["a", "b", "c"]) {
    const payload = JSON.stringify({ key, reply_to: "{page|0x00000}" });
    sends.push(await store(page, (s, payload) => s.request({ type: "send", to: "kv", topic: "get", payload }), payload));
  }
  await answered(page);
  return { kv, sends };
}

/** A line at the terminal, whichever panel is seen. */
const typed = (page, line) => store(page, (s, line) => s.line(s.state.terminalRows.find(({ reading }) => reading).process, line), line);

const select = (page, selection) => store(page, (s, selection) => (s.select(selection), s.show("message")), selection);
const inspector = (page) => page.locator("rh-inspector");

onPage("a process is paused, resumed and made to crash by its buttons, and by keys", again("echo"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some((row) => row.entry === "app:relay"));
  const relay = await numberOf(page, "app:relay");
  await select(page, { process: relay });
  await inspector(page).getByRole("button", { name: "Pause" }).click();
  await inspector(page).getByText("paused: waits: inbox").waitFor();
  await typeLine(page, "hello");
  await inspector(page).getByText("Mailbox 1").waitFor();
  await inspector(page).getByRole("heading", { name: "Mailbox" }).click();
  await page.keyboard.press("p");
  await terminalSays(page, "HELLO");
  await inspector(page).getByRole("button", { name: "Crash…" }).click();
  const error = inspector(page).getByRole("textbox", { name: "Error" });
  await error.fill("no more \"bread\"");
  await error.press("Enter");
  await inspector(page).getByText('failed: no more "bread"').first().waitFor();
  assert.deepEqual(await faults(page), ["pause", "resume", "crash"]);
});

onPage("a message that waits is dropped, delayed, duplicated, moved and edited where it is shown", again("key-value"), async ({ page }) => {
  const { kv, sends } = await waiting(page);
  await select(page, { event: sends[1] });
  await inspector(page).getByRole("button", { name: "Drop" }).click();
  await inspector(page).getByRole("button", { name: "lost: a fault" }).waitFor();
  await select(page, { event: sends[0] });
  const by = inspector(page).getByRole("textbox", { name: "Delay by" });
  await by.fill("soon");
  await by.press("Enter");
  await inspector(page).getByRole("alert").filter({ hasText: 'malformed duration "soon"' }).waitFor();
  await by.fill("2s");
  await by.press("Enter");
  await inspector(page).getByRole("alert").waitFor({ state: "detached" });
  // The rest in the mailbox of the process.
  await select(page, { process: kv });
  await inspector(page).locator(".mailbox li").nth(1).waitFor();
  await inspector(page).getByRole("button", { name: "Faults…" }).first().click();
  await inspector(page).getByRole("button", { name: "Duplicate" }).click();
  await inspector(page).getByText("Mailbox 3").waitFor();
  await inspector(page).getByRole("button", { name: "Edit…" }).click();
  await inspector(page).getByRole("textbox", { name: "Payload (JSON)" }).fill('{"key": "other"}');
  await inspector(page).getByRole("button", { name: "Send on like this" }).click();
  await inspector(page).getByText('{"key":"other"}').waitFor();
  await inspector(page).getByRole("button", { name: "Faults…" }).nth(1).click();
  await inspector(page).getByRole("button", { name: "to the front" }).click();
  await page.waitForFunction(() => document.querySelector("rh-inspector .mailbox code")?.textContent.includes('"c"'));
  // The last is the late one, as it arrives: as fast as it can, time does not wait for anybody.
  assert.deepEqual((await faults(page)).filter((name, at) => name !== "delay" || at === 2), ["pause", "drop", "delay", "duplicate", "edit", "move"]);
});

onPage("a message is dropped by a key, and what became of it is said", again("key-value"), async ({ page }) => {
  const { sends } = await waiting(page);
  await select(page, { event: sends[0] });
  await page.keyboard.press("x");
  await inspector(page).getByRole("button", { name: "lost: a fault" }).waitFor();
  await page.keyboard.press("x");
  await page.locator(".notice").filter({ hasText: "was received already, or is lost" }).waitFor();
  assert.deepEqual(await faults(page), ["pause", "drop"], "a key that can do nothing leaves no fault in the run");
});

onPage("a key for a message that was received does not go on from the earlier moment that is shown", scenario("key-value", {}, { locale: "ru-RU" }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 60);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const received = await state(page, (s) => {
    for (let n = 20; ; n += 1) if (s.ring.kind(n) === 16) return n;
  });
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), received);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await page.locator("h1").click();
  await page.keyboard.press("x");
  await page.locator(".notice").filter({ hasText: "уже получено или потеряно" }).waitFor();
  assert.deepEqual(await state(page, (s) => [s.past?.event, s.branches.branches.length]), [received, 1]);
});

onPage("in an earlier moment the details know a message as it was then: one that waited can be lost", scenario("key-value"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 60);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const send = await state(page, (s) => {
    for (let n = 20; ; n += 1) if (s.ring.kind(n) === 13 && s.ring.text(n) === "set") return n;
  });
  await select(page, { event: send });
  await inspector(page).getByText("in the mailbox", { exact: false }).waitFor();
  assert.equal(await inspector(page).getByRole("button", { name: "Drop" }).count(), 0, "by now it is received");
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), send);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await inspector(page).getByText("still in the mailbox").waitFor();
  // What is wrong is said before the run goes on from there for it, and nothing that was typed is lost.
  await inspector(page).getByRole("button", { name: "Edit…" }).press("Enter");
  const payload = inspector(page).getByRole("textbox", { name: "Payload (JSON)" });
  await payload.fill('{"key": ');
  await inspector(page).getByRole("button", { name: "Send on like this" }).press("Enter");
  await inspector(page).getByRole("alert").filter({ hasText: "The payload is not JSON" }).waitFor();
  assert.deepEqual([await payload.inputValue(), await state(page, (s) => [s.past?.event, s.branches.branches.length])], ['{"key": ', [send, 1]]);
  const at = (text) => page.waitForFunction((text) => document.activeElement?.textContent?.trim() === text, text);
  await payload.press("Escape");
  await at("Edit…");
  await inspector(page).getByRole("textbox", { name: "Delay by" }).fill("soon");
  await inspector(page).getByRole("button", { name: "Delay", exact: true }).press("Enter");
  await inspector(page).getByRole("alert").filter({ hasText: '"soon"' }).waitFor();
  await page.evaluate(() => document.querySelector("rh-app").store.send("kv", "set", "{").catch(() => {}));
  assert.deepEqual(await state(page, (s) => [s.past?.event, s.branches.branches.length]), [send, 1], "what cannot be read leads to no branch");
  await inspector(page).getByRole("button", { name: "Drop" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.branches.length === 2);
  await answered(page);
  assert.deepEqual(await faults(page), ["drop"]);
  // What something was done to is still what is shown, and the keyboard is there.
  await inspector(page).getByRole("button", { name: "lost: a fault" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("rh-event-inspector") !== null);
  assert.equal(await state(page, (s, send) => s.ring.kind(s.ring.pair(send)), send), 34, "the fault is what became of it");
});

onPage("the panel says what is wrong beside what was asked, and the keyboard stays at a button that changes its meaning", scenario("key-value", { layout: { tab: "faults" } }), async ({ page }) => {
  const panel = page.locator("rh-faults");
  const late = panel.locator(".faults-rates input").last();
  await late.fill("abc");
  await late.press("Enter");
  const error = panel.locator("fieldset", { has: page.locator(".faults-rates") }).getByRole("alert");
  await error.filter({ hasText: "malformed duration" }).waitFor();
  const inView = () => error.evaluate((one) => {
    const [at, within] = [one.getBoundingClientRect(), one.closest(".faults").getBoundingClientRect()];
    return at.top >= within.top - 1 && at.bottom <= within.bottom + 1;
  });
  assert.equal(await inView(), true, "it is seen where the reader is");
  await late.fill("2s");
  await late.press("Enter");
  await error.waitFor({ state: "detached" });
  const at = (text) => page.waitForFunction((text) => document.activeElement?.textContent?.trim() === text, text);
  await panel.getByRole("button", { name: "Switch off", exact: true }).press("Enter");
  await at("Set");
  await panel.locator("textarea").fill("9s kill kv");
  await panel.getByRole("button", { name: "Let these come" }).press("Enter");
  await panel.getByText("On: ").waitFor();
  await at("Switch off");
  await page.keyboard.press("Enter");
  await at("Let these come");
});

onPage("the panel strikes what comes next, fills a mailbox, and lists what struck", again("echo", { layout: { tab: "faults" } }), async ({ page }) => {
  const panel = page.locator("rh-faults");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.terminalRows.some(({ reading }) => reading));
  await panel.getByRole("button", { name: "Fail the next spawn" }).click();
  await typed(page, "hello");
  const struck = panel.getByRole("button", { name: "fault: a spawn of relay 2 failed" });
  await struck.waitFor();
  await struck.click();
  assert.equal(await state(page, (s) => s.ring.text(s.selection.event)), "fail spawn");
  await inspector(page).getByText("a spawn of relay 2 failed").first().waitFor();
  await panel.getByRole("textbox", { name: "to (anybody)" }).fill("relay");
  await panel.getByRole("button", { name: "Wait for it" }).click();
  await panel.getByText("a fault waits for the next message").waitFor();
  await panel.getByRole("combobox", { name: "of" }).selectOption({ index: 0 });
  await panel.getByRole("button", { name: "Fill", exact: true }).click();
  await panel.getByText("was filled").waitFor();
  await panel.getByRole("button", { name: "Fill", exact: true }).click();
  await panel.getByRole("alert").filter({ hasText: "has a full mailbox already" }).waitFor();
  assert.deepEqual(await violations(page, { within: "rh-faults" }), []);
});

onPage("faults come by chance, and a run with them is the same when it is made again", scenario("supervisor", { layout: { tab: "faults" } }), async ({ page, context, url }) => {
  const panel = page.locator("rh-faults");
  await panel.getByRole("spinbutton", { name: "crash the receiver" }).fill("200");
  await panel.getByRole("spinbutton", { name: "delay", exact: true }).fill("300");
  await panel.getByRole("button", { name: "Set" }).click();
  await panel.getByRole("status").filter({ hasText: "On: drop 20 delay 300 crash 200 by 1s" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("rh-faults .causes li").length > 5);
  await panel.getByRole("button", { name: "Switch off" }).first().click();
  await store(page, (s) => s.pause());
  await answered(page);
  const hash = await state(page, (s) => s.run.hash);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save this run" }).click()]);
  const text = await readFile(await file.path(), "utf8");
  assert.match(text, /"fault": "chaos drop 20 delay 300 crash 200 by 1s"/);
  const other = await context.browser().newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } });
  try {
    const fresh = await other.newPage();
    await fresh.goto(url);
    await fresh.waitForSelector("html[data-state=ready]", { state: "attached" });
    await fresh.evaluate(() => document.querySelector("rh-app").store.dialog("project"));
    await fresh.locator("rh-project input[type=file]").last().setInputFiles({ name: "run.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await fresh.locator(".notice").filter({ hasText: "is the same, event for event" }).waitFor();
    await answered(fresh);
    assert.equal(await state(fresh, (s) => s.run.hash), hash);
  } finally {
    await other.close();
  }
});

onPage("a script is checked as it is typed, and its lines come at their time", again("key-value", { layout: { tab: "faults" } }), async ({ page }) => {
  const panel = page.locator("rh-faults");
  const script = panel.getByRole("textbox", { name: /Fault script/ });
  await script.fill("1s dorp next");
  await panel.getByText('Line 1: there is no fault "dorp"; did you mean "drop"?').waitFor();
  assert.ok(await panel.getByRole("button", { name: "Let these come" }).isDisabled());
  // Its time must not be over before it is switched on.
  await store(page, (s) => s.open(undefined, { playing: false }));
  await script.fill("1s kill nobody\n2s kill kv");
  await panel.getByRole("button", { name: "Let these come" }).click();
  await panel.getByText("the lines come at their time").waitFor();
  await store(page, (s) => s.play());
  await panel.getByText('Line 1: no process is registered as "nobody"').waitFor();
  await panel.getByText("Line 2: done").waitFor();
  assert.deepEqual(await faults(page), ["kill", "kill"]);
});

onPage("what is to come of a script comes after a reload, in a file and in a link, and in a run that goes on from before", scenario("ping-pong", { layout: { tab: "faults" } }), async ({ page, context, url }) => {
  const panel = page.locator("rh-faults");
  const script = (on) => on.locator("rh-faults").getByRole("textbox", { name: /Fault script/ });
  const struck = (on) => on.evaluate(async () => {
    const { inputs } = JSON.parse((await document.querySelector("rh-app").store.runs.text()).text);
    return inputs.map(({ input }) => input.planned ?? Object.keys(input)[0]);
  });
  const isOn = (on) => on.locator("rh-faults").getByText("the lines come at their time").waitFor();
  const until = (on, time) => on.evaluate((time) => document.querySelector("rh-app").store.breakpoints.runUntil({ time }), time)
    .then(() => on.waitForFunction((time) => { const { run } = document.querySelector("rh-app").store.state; return run.state === "paused" && run.time >= time * 0.99; }, time));
  await store(page, (s) => s.open(undefined, { playing: false }));
  await script(page).fill("# two of them\n1ms pause app:pong\n2ms resume app:pong\n3ms kill app:pong");
  await panel.getByRole("button", { name: "Let these come" }).click();
  await isOn(page);
  await until(page, 1_500_000);
  await panel.getByText("Line 2: done").waitFor();

  // Nothing was done but that: it is kept all the same.
  await page.waitForFunction(() => document.querySelector("rh-app").store.kept.there);
  await page.reload();
  await page.waitForSelector("html[data-state=ready]", { state: "attached" });
  await page.locator(".notice").filter({ hasText: "goes on where it was" }).waitFor();
  await isOn(page);
  assert.equal(await script(page).inputValue(), "2ms resume app:pong\n3ms kill app:pong");
  await until(page, 2_500_000);
  assert.deepEqual(await struck(page), ["1ms pause app:pong", "2ms resume app:pong"]);
  await page.reload();
  await page.waitForSelector("html[data-state=ready]", { state: "attached" });
  await isOn(page);
  assert.equal(await script(page).inputValue(), "3ms kill app:pong", "the one that came since it was kept is an input");

  const { text } = await page.evaluate(() => document.querySelector("rh-app").store.runs.text());
  assert.deepEqual(JSON.parse(text).faults, ["3ms kill app:pong"]);
  await page.evaluate(() => (navigator.clipboard.writeText = async (link) => void (globalThis.copied = link)));
  await page.keyboard.press("y");
  const link = await page.waitForFunction(() => globalThis.copied).then((copied) => copied.jsonValue());
  const all = ["1ms pause app:pong", "2ms resume app:pong", "3ms kill app:pong"];
  await until(page, 4_000_000);
  assert.deepEqual(await struck(page), all);
  const hash = await state(page, (s) => s.run.hash);

  const other = await context.browser().newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } });
  try {
    const fresh = await other.newPage();
    for (const way of ["file", "link"]) {
      await fresh.goto(way === "link" ? link : url);
      await fresh.waitForSelector("html[data-state=ready]", { state: "attached" });
      if (way === "file") await fresh.evaluate((text) => document.querySelector("rh-app").store.openRun(text), text);
      await fresh.locator(".notice").filter({ hasText: way === "file" ? "is the same, event for event" : "came from a link" }).waitFor();
      await fresh.evaluate(() => document.querySelector("rh-app").store.show("faults"));
      await isOn(fresh);
      await until(fresh, 4_000_000);
      assert.deepEqual(await struck(fresh), all, way);
      assert.equal(await state(fresh, (s) => s.run.hash), hash, way);
      await fresh.goto("about:blank");
    }
  } finally {
    await other.close();
  }

  // From before the kill, it comes again.
  const kill = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.last; n >= ring.first; n -= 1) if (ring.kind(n) === 34 && ring.text(n) === "kill") return n;
  });
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n - 20), kill);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await store(page, (s) => s.rewind.fork());
  await isOn(page);
  await until(page, 4_000_000);
  assert.deepEqual(await struck(page), all);
  assert.equal(await state(page, (s) => s.run.hash), hash);
});

onPage("the diagram and the table say what struck", again("key-value", { layout: { tab: "table" } }), async ({ page }) => {
  const { sends } = await waiting(page);
  const fault = await store(page, (s, send) => s.request({ type: "fault", line: `drop #${send}` }), sends[2]);
  await answered(page);
  await select(page, { event: fault });
  await page.locator("rh-table").getByText("drop get").first().waitFor();
  await page.evaluate(() => document.querySelector("rh-diagram").shadowRoot.querySelector("canvas").focus());
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => /fault: get for .* was lost/.test(document.querySelector("rh-diagram").shadowRoot.textContent));
});

onPage("a message that is gone when it is to be dropped is no longer listed, and that it is gone is said", again("key-value"), async ({ page }) => {
  const { kv, sends } = await waiting(page);
  await select(page, { process: kv });
  const mailbox = inspector(page).locator(".mailbox > li");
  await mailbox.nth(2).waitFor();
  await mailbox.first().getByRole("button", { name: "Faults…" }).click();
  await mailbox.first().getByRole("button", { name: "Drop" }).waitFor();
  // It goes while the list still shows it.
  await page.evaluate((send) => {
    const drop = [...document.querySelectorAll("rh-process-inspector rh-message-faults button")].find(({ textContent }) => textContent === "Drop");
    void document.querySelector("rh-app").store.request({ type: "fault", line: `drop #${send}` });
    drop.click();
  }, sends[0]);
  await page.locator(".notice").filter({ hasText: "not on its way any more" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("rh-process-inspector .mailbox > li").length === 2);
});
