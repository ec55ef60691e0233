// Why something happened and how long that took: causes and effects, the critical path, who waits for whom, and a deadlock.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, remembering, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const act = (page, deed) => page.evaluate(`(${deed})(document.querySelector("rh-app").store)`);
const eventWhere = (page, filter) =>
  page.evaluate(`(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.first; n <= ring.last; n += 1) if ((${filter})(ring, n)) return n;
  })()`);

/** Types into the deadlock's terminal, and waits until it is found. */
async function deadlocked(page) {
  await typeLine(page, "both");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.waits.cycle.length > 0);
}

onPage("by keyboard alone: from a message to its cause and its first effect, while all that belongs to it stands out", again("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await act(page, (store) => store.pause());
  await answered(page);
  const send = await eventWhere(page, (ring, n) => ring.kind(n) === 13 && ring.text(n) === "echo");
  await page.evaluate((event) => document.querySelector("rh-app").store.select({ event }), send);
  await page.locator("rh-diagram canvas").focus();
  await page.keyboard.press("e");
  await page.waitForFunction((send) => document.querySelector("rh-app").store.state.ring.cause(document.querySelector("rh-app").store.state.selection.event) === send, send);
  await page.keyboard.press("c");
  await page.waitForFunction((send) => document.querySelector("rh-app").store.state.selection.event === send, send);
  // What stands out is what a walk along the causes of each event finds.
  const wrong = await page.evaluate((send) => {
    const { ring } = document.querySelector("rh-app").store.state;
    const { scene } = document.querySelector("rh-diagram");
    scene.related.extend(ring, ring.last);
    const comesOf = (n, of) => { for (let m = n; m !== 0; m = ring.cause(m)) if (m === of) return true; return false; };
    return Array.from({ length: ring.size }, (_, at) => ring.first + at).filter((n) => scene.related.has(n) !== (comesOf(n, send) || comesOf(send, n)));
  }, send);
  assert.deepEqual(wrong, []);
});

onPage("the inspector has the critical path: sums that make up the whole, and steps that lead to their events", again("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await act(page, (store) => store.pause());
  await answered(page);
  const last = await page.evaluate(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.last; n >= ring.first; n -= 1) if (ring.kind(n) === 16 && ring.text(n) === "echo_response") return n;
  });
  await page.evaluate((event) => document.querySelector("rh-app").store.select({ event }), last);
  const path = page.locator("rh-path");
  await path.getByRole("heading", { name: "Critical path" }).waitFor();
  const { sums, total, length, began } = await page.evaluate(() => {
    const { path, state: { ring } } = document.querySelector("rh-path");
    return { sums: Object.values(path.sums).reduce((a, b) => a + b), total: path.total, length: path.length, began: ring.time(path.event) - ring.time(path.begin) };
  });
  assert.deepEqual([sums, began], [total, total]);
  assert.match(await path.innerText(), new RegExp(`${length} steps from where it began`));
  const first = path.getByRole("button", { name: /^echo_response waited 1 µs in the mailbox of cli/ });
  await first.waitFor();
  const second = path.getByRole("button", { name: /worker 4 handled work/ }).or(path.locator(".path-steps button").nth(1));
  await second.first().click();
  assert.notEqual(await state(page, (s) => s.selection.event), last);
  assert.deepEqual(await violations(page, { within: "rh-inspector" }), []);
});

onPage("a deadlock is named in a notice, among the processes and in the diagram, and ends when one of them is killed", again("deadlock"), async ({ page }) => {
  await typeLine(page, "one");
  await terminalSays(page, "alice has paid bob 10");
  await answered(page);
  assert.deepEqual(await state(page, (s) => s.waits.cycle), [], "one that pays the other is none");
  await deadlocked(page);
  await page.locator(".notice").filter({ hasText: /Deadlock: (alice → bob → alice|bob → alice → bob)\. Each waits for an answer of the next/ }).waitFor();
  const waits = page.locator("rh-waits");
  await waits.getByRole("button", { name: /⟳ alice waits for bob: accept, for/ }).waitFor();
  await waits.getByRole("button", { name: /⟳ bob waits for alice: accept, for/ }).waitFor();
  await waits.getByRole("button", { name: /^bank 1 waits for alice: pay, for/ }).waitFor();
  const drawn = await page.evaluate(() => document.querySelector("rh-diagram").scene.waits.cycle.length);
  assert.equal(drawn, 2);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const { selection, event } = await state(page, (s) => ({ selection: s.selection.event, event: s.waits.cycle[0].event }));
  assert.equal(selection, event);
  await act(page, (store) => store.kill(store.state.waits.cycle[0].from));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.waits.cycle.length === 0);
  await page.locator(".waits-deadlock").waitFor({ state: "detached" });
});

onPage("where nobody waits for anybody, nothing is said of it", again("echo"), async ({ page }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await act(page, (store) => store.pause());
  await answered(page);
  // Until it has been looked for after all of that.
  await page.waitForFunction(() => {
    const { whoWaits, state } = document.querySelector("rh-app").store;
    return whoWaits.seen === state.ring.last && whoWaits.timer === undefined;
  });
  assert.deepEqual(await state(page, (s) => s.waits), { list: [], cycle: [] });
});

for (const [lang, locale, colorScheme] of [["ru", "ru-RU", "dark"], ["ko", "ko-KR", "light"]]) {
  onPage(`a deadlock on a phone, in ${lang}, ${colorScheme}: nothing is cut off, and axe finds nothing`, remembering({ scenario: "deadlock", theme: colorScheme, settings: { pace: { kind: "max" } } }, { locale, colorScheme, viewport: { width: 360, height: 740 } }), async ({ page }) => {
    await act(page, (store) => store.show("terminal"));
    await deadlocked(page);
    for (const area of ["diagram", "processes", "message"]) {
      await page.evaluate((area) => document.querySelector("rh-app").store.show(area), area);
      if (area === "processes") await page.locator("rh-waits .waits-deadlock").waitFor();
      if (area === "message") {
        await act(page, (store) => store.select({ event: store.state.waits.cycle[0].event }));
        await page.locator(".path-steps").waitFor();
      }
      assert.deepEqual(await violations(page), [], area);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, area);
    }
  });
}
