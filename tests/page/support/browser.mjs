// One browser for each file of tests, one fresh profile for each test, but for those that say `again`.
//
//     onPage("the picker lists five scenarios", async ({ page }) => { … });
//     onPage("it fits a phone", { viewport: { width: 360, height: 780 }, colorScheme: "dark" }, async …);
//
// A test fails, too, when the page logged an error, broke its Content-Security-Policy, missed a file or
// asked another host. A failed test leaves a picture in test-results/.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./chromium.mjs";
import { serve } from "./server.mjs";

let server;
let browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/**
 * A test with the page open and ready.
 *
 * `options` are Playwright's of a browser context (viewport, colorScheme, locale, reducedMotion, …), and
 * - `path`: what follows the page's address, such as `#…` or `?…`;
 * - `wait: false`: begin before the page is ready;
 * - `prepare(page)`: runs before the page opens, for routes and init scripts;
 * - `again(page)`: the test may have the page of the one before, if that had such an `again`, too, and the same profile;
 *   this brings it to where a fresh page would be. To open a page takes longer than most of what is done with it;
 * - `timeout`: of the whole test, in ms.
 *
 * `body` gets `page`, `context`, `url`, `t` (node:test's) and `problems`, the list of what went wrong so far: a
 * test that provokes an error takes it out of there.
 */
export function onPage(name, options, body) {
  if (typeof options === "function") return onPage(name, {}, options);
  const { path = "", wait = true, prepare, again, timeout = 240_000, ...profile } = options;
  const shared = again && JSON.stringify({ path, profile });
  return test(name, { timeout }, async (t) => {
    let passed = false;
    try {
      if (shared && opened?.shared === shared) await again(opened.page);
      else await open({ path, wait, prepare, profile, shared });
      const { page, context, problems } = opened;
      await body({ page, context, url: server.url, problems, t });
      assert.deepEqual(problems, [], "the page has problems");
      passed = true;
    } catch (error) {
      if (opened) await picture(opened.page, `failed ${name}`).catch(() => {});
      throw error;
    } finally {
      // What went wrong is nothing to go on from.
      if (!shared || !passed) await close();
    }
  });
}

/** The page that is open, and what a test must want to have it, too. */
let opened;

/** Opens the page in a fresh profile, in place of the one that is open. */
async function open({ path, wait, prepare, profile, shared }) {
  await close();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...profile });
  // Machines that run tests may be busy with much else.
  context.setDefaultTimeout(60_000);
  context.setDefaultNavigationTimeout(120_000);
  const page = await context.newPage();
  const problems = collect(page, server.url);
  opened = { shared, context, page, problems };
  await prepare?.(page);
  await page.goto(server.url + path, { waitUntil: wait ? "load" : "commit" });
  if (wait) await ready(page, problems);
}

async function close() {
  const { context } = opened ?? {};
  opened = undefined;
  await context?.close();
}

/** Waits until the page says that it is ready. */
export async function ready(page, problems = []) {
  await page.waitForSelector("html[data-state=ready]", { state: "attached", timeout: 90_000 }).catch(async () => {
    const state = await page.locator("html").getAttribute("data-state");
    assert.fail(`the page is not ready but "${state}": ${problems.join("; ") || "it reports no problem"}`);
  });
}

/** Takes a picture of what is seen, into test-results/. */
export async function picture(page, name) {
  await mkdir("test-results", { recursive: true });
  await page.screenshot({ path: `test-results/${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.png` });
}

function collect(page, url) {
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("response", (r) => r.status() >= 400 && problems.push(`${r.status()} ${r.url()}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const local = origin === new URL(url).origin || protocol === "data:" || protocol === "blob:";
    if (!local) problems.push(`a request to another host: ${request.url()}`);
  });
  return problems;
}
