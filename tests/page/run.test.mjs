// The run: its pace, its steps, its settings.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { again, answered, remembering } from "./stage.mjs";

const events = (page) => page.evaluate(() => document.querySelector("rh-app").store.state.run.total);
const deliveries = (page) => page.evaluate(() => document.querySelector("rh-app").store.state.statistics.deliveries);
/** Waits until the run is paused and the engine has delivered so many. */
const paused = async (page, delivered) => {
  await page.waitForFunction(
    (wanted) => {
      const { run, statistics } = document.querySelector("rh-app").store.state;
      return run.state === "paused" && (wanted === undefined || statistics?.deliveries === wanted);
    },
    delivered,
  );
};

onPage("a first visit finds the key-value store in slow motion", { locale: "en-US" }, async ({ page }) => {
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "key-value");
  assert.equal(await page.getByLabel("Speed").inputValue(), "events 5");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 3);
  assert.match(await page.locator(".hint").innerText(), /Try this/);
});

onPage("a pause stops time, a step delivers one message, play goes on", again("ping-pong", { settings: { pace: { kind: "times", value: 1 } } }), async ({ page }) => {
  await page.getByRole("button", { name: "Pause" }).click();
  await paused(page);
  await answered(page); // whatever might still happen
  const [stopped, before] = [await events(page), await deliveries(page)];
  await answered(page);
  assert.equal(await events(page), stopped);
  await page.getByRole("button", { name: "Step one delivery" }).click();
  await paused(page, before + 1);
  await answered(page);
  assert.equal(await deliveries(page), before + 1);
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction((n) => document.querySelector("rh-app").store.state.run.total > n + 4, stopped);
});

onPage("space pauses and “.” steps, but not while somebody types", again("echo"), async ({ page }) => {
  const playing = () => page.evaluate(() => document.querySelector("rh-app").store.state.preferences.settings.playing);
  const input = page.getByRole("textbox", { name: "Terminal input" });
  await input.pressSequentially("a b. ?");
  assert.equal(await input.inputValue(), "a b. ?");
  assert.equal(await playing(), true);
  await page.locator("h1").click();
  await page.keyboard.press("Space");
  assert.equal(await playing(), false);
  await page.keyboard.press("Space");
  assert.equal(await playing(), true);
  await page.keyboard.press(".");
  assert.equal(await playing(), false);
});

onPage("a reload starts a fresh run of the same scenario with the same settings", { locale: "en-US" }, async ({ page }) => {
  await page.getByLabel("Scenario", { exact: true }).selectOption("echo");
  await page.getByLabel("Speed").selectOption("times 10");
  await page.getByRole("button", { name: "Seed and order of the run" }).or(page.getByText("seed 42")).first().click();
  await page.getByLabel("Seed", { exact: true }).fill("7");
  await page.getByRole("button", { name: "Start a fresh run" }).click();
  await page.getByText("seed 7").waitFor();
  await page.reload();
  await ready(page);
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "echo");
  assert.equal(await page.getByLabel("Speed").inputValue(), "times 10");
  assert.equal(await page.getByText("seed 7").count(), 1);
});

onPage("what was chosen just before the page goes away is remembered", again("echo"), async ({ page }) => {
  const remembered = await page.evaluate(() => {
    document.querySelector("rh-app").store.show("log");
    dispatchEvent(new PageTransitionEvent("pagehide"));
    return JSON.parse(localStorage.getItem("rehearsal")).layout.tab;
  });
  assert.equal(remembered, "log");
});

onPage("one seed gives one trace", again("ping-pong", { settings: { pace: { kind: "times", value: 100 }, playing: false } }), async ({ page }) => {
  const story = async () => {
    for (let n = 1; n <= 12; n += 1) await page.getByRole("button", { name: "Step one delivery" }).click();
    await answered(page);
    return page.evaluate(() => document.querySelector("rh-app").store.state.run.hash);
  };
  const first = await story();
  await page.evaluate(() => document.querySelector("rh-app").store.open());
  assert.equal(await story(), first);
});

onPage("nonsense in the storage does no harm", remembering({ scenario: 7, settings: { seed: -1, pace: { kind: "warp" } }, layout: "wide", lang: "xx" }), async ({ page }) => {
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "key-value");
});

onPage("a stored speed that the engine would refuse, and lanes that are none, do no harm", remembering({ scenario: "echo", settings: { pace: { kind: "events", value: 0.05 } }, arrangements: { echo: { order: 7, hidden: [null], opened: { a: "b" } } } }), async ({ page }) => {
  assert.equal(await page.getByLabel("Speed").inputValue(), "events 5");
  assert.equal(await page.getByLabel("Scenario", { exact: true }).inputValue(), "echo");
  await page.waitForFunction(() => document.querySelector("rh-diagram").scene.columns.items.length > 0);
});
