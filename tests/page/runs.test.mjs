// Runs as files: saved, and made again in a fresh profile.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { onPage } from "./support/browser.mjs";
import { again, answered, scenario, terminalSays, typeLine } from "./stage.mjs";

const EN = { locale: "en-US" };
const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
/** Once the engine has said it. */
const hash = async (page) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.hash !== "");
  return state(page, (s) => s.run.hash);
};

/** The run of a page, paused and saved by its button. */
async function saved(page) {
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save this run" }).click()]);
  await page.keyboard.press("Escape");
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8"), hash: await hash(page) };
}

/** Opens the dialog, and gives it this as a file. */
async function open(page, text, name = "run.json") {
  await page.evaluate(() => document.querySelector("rh-app").store.dialog("project"));
  await page.locator("rh-project input[type=file]").last().setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

const notice = (page, text) => page.locator(".notice").filter({ hasText: text }).waitFor();

/** The same in a profile that has seen nothing. */
async function elsewhere(context, url, act) {
  const other = await context.browser().newContext({ ...EN, viewport: { width: 1280, height: 800 } });
  try {
    const page = await other.newPage();
    await page.goto(url);
    await page.waitForSelector("html[data-state=ready]", { state: "attached" });
    await act(page);
  } finally {
    await other.close();
  }
}

onPage("a run is saved, and made again in a fresh profile: the same hash, the same terminal, and it goes on", scenario("echo"), async ({ page, context, url }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  const run = await saved(page);
  assert.equal(run.name, "Echo service.run.json");
  await elsewhere(context, url, async (page) => {
    await open(page, run.text);
    await notice(page, "is the same, event for event");
    assert.equal(await hash(page), run.hash);
    assert.deepEqual(await state(page, (s) => [s.preferences.scenario, s.run.state]), ["echo", "paused"]);
    await terminalSays(page, "HELLO");
    await page.evaluate(() => document.querySelector("rh-app").store.play());
    await typeLine(page, "again");
    await terminalSays(page, "AGAIN");
    const longer = await saved(page);
    assert.ok(JSON.parse(longer.text).inputs.length > JSON.parse(run.text).inputs.length, "a run that was made again is saved whole");
  });
});

onPage("a run of a project brings its files along", scenario("echo-lua"), async ({ page, context, url }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  const run = await saved(page);
  await elsewhere(context, url, async (page) => {
    await open(page, run.text);
    await notice(page, "is the same, event for event");
    assert.equal(await hash(page), run.hash);
    assert.ok((await state(page, (s) => Object.keys(s.project.running))).some((path) => path.endsWith("relay.lua")));
    // It can be edited, and begun anew.
    await page.evaluate(() => document.querySelector("rh-app").store.open(undefined, { playing: true }));
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 5);
  });
});

onPage("a run that was recorded natively is made again here", again("ping-pong"), async ({ page }) => {
  const text = await readFile("docs/run-format/echo.json", "utf8");
  await open(page, text);
  await notice(page, "is the same, event for event");
  assert.equal(await hash(page), JSON.parse(text).end.hash);
  await terminalSays(page, "ПРИВЕТ");
});

onPage("a bad file is refused with a reason, and what runs goes on", again("ping-pong"), async ({ page }) => {
  const text = await readFile("docs/run-format/echo.json", "utf8");
  const before = await state(page, (s) => s.run.number);
  for (const [bad, said] of [
    [text.slice(0, 900), "the file ends too early"],
    [text.replace('"version": 1', '"version": 9'), "version 9 of the format"],
    [text.replace('"order": "fifo"', '"order": "lifo"'), '/order: expected "fifo" or "shuffled"'],
    [text.replace(/"project": \{[^]*?\n {2}\},\n/, '"project": {"scenario": "nothing"},\n'), "a scenario that this Rehearsal does not have: nothing"],
    [text.replace("kind: terminal.host", "kind: terminal.hst"), "1 fault"],
  ]) {
    await open(page, bad);
    await notice(page, said);
    assert.deepEqual(await state(page, (s) => [s.run.number, s.preferences.scenario, s.phase]), [before, "ping-pong", "ready"], said);
  }
  // Of a saved run that has lost its beginning, its name still says what it was.
  for (const [bad, said] of [["", "a part of it is missing"], [text.slice(200), "no run of Rehearsal"], ['{"a": 1}', "no run of Rehearsal"]]) {
    await open(page, bad, "Echo.run.json");
    await notice(page, said);
    assert.equal(await state(page, (s) => s.run.number), before);
  }
  const total = await state(page, (s) => s.run.total);
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.run.total > total, total);
});

const REFUSED = {
  ru: ["часть его потеряна", "версии формата 9", "ошибка: /order: expected", "ошибка: /: there is no field", "не указан формат", "это не запуск Rehearsal: not JSON", "его формат — \"slides\""],
  ko: ["중간에서 끝나", "형식 버전 9", "곳이 있습니다: /order: expected", "곳이 있습니다: /: there is no field", "형식이 적혀 있지 않습니다", "아닙니다: not JSON", "형식이 \"slides\"입니다"],
};

for (const [lang, sentences] of Object.entries(REFUSED)) {
  onPage(`a bad file is refused in the reader's language: ${lang}`, again("ping-pong", { lang }), async ({ page }) => {
    const text = await readFile("docs/run-format/echo.json", "utf8");
    const bad = [text.slice(0, 900), text.replace('"version": 1', '"version": 9'), text.replace('"order": "fifo"', '"order": "lifo"'), text.replace('"seed"', '"sed"'), "{}", "<html>", '{ "format": "slides" }'];
    for (const [index, said] of sentences.entries()) {
      await page.evaluate((text) => document.querySelector("rh-app").store.openRun(text), bad[index]);
      await notice(page, said);
    }
  });
}

onPage("a file that was changed is another run, and says from where on", again("ping-pong"), async ({ page }) => {
  const text = await readFile("docs/run-format/echo.json", "utf8");
  await open(page, text.replace('"text": "hello"', '"text": "hallo"'));
  await notice(page, "another run than the one that was saved");
  await terminalSays(page, "HALLO");
});

onPage("a long run shows how far it is, and can be given up", scenario("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 300_000);
  const run = await saved(page);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  // A turn of a run a thousand times as long is never reached.
  const end = JSON.parse(run.text).end;
  const endless = run.text.replace(`"turn": ${end.turn}`, `"turn": ${end.turn * 1000}`).replace(`"time": ${end.time}`, `"time": ${end.time * 1000}`);
  assert.notEqual(endless, run.text);
  await open(page, endless);
  await page.locator(".notice progress").waitFor();
  await page.getByRole("button", { name: "Give up" }).click();
  await page.locator(".notice progress").waitFor({ state: "detached" });
  const total = await state(page, (s) => s.run.total);
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.run.total > total, total);
  await open(page, run.text);
  await notice(page, "is the same, event for event");
  assert.equal(await hash(page), run.hash);
});
