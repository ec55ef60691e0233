// A million messages as fast as the engine can, while somebody uses the page.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { scenario } from "./stage.mjs";

const MESSAGES = 1_000_000;
/** The page must answer. How soon depends on the machine, which may have no GPU and few cores: that is only reported. */
const PATIENCE = 60_000;

onPage("a million messages later the page has answered every click", scenario("ping-pong", {}, { timeout: 600_000 }), async ({ page, t }) => {
  await page.evaluate(watch);
  const messages = () => page.evaluate(() => document.querySelector("rh-app").store.state.statistics?.messages ?? 0);
  const start = Date.now();
  let clicks = 0;
  for (let sent = 0; sent < MESSAGES; sent = await messages()) {
    for (const name of ["Statistics", "Events", "Source", "Log"]) {
      await page.getByRole("tab", { name, exact: true }).click({ timeout: PATIENCE });
      await page.getByRole("tab", { name, exact: true, selected: true }).waitFor({ timeout: PATIENCE });
      clicks += 1;
    }
    assert.ok(Date.now() - start < 500_000, `only ${sent} messages so far`);
  }
  const seconds = (Date.now() - start) / 1000;
  await page.getByRole("button", { name: /^Pause/ }).click({ timeout: PATIENCE });
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.state === "paused", null, { timeout: PATIENCE });

  // What the engine counted, the page has seen or knows that it missed.
  await page.waitForFunction(
    () => {
      const { ring, run } = document.querySelector("rh-app").store.state;
      return ring.last === run.total;
    },
    null,
    { timeout: PATIENCE },
  );
  const { frames, interactions } = await page.evaluate(() => globalThis.watched);
  const at = (list, share) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * share)] ?? 0;
  const ms = (value) => `${Math.round(value)} ms`;
  t.diagnostic(`${MESSAGES} messages in ${seconds.toFixed(1)} s, ${clicks} clicks meanwhile`);
  t.diagnostic(`time between frames: p50 ${ms(at(frames, 0.5))}, p95 ${ms(at(frames, 0.95))}, worst ${ms(at(frames, 1))}`);
  t.diagnostic(`interaction to next paint: p50 ${ms(at(interactions, 0.5))}, p98 (INP) ${ms(at(interactions, 0.98))}`);
  assert.ok(frames.length > 10, `only ${frames.length} frames were drawn`);
});

/** In the page: notes the time between frames, and of each interaction until its next paint. */
function watch() {
  const watched = (globalThis.watched = { frames: [], interactions: [] });
  let last = performance.now();
  const frame = (now) => {
    watched.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const observer = new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) watched.interactions.push(duration);
  });
  observer.observe({ type: "event", durationThreshold: 16 });
}

onPage("however fast the run, each panel is drawn ten times a second at most", scenario("ping-pong"), async ({ page }) => {
  const panels = ["rh-clock", "rh-status", "rh-process-tree", "rh-log"];
  // Some of them come after the page is ready.
  for (const name of panels) await page.locator(name).waitFor({ state: "attached" });
  const { drawn, ms } = await page.evaluate(async (panels) => {
    const drawn = {};
    for (const name of panels) {
      drawn[name] = 0;
      const panel = document.querySelector(name);
      new MutationObserver(() => (drawn[name] += 1)).observe(panel, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    const begin = performance.now();
    while (performance.now() - begin < 3_000) await new Promise(requestAnimationFrame);
    return { drawn, ms: performance.now() - begin };
  }, panels);
  for (const [name, times] of Object.entries(drawn)) {
    assert.ok(times <= ms / 100 + 1, `${name}: ${times} times in ${Math.round(ms)} ms`);
  }
  assert.ok(drawn["rh-clock"] > 1, "and yet it is drawn");
});

onPage("the events stay at the newest while the oldest are given up faster than anybody reads", scenario("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.first > 3_000_000);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.locator("rh-table").waitFor();
  // The list becomes shorter each time that a hole is too large to be filled.
  const shrunk = await page.evaluate(async () => {
    const { state } = document.querySelector("rh-app").store;
    let [times, size] = [0, state.ring.size];
    for (let at = 0; at < 180; at += 1) {
      await new Promise(requestAnimationFrame);
      if (state.ring.size < size) times += 1;
      ({ size } = state.ring);
    }
    return times;
  });
  assert.ok(shrunk > 0, "nothing was given up");
  assert.equal(await page.evaluate(() => document.querySelector("rh-app").store.state.follow), true);
});

onPage("however many events were dropped, the lists in the bar can be read", scenario("ping-pong", { lang: "ru" }, { viewport: { width: 1280, height: 800 } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.dropped > 100_000);
  await page.locator("rh-status .warn").waitFor();
  for (const list of await page.locator(".bar select:visible").all()) {
    const { width } = await list.boundingBox();
    assert.ok(width >= 80, `${await list.getAttribute("aria-label")}: ${width} px`);
  }
});
