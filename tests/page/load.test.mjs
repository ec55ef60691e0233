// What is loaded in which order, until there is something to see.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";

/** Notes in the page when it was ready. */
const noting = (page) =>
  page.addInitScript(() => {
    const look = () => {
      if (document.documentElement?.dataset.state === "ready") globalThis.readyAt = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  });

const begun = new Set();

onPage(
  "the engine is on its way before the page's own code is there",
  {
    wait: false,
    prepare: async (page) => {
      const worker = page.waitForEvent("worker", { timeout: 30_000 });
      await page.route(/\/page-[^/]*\.js$/, async (route) => {
        await worker;
        begun.add(new URL(route.request().url()).pathname);
        await route.continue();
      });
    },
  },
  async ({ page, problems }) => {
    await ready(page, problems);
    assert.equal(begun.size, 1, "the page's code was held back until then");
  },
);

onPage("a first visit loads a dozen files, and the parts that nobody sees yet only when it is ready", { prepare: noting }, async ({ page }) => {
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/help-/.test(name)));
  const { before, parts } = await page.evaluate(() => {
    const files = performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name: name.split("/").at(-1), startTime }));
    return {
      before: files.filter(({ startTime }) => startTime < globalThis.readyAt).map(({ name }) => name),
      parts: files.filter(({ name }) => /^(log|statistics|source|table|help|palette)-/.test(name)).map(({ name }) => name),
    };
  });
  assert.ok(before.length <= 12, before.join(" "));
  assert.deepEqual(parts.filter((name) => before.includes(name)), []);
});
