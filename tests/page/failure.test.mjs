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
