// The diagram under the pointer, and on a page that is low.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { answered, scenario, terminalSays } from "./stage.mjs";

onPage("an event that one points at says its time", scenario("key-value"), async ({ page }) => {
  await terminalSays(page, "The store lives on");
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
  const { event, x, y } = await page.evaluate(() => {
    const diagram = document.querySelector("rh-diagram");
    const { hits, view } = diagram.scene;
    const { left, top } = diagram.getBoundingClientRect();
    for (let y = view.head + 40; y < view.height - 60; y += 4) {
      for (let x = 80; x < view.width - 30; x += 8) {
        const hit = hits.find(x, y, 1);
        if (hit && "event" in hit) return { event: hit.event, x: left + x, y: top + y };
      }
    }
  });
  await page.mouse.move(x, y);
  const time = await page.evaluate((n) => document.querySelector("rh-app").store.state.ring.time(n), event);
  const micros = String(Math.floor(time / 1000) % 1_000_000).padStart(6, "0");
  await page.locator("rh-diagram .card", { hasText: new RegExp(`\\d:\\d\\d\\.${micros.slice(0, 3)}\\s${micros.slice(3)}`) }).waitFor();
});
