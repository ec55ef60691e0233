// axe-core over every view, in every language, in both themes; and what axe cannot see.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { scenario, violations } from "./stage.mjs";

const AREAS = ["terminal", "log", "statistics", "source", "table"];
const LANGS = ["en", "ru", "ko"];

for (const lang of LANGS) {
  for (const theme of ["light", "dark"]) {
    onPage(`axe finds nothing in ${lang}, ${theme}`, scenario("echo", { lang, theme }, { timeout: 120_000 }), async ({ page }) => {
      await page.waitForFunction(() => document.querySelector("rh-app").store.state.statistics);
      for (const area of AREAS) {
        await page.evaluate((tab) => document.querySelector("rh-app").store.layout({ tab }), area);
        await page.waitForTimeout(250);
        assert.deepEqual(await violations(page), [], `${area}, ${lang}, ${theme}`);
      }
      // The inspector with an event, with a process; the process table; the dialogs.
      const views = [
        (store) => store.select({ event: store.state.ring.last }),
        (store) => store.select({ process: 2 }),
        (store) => store.prefer({ processView: "table" }),
        (store) => store.dialog("help"),
        (store) => store.dialog("palette"),
      ];
      for (const show of views) {
        await page.evaluate(`(${show})(document.querySelector("rh-app").store)`);
        await page.waitForTimeout(250);
        assert.deepEqual(await violations(page), [], `${show}, ${lang}, ${theme}`);
      }
    });
  }

  onPage(`axe finds nothing on a phone in ${lang}`, scenario("echo", { lang }, { viewport: { width: 360, height: 780 }, timeout: 120_000 }), async ({ page }) => {
    for (const area of ["diagram", "processes", "message", ...AREAS]) {
      await page.evaluate((name) => document.querySelector("rh-app").store.show(name), area);
      await page.waitForTimeout(250);
      assert.deepEqual(await violations(page), [], `${area}, ${lang}`);
    }
  });
}

onPage("no text is left untranslated", scenario("key-value"), async ({ page }) => {
  for (const lang of LANGS) {
    await page.evaluate((one) => document.querySelector("rh-app").store.prefer({ lang: one }), lang);
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
