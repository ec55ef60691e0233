// The table of events.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again } from "./stage.mjs";

onPage("who scrolls back in the events reads on in peace, and at their end follows again", again("ping-pong", { layout: { tab: "table" }, settings: { pace: { kind: "times", value: 100 } } }), async ({ page }) => {
  const follows = (wanted) => page.waitForFunction((on) => document.querySelector("rh-app").store.state.follow === on, wanted);
  const list = page.locator("rh-table").getByRole("grid");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 200);
  await follows(true);
  await list.hover();
  await page.mouse.wheel(0, -100);
  await follows(false);
  const { first, later } = await list.evaluate(async (grid) => {
    const read = () => [...grid.querySelectorAll(".window .row")].map(({ textContent }) => textContent.trim().split(/\s/)[0]).sort().join();
    for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame);
    const first = read();
    for (let n = 0; n < 60; n += 1) await new Promise(requestAnimationFrame);
    return { first, later: read() };
  });
  assert.ok(first.length > 10, first);
  assert.equal(later, first);
  await page.getByRole("button", { name: "Pause" }).click();
  // The last events before the pause may come while one scrolls.
  await page.waitForFunction(() => {
    const grid = document.querySelector("rh-table").shadowRoot.querySelector("[role=grid]");
    grid.scrollTo(0, grid.scrollHeight);
    return document.querySelector("rh-app").store.state.follow;
  });
});

onPage("the way to the newest event leaves the keyboard in the table", again("ping-pong", { layout: { tab: "table" }, settings: { pace: { kind: "times", value: 100 } } }), async ({ page }) => {
  const list = page.locator("rh-table").getByRole("grid");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 200);
  await list.hover();
  await page.mouse.wheel(0, -100);
  const newest = page.locator("rh-table").getByRole("button", { name: /^newest ↓ [1-9]/ });
  await newest.focus();
  await page.keyboard.press("Enter");
  await newest.waitFor({ state: "hidden" });
  assert.equal(await list.evaluate((grid) => grid.getRootNode().activeElement === grid), true);
});
