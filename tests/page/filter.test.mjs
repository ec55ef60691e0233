// The bar that searches the trace: by keyboard alone, in the diagram, in the table, in a link, over a reload.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { again, answered, remembering, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const query = (page) => page.getByRole("textbox", { name: /Search the trace|Поиск по трассе|추적 기록 검색/ });
const mode = (page, which) => page.getByRole("combobox", { name: "What to show and record" }).selectOption(which);
const count = (page, text) => page.locator(".filter-count").filter({ hasText: text }).waitFor();
const diagram = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-diagram"))`);
/** The events that match, by a naive look at each. */
const matching = (page, test) => page.evaluate(`(() => {
  const { ring } = document.querySelector("rh-app").store.state;
  return Array.from({ length: ring.size }, (_, at) => ring.first + at).filter((n) => (${test})(ring, n));
})()`);

/** Echo, in which two words were typed and answered. */
async function twoWords(page) {
  for (const word of ["hello", "goodbye"]) {
    await typeLine(page, word);
    await terminalSays(page, word.toUpperCase());
  }
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  await page.locator("rh-diagram canvas").focus();
}

onPage("by keyboard alone: a slash opens the bar, what is typed is found, Enter goes from match to match, Escape leaves", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).waitFor();
  await page.keyboard.type("topic:echo kind:send");
  const sends = await matching(page, (ring, n) => ring.kind(n) === 13 && ring.text(n) === "echo");
  assert.ok(sends.length >= 2);
  await count(page, `${sends.length} matches`);
  await page.keyboard.press("Enter");
  await count(page, `1 of ${sends.length}`);
  assert.deepEqual(await state(page, (s) => s.selection), { event: sends[0] });
  const spoken = page.locator("rh-filter [aria-live]");
  await spoken.filter({ hasText: "sent echo to relay" }).waitFor({ state: "attached" });
  assert.ok((await spoken.boundingBox()).height <= 1, "what is for ears only is not seen");
  await page.keyboard.press("F3");
  await count(page, `2 of ${sends.length}`);
  await page.keyboard.press("Shift+Enter");
  await count(page, `1 of ${sends.length}`);
  await page.keyboard.press("Escape");
  await query(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.localName), "rh-diagram", "and the keyboard is in the diagram again");
  await page.keyboard.press("Control+f");
  assert.equal(await query(page).inputValue(), "topic:echo kind:send", "what was searched for last is there again");
});

onPage("only matches: the diagram and the table have their rows, and more come as the run goes on", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.evaluate(() => document.querySelector("rh-app").store.show("table"));
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await query(page).fill("topic:echo kind:send");
  await mode(page, "only");
  const sends = await matching(page, (ring, n) => ring.kind(n) === 13 && ring.text(n) === "echo");
  await page.waitForFunction((n) => document.querySelector("rh-table").shadowRoot.querySelector("[role=grid]").ariaRowCount === String(n + 1), sends.length);
  assert.deepEqual(await page.locator("rh-table .list .cell.number").allInnerTexts(), sends.map(String));
  const shown = (d) => Array.from({ length: d.ring.rows.count }, (_, row) => [row, d.ring.eventOfRow(row)]).filter(([row, n]) => !d.ring.isGapRow(row, n)).map(([, n]) => n);
  assert.deepEqual(await diagram(page, shown), sends);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.evaluate(() => document.querySelector("rh-app").store.show("terminal"));
  await typeLine(page, "third");
  await terminalSays(page, "THIRD");
  await count(page, `${sends.length + 1} matches`);
  await mode(page, "highlight");
  await page.waitForFunction(() => document.querySelector("rh-diagram").ring === document.querySelector("rh-app").store.state.ring);
});

onPage("a word is found in payloads, which the engine has", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).fill("kind:send topic:echo goodbye");
  await count(page, "1 match");
  const [event] = await state(page, (s) => [s.filter.found.events.at(s.filter.found.firstPlace)]);
  const { payload } = await page.evaluate((event) => document.querySelector("rh-app").store.request({ type: "payload", event }), event);
  assert.match(payload, /goodbye/);
});

onPage("while the run is paused, too, what payloads say comes into the diagram and the table", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.evaluate(() => document.querySelector("rh-app").store.show("table"));
  await page.evaluate(() => document.querySelector("rh-app").store.filter.show({ text: "kind:send topic:echo goodbye", only: true }));
  await count(page, "1 match");
  await page.waitForFunction(() => document.querySelector("rh-table").shadowRoot.querySelector("[role=grid]").ariaRowCount === "2");
  await page.waitForFunction(() => document.querySelector("rh-diagram").shadowRoot.querySelector(".empty").hidden);
});

onPage("what is no query says so, and what would be one; suggestions complete it", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).fill("colour:red");
  await page.getByRole("alert").filter({ hasText: "“colour:” is nothing that can be searched for" }).waitFor();
  assert.equal(await query(page).getAttribute("aria-invalid"), "true");
  await query(page).fill("time:2s..1s");
  await page.getByRole("alert").filter({ hasText: "The span ends before it begins" }).waitFor();
  await query(page).fill("");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "topic:");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "topic:echo", exact: true }).click();
  assert.equal(await query(page).inputValue(), "topic:echo ");
  await page.locator(".filter-count").filter({ hasText: "matches" }).waitFor();
  await query(page).fill("cause:999999");
  await page.getByText("Event 999999 is not in the trace").waitFor();
});

onPage("what is searched for is in the link, and there after a reload", scenario("echo"), async ({ page, context, url }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).fill("topic:echo kind:send");
  await mode(page, "only");
  await count(page, "matches");
  const link = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    store.dialog("sharing");
    for (;;) {
      const field = document.querySelector("rh-share input[readonly]");
      if (field?.value.includes("#run=")) return field.value;
      await new Promise(requestAnimationFrame);
    }
  });
  await page.keyboard.press("Escape");
  const other = await context.browser().newContext({ locale: "en-US" });
  try {
    const there = await other.newPage();
    await there.goto(url + link.slice(link.indexOf("#")));
    await ready(there);
    await count(there, /^2 matches$/);
    assert.equal(await query(there).inputValue(), "topic:echo kind:send");
    assert.deepEqual(await state(there, (s) => [s.filter.only, s.filter.text]), [true, "topic:echo kind:send"]);
  } finally {
    await other.close();
  }
  // All of it is kept, both words, before it is left.
  await page.evaluate(() => document.querySelector("rh-app").store.kept.settle());
  await page.reload();
  await ready(page);
  await count(page, "2 matches");
});

onPage("what is typed before the bar is there is searched for, and is no key of the page", scenario("ping-pong"), async ({ page }) => {
  let arrive;
  const typed = new Promise((done) => (arrive = done));
  await page.route(/\/filter-[^/]*\.js$/, (route) => typed.then(() => route.continue()));
  const before = await state(page, (s) => s.rows.map(({ number, ended }) => [number, ended]));
  await page.locator("rh-process-tree").getByRole("treeitem").filter({ hasText: "pong" }).first().click();
  await page.locator("body").evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("/");
  await page.keyboard.type("kind:");
  arrive();
  await query(page).waitFor();
  await page.keyboard.type("spawn");
  assert.equal(await query(page).inputValue(), "kind:spawn");
  assert.deepEqual(await state(page, (s) => s.rows.map(({ number, ended }) => [number, ended])), before);
});

onPage("record only matches: what one wants is still there after noise that would have pushed it out", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).fill("topic:echo kind:send");
  await mode(page, "record");
  await count(page, "matches");
  const before = await matching(page, (ring, n) => ring.kind(n) === 13 && ring.text(n) === "echo");
  // Noise, as the engine sends it: twice as much as there is room for, and in between the engine loses some.
  const { size, capacity, leftOut, found } = await page.evaluate(() => {
    const { ring, filter } = document.querySelector("rh-app").store.state;
    const words = new Uint32Array(16_384 * 16);
    for (let batch = 0, next = ring.last + 1; batch < 140; batch += 1, next += batch % 10 === 0 ? 10_000 : 0) {
      for (let i = 0; i < 16_384; i += 1, next += 1) {
        words[i * 16] = next;
        words[i * 16 + 6] = 12; // unlisten
        words[i * 16 + 8] = 1;
      }
      ring.append(words.buffer, 16_384);
    }
    filter.found.extend();
    return { size: ring.size, capacity: ring.capacity, leftOut: ring.leftOut, found: filter.found.count };
  });
  assert.ok(leftOut > 2 * capacity - 100_000 && size < 1_000, `${leftOut} left out, ${size} kept`);
  assert.equal(found, before.length);
  await page.getByText(/events not kept/).waitFor();
  const shown = (d) => Array.from({ length: d.ring.rows.count }, (_, row) => [row, d.ring.eventOfRow(row)]).filter(([row, n]) => !d.ring.isGapRow(row, n)).map(([, n]) => n);
  assert.deepEqual(await diagram(page, shown), before);
});

onPage("record only matches of a topic at full speed: the first of them stays, and what comes is counted", again("ping-pong", { settings: { pace: { kind: "max" }, playing: false } }), async ({ page }) => {
  await page.keyboard.press("/");
  await query(page).fill("kind:spawn");
  await mode(page, "record");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.filter.recorded === "kind:spawn");
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 3_000_000, undefined, { timeout: 60_000 });
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await page.waitForFunction(() => { const { ring, run } = document.querySelector("rh-app").store.state; return run.state === "paused" && ring.last === run.total; });
  // The engine has waited for the page: it has looked at every event.
  assert.deepEqual(await state(page, ({ ring, run }) => [run.dropped, ring.leftOut + ring.size - run.total]), [0, 0]);
  const spawns = await matching(page, (ring, n) => ring.kind(n) === 2);
  const { first, left, size } = await state(page, ({ ring }) => ({ first: ring.first, left: ring.leftOut, size: ring.size }));
  assert.ok(left > 100_000 && first < 20 && spawns.length > 1 && size < 1_000, `${left} left out, ${size} kept, ${spawns.length} spawns, the first event is ${first}`);
  // An earlier moment, between two that are kept, and a run that goes on from there.
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(2_000));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.progress === null, undefined, { timeout: 60_000 });
  assert.equal(await state(page, (s) => s.past.event), 2_000);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last >= 2_000 && document.querySelector("rh-app").store.state.past === null);
  assert.deepEqual(await matching(page, (ring, n) => ring.kind(n) === 2), spawns.filter((n) => n <= 2_000));
  assert.equal(await state(page, ({ ring }) => ring.processes.alive), await state(page, ({ groups }) => groups.reduce((sum, { alive }) => sum + alive, 0)));
});

onPage("while the query is changed, recorded is what was; a query that is none keeps everything", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.keyboard.press("/");
  await query(page).fill("topic:echo");
  await mode(page, "record");
  const recorded = () => state(page, (s) => s.filter.recorded);
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.filter.recorded === "topic:echo");
  await query(page).focus();
  await page.keyboard.type(" kind:se");
  await page.getByText("Recorded is still “topic:echo”").waitFor();
  assert.equal(await recorded(), "topic:echo");
  await page.keyboard.type("nd");
  await page.keyboard.press("Enter");
  assert.equal(await recorded(), "topic:echo kind:send");
  await query(page).fill("hello");
  await page.keyboard.press("Enter");
  await page.getByText("chosen by labels, not by payloads").waitFor();
  await query(page).fill("colour:red");
  await page.keyboard.press("Enter");
  await page.getByText("Everything is recorded until there is a query").waitFor();
  assert.equal(await recorded(), "");
  await query(page).fill("topic:echo");
  await page.keyboard.press("Enter");
  assert.deepEqual(await state(page, (s) => document.querySelector("rh-app").store.filter.view), { text: "topic:echo", only: true, record: true });
  await page.keyboard.press("Escape");
  assert.equal(await recorded(), "", "closed, the bar leaves nothing out");
});

for (const [lang, locale, colorScheme] of [["ru", "ru-RU", "dark"], ["ko", "ko-KR", "light"]]) {
  onPage(`on a phone, in ${lang}, ${colorScheme}: nothing is cut off, and axe finds nothing`, remembering({ scenario: "echo", theme: colorScheme, settings: { pace: { kind: "max" } } }, { locale, colorScheme, viewport: { width: 360, height: 740 } }), async ({ page }) => {
    await page.evaluate(() => document.querySelector("rh-app").store.filter.show({ text: "topic:echo", only: true, record: true }));
    await query(page).waitFor();
    assert.deepEqual(await violations(page), []);
    await query(page).fill("colour:red");
    await page.getByRole("alert").filter({ hasText: "colour" }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    await page.evaluate(() => document.querySelector("rh-app").store.show("table"));
    await query(page).waitFor();
    assert.deepEqual(await violations(page), []);
  });
}
