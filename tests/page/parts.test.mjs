// Parts of the page that are loaded late: what stands where one does not come, and that it comes when it is asked for again.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { answered, scenario, terminalSays, violations } from "./stage.mjs";

/** Options with which files of this name do not come until `page.unroute(file)`. */
function without(file, options) {
  return {
    ...options,
    prepare: async (page) => {
      await options.prepare(page);
      await page.route(file, (route) => route.abort());
    },
  };
}

const focusIsIn = (page, place) => page.waitForFunction((selector) => document.activeElement?.closest(selector), place);

/** Presses “Try again” by keyboard, first in vain and then with the network back. */
async function tryAgain(page, file, place) {
  const again = place.getByRole("button", { name: "Try again" });
  const missed = page.waitForEvent("requestfailed");
  await again.focus();
  await page.keyboard.press("Enter");
  await missed;
  await place.getByText(/could not be loaded\.$/).waitFor();
  assert.equal(await again.evaluate((button) => button === button.getRootNode().activeElement), true, "the button keeps the keyboard");
  await page.unroute(file);
  await page.keyboard.press("Enter");
}

for (const [name, id, file, shown] of [
  ["Log", "log", /\/log-\w+\.js$/, "rh-log .log"],
  ["Statistics", "statistics", /\/statistics-\w+\.js$/, "rh-statistics .statistics"],
  ["Source", "source", /\/source-\w+\.js$/, "rh-source pre"],
  ["Events", "table", /\/table-\w+\.js$/, "rh-table"],
]) {
  onPage(`where “${name}” does not come it says so, and it comes with another try`, without(file, scenario("ping-pong")), async ({ page, problems }) => {
    await page.getByRole("tab", { name, exact: true }).click();
    const panel = page.locator(`#panel-${id}`);
    await panel.getByRole("alert").getByText(`“${name}” could not be loaded.`).waitFor();
    assert.deepEqual(await violations(page, { within: "#dock" }), []);
    await tryAgain(page, file, panel);
    await page.locator(shown).first().waitFor();
    await focusIsIn(page, `#panel-${id}`);
    problems.length = 0; // the file that was kept back
  });
}

for (const [lang, sentence, again] of [
  ["ru", "Не удалось загрузить «Журнал».", "Попробовать ещё раз"],
  ["ko", "“로그” 부분을 불러오지 못했습니다.", "다시 시도"],
]) {
  onPage(`in ${lang}, too, a part that does not come says so`, without(/\/log-\w+\.js$/, scenario("key-value", { lang, layout: { tab: "log" } })), async ({ page, problems }) => {
    const panel = page.locator("#panel-log");
    await panel.getByText(sentence).waitFor();
    await panel.getByRole("button", { name: again }).waitFor();
    problems.length = 0;
  });
}

const CHARTS = /\/charts-\w+\.js$/;
onPage("statistics without their charts are figures, and the charts come with another try", without(CHARTS, scenario("key-value", { layout: { tab: "statistics" } })), async ({ page, problems }) => {
  const charts = page.locator("rh-statistics .charts");
  await charts.getByText("“Charts” could not be loaded.").waitFor();
  await page.locator("rh-statistics dd").first().waitFor();
  await tryAgain(page, CHARTS, charts);
  await page.locator(".uplot").first().waitFor();
  await focusIsIn(page, "#panel-statistics");
  problems.length = 0;
});

const LANES = /\/lanes-menu-\w+\.js$/;
onPage("a menu of the lanes that does not come says so, and comes with another try", without(LANES, scenario("key-value")), async ({ page, problems }) => {
  await terminalSays(page, "The store lives on");
  await page.locator("rh-diagram canvas").focus();
  await page.keyboard.press("l");
  const menu = page.locator("rh-diagram #lanes");
  await menu.getByText("“Lanes” could not be loaded.").waitFor();
  await tryAgain(page, LANES, menu);
  await menu.getByRole("checkbox").first().waitFor();
  await page.waitForFunction(() => document.querySelector("rh-diagram").shadowRoot.activeElement?.type === "checkbox");
  problems.length = 0;
});

const EDITOR = /\/panel-\w+\.js$/;
onPage("an editor that does not come says so, and comes with another try", without(EDITOR, scenario("echo-lua", { layout: { tab: "source" } })), async ({ page, problems }) => {
  const panel = page.locator("#panel-source");
  await panel.getByText("“Editor” could not be loaded.").waitFor();
  await tryAgain(page, EDITOR, panel);
  await page.locator("rh-code .cm-content").waitFor();
  await focusIsIn(page, "#panel-source");
  problems.length = 0;
});

const HELP = /\/help-\w+\.js$/;
onPage("help that does not come is named, and opens with another try", without(HELP, scenario("key-value")), async ({ page, problems }) => {
  await page.getByRole("button", { name: "Help and keys" }).click();
  const notice = page.getByRole("alert").locator(".notice", { hasText: "“Help and keys” could not be loaded." });
  await notice.waitFor();
  await page.unroute(HELP);
  await notice.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog", { name: "Help and keys" }).waitFor();
  await notice.waitFor({ state: "hidden" });
  problems.length = 0;
});

const EXAMPLES = /\/examples-\w+\.js$/;
onPage("an example that does not come leaves the run as it is, and opens with another try", without(EXAMPLES, scenario("key-value")), async ({ page, problems }) => {
  await terminalSays(page, "The store lives on");
  const choice = page.getByRole("combobox", { name: "Scenario" });
  await choice.selectOption({ label: "Echo service, in Lua" });
  const notice = page.getByRole("alert").locator(".notice", { hasText: "“Templates and examples” could not be loaded." });
  await notice.waitFor();
  await answered(page);
  assert.equal(await choice.inputValue(), "key-value");
  await terminalSays(page, "The store lives on");
  await page.unroute(EXAMPLES);
  await notice.getByRole("button", { name: "Try again" }).click();
  await terminalSays(page, "Echo Client");
  assert.equal(await choice.inputValue(), "echo-lua");
  await notice.waitFor({ state: "hidden" });
  problems.length = 0;
});

onPage("a page whose last example does not come begins with another scenario", { ...without(EXAMPLES, scenario("echo-lua")), wait: false }, async ({ page, problems }) => {
  await ready(page);
  const notice = page.getByRole("alert").locator(".notice", { hasText: "“Templates and examples” could not be loaded." });
  await notice.waitFor();
  await terminalSays(page, "Key-Value Store");
  await page.unroute(EXAMPLES);
  await notice.getByRole("button", { name: "Try again" }).click();
  await terminalSays(page, "Echo Client");
  problems.length = 0;
});

onPage("a template that does not come is named where one chose it, and opens with another try", without(EXAMPLES, scenario("echo")), async ({ page, problems }) => {
  await page.getByRole("button", { name: "Open a project…" }).click();
  const dialog = page.getByRole("dialog", { name: "Open a project" });
  await dialog.getByRole("button", { name: "Hello, one process" }).click();
  await dialog.getByRole("alert").getByText("“Templates and examples” could not be loaded.").waitFor();
  await page.unroute(EXAMPLES);
  await dialog.getByRole("button", { name: "Try again" }).click();
  await terminalSays(page, "What is your name?");
  problems.length = 0;
});

const ZIP = /\/fflate-\w+\.js$/;
onPage("a project that cannot be packed says so, and is with another try", without(ZIP, scenario("echo")), async ({ page, problems }) => {
  await page.getByRole("button", { name: "Open a project…" }).click();
  await page.getByRole("button", { name: "Hello, one process" }).click();
  await terminalSays(page, "What is your name?");
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    void store.download(store.state.preferences.scenario);
  });
  const notice = page.getByRole("alert").locator(".notice", { hasText: "“Reading and writing of files” could not be loaded." });
  await notice.waitFor();
  await page.unroute(ZIP);
  const [file] = await Promise.all([page.waitForEvent("download"), notice.getByRole("button", { name: "Try again" }).click()]);
  assert.equal(file.suggestedFilename(), "Hello, one process.zip");
  problems.length = 0;
});
