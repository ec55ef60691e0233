// Two runs compared: the one that plays with a file or a branch, and one that was made again as another with what its file says.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { onPage } from "./support/browser.mjs";
import { again, answered, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const dialog = (page) => page.locator("dialog.compare");
const sentence = (page) => dialog(page).locator(".compare-sentence");

/** The run of a page, paused, as the text of a file. */
async function saved(page) {
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  return page.evaluate(async () => (await document.querySelector("rh-app").store.runs.text({ digests: true })).text);
}

async function openDialog(page) {
  await page.evaluate(() => document.querySelector("rh-app").store.dialog("compare"));
  await dialog(page).getByRole("button", { name: "A run file…" }).waitFor();
}

const give = (page, text, name = "other.run.json") =>
  dialog(page).locator("input[type=file]").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });

/** A run of the echo in which something was typed, and the same with another line. */
async function talk(page, line) {
  await typeLine(page, line);
  await terminalSays(page, line.toUpperCase());
  return saved(page);
}

/** The text of the same run, in which another line was typed. Its end is another one, so it says nothing of that. */
const retyped = (text, from, to) => text.replace(`"text": "${from}"`, `"text": "${to}"`);

onPage("a run is the same as its own file, event for event", again("echo"), async ({ page }) => {
  const text = await talk(page, "hello");
  const { events } = JSON.parse(text).end;
  await openDialog(page);
  await give(page, text);
  await sentence(page).waitFor();
  assert.equal(await sentence(page).textContent(), `All ${events} events are the same.`);
  assert.equal(await dialog(page).locator(".compare-event").count(), 0);
});

onPage("the first event that differs is marked, with what differs and why; a click on its number goes to it", again("echo"), async ({ page }) => {
  const text = await talk(page, "hello");
  await openDialog(page);
  await give(page, retyped(text, "hello", "hallo"));
  await sentence(page).waitFor();
  const said = await sentence(page).textContent();
  const event = Number(/Event (\d+) is the first that differs/.exec(said)[1]);
  const differs = dialog(page).locator(".compare-event.differs");
  assert.deepEqual(await differs.locator(".compare-mark").allTextContents(), ["≠ first difference", "≠ first difference"]);
  assert.deepEqual(await differs.locator("code").allTextContents(), ['line → cli#3 "hello"', 'line → cli#3 "hallo"']);
  assert.match(await dialog(page).locator(".compare-points").first().textContent(), /payload: "hello" in this run, "hallo" in the other/);
  assert.match(await dialog(page).locator(".compare-points").last().textContent(), /Input 1: line .*hello.* in this run, line .*hallo.* in the other/);
  // The common part is folded, until somebody wants it.
  const common = dialog(page).locator(".compare-before");
  assert.equal(await common.locator(".compare-event").first().isVisible(), false);
  await common.getByText(`${event - 1} events before it are the same`).click();
  assert.equal(await common.locator(".compare-event").last().isVisible(), true);
  await differs.getByRole("button", { name: `Go to event ${event}` }).press("Enter");
  await page.waitForFunction((event) => document.querySelector("rh-app").store.state.past?.event === event, event);
  assert.deepEqual(await state(page, (s) => [s.dialog, s.selection]), [null, { event }]);
  // It is still there for whoever comes back to it.
  await page.evaluate(() => document.querySelector("rh-app").store.dialog("compare"));
  assert.equal(await sentence(page).textContent(), said);
});

onPage("the run that plays is compared with a branch that it went off from", again("echo"), async ({ page }) => {
  await talk(page, "hello");
  const before = await state(page, (s) => s.ring.last);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(16));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  const from = await state(page, (s) => s.branches.branches.at(-1).from.event);
  await page.getByRole("button", { name: "2 branches" }).click();
  await page.getByRole("button", { name: "Compare…" }).click();
  await dialog(page).getByRole("button", { name: `Run 1 · ${before} events` }).click();
  await sentence(page).waitFor();
  assert.equal(await sentence(page).textContent(), `This run ends after event ${from}, and the other goes on.`);
  await dialog(page).getByRole("heading", { name: "The other: Run 1" }).waitFor();
  await dialog(page).getByText("The run ends here.").waitFor();
});

onPage("a file whose run is another than was saved offers to show where they part", again("ping-pong"), async ({ page }) => {
  const text = await readFile("docs/run-format/echo.json", "utf8");
  const open = async (text) => {
    await page.evaluate(() => document.querySelector("rh-app").store.dialog("project"));
    await page.locator("rh-project input[type=file]").last().setInputFiles({ name: "run.json", mimeType: "application/json", buffer: Buffer.from(text) });
  };
  await open(retyped(text, "hello", "hallo"));
  await page.getByText("event 18 is the first that differs").waitFor();
  await page.getByRole("button", { name: "Show where they part" }).click();
  await sentence(page).waitFor();
  assert.equal(await sentence(page).textContent(), "Event 18 is the first that differs.");
  await dialog(page).getByRole("heading", { name: "As it was saved" }).waitFor();
  assert.deepEqual(await dialog(page).locator(".differs strong").allTextContents(), ["input", "input"]);
  await page.keyboard.press("Escape");
  // One that says nothing of its events leaves it open.
  await open(retyped(text, "hello", "hallo").replace(/ {2}"digests": .*\n/, ""));
  await page.getByText("they agree up to event 0, and part by event 90").waitFor();
  await page.getByRole("button", { name: "Show where they part" }).click();
  await page.waitForFunction(() => /one of 1–90/.test(document.querySelector(".compare-sentence")?.textContent));
  assert.equal(await dialog(page).locator(".differs").count(), 0);
});

onPage("what is no run is refused with a word, and so is a broken project", again("echo"), async ({ page }) => {
  await openDialog(page);
  await give(page, "hello", "notes.txt");
  await dialog(page).getByText("notes.txt is no run file").waitFor();
  const text = await readFile("docs/run-format/echo.json", "utf8");
  await give(page, text.slice(0, 900));
  await dialog(page).getByText("the file ends too early").waitFor();
  await give(page, text.replace("kind: terminal.host", "kind: terminal.hst"));
  await dialog(page).getByText("has 1 fault here: nothing was compared").waitFor();
});

onPage("a run of other files is compared with a scenario, and says what each is of", again("echo"), async ({ page }) => {
  await talk(page, "hello");
  await openDialog(page);
  await give(page, await readFile("docs/run-format/echo.json", "utf8"));
  await sentence(page).waitFor();
  await dialog(page).getByText("This run is of the scenario echo, the other of the files of echo.").waitFor();
});

onPage("a long comparison shows how far it is, and can be given up", again("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 300_000);
  const text = await saved(page);
  const { end } = JSON.parse(text);
  const total = await state(page, (s) => s.run.total);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.run.total > 3 * total, total);
  await openDialog(page);
  await give(page, text.replace(`"turn": ${end.turn}`, `"turn": ${end.turn * 1000}`).replace(`"time": ${end.time}`, `"time": ${end.time * 1000}`));
  await dialog(page).locator("progress").waitFor();
  await dialog(page).getByRole("button", { name: "Give up" }).click();
  await dialog(page).getByText("Given up.").waitFor();
  await dialog(page).getByRole("button", { name: "A run file…" }).waitFor();
});

onPage("a run file that is dropped on the dialog is compared, and not opened", again("echo"), async ({ page }) => {
  const text = await talk(page, "hello");
  const number = await state(page, (s) => s.run.number);
  await openDialog(page);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.run.json", { type: "application/json" }));
    document.querySelector("dialog.compare").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, retyped(text, "hello", "hallo"));
  await dialog(page).getByRole("heading", { name: "The other: dropped.run.json" }).waitFor();
  assert.equal(await state(page, (s) => s.run.number), number);
});

for (const [lang, theme, width] of [
  ["en", "light", 1280],
  ["ru", "dark", 360],
  ["ko", "light", 360],
]) {
  onPage(`axe finds nothing in a comparison in ${lang}, ${theme}, ${width} pixels wide, and nothing is cut off`, again("echo", { lang, theme }, { viewport: { width, height: 780 } }), async ({ page }) => {
    // On a phone the terminal is an area of its own: the run is enough here.
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 10);
    const text = await readFile("docs/run-format/echo.json", "utf8");
    await page.evaluate((text) => document.querySelector("rh-app").store.runs.compare({ how: "written", text, name: "" }), retyped(text, "hello", "hallo"));
    await sentence(page).waitFor();
    await dialog(page).locator("summary").click();
    assert.deepEqual(await violations(page, { within: "rh-compare" }), []);
    const [scroll, client] = await dialog(page).evaluate((dialog) => [dialog.scrollWidth, dialog.clientWidth]);
    assert.ok(scroll <= client, `${scroll} > ${client}`);
  });
}
