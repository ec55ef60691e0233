// While nothing moves: a project without a run, a run that is paused. The page says why, and what begins sets it going.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { again, answered, bring, scenario, terminalSays } from "./stage.mjs";

const MANIFEST = `namespace: app
entries:
  - { name: terminal, kind: terminal.host }
  - { name: processes, kind: process.host }
  - { name: main, kind: process.lua, source: file://main.lua, modules: [io, time] }
`;
const files = (body) => ({ "src/_index.yaml": MANIFEST, "src/main.lua": `local io, time = require("io"), require("time")\nreturn { main = function()\n${body}\nend }\n` });

const act = (page, what) => page.evaluate(`(${what})(document.querySelector("rh-app").store)`);
const status = (page, text) => page.locator("rh-status .run-state", { hasText: text }).waitFor();

onPage("a project that could not run says so in the header, and begins as soon as it is mended", again("echo"), async ({ page }) => {
  await bring(page, files('io.print("mended") = 1'));
  await page.getByText("1 problem keeps this project from running.").waitFor();
  await status(page, /^not running$/);
  for (const name of ["Pause", "Step one delivery", "Send"]) assert.ok(await page.getByRole("button", { name, exact: true }).isDisabled(), name);
  // Neither a key nor a step pauses what does not run.
  await page.locator("h1").click();
  await page.keyboard.press(".");
  await page.keyboard.press("Space");
  assert.equal(await act(page, (store) => store.state.preferences.settings.playing), true);
  await page.evaluate((files) => document.querySelector("rh-app").store.projects.change(files, () => undefined), files('io.print("mended") io.readline()'));
  await page.getByRole("tab", { name: "Terminal" }).click();
  await terminalSays(page, "mended");
  assert.equal(await page.getByRole("button", { name: "Pause" }).isDisabled(), false);
});

onPage("an example that a slip kept from running after a reload begins when the slip is taken back", scenario("live-cursors"), async ({ page }) => {
  const path = "models/storage/ui_storage.rs";
  const write = (more) =>
    page.evaluate(
      ([path, more]) => {
        const { store } = document.querySelector("rh-app");
        const { files } = store.state.project;
        store.projects.change({ ...files, [path]: more ? files[path] + more : files[path].slice(0, -1) }, () => undefined);
        return store.projects.flush();
      },
      [path, more],
    );
  await write("x");
  await page.reload();
  await ready(page);
  await status(page, /^not running$/);
  await write("");
  await page.evaluate(() => document.querySelector("rh-app").store.projects.change({ ...document.querySelector("rh-app").store.state.project.files }, () => undefined));
  await page.getByRole("tab", { name: "Cursors" }).waitFor();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.length > 3);
});

const began = (page) => page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 3);

onPage("whoever chooses another scenario sees it play, though the one before was paused", again("echo"), async ({ page }) => {
  await began(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "Ping-pong" });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry.includes("ping")));
  await page.getByRole("button", { name: "Pause" }).waitFor();
});

onPage("“Run” and “Start a fresh run” play, though the run before was paused", again("echo-lua", { layout: { tab: "source" } }), async ({ page }) => {
  await began(page);
  for (const start of [
    () => page.locator(".editor-run").click(),
    async () => {
      await page.getByRole("button", { name: "seed 42" }).click();
      await page.getByRole("button", { name: "Start a fresh run" }).click();
    },
  ]) {
    await page.getByRole("button", { name: "Pause" }).click();
    const before = await act(page, (store) => store.state.run.number);
    await start();
    await page.waitForFunction((before) => document.querySelector("rh-app").store.state.run.number > before, before);
    await began(page);
  }
});

onPage("a run that is paused before anything happens says so, with a button that plays it", again("key-value", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  await answered(page);
  const empty = page.locator("rh-diagram .empty");
  await empty.getByText("The run is paused, and nothing has happened yet.").waitFor();
  await empty.getByRole("button", { name: "Play" }).click();
  await began(page);
  await empty.waitFor({ state: "hidden" });
});

onPage("a message to nobody in a run that is paused before anything happens is told why", again("key-value", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button", { name: "keys", exact: true }).click();
  await page.locator("#composer-error", { hasText: "Nobody is there yet, for the run is paused" }).waitFor();
});
