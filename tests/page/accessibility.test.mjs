// axe-core over every view, in every language, in both themes; and what axe cannot see.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { scenario, violations } from "./stage.mjs";

const DOCK = ["terminal", "log", "statistics", "source", "table"];
const LANGS = ["en", "ru", "ko"];

/** Every view on a wide screen: how to show it, and where it is. */
const VIEWS = [
  ...DOCK.map((tab) => [`${tab} in the dock`, "#dock", (store, name) => store.layout({ tab: name }), tab]),
  ["an event in the inspector", "#panel-message", (store) => store.select({ event: store.state.ring.last })],
  ["a process in the inspector", "#panel-message", (store) => store.select({ process: 2 })],
  ["the table of processes", "#panel-processes", (store) => store.prefer({ processView: "table" })],
  ["help", "rh-help", (store) => store.dialog("help")],
  ["the palette", "rh-palette", (store) => store.dialog("palette")],
];

/** Does something with the page's store, and waits until the page has drawn it. */
async function show(page, what, ...args) {
  await page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))));
}

for (const lang of LANGS) {
  onPage(`axe finds nothing in ${lang}`, scenario("echo", { lang, theme: "light" }, { timeout: 600_000 }), async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.statistics);
    assert.deepEqual(await violations(page), [], "the whole page");
    for (const [name, where, act, ...args] of VIEWS) {
      await show(page, act, ...args);
      assert.deepEqual(await violations(page, { where }), [], name);
    }
  });

  onPage(`axe finds nothing on a phone in ${lang}`, scenario("echo", { lang }, { viewport: { width: 360, height: 780 }, timeout: 600_000 }), async ({ page }) => {
    assert.deepEqual(await violations(page), [], "the whole page");
    for (const area of ["diagram", "processes", "message", ...DOCK]) {
      await show(page, (store, name) => store.show(name), area);
      assert.deepEqual(await violations(page, { where: `#panel-${area}` }), [], area);
    }
  });
}

// A theme changes colours and nothing else, in every language alike.
onPage("every text has contrast enough in the dark theme", scenario("echo", { lang: "en", theme: "dark" }, { timeout: 600_000 }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.statistics);
  const rules = ["color-contrast"];
  assert.deepEqual(await violations(page, { rules }), [], "the whole page");
  for (const [name, where, act, ...args] of VIEWS) {
    await show(page, act, ...args);
    assert.deepEqual(await violations(page, { where, rules }), [], name);
  }
});

onPage("no text is left untranslated", scenario("key-value"), async ({ page }) => {
  for (const lang of LANGS) {
    await page.evaluate((one) => document.querySelector("rh-app").store.speak(one), lang);
    await page.waitForTimeout(200);
    assert.equal(await page.locator("html").getAttribute("lang"), lang);
    const text = await page.evaluate(() => [...document.querySelectorAll("button, label, h1, h2, h3, dt, [aria-label], [title]")].map((e) => `${e.ariaLabel ?? ""}|${e.title ?? ""}|${e.textContent}`).join("\n"));
    // A key shows itself when no catalogue has it.
    assert.doesNotMatch(text, /\b(area|panel|composer|inspector|terminal|statistics|scenario|hint|run|state|column|event|diagram|table)\.[a-z_]+\b/);
  }
});

for (const colorScheme of ["light", "dark"]) {
  onPage(`the first theme is the system's: ${colorScheme}`, { colorScheme }, async ({ page }) => {
    assert.equal(await page.locator("html").getAttribute("data-theme"), colorScheme);
    const other = colorScheme === "dark" ? "light" : "dark";
    await page.locator("rh-topbar").getByRole("button", { name: new RegExp(`${other} theme`, "i") }).click();
    await page.waitForSelector(`html[data-theme=${other}]`, { state: "attached" });
    const { background, ink } = await page.evaluate(() => ({ background: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color }));
    const light = (rgb) => rgb.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    assert.equal(light(background) > light(ink), other === "light");
  });
}

for (const [locale, lang] of [["ru-RU", "ru"], ["ko-KR", "ko"], ["fr-FR", "en"]]) {
  onPage(`a browser in ${locale} gets ${lang}`, { locale }, async ({ page }) => {
    assert.equal(await page.locator("html").getAttribute("lang"), lang);
  });
}
