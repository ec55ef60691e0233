// What a script is calling and what its variables are, beside the process, now and at an earlier moment.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, scenario, violations } from "./stage.mjs";

const stacks = (page) => page.locator("rh-process-inspector rh-stacks");
const value = (page, name) => stacks(page).locator("dt", { hasText: new RegExp(`^${name}$`) }).locator("xpath=following-sibling::dd[1]");

/** The store in Lua, when its client has ended. */
async function store(page) {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry, ended }) => entry === "app:cli" && ended));
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
  await stacks(page).waitFor();
}

onPage("a script shows where it is and with which variables, and how both were at an earlier moment", again("key-value-lua"), async ({ page }) => {
  await store(page);
  assert.equal(await value(page, "inbox").innerText(), "channel.Channel");
  assert.match(await value(page, "data").innerText(), /name = "Wippy"/);
  assert.equal(await value(page, "operations").innerText(), "12");
  assert.deepEqual(await violations(page, { within: "#panel-message" }), []);
  // Before the first message was received.
  const first = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.first; n <= ring.last; n += 1) if (ring.kind(n) === 16) return n - 1;
  });
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), first);
  await value(page, "operations").filter({ hasText: /^0$/ }).waitFor();
  assert.equal(await value(page, "data").innerText(), "{}");
  await page.getByRole("button", { name: "Back to now" }).click();
  await value(page, "operations").filter({ hasText: /^12$/ }).waitFor();
});

onPage("by keyboard alone one gets from a function to its line", again("key-value-lua"), async ({ page }) => {
  await store(page);
  const summary = stacks(page).locator("summary");
  assert.match(await summary.innerText(), /^kv_server, line \d+$/);
  await summary.focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".cm-activeLine", { hasText: "receive" }).or(page.locator(".cm-activeLine", { hasText: "select" })).waitFor();
});

onPage("each task of a script has its stack, hostile names and values are text, and what is compiled has none", scenario("ping-pong"), async ({ page }) => {
  const index = "version: '1.0'\nnamespace: app\nentries:\n  - { name: processes, kind: process.host }\n  - { name: terminal, kind: terminal.host }\n  - { name: main, kind: process.lua, source: 'file://main.lua', modules: [io, process] }\n";
  const main = `local function wait(text) process.inbox():receive() return text end
    coroutine.spawn(function() local other = { wait('<b>no</b>') } end)
    local hostile = { ['</dd><script>x</script>'] = '<img src=x onerror=alert(1)>' }
    wait(hostile)`;
  await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
  await page.locator("rh-process-inspector dl").waitFor();
  assert.equal(await stacks(page).count(), 0);
  await bring(page, { "src/_index.yaml": index, "src/main.lua": `return { main = function()\n${main}\nend }` });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry, state }) => entry === "app:main" && state === "waiting"));
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.pause();
    store.select({ process: store.state.rows.find(({ entry }) => entry === "app:main").number });
  });
  await stacks(page).getByText("Task 2").waitFor();
  // The innermost function of each task is open, those that have called it are closed.
  assert.deepEqual(await stacks(page).locator("details").evaluateAll((all) => all.map(({ open }) => open)), [true, false, true, false]);
  assert.equal(await stacks(page).locator("summary").first().innerText(), "wait, line 2");
  assert.equal(await value(page, "text").first().innerText(), '{ ["</dd><script>x</script>"] = "<img src=x onerror=alert(1)>" }');
});
