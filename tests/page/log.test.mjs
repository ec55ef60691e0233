// The log, while lines come faster than anybody reads.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again } from "./stage.mjs";

const log = (page) => page.getByRole("log", { name: "Log" });
const lines = (page) => log(page).locator(".log-line");
const kept = (page, least) => page.waitForFunction((n) => document.querySelector("rh-app").store.state.logs.rows.length >= n, least);
/** The first line that is seen whole: where it stands, and what it says. */
const read = (page) =>
  log(page).evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    const line = [...list.querySelectorAll(".log-line")].find((each) => each.getBoundingClientRect().top >= top);
    return { says: line.textContent.replaceAll(/\s+/g, " "), y: Math.round(line.getBoundingClientRect().top - top) };
  });
const frames = (page, count) =>
  page.evaluate(async (n) => {
    for (let at = 0; at < n; at += 1) await new Promise(requestAnimationFrame);
  }, count);

onPage("of a log that is followed, only what the panel has room for is in the document", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await page.getByRole("tab", { name: "Log" }).waitFor();
  const { seen, all } = await log(page).evaluate((list) => {
    const { top, bottom } = list.getBoundingClientRect();
    const all = [...list.querySelectorAll(".log-line")];
    return { seen: all.filter((line) => line.getBoundingClientRect().bottom > top && line.getBoundingClientRect().top < bottom).length, all: all.length };
  });
  assert.ok(seen > 3, `only ${seen} lines are seen`);
  assert.ok(all <= 3 * seen, `${all} lines for the ${seen} that are seen`);
});

onPage("a log that is scrolled back says how many lines came since, and goes to the newest with one click", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await log(page).hover();
  await page.mouse.wheel(0, -100);
  const newest = page.getByRole("button", { name: /^newest ↓ [1-9]/ });
  await newest.click();
  await newest.waitFor({ state: "hidden" });
  await page.waitForFunction(() => {
    const list = document.querySelector(".log");
    return list.scrollHeight - list.scrollTop - list.clientHeight < 2;
  });
});

onPage("lines that are copied out of the log are lines", again("ping-pong"), async ({ page }) => {
  await kept(page, 100);
  await page.getByRole("button", { name: "Pause" }).click();
  await lines(page).nth(3).waitFor();
  const copied = await page.evaluate(async () => {
    const [first, , third] = document.querySelectorAll(".log-line");
    getSelection().setBaseAndExtent(first, 0, third, third.childNodes.length);
    const data = new DataTransfer();
    third.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData("text/plain");
  });
  assert.equal(copied.split("\n").length, 3);
  assert.match(copied, /^\S+ {2}info {2}ping 0x\w+ {2}rally over {2}\{/);
});

onPage("who scrolls back in the log reads on in peace, and at its end follows again", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await log(page).hover();
  await page.mouse.wheel(0, -100);
  await page.waitForFunction(() => document.querySelectorAll(".log-line").length === 300);
  await frames(page, 20);
  const before = await read(page);
  await frames(page, 60);
  assert.deepEqual(await read(page), before);
  // There is more above it, and all of it is a click away.
  await page.getByRole("button", { name: /older lines/ }).click();
  await page.waitForFunction(() => document.querySelectorAll(".log-line").length > 300);
  await log(page).evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await page.waitForFunction(() => document.querySelectorAll(".log-line").length < 100);
  const newest = await lines(page).last().innerText();
  await page.waitForFunction((text) => [...document.querySelectorAll(".log-line")].at(-1).innerText !== text, newest);
});

onPage("a button of the log that has done its work leaves the keyboard in the log", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await log(page).hover();
  await page.mouse.wheel(0, -100);
  for (const name of [/older lines/, /^newest ↓ [1-9]/]) {
    const button = page.locator("rh-log button", { hasText: name }); // by its role it is sought among thousands of lines
    await button.focus();
    await page.keyboard.press("Enter");
    await button.waitFor({ state: "hidden" });
    assert.equal(await log(page).evaluate((list) => list === document.activeElement), true, `${name}`);
  }
});

onPage("a fresh run's log is followed, wherever the reader was in the one before", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await log(page).hover();
  await page.mouse.wheel(0, -100);
  await page.waitForFunction(() => document.querySelectorAll(".log-line").length === 300);
  await page.evaluate(() => document.querySelector("rh-app").store.open());
  await kept(page, 1_000);
  await page.waitForFunction(() => document.querySelectorAll(".log-line").length < 100);
});

onPage("after a pause the log ends where the run does, however many lines were waiting", again("ping-pong"), async ({ page }) => {
  await kept(page, 1_000);
  await page.getByRole("button", { name: /^Pause/ }).click();
  // A rally takes two seconds of virtual time, and ends with a line.
  await page.waitForFunction(() => {
    const { run, logs } = document.querySelector("rh-app").store.state;
    return run.state === "paused" && run.time - logs.rows.at(-1).time < 2.1e9;
  });
  const newest = await page.evaluate(() => document.querySelector("rh-app").store.state.logs.rows.at(-1).fields);
  await lines(page).last().filter({ hasText: /\d+/.exec(newest)[0] }).waitFor();
});
