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

/** What a page without a memory shows. */
const places = (page) =>
  page.evaluate(() => {
    const { view } = document.querySelector("rh-diagram").scene;
    const { bottom, height } = (document.querySelector(".dock:not([hidden])") ?? document.querySelector(".composer")).getBoundingClientRect();
    return { lanes: view.height - view.head, dock: height, bottom, window: innerHeight };
  });

for (const locale of ["en-US", "ru-RU", "ko-KR"]) {
  onPage(`on a first visit in ${locale} at 900 × 700 the lanes have room beside hint, form and terminal`, { locale, viewport: { width: 900, height: 700 } }, async ({ page }) => {
    await page.locator(".hint").waitFor();
    await page.locator(".quick").waitFor();
    await answered(page);
    const { lanes, dock, bottom, window } = await places(page);
    assert.ok(lanes >= 200, `${lanes} px of lanes`);
    assert.ok(dock >= 112, `${dock} px of terminal`);
    assert.ok(bottom <= window);
  });
}

onPage("who reads sources on a low page keeps the room for them", scenario("key-value", { lang: "ru", layout: { tab: "source" } }, { viewport: { width: 900, height: 700 } }), async ({ page }) => {
  await page.locator(".hint").waitFor();
  await page.locator(".source pre").waitFor();
  await answered(page);
  assert.equal((await places(page)).dock, 236);
});

for (const viewport of [{ width: 900, height: 480 }, { width: 1440, height: 900 }, { width: 360, height: 780 }, { width: 640, height: 360 }]) {
  onPage(`at ${viewport.width} × ${viewport.height} nothing is pushed out of the window, however tall the panel below is wanted`, scenario("key-value", { layout: { dock: 640 } }, { viewport }), async ({ page }) => {
    await page.locator(".hint").waitFor();
    await answered(page);
    const { lanes, bottom, window } = await places(page);
    assert.ok(bottom <= window, `it ends at ${bottom} px`);
    if (viewport.width === 360) assert.ok(lanes >= 300, `${lanes} px of lanes`);
  });
}
