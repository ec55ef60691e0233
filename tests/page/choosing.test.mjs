// Who goes next is shown, and can be chosen.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const act = (page, what) => page.evaluate(`document.querySelector("rh-app").store.${what}`);

onPage("paused, one sees who goes next, and chooses another", again("fan-in", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  // Step until several are ready.
  for (let at = 0; at < 60; at += 1) {
    await act(page, "step()");
    await answered(page);
    if ((await state(page, (s) => s.rows.filter((row) => row.state === "ready").length)) > 1) break;
  }
  const { upcoming, other } = await state(page, (s) => ({ upcoming: s.upcoming, other: s.rows.find((row) => row.state === "ready" && row.number !== s.upcoming.process).number }));
  await act(page, `select({ process: ${other} })`);
  await page.locator("rh-inspector").getByRole("button", { name: "Goes next" }).first().click();
  await answered(page);
  assert.equal(await state(page, (s) => s.upcoming.process), other);
  assert.notEqual(upcoming.process, other);
  const turns = await state(page, (s) => s.statistics.turns);
  await act(page, "step()");
  await answered(page);
  assert.equal(await state(page, (s) => s.statistics.turns), turns + 1);
  const ran = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.last; n > 0; n -= 1) if (ring.process(n) !== 0) return ring.process(n);
  });
  assert.equal(ran, other);
});

onPage("the details of a process are those after the last of several quick steps", again("echo", { settings: { pace: { kind: "max" } } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 15);
  await act(page, "pause()");
  await answered(page);
  const relay = await state(page, (s) => s.rows.find((row) => row.entry === "app:relay").number);
  for (let at = 0; at < 2; at += 1) await page.evaluate(() => document.querySelector("rh-app").store.send("relay", "echo", '{"sender": "{page|0x00000}", "data": "hello"}'));
  await act(page, `select({ process: ${relay} })`);
  await page.locator("rh-process-inspector .mailbox li").nth(1).waitFor();
  await page.evaluate((relay) => {
    const { store } = document.querySelector("rh-app");
    store.next(relay);
    store.step();
  }, relay);
  await page.locator("rh-process-inspector").getByText("Nothing waits.").waitFor();
});

onPage("in the details of a message that waits one has it received next", again("key-value", { settings: { pace: { kind: "max" } } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.names.some(({ name }) => name === "kv"));
  await act(page, "pause()");
  await answered(page);
  const sends = [];
  for (const key of ["a", "b"]) {
    sends.push(await page.evaluate((key) => document.querySelector("rh-app").store.send("kv", "get", JSON.stringify({ key, reply_to: "{page|0x00000}" })), key));
  }
  await answered(page);
  const details = page.locator("rh-event-inspector");
  await act(page, `select({ event: ${sends[1]} })`);
  await details.getByRole("button", { name: "Goes next" }).click();
  await details.getByText("still in the mailbox, received next").waitFor();
  assert.equal(await details.getByRole("button", { name: "Goes next" }).count(), 0);
  assert.equal(await state(page, (s) => s.upcoming.message), sends[1]);
  await act(page, "step()");
  await answered(page);
  await page.waitForFunction(() => !document.querySelector("rh-event-inspector").textContent.includes("still in the mailbox"));
});
