// What the page does about a deed: it asks before something is lost, and says in the reader's words what became of it.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, scenario, terminalSays } from "./stage.mjs";

const REAL_TIME = { settings: { pace: { kind: "times", value: 1 } } };
const outcome = (page) => page.locator("rh-outcome");
const notices = (page) => page.getByRole("alert").locator(".notice");

onPage("edits of an example are not thrown away before a question, which says that the run begins anew", scenario("echo-lua", { layout: { tab: "source" } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.project?.files["src/cli.lua"]);
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.projects.change({ ...store.state.project.files, "src/cli.lua": "-- mine" }, () => undefined);
  });
  const mine = () => page.evaluate(() => document.querySelector("rh-app").store.state.project.files["src/cli.lua"] === "-- mine");
  await page.getByRole("button", { name: "Back to the original…" }).click();
  const question = page.locator("rh-editor-panel").getByRole("alert");
  await question.getByText("Your edits are thrown away, and the run begins anew. They cannot be brought back.").waitFor();
  await question.getByRole("button", { name: "Keep", exact: true }).click();
  await question.waitFor({ state: "detached" });
  assert.equal(await mine(), true);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Back to the original…");
  await page.getByRole("button", { name: "Back to the original…" }).click();
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Back to the original…" }).click();
  await question.getByRole("button", { name: "Throw the edits away" }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.project?.edited === false);
});

onPage("to kill a process that has just ended is no error", again("live-cursors", { ...REAL_TIME, layout: { tab: "log" } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry === "app:user"));
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    const { number } = store.state.rows.find(({ entry }) => entry === "app:user");
    store.select({ process: number });
    for (let n = 0; n < 2; n += 1) store.kill(number);
  });
  const tree = page.getByRole("tree", { name: "Processes" }).getByRole("treeitem");
  await tree.filter({ hasText: "killed" }).waitFor();
  await page.evaluate(() => document.querySelector("rh-app").store.kill(document.querySelector("rh-app").store.state.selection.process));
  await answered(page);
  assert.equal(await notices(page).count(), 0);
  // How it ended is said once, and in no other language than the reader's.
  assert.equal(await page.getByText("process terminated").count(), 0);
});

onPage("what went wrong with one deed goes when the next one is done", again("echo", REAL_TIME), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await page.evaluate(() => document.querySelector("rh-app").store.cancel(999, "nobody"));
  await notices(page).waitFor();
  await page.evaluate(() => document.querySelector("rh-app").store.pace({ kind: "times", value: 2 }));
  await notices(page).waitFor({ state: "detached" });
});

onPage("a ready-made message that wants no answer is not said to lack a place for one", again("live-cursors", { ...REAL_TIME, layout: { tab: "log" } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry === "app:user"));
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button", { name: "invite ada" }).click();
  await outcome(page).getByText(/has handled it/).waitFor();
  assert.equal(await outcome(page).getByText("reply_to").count(), 0);
});

onPage("an answer that is refused says why to its end, and who answered by the PID", again("live-cursors", { ...REAL_TIME, layout: { tab: "log" } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry === "app:user"));
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button", { name: "set a wrong cursor" }).click();
  await outcome(page).getByText("typed_kv 0x00002 answered: http_response").waitFor();
  const text = await outcome(page).locator("code").innerText();
  assert.match(text, /\}$/);
  assert.ok(text.length > 220, text);
});

onPage("at 360 px an answer that is too long for four lines is one click from the whole of it", again("live-cursors", REAL_TIME, { viewport: { width: 360, height: 740 } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some(({ entry }) => entry === "app:user"));
  await page.getByRole("group", { name: "Ready-made messages" }).getByRole("button", { name: "set a wrong cursor" }).click();
  const answer = outcome(page).locator("code");
  await answer.waitFor();
  assert.ok((await answer.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)) > 20);
  await answer.click();
  await page.locator("rh-event-inspector pre", { hasText: "item_id" }).first().waitFor();
});

onPage("at 390 px whoever chooses a scenario in the menu sees it, with what to try", again("echo", { layout: { area: "log" } }, { viewport: { width: 390, height: 844 }, hasTouch: true }), async ({ page }) => {
  for (const name of ["Ping-pong", "Live cursors"]) {
    await page.getByRole("button", { name: "Menu" }).click();
    const menu = page.getByRole("dialog", { name: "Menu" });
    await menu.getByLabel("Scenario", { exact: true }).selectOption({ label: name });
    await menu.waitFor({ state: "hidden" });
    await page.getByRole("tab", { name: "Diagram", selected: true }).waitFor();
    await page.locator(".hint").waitFor();
  }
});

onPage("the line that is written stays in sight when a fault is told above and below", again("app-settings", { ...REAL_TIME, layout: { tab: "source", dock: 240 } }, { viewport: { width: 1280, height: 800 } }), async ({ page }) => {
  await page.getByRole("treeitem", { name: "user_storage.rs" }).click();
  await page.locator("rh-code .cm-line", { hasText: "pub theme: String" }).click();
  for (let n = 0; n < 12; n += 1) await page.keyboard.press("ArrowDown"); // to the lowest line that is seen
  await page.keyboard.press("End");
  await page.keyboard.type("\n}}");
  await page.locator(".editor-problems li").first().waitFor();
  await answered(page);
  const seen = await page.evaluate(() => {
    const host = document.querySelector("rh-code");
    const line = host.shadowRoot.querySelector(".cm-activeLine").getBoundingClientRect();
    const box = host.getBoundingClientRect();
    return { line: [line.top, line.bottom], box: [box.top, box.bottom] };
  });
  assert.ok(seen.line[0] >= seen.box[0] && seen.line[1] <= seen.box[1], JSON.stringify(seen));
});

onPage("another scenario's list of processes begins at its top", again("live-cursors", REAL_TIME, { viewport: { width: 1280, height: 560 } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.length > 3);
  const top = () => page.locator("rh-processes .panel-body").evaluate((body) => body.scrollTop);
  await page.locator("rh-processes .panel-body").evaluate((body) => (body.scrollTop = 60));
  assert.equal(await top(), 60);
  await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "Settings of two tenants" });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.length > 0 && document.querySelector("rh-app").store.state.preferences.scenario === "app-settings");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.length > 5);
  await answered(page);
  assert.equal(await top(), 0);
});
