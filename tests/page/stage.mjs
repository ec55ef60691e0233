// What the page's tests say often: open a scenario at a pace, type into its terminal, read what is there.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Options of `onPage` that begin with these preferences, as a reader's earlier visit would have left them. */
export function remembering(preferences, options = {}) {
  const stored = JSON.stringify(preferences);
  const prepare = (page) =>
    page.addInitScript((value) => {
      // Only the first time: a reload must find what the page itself stored.
      if (!localStorage.getItem("rehearsal")) localStorage.setItem("rehearsal", value);
    }, stored);
  return { locale: "en-US", ...options, prepare };
}

/** A scenario as fast as it can. */
export function scenario(id, more = {}, options = {}) {
  return remembering({ scenario: id, settings: { pace: { kind: "max" } }, ...more }, options);
}

/**
 * The same for tests that may share a page: each begins with what the page would remember, views that have seen nothing yet, and
 * a run of its own. What others have kept is still there: projects, runs, a database. A test that those would mislead, or that
 * leaves more behind, such as routes, takes a page of its own, with `scenario`.
 */
export function again(id, more = {}, options = {}) {
  const stored = { scenario: id, settings: { pace: { kind: "max" } }, ...more };
  return { ...remembering(stored, options), again: (page) => anew(page, stored) };
}

/** Brings a page that was used to where a fresh one would be, with these preferences. */
async function anew(page, stored) {
  await page.mouse.move(0, 0);
  preferences ??= build({ entryPoints: [fileURLToPath(new URL("../../www/lib/preferences.ts", import.meta.url))], bundle: true, format: "iife", globalName: "preferences", write: false });
  const [{ text }] = (await preferences).outputFiles;
  await page.evaluate(`(async (stored) => {
    ${text}
    const app = document.querySelector("rh-app");
    const { store } = app;
    store.set({ dialog: null, notice: null, comparison: null, hintStep: 0 });
    store.filter.close();
    // Without any view for once, so that those which come have nothing of those that were.
    app.render = () => "";
    app.requestUpdate();
    await app.updateComplete;
    delete app.render;
    localStorage.setItem("rehearsal", stored);
    const wanted = preferences.load();
    await store.speak(wanted.lang);
    store.prefer(wanted);
    await store.open();
    app.requestUpdate();
  })(${JSON.stringify(JSON.stringify(stored))})`);
  // Another engine may have been needed.
  await page.waitForFunction(() => {
    const { phase, run } = document.querySelector("rh-app").store.state;
    return phase === "ready" && run.number > 0;
  });
  await answered(page);
}

/** Reads what the page remembers, as the page does. */
let preferences;

/** Opens files as a project of the reader's. */
export function bring(page, files, name = "mine") {
  return page.evaluate(([files, name]) => document.querySelector("rh-app").store.bring({ name, files, leftOut: 0 }), [files, name]);
}

/** Waits until the engine has done all that it was asked, and has had ten frames to tell the page. */
export function answered(page) {
  return page.evaluate(async () => {
    await document.querySelector("rh-app").store.request({ type: "complete" });
    for (let n = 0; n < 10; n += 1) await new Promise(requestAnimationFrame);
  });
}

export function terminal(page) {
  return page.locator(".terminal");
}

export async function terminalSays(page, text) {
  await terminal(page).filter({ hasText: text }).waitFor().catch(async () => {
    assert.fail(`the terminal does not say ${JSON.stringify(text)} but:\n${await terminal(page).innerText()}`);
  });
}

export async function typeLine(page, line) {
  const input = page.getByRole("textbox", { name: /Terminal input|Ввод терминала|터미널 입력/ });
  await page.getByText(/waits for a line|ждёт строку|입력을 기다리는 중/).waitFor();
  await input.fill(line);
  await input.press("Enter");
}

/** What axe-core finds wrong, by all its rules or by some, on the whole page or within some part of it. */
export async function violations(page, { rules, within } = {}) {
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    // Through the debugger, for the page's policy forbids inline scripts.
    const { readFile } = await import("node:fs/promises");
    await page.evaluate(await readFile(source, "utf8"));
  }
  const runOnly = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate(
    ([only, part]) => globalThis.axe.run(part ?? document, { runOnly: only, resultTypes: ["violations"] }),
    [runOnly, within],
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary?.split("\n")[1] ?? ""}`));
}
