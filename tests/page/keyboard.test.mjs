// All of it without a pointer.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, scenario, terminalSays } from "./stage.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "");

onPage("Tab reaches every control, and each shows where the focus is", again("key-value"), async ({ page }) => {
  await page.locator("h1").click();
  const seen = new Set();
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), ring: outlineStyle !== "none" || boxShadow !== "none", tag: element.localName };
    });
    if (!at) break;
    seen.add(at.name);
    assert.ok(at.ring || at.tag === "input" || at.tag === "canvas", `no focus ring on ${at.tag} "${at.name}"`);
  }
  for (const name of ["Scenario", "Pause", "Step one delivery", "Speed", "Language", "Help and keys", "Send", "Terminal"]) assert.ok(seen.has(name), `Tab does not reach ${name}: ${[...seen].join(", ")}`);
});

onPage("the palette opens a scenario", again("key-value"), async ({ page }) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command palette" }).fill("open echo");
  await page.keyboard.press("Enter");
  await terminalSays(page, "Echo Client");
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "echo");
});

onPage("a message is sent, and what came of it opened, by keys", again("key-value"), async ({ page }) => {
  const write = async (text) => {
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  };
  await page.getByLabel("to", { exact: true }).focus();
  await write("kv");
  await page.keyboard.press("Tab");
  await write("get");
  await page.keyboard.press("Tab");
  await write('{"key": "name", "reply_to": "{page|0x00000}"}');
  await page.keyboard.press("Enter");
  await page.locator("rh-outcome").getByText(/answered: kv_response/).waitFor();
  const inOutcome = () => page.evaluate(() => document.activeElement?.closest("rh-outcome") !== null);
  for (let n = 0; n < 10 && !(await inOutcome()); n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("rh-event-inspector pre", { hasText: "found" }).waitFor();
});

onPage("? lists the keys and explains the words, Esc closes, and single keys can be switched off", again("key-value"), async ({ page }) => {
  await page.locator("h1").click();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Help and keys" });
  await dialog.waitFor();
  await dialog.getByText("mailbox", { exact: true }).waitFor();
  assert.deepEqual((await dialog.locator("p code").allInnerTexts()).slice(0, 2), ["main", "modules:"], "code looks like code");
  assert.doesNotMatch(await dialog.innerText(), /`/);
  await dialog.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.locator("h1").click();
  await page.keyboard.press("?");
  await answered(page);
  assert.equal(await dialog.isVisible(), false);
});

onPage("arrows walk through tabs and through the tree", again("key-value"), async ({ page }) => {
  await page.getByRole("tab", { name: "Terminal" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "Log");
  // The page draws once a frame: the choice is to be seen with the next one.
  await page.getByRole("tab", { name: "Log", selected: true }).waitFor();
  await page.locator("[role=treeitem][tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("rh-process-inspector h3.title").waitFor();
});

onPage("panels are resized and collapsed by keys, and stay so", again("key-value"), async ({ page }) => {
  const line = page.getByRole("separator", { name: /Processes/ });
  const width = () => page.locator("#panel-processes").evaluate((panel) => panel.clientWidth);
  // The page draws once a frame.
  const becomes = (wanted) =>
    page.waitForFunction((px) => document.querySelector("#panel-processes").clientWidth === px, wanted);
  const before = await width();
  await line.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await becomes(before + 32);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Expand: Processes" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Expand: Processes" }).click();
  await becomes(before + 32);
});

onPage("the palette shows an area and puts the keyboard into it", again("echo"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await page.keyboard.press("Control+K");
  await page.getByRole("combobox", { name: "Command palette" }).fill("show: log");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Log");
});

onPage("an area that the palette shows and that is empty leaves the keyboard at its tab", again("echo", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  await page.keyboard.press("Control+K");
  await page.getByRole("combobox", { name: "Command palette" }).fill("show: log");
  await page.keyboard.press("Enter");
  await page.locator("#panel-log .empty").waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "tab-panel-log");
});

for (const [language, letters] of [["Russian", { k: "л", y: "н", p: "з" }], ["Korean", { k: "ㅏ", y: "ㅛ", p: "ㅔ" }]]) {
  onPage(`the page's keys are where they are on a keyboard that writes ${language}`, scenario("key-value", {}, { permissions: ["clipboard-read", "clipboard-write"] }), async ({ page }) => {
    const press = (letter, more = {}) =>
      page.evaluate(
        ([key, code, more]) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more })),
        [letters[letter], `Key${letter.toUpperCase()}`, more],
      );
    await page.locator("h1").click();
    await press("k", { ctrlKey: true });
    await page.getByRole("combobox", { name: "Command palette" }).waitFor();
    await page.keyboard.press("Escape");
    // Single keys act again as soon as the palette has gone; and there must be somebody to pause.
    await page.waitForFunction(() => {
      const { dialog, rows } = document.querySelector("rh-app").store.state;
      return dialog === null && rows.some((row) => row.number === 2);
    });
    await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
    await press("p");
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some((row) => row.number === 2 && row.paused));
    // With Caps Lock on, a letter is still that letter.
    await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "P", code: "KeyP", bubbles: true, cancelable: true })));
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.some((row) => row.number === 2 && !row.paused));
    await press("y");
    await page.locator(".notice", { hasText: /link/i }).waitFor();
  });
}

onPage("a command whose name is typed is the one that Enter runs, before others with the same words", scenario("key-value"), async ({ page }) => {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "Command palette" });
  await palette.fill("save this run");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(file.suggestedFilename(), /\.run\.json$/);
});

onPage("whoever asked a process to crash or to end, or thought better of it, still has the keyboard where it was", scenario("key-value", { settings: { playing: false } }), async ({ page }) => {
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.rows.length > 2);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
  const button = (name) => page.locator(".area.processes rh-process-actions, rh-process-actions").first().getByRole("button", { name, exact: true });
  for (const [name, key] of [["Crash…", "Escape"], ["Cancel…", "Escape"], ["Cancel…", "Enter"], ["Crash…", "Enter"]]) {
    await button(name).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "reason");
    await page.keyboard.press(key);
    await page.waitForFunction((name) => document.activeElement?.textContent?.trim() === name, name);
  }
  await button("Crash…").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Back" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent?.trim() === "Crash…");
});

onPage("on a narrow screen Enter in the diagram leads to the details, and the keyboard goes along", scenario("key-value", {}, { viewport: { width: 360, height: 780 } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 20);
  await page.locator("rh-diagram canvas").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.locator("rh-event-inspector h3.title").waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("#panel-message") !== null);
});
