// axe-core over every view, in every language, in both themes; and what axe cannot see.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, scenario, violations } from "./stage.mjs";

const DOCK = ["terminal", "log", "statistics", "source", "table"];
const LANGS = ["en", "ru", "ko"];

/** What an area shows once what it shows is there. */
const SHOWN = { log: "rh-log", statistics: ".uplot", source: ".source pre", table: "rh-table" };

/**
 * Every view on a wide screen: the part of the page that it changes, what is seen then, and how to show it. What it does
 * not change has been looked at before.
 */
const VIEWS = [
  ...DOCK.map((tab) => [`${tab} in the dock`, "#dock", SHOWN[tab], (store, name) => store.layout({ tab: name }), tab]),
  ["an event in the inspector", "#panel-message", "rh-event-inspector", (store) => store.select({ event: store.state.ring.last })],
  ["a process in the inspector", "#panel-message", "rh-process-inspector", (store) => store.select({ process: 2 })],
  ["the table of processes", "#panel-processes", ".process-table", (store) => store.prefer({ processView: "table" })],
  ["help", "rh-help", "rh-help dialog[open]", (store) => store.dialog("help")],
  ["the palette", "rh-palette", "rh-palette dialog[open]", (store) => store.dialog("palette")],
];

/** Does something with the page's store, and waits until the page has drawn it and `shown` is seen. */
async function show(page, shown, what, ...args) {
  await page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);
  if (shown) await page.locator(shown).first().waitFor();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))));
}

for (const lang of LANGS) {
  onPage(`axe finds nothing in ${lang}`, again("echo", { lang, theme: "light" }, { timeout: 600_000 }), async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.statistics);
    assert.deepEqual(await violations(page), [], "as it opens");
    for (const [name, within, shown, act, ...args] of VIEWS) {
      await show(page, shown, act, ...args);
      assert.deepEqual(await violations(page, { within }), [], name);
    }
  });
}

for (const lang of LANGS) {
  onPage(`axe finds nothing on a phone in ${lang}`, again("echo", { lang }, { viewport: { width: 360, height: 780 }, timeout: 600_000 }), async ({ page }) => {
    assert.deepEqual(await violations(page), [], "as it opens");
    for (const area of ["diagram", "processes", "message", ...DOCK]) {
      await show(page, SHOWN[area], (store, name) => store.show(name), area);
      assert.deepEqual(await violations(page, { within: `#panel-${area}` }), [], area);
    }
  });
}

// A theme changes colours and nothing else, in every language alike.
onPage("every text has contrast enough in the dark theme", again("echo", { lang: "en", theme: "dark" }, { timeout: 600_000 }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.statistics);
  const rules = ["color-contrast"];
  assert.deepEqual(await violations(page, { rules }), [], "as it opens");
  for (const [name, within, shown, act, ...args] of VIEWS) {
    await show(page, shown, act, ...args);
    assert.deepEqual(await violations(page, { rules, within }), [], name);
  }
});

onPage("no text is left untranslated", again("key-value"), async ({ page }) => {
  for (const lang of LANGS) {
    await page.evaluate((one) => document.querySelector("rh-app").store.speak(one), lang);
    await page.locator(`html[lang=${lang}]`).waitFor({ state: "attached" });
    await answered(page); // every view has spoken
    const text = await page.evaluate(() => [...document.querySelectorAll("button, label, h1, h2, h3, dt, [aria-label], [title]")].map((e) => `${e.ariaLabel ?? ""}|${e.title ?? ""}|${e.textContent}`).join("\n"));
    // A key shows itself when no catalogue has it.
    assert.doesNotMatch(text, /\b(area|panel|composer|inspector|terminal|statistics|scenario|hint|run|state|column|event|diagram|table)\.[a-z_]+\b/);
  }
});

onPage("the language that was chosen last is spoken, however long another takes to load", scenario("key-value", { lang: "en" }), async ({ page }) => {
  await page.route(/\/ru-\w+\.js$/, async (route) => {
    await new Promise((late) => setTimeout(late, 1_000));
    await route.continue();
  });
  await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    await Promise.all([store.speak("ru"), store.speak("ko")]);
  });
  await page.waitForSelector("html[lang=ko]", { state: "attached" });
  assert.equal(await page.locator("select.language").inputValue(), "ko");
});

onPage("without the texts of its language the page speaks English, and still remembers", {
  ...scenario("key-value", { lang: "ru" }),
  prepare: async (page) => {
    await scenario("key-value", { lang: "ru" }).prepare(page);
    await page.route(/\/ru-\w+\.js$/, (route) => route.abort());
  },
}, async ({ page, problems }) => {
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByText(/could not be loaded/).waitFor();
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem("rehearsal")).lang), "ru");
  problems.length = 0; // the request that failed
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
