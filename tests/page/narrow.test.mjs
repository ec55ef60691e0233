// A phone: areas are tabs, the rest is in the menu, and nothing is lost.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, terminalSays, typeLine } from "./stage.mjs";

const phone = { viewport: { width: 360, height: 780 }, hasTouch: true };

onPage("at 360 px every area has its tab and nothing sticks out", again("echo", {}, phone), async ({ page }) => {
  for (const area of ["Diagram", "Terminal", "Processes", "Details", "Log", "Statistics", "Source", "Events"]) {
    const tab = page.getByRole("tablist", { name: "Areas" }).getByRole("tab", { name: area, exact: true });
    await tab.click();
    await page.locator(`#${await tab.getAttribute("aria-controls")}`).waitFor();
    await answered(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${area} is ${wide} px wide`);
  }
});

onPage("at 360 px the menu holds what left the top bar", again("echo", {}, phone), async ({ page }) => {
  await page.getByRole("button", { name: "Menu" }).click();
  const menu = page.getByRole("dialog", { name: "Menu" });
  for (const label of ["Scenario", "Speed", "Seed", "Order of ready processes", "Language"]) assert.ok(await menu.getByLabel(label, { exact: true }).first().isVisible(), label);
  await menu.getByLabel("Language", { exact: true }).first().selectOption("ko");
  await page.locator("html[lang=ko]").waitFor({ state: "attached" });
});

onPage("at 360 px one talks to the echo service", again("echo", {}, phone), async ({ page }) => {
  await page.getByRole("tab", { name: "Terminal" }).click();
  await typeLine(page, "small");
  await terminalSays(page, "SMALL");
});

onPage("at 360 px nothing lies over the newest events, and what closes the search is in the line of its mode", again("echo", {}, phone), async ({ page }) => {
  await page.getByRole("tab", { name: "Events" }).click();
  const list = await page.locator("rh-table .scroll").boundingBox();
  const search = page.locator("rh-table .tools").getByRole("button", { name: "Search" });
  assert.ok((await search.boundingBox()).y >= list.y + list.height);
  await search.click();
  const middle = async (name) => {
    const { y, height } = await page.locator("rh-filter").getByRole(...name).boundingBox();
    return y + height / 2;
  };
  const apart = (await middle(["button", { name: "Close the search (Esc)" }])) - (await middle(["combobox", { name: "What to show and record" }]));
  assert.ok(Math.abs(apart) < 4, `${apart} px`);
});
