// A run with a database goes back: the database does not, so what goes on works on a copy of it.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { answered, scenario, terminal, terminalSays, typeLine } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
/** Until a line has led to one more row; the keys then. */
async function oneMore(page, before) {
  await page.waitForFunction(async (count) => (await document.querySelector("rh-app").store.database.rows({ limit: 1000 }).catch(() => ({ rows: [] }))).rows.length > count, before.length);
  return keys(page);
}
const keys = async (page) => (await page.evaluate(() => document.querySelector("rh-app").store.database.rows({ limit: 1000 }))).rows.map(({ key }) => key);

onPage("a run that goes on from an earlier moment reads and writes a copy, and says so; the database keeps what it has", scenario("persistent-kv"), async ({ page }) => {
  await typeLine(page, "publish first");
  await terminalSays(page, "first");
  await oneMore(page, []);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.state === "open");
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const kept = await keys(page);
  const before = await state(page, (s) => s.run.hash);

  const asked = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.last; n >= ring.first; n -= 1) if (ring.kind(n) === 1 && ring.text(n) === "line") return n - 1;
  });
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), asked);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.current === 2);
  await typeLine(page, "publish second");
  await terminalSays(page, "second");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.code === "copy");
  await page.getByRole("tab", { name: "Database" }).click();
  await page.getByText("works on a copy").waitFor();
  assert.equal(await page.getByRole("button", { name: "Upload…" }).isDisabled(), true);
  await oneMore(page, kept);

  // The copy lay in memory: after a reload there is a new one, and the page says so.
  await page.reload();
  await ready(page);
  await page.locator(".notice").filter({ hasText: "It works on a new copy of the database" }).waitFor();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.code === "copy");
  assert.deepEqual(await keys(page), kept);
  await page.evaluate(() => document.querySelector("rh-app").store.show("terminal"));
  await typeLine(page, "publish of the copy");
  await terminalSays(page, "of the copy");

  // The run before has the database, as it was left.
  await page.getByRole("button", { name: "2 branches" }).click();
  await page.getByRole("button", { name: /^Run 1 ·/ }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.current === 1);
  await answered(page);
  assert.equal(await state(page, (s) => s.run.hash), before);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.evaluate(() => document.querySelector("rh-app").store.show("terminal"));
  await typeLine(page, "publish third");
  await terminalSays(page, "third");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.state === "open");
  const now = await oneMore(page, kept);
  assert.deepEqual(now.filter((key) => kept.includes(key)), kept);
  assert.doesNotMatch(await terminal(page).innerText(), /second|of the copy/);
  // And the other one a copy again.
  await page.getByRole("button", { name: "2 branches" }).click();
  await page.getByRole("button", { name: /^Run 2 ·/ }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.current === 2);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.evaluate(() => document.querySelector("rh-app").store.show("terminal"));
  await typeLine(page, "publish fourth");
  await terminalSays(page, "fourth");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.code === "copy");
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh());
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.database?.state === "open");
  const messages = (keys) => keys.filter((key) => key.startsWith("messages:"));
  assert.deepEqual(messages(await keys(page)), messages(now));
});
