// Real terminals: what the processes print, and what one types.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, terminal, terminalSays, typeLine } from "./stage.mjs";

const TRANSCRIPT = `=== Key-Value Store as a Process ===

Setting values:
  SET name = Wippy  → ok: true
  SET version = 0.1  → ok: true
  SET lang = Lua  → ok: true
  SET model = Actor  → ok: true
  SET overhead = 13KB  → ok: true

Getting values:
  GET name → Wippy
  GET version → 0.1
  GET lang → Lua
  GET missing_key → (not found)

Deleting 'lang':
  Deleted: true

Listing all keys:
  Keys (4): model, name, overhead, version

Server stats:
  Total operations: 12
  Total keys: 4

The KV store is a process. State lives in memory.
No database, no disk — just actor state + messages.`;

onPage("the key-value client plays its script line for line", again("key-value"), async ({ page }) => {
  await terminalSays(page, "just actor state + messages.");
  const lines = (await page.locator(".terminal-output .line").allTextContents()).map((line) => line.trimEnd());
  assert.equal(lines.slice(0, TRANSCRIPT.split("\n").length).join("\n"), TRANSCRIPT);
});

onPage("the store takes commands that are typed", again("key-value"), async ({ page }) => {
  await typeLine(page, "set colour blue");
  await typeLine(page, "get colour");
  await terminalSays(page, "blue");
  await typeLine(page, "delete colour");
  await typeLine(page, "get colour");
  await terminalSays(page, "not found");
});

onPage("the echo service answers in Russian, from worker 4", again("echo"), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  await typeLine(page, "привет");
  await terminalSays(page, "ПРИВЕТ");
  await terminalSays(page, "from worker: {app:processes|0x00004}");
  assert.equal(await page.locator(".terminal .ansi-green", { hasText: "ПРИВЕТ" }).count(), 1);
  assert.match(await terminal(page).innerText(), /> привет/);
});

onPage("↑ brings back what was typed", again("echo"), async ({ page }) => {
  await typeLine(page, "first");
  await terminalSays(page, "FIRST");
  await typeLine(page, "second");
  await terminalSays(page, "SECOND");
  const input = page.getByRole("textbox", { name: "Terminal input" });
  await input.press("ArrowUp");
  await input.press("ArrowUp");
  assert.equal(await input.inputValue(), "first");
  await input.press("ArrowDown");
  assert.equal(await input.inputValue(), "second");
});

onPage("an empty line ends the client, and it can be started again", again("echo"), async ({ page }) => {
  await typeLine(page, "");
  await terminalSays(page, "Goodbye!");
  await terminalSays(page, "has ended");
  await page.getByRole("button", { name: "Start it again" }).first().click();
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
});

onPage("Ctrl+C interrupts the client", again("echo"), async ({ page }) => {
  await terminalSays(page, "> ");
  await page.getByRole("textbox", { name: "Terminal input" }).press("Control+c");
  await terminalSays(page, "has ended");
});

onPage("Ctrl+D is the end of the input", again("echo"), async ({ page }) => {
  await terminalSays(page, "> ");
  await page.getByRole("textbox", { name: "Terminal input" }).press("Control+d");
  await terminalSays(page, "Goodbye!");
});

onPage("what is typed stands in the terminal with the next frame, also just after another line", again("echo"), async ({ page }) => {
  await page.getByText("waits for a line").waitFor();
  const frames = await page.evaluate(async () => {
    const { form } = document.querySelector("input[name=line]");
    const counted = [];
    for (const line of ["one", "two", "three"]) {
      form.elements.line.value = line;
      form.requestSubmit();
      let count = 0;
      do {
        await new Promise(requestAnimationFrame);
        count += 1;
      } while (!document.querySelector(".terminal-output").textContent.includes(line));
      counted.push(count);
    }
    return counted;
  });
  assert.ok(Math.max(...frames) <= 1, `after ${frames} frames`);
});
