// Exports: by the dialog, beside the run that plays, and read by programs that are not ours.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const MERMAID = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");
const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const dialog = (page) => page.locator("dialog.export");

async function openDialog(page) {
  await page.evaluate(() => document.querySelector("rh-app").store.dialog("export"));
  await dialog(page).getByRole("button", { name: "Export", exact: true }).waitFor();
}

/** What the dialog saves in a format. */
async function exported(page, format) {
  await dialog(page).getByRole("radio", { name: format }).check();
  const [file] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name: "Export", exact: true }).click()]);
  await dialog(page).getByText(`${file.suggestedFilename()}: `).waitFor();
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

const pause = async (page) => {
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
};

/** An empty page, on which everything may be loaded. */
async function elsewhere(context, act) {
  const page = await context.newPage();
  try {
    return await act(page);
  } finally {
    await page.close();
  }
}

/** What Mermaid makes of a diagram: how many messages and notes, and what its participants and texts are once they are drawn. */
const drawn = (context, text) =>
  elsewhere(context, async (page) => {
    await page.addScriptTag({ path: MERMAID });
    return page.evaluate(async (text) => {
      mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
      await mermaid.parse(text);
      const { svg } = await mermaid.render("diagram", text);
      document.body.innerHTML = svg;
      const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
      return { messages: texts(".messageText"), notes: texts(".noteText"), actors: [...new Set(texts(".actor-box, text.actor"))], scripts: document.querySelectorAll("svg script").length };
    }, text);
  });

/** What a parser of XML makes of a picture. */
const picture = (context, text) =>
  elsewhere(context, (page) =>
    page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const texts = [...parsed.querySelectorAll("text")].map((element) => element.textContent);
      return { error: parsed.querySelector("parsererror")?.textContent ?? null, texts, scripts: parsed.querySelectorAll("script").length, title: parsed.querySelector("title")?.textContent };
    }, text),
  );

for (const id of ["echo", "echo-lua"]) {
  onPage(`a run of ${id} is exported in every format, and is the one that is played`, scenario(id), async ({ page, context }) => {
    await typeLine(page, "hello");
    await terminalSays(page, "HELLO");
    await pause(page);
    const { hash, total, number } = await state(page, (s) => s.run);
    await openDialog(page);

    const jsonl = await exported(page, "JSONL");
    const lines = jsonl.text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual([lines[0].hash, lines.at(-1).hash, lines.at(-1).same, lines.at(-1).written], [hash, hash, true, total]);
    assert.match(jsonl.name, /^Echo.*\.jsonl$/);

    const mermaid = await drawn(context, (await exported(page, "Mermaid")).text);
    const sends = lines.filter(({ kind }) => kind === "send");
    const arrows = lines.filter(({ kind, peer, process }) => ["send", "spawn"].includes(kind) || (kind === "event" && peer !== process));
    assert.equal(mermaid.messages.length, arrows.length);
    for (const { topic } of sends) assert.ok(mermaid.messages.some((text) => text.startsWith(topic)), topic);

    const svg = await picture(context, (await exported(page, "SVG")).text);
    assert.equal(svg.error, null);
    for (const { entry, peer } of lines.filter(({ kind }) => kind === "spawn")) assert.ok(svg.texts.includes(`${entry.split(":")[1]}#${peer}`), `${entry} ${peer}`);

    const trace = JSON.parse((await exported(page, "Perfetto")).text);
    assert.equal(trace.traceEvents.filter(({ ph }) => ph === "s").length, trace.traceEvents.filter(({ ph }) => ph === "f").length);
    assert.ok((await exported(page, "ShiViz")).text.startsWith("(?<host>"));
    assert.ok((await exported(page, "CSV")).text.startsWith("number,pid,"));
    assert.deepEqual(await state(page, (s) => [s.run.number, s.run.hash, s.run.total]), [number, hash, total], "the run that is played was not touched");
  });
}

/** Texts that mean something to one of the formats. */
const HOSTILE = ["end; #35; %%{init: {}}%%", "-->]]><script>x</script>", "&amp;\u202e'`$$x$$|=1+1\\", "wrap:\n:::P1->>P0: no", "\"participant\" as end"];
/** What would not be seen is written out, and a line is a line. */
const seen = (text) => text.replace("\n", "\\u{a}").replace("\u202e", "\\u{202e}");

onPage("texts of a run mean nothing to the programs that read it", scenario("ping-pong"), async ({ page, context }) => {
  const index = "version: '1.0'\nnamespace: app\nentries:\n  - { name: processes, kind: process.host }\n  - { name: terminal, kind: terminal.host }\n  - { name: main, kind: process.lua, source: 'file://main.lua', modules: [io] }\n";
  const main = `local io = require('io')
    for _, text in ipairs({ ${HOSTILE.map((text) => `[==[${text}]==]`).join(", ")} }) do
      process.send(process.pid(), text, { [text] = text })
      process.send(text, text, text)
      process.inbox():receive()
    end
    io.print('begun')
    error(io.readline())`;
  await bring(page, { "src/_index.yaml": index, "src/main.lua": main }, `a "name" & <b>%%{x}%%`);
  await terminalSays(page, "begun");
  await typeLine(page, HOSTILE[1]);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.state === "ended");
  await openDialog(page);
  const mermaid = await drawn(context, (await exported(page, "Mermaid")).text);
  assert.equal(mermaid.scripts, 0);
  for (const text of HOSTILE) assert.ok(mermaid.messages.some((message) => message.startsWith(`${seen(text)} `)), `${text} in\n${mermaid.messages.join("\n")}`);
  for (const text of HOSTILE) assert.ok(mermaid.notes.some((note) => note.startsWith(`dead letter: ${seen(text)}`)), `${text} in\n${mermaid.notes.join("\n")}`);
  const svg = await picture(context, (await exported(page, "SVG")).text);
  assert.deepEqual([svg.error, svg.scripts], [null, 0]);
  assert.ok(svg.title.startsWith(`a "name" & <b>%%{x}%% · `), svg.title);
  for (const text of HOSTILE) assert.ok(svg.texts.includes(seen(text)), `${text} in\n${svg.texts.join("\n")}`);
  JSON.parse((await exported(page, "Perfetto")).text);
  const topics = (await exported(page, "JSONL")).text.trimEnd().split("\n").map((line) => JSON.parse(line).topic);
  for (const text of HOSTILE) assert.ok(topics.includes(text), text);
});

onPage("a part of a run is exported: what is in view, a process, some events", again("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await pause(page);
  await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
  await openDialog(page);
  const events = async () => (await exported(page, "JSONL")).text.split("\n").filter((line) => line.startsWith('{"type":"event"')).map((line) => JSON.parse(line));
  await dialog(page).getByRole("radio", { name: /^Only relay/ }).check();
  const relay = await events();
  assert.ok(relay.length > 3 && relay.every(({ process, peer }) => process === 2 || peer === 2));

  await dialog(page).getByRole("radio", { name: "Some events" }).check();
  await dialog(page).getByLabel("from event").fill("9");
  await dialog(page).getByLabel("to event").fill("4");
  await dialog(page).getByRole("button", { name: "Export", exact: true }).click();
  await dialog(page).getByText("The first event must not come after the last one.").waitFor();
  await dialog(page).getByLabel("to event").fill("12");
  assert.deepEqual((await events()).map(({ number }) => number), [9, 10, 11, 12]);
  await dialog(page).getByLabel("from event").fill("99999");
  await dialog(page).getByLabel("to event").fill("100000");
  await dialog(page).getByRole("button", { name: "Export", exact: true }).click();
  await dialog(page).getByText(/^None of the \d+ events of this run is among those: nothing was saved\.$/).waitFor();

  const visible = dialog(page).getByRole("radio", { name: /^What the diagram shows/ });
  const [, from, to] = /events ([\d,]+)–([\d,]+)/.exec(await visible.evaluate((input) => input.parentElement.textContent)).map((text) => Number(text.replaceAll(",", "")));
  await visible.check();
  const shown = await events();
  assert.deepEqual([shown[0].number, shown.at(-1).number], [from, to]);
});

onPage("a long export shows how far it is and can be given up, while the run plays on", again("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 300_000);
  await page.evaluate(() => document.querySelector("rh-app").store.pace({ kind: "times", value: 1 })); // another one follows, of all that there is
  const total = await state(page, (s) => s.run.total);
  await openDialog(page);
  await dialog(page).getByRole("radio", { name: "JSONL" }).check();
  await dialog(page).getByRole("button", { name: "Export", exact: true }).click();
  await page.waitForFunction(() => document.querySelector("dialog.export progress")?.value > 0);
  await dialog(page).getByRole("button", { name: "Give up" }).click();
  await dialog(page).getByText("Given up: nothing was saved.").waitFor();
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.run.total > total, total);
  // And another one, whole.
  await pause(page);
  const hash = await state(page, (s) => s.run.hash);
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), dialog(page).getByRole("button", { name: "Export", exact: true }).click()]);
  // It may be longer than a text of JavaScript can be.
  const path = await file.path();
  const { size } = await stat(path);
  let end = "";
  for await (const part of createReadStream(path, { start: size - 300, encoding: "utf8" })) end += part;
  assert.ok(end.endsWith(`"hash":"${hash}","same":true}\n`), end);
});

onPage("the dialog is found by the palette, is used by keys alone, and axe finds nothing wrong with it", again("echo"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 5);
  await page.keyboard.press("Control+k");
  await page.locator("#palette-list").waitFor();
  await page.getByRole("combobox", { name: "Command palette" }).fill("Export");
  await page.keyboard.press("Enter");
  await dialog(page).getByText("beside this one").waitFor();
  const focus = () => page.evaluate(() => document.activeElement.value ?? document.activeElement.textContent.trim());
  assert.equal(await focus(), "svg");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focus(), "mermaid");
  assert.deepEqual(await violations(page, { within: "dialog.export" }), []);
  await page.keyboard.press("Tab");
  assert.equal(await focus(), "all");
  await page.keyboard.press("Tab");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(file.suggestedFilename(), /\.mmd$/);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog.export").open);
});
