// An engine that does not start, or dies, is told, and there is a way on.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { scenario } from "./stage.mjs";

onPage("an engine that cannot be loaded says so and can be restarted", { locale: "en-US", wait: false, prepare: (page) => page.route("**/*.wasm", (route) => route.abort()) }, async ({ page, problems }) => {
  const dialog = page.getByRole("alertdialog", { name: "The engine stopped" });
  await dialog.waitFor();
  assert.equal(await page.locator("html").getAttribute("data-state"), "failed");
  await page.unroute("**/*.wasm");
  await dialog.getByRole("button", { name: "Restart the engine" }).click();
  await ready(page);
  problems.length = 0; // the file that was kept back
});

onPage("an engine that dies in the middle is restarted with the same scenario and settings", scenario("echo", { settings: { seed: 7, pace: { kind: "max" } } }), async ({ page }) => {
  // The listener's own way in: what the worker posts when it panics.
  await page.evaluate(() => document.querySelector("rh-app").store.engine.receive({ type: "died", message: "panicked at src/runtime/table.rs" }));
  const dialog = page.getByRole("alertdialog", { name: "The engine stopped" });
  await dialog.getByText("panicked at src/runtime/table.rs").waitFor();
  await page.keyboard.press("Enter");
  await ready(page);
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "echo");
  assert.equal(await page.getByText("seed 7").count(), 1);
});

/** A page that can be told that time has passed. */
function withClock(options) {
  return {
    ...options,
    prepare: async (page) => {
      await options.prepare(page);
      await page.clock.install();
    },
  };
}

onPage("an engine that is silent for long is named, and can be restarted, paused", withClock(scenario("echo", { settings: { seed: 7 } })), async ({ page }) => {
  // What a turn without an end looks like from here: nothing that is asked for comes back.
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.engine.worker.onmessage = null;
    store.step();
  });
  await page.clock.fastForward(9_000);
  await page.getByRole("alert").getByText("The engine has not answered").waitFor();
  await page.getByRole("button", { name: "Restart it, paused" }).click();
  await ready(page);
  await page.locator("rh-topbar").getByRole("button", { name: "Play" }).waitFor();
  assert.equal(await page.getByText("The engine has not answered").count(), 0);
  assert.equal(await page.getByText("seed 7").count(), 1);
});

for (const reducedMotion of ["no-preference", "reduce"]) {
  let asked = 0;
  // The first time nothing comes.
  const prepare = (page) => page.route("**/main-*.js", (route) => (asked++ === 0 ? undefined : route.continue()));
  onPage(`a page whose program does not come offers another try, with motion: ${reducedMotion}`, { wait: false, reducedMotion, prepare }, async ({ page, problems }) => {
    const again = page.getByRole("link", { name: "Try again" });
    await page.locator(".loader-slow").waitFor({ state: "attached" });
    await again.waitFor({ state: "hidden" });
    await page.evaluate(() => document.querySelector(".loader-slow").getAnimations()[0].finish());
    assert.equal(await again.isVisible(), true);
    await again.click();
    await ready(page);
    problems.length = 0; // the file that was kept back
  });
}

onPage("what is asked of an engine that is still being loaded is answered when it is there", scenario("echo"), async ({ page }) => {
  const scenarios = await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.start();
    return Promise.race([store.request({ type: "scenarios" }), new Promise((resolve) => setTimeout(resolve, 20_000, []))]);
  });
  assert.notEqual(scenarios.length, 0);
});
