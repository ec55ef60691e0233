// Breakpoints, and runs that are sent somewhere.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, remembering, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const panel = (page) => page.locator("rh-breakpoints");
const stopped = (page) => page.waitForFunction(() => !document.querySelector("rh-app").store.state.preferences.settings.playing);

async function show(page) {
  await page.evaluate(() => document.querySelector("rh-app").store.show("breakpoints"));
  await panel(page).getByRole("button", { name: "Add" }).waitFor();
}

async function add(page, kind, fields) {
  await panel(page).getByLabel("stop when").selectOption({ label: kind });
  for (const [label, value] of Object.entries(fields)) await panel(page).getByLabel(label, { exact: true }).fill(value);
  await panel(page).getByRole("button", { name: "Add" }).click();
}

onPage("a run stops at a message, says where, and goes on to the next", again("ping-pong", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  await show(page);
  await panel(page).getByText("stops at nothing yet").waitFor();
  await add(page, "a message is received", { "topic of the message": "p*", receiver: "pong", "let pass first": "2" });
  await panel(page).getByText("receive p* to pong after 2").waitFor();
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.locator(".notice").filter({ hasText: "Stopped at a breakpoint: receive p* to pong after 2" }).waitFor();
  await stopped(page);
  await panel(page).getByText("3 hits").waitFor();
  const event = await state(page, (s) => s.selection.event);
  assert.equal(await page.evaluate((n) => document.querySelector("rh-app").store.state.ring.kind(n), event), 16);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await panel(page).getByText("4 hits").waitFor();
  await stopped(page);
  assert.ok((await state(page, (s) => s.selection.event)) > event);
});

onPage("breakpoints are switched off and removed, and stay over a reload", again("ping-pong"), async ({ page }) => {
  await show(page);
  await add(page, "a counter comes to a number", { counter: "messages >= 1000000000" });
  await panel(page).getByText("messages >= 1000000000").waitFor();
  await page.reload();
  await page.waitForSelector("html[data-state=ready]", { state: "attached" });
  await show(page);
  await panel(page).getByRole("checkbox", { name: "messages >= 1000000000" }).uncheck();
  await panel(page).getByText("off", { exact: true }).waitFor();
  await panel(page).getByRole("button", { name: /^Remove:/ }).click();
  await panel(page).getByText("stops at nothing yet").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), "select");
});

onPage("what is no breakpoint is refused with the reason, and the others stay", again("key-value"), async ({ page }) => {
  await show(page);
  await add(page, "a message is sent", { "topic of the message": "set" });
  await add(page, "a message is sent", { "topic of the message": "set", "payload pattern, JSON": "{broken" });
  await panel(page).getByRole("alert").filter({ hasText: "what stands after “with”" }).waitFor();
  await add(page, "a counter comes to a number", { counter: "sheep >= 3" });
  await panel(page).getByRole("alert").filter({ hasText: "there is no counter" }).waitFor();
  assert.deepEqual(await state(page, (s) => s.preferences.breakpoints["key-value"].map(({ line }) => line)), ["send set"]);
});

onPage("a hostile name is shown as what it is, and stops nothing", again("key-value"), async ({ page }) => {
  await show(page);
  await add(page, "a process is spawned", { process: "<img src=x onerror=alert(1)>\u202e" });
  await panel(page).getByText("<img src=x onerror=alert(1)>").waitFor();
  assert.equal(await page.locator("rh-breakpoints img").count(), 0);
});

onPage("a run is sent to a time, and to the next message of a process", again("key-value", { settings: { pace: { kind: "events", value: 1 }, playing: false } }), async ({ page }) => {
  await show(page);
  await panel(page).getByLabel("virtual seconds").fill("0.5");
  await panel(page).getByRole("button", { name: "this time" }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 60);
  await stopped(page);
  assert.ok((await state(page, (s) => s.run.time)) <= 0.5e9);
  await panel(page).getByLabel("virtual seconds").fill("0.01");
  await panel(page).getByLabel("virtual seconds").press("Enter");
  await panel(page).getByRole("alert").filter({ hasText: "The run is past that time" }).waitFor();
  assert.equal(await state(page, (s) => s.preferences.settings.playing), false);
  assert.equal(await panel(page).getByRole("button", { name: "its next message" }).isDisabled(), true);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(20));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
  await panel(page).getByRole("button", { name: "its next message" }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.branches.length === 2);
  await stopped(page);
  await answered(page);
  const event = await state(page, (s) => s.selection.event);
  const { kind, process } = await page.evaluate((n) => {
    const { ring } = document.querySelector("rh-app").store.state;
    return { kind: ring.kind(n), process: ring.process(n) };
  }, event);
  assert.deepEqual([kind, process], [16, 2]);
  // The pace is what it was.
  assert.deepEqual(await state(page, (s) => s.preferences.settings.pace), { kind: "events", value: 1 });
});

onPage("a script that never waits is stopped at, too", {}, async ({ page }) => {
  await bring(page, {
    "_index.yaml":
      "version: '1.0'\nnamespace: app\nentries:\n  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}\n  - {name: loop, kind: process.lua, source: 'file://loop.lua', method: main, modules: [process]}\n  - {name: loop.service, kind: process.service, process: 'app:loop', host: 'app:processes', lifecycle: {auto_start: true}}\n",
    "loop.lua": "return {main = function() while true do process.send('nobody', 'tick', 1) end end}",
  });
  await page.evaluate(() => document.querySelector("rh-app").store.pace({ kind: "max" }));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 100);
  await show(page);
  await add(page, "a counter comes to a number", { counter: `turns >= ${(await state(page, (s) => s.statistics.turns)) + 1_500}` });
  await stopped(page);
});

for (const options of [{}, { viewport: { width: 360, height: 740 } }]) {
  onPage(`axe-core finds nothing in the breakpoints ${options.viewport ? "on a narrow screen" : ""}`, remembering({ scenario: "echo", theme: "dark" }, options), async ({ page }) => {
    await show(page);
    await add(page, "a process fails", { process: "worker" });
    await panel(page).getByText("failure worker").waitFor();
    assert.deepEqual(await violations(page), []);
  });
}
