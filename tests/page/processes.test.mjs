// Processes: seen, stopped, started again.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, terminalSays, typeLine } from "./stage.mjs";

const tree = (page) => page.getByRole("tree", { name: "Processes" });

onPage("a worker that is killed before it answers leaves a tombstone, and the client a timeout", again("echo"), async ({ page }) => {
  await typeLine(page, "one");
  await terminalSays(page, "0x00004");
  // While the run stands still there is all the time in the world to catch the worker in its 100 ms of sleep.
  await page.getByRole("button", { name: "Pause" }).click();
  await typeLine(page, "two");
  const worker = tree(page).getByRole("treeitem").filter({ hasText: "0x00005" });
  for (let steps = 0; (await worker.count()) === 0; steps += 1) {
    assert.ok(steps < 10, "no worker after ten deliveries");
    await page.getByRole("button", { name: "Step one delivery" }).click();
    await answered(page);
  }
  await worker.click();
  await page.locator("rh-process-actions").getByRole("button", { name: "Kill" }).first().click();
  await page.locator("rh-process-actions").getByText("as soon as time goes on").first().waitFor();
  await page.getByRole("button", { name: "Play" }).click();
  await worker.filter({ hasText: "killed" }).waitFor();
  await terminalSays(page, "timeout");
});

onPage("after a kill the focus is where it is said how the process ended, and the next key does nothing to others", again("supervisor"), async ({ page }) => {
  await tree(page).getByRole("treeitem").filter({ hasText: /0x0000/ }).first().waitFor();
  const [{ number, entry }] = await page.evaluate(() => document.querySelector("rh-app").store.state.rows.filter(({ ended, supervisor }) => !ended && !supervisor));
  await page.evaluate((process) => document.querySelector("rh-app").store.select({ process }), number);
  const kill = page.locator("rh-inspector rh-process-actions").getByRole("button", { name: "Kill" });
  await kill.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("rh-process-actions .ended"));
  assert.match(await page.evaluate(() => document.activeElement.innerText), /killed/);
  await page.keyboard.press("Enter");
  await answered(page);
  const killed = await page.evaluate((entry) => document.querySelector("rh-app").store.state.rows.filter((row) => row.entry === entry && row.ended?.how === "terminated").length, entry);
  assert.equal(killed, 1);
});

onPage("while the pointer is over the tree who ends keeps the place, and who is sorted keeps the order", again("live-cursors", { settings: { pace: { kind: "times", value: 1 } } }), async ({ page }) => {
  const users = tree(page).getByRole("treeitem").filter({ hasText: "user:" });
  await users.nth(4).waitFor();
  const at = (name) => users.allInnerTexts().then((texts) => texts.findIndex((text) => text.includes(name)));
  const kill = (name) => page.evaluate((name) => {
    const { store } = document.querySelector("rh-app");
    store.kill(store.state.rows.find(({ names }) => names.includes(name)).number);
  }, name);
  const place = await at("user:boris");
  await users.nth(place).hover();
  await kill("user:boris");
  await tree(page).locator(".dead", { hasText: "user:boris" }).waitFor();
  assert.equal(await at("user:boris"), place, "the neighbour has not come under the pointer");
  await page.mouse.move(700, 400);
  await page.waitForFunction(() => [...document.querySelectorAll("rh-process-tree li")].at(-1).textContent.includes("user:boris"));

  await page.getByRole("button", { name: "Table", exact: true }).click();
  const table = page.locator(".process-table");
  await table.getByRole("button", { name: "state", exact: true }).click();
  const rows = () => table.locator("tbody th").allInnerTexts();
  await table.locator("tbody tr").first().hover();
  const before = await rows();
  await kill("user:chul");
  await table.locator(".dead", { hasText: "user:chul" }).waitFor();
  assert.deepEqual(await rows(), before);
});

onPage("cancel asks for a reason", again("key-value"), async ({ page }) => {
  await tree(page).getByRole("treeitem").filter({ hasText: "kv" }).first().click();
  await page.getByRole("button", { name: "Cancel…" }).first().click();
  await page.getByLabel("Reason").first().fill("the test says so");
  await page.getByRole("button", { name: "Cancel the process" }).first().click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.services.some(({ state }) => state !== "running"));
});

onPage("the table sorts by any column", again("key-value"), async ({ page }) => {
  await page.getByRole("button", { name: "Table", exact: true }).click();
  const table = page.locator(".process-table");
  await table.getByRole("button", { name: "in", exact: true }).click();
  assert.equal(await table.locator("th[aria-sort=descending]").innerText(), "in ▾");
  const counts = (await table.locator("tbody td:nth-child(5)").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
});

onPage("a service is stopped and started", again("key-value"), async ({ page }) => {
  await page.getByRole("button", { name: /^Stop: / }).click();
  await page.getByText("stopped", { exact: true }).or(page.getByText("exited", { exact: true })).first().waitFor();
  await page.getByRole("button", { name: /^Start: / }).click();
  await page.locator(".service-state.running").waitFor();
});

onPage("a service that waits for its restart can be stopped, and started again", again("supervisor", { settings: { pace: { kind: "times", value: 1 } } }), async ({ page }) => {
  const state = (wanted) => page.locator(`.service-state.${wanted}`).waitFor();
  await state("failed");
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
  await page.getByRole("button", { name: /^Stop: / }).click();
  await page.getByRole("button", { name: "Play" }).click();
  await state("stopped");
  await page.getByRole("button", { name: /^Start: / }).click();
  await state("running");
});

onPage("who has ended is counted in the head of the panel", again("echo"), async ({ page }) => {
  await typeLine(page, "one");
  await terminalSays(page, "ONE");
  await page.locator("rh-processes .panel-head").filter({ hasText: "1 ended" }).waitFor();
});

onPage("the source of a running actor can be read", again("echo"), async ({ page }) => {
  await tree(page).getByRole("treeitem").filter({ hasText: "relay" }).first().click();
  await page.getByRole("tab", { name: "Source" }).click();
  await page.locator(".source pre", { hasText: "async fn relay" }).waitFor();
  await page.getByRole("tab", { name: "worker" }).click();
  await page.locator(".source pre", { hasText: "async fn worker" }).waitFor();
});

for (const lang of ["en", "ru", "ko"]) {
  onPage(`what processes do can be read in the tree as wide as it is at first, in ${lang}`, again("key-value", { lang }, { viewport: { width: 1280, height: 800 } }), async ({ page }) => {
    await page.waitForFunction(() => document.querySelectorAll("rh-process-tree .words").length === 4);
    const seen = await page.locator("rh-process-tree .process").evaluateAll((lines) =>
      lines.map((line) => {
        const cut = [...line.querySelectorAll(".entry, .words")].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
        const pid = line.querySelector(".mono").getBoundingClientRect();
        const room = (line.querySelector(".gives-way") ?? line).getBoundingClientRect();
        return { cut: cut.map(({ textContent }) => textContent), half: pid.top < room.bottom && pid.right > room.right + 1, words: line.querySelector(".words").textContent };
      }),
    );
    assert.deepEqual(seen.flatMap(({ cut }) => cut), []);
    assert.deepEqual(seen.filter(({ half }) => half), [], "a PID is there whole or not at all");
    assert.ok(seen.some(({ words }) => words.includes("·")), "a supervisor says that it is one");
  });
}
