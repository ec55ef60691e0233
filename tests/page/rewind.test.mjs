// Going back to an earlier moment, and on from there.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, remembering, scenario, terminal, terminalSays, typeLine, violations } from "./stage.mjs";

const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const shown = (page, event) => page.waitForFunction((event) => {
  const { past } = document.querySelector("rh-app").store.state;
  return past?.progress === null && past.event === event;
}, event);
const isNow = (page) => page.waitForFunction(() => document.querySelector("rh-app").store.state.past === null);
const timeline = (page) => page.getByRole("slider", { name: "Timeline" });
const moment = (page) => state(page, (s) => s.past?.event ?? s.ring.last);
const played = (page, branch) => page.waitForFunction((branch) => document.querySelector("rh-app").store.state.branches.current === branch, branch);

/** The number of the first event that a filter of the ring finds. */
const eventWhere = (page, filter) =>
  page.evaluate(`(() => {
    const { ring } = document.querySelector("rh-app").store.state;
    for (let n = ring.first; n <= ring.last; n += 1) if ((${filter})(ring, n)) return n;
  })()`);

/** Echo, in which two words were typed and answered. */
async function twoWords(page) {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await typeLine(page, "goodbye");
  await terminalSays(page, "GOODBYE");
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  await timeline(page).waitFor();
}

onPage("every panel shows the moment that was gone back to, and now again afterwards", again("echo"), async ({ page }) => {
  await twoWords(page);
  const before = await state(page, (s) => ({ hash: s.run.hash, rows: s.rows, statistics: s.statistics.messages }));
  // Just after the first word was typed: nobody has answered yet.
  const typed = await eventWhere(page, (ring, n) => ring.kind(n) === 1 && ring.text(n) === "line");
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), typed);
  await shown(page, typed);
  await page.waitForFunction(() => !document.querySelector(".terminal").innerText.includes("HELLO"));
  assert.match(await terminal(page).innerText(), /hello/);
  assert.doesNotMatch(await terminal(page).innerText(), /goodbye/i);
  const then = await state(page, (s) => ({ hash: s.run.hash, alive: s.rows.filter((row) => !row.ended).length, messages: s.statistics.messages, time: s.run.time }));
  assert.notEqual(then.hash, before.hash);
  assert.ok(then.messages < before.statistics);
  assert.ok(then.time > 0);
  await page.getByRole("button", { name: "Back to now" }).click();
  await isNow(page);
  await terminalSays(page, "GOODBYE");
  await answered(page);
  assert.equal(await state(page, (s) => s.run.hash), before.hash);
});

onPage("the run goes on from an earlier moment, another way, and one returns to the run before", again("echo"), async ({ page }) => {
  await twoWords(page);
  const before = await state(page, (s) => [s.run.hash, s.ring.last]);
  const second = await eventWhere(page, (ring, n) => ring.kind(n) === 1 && ring.text(n) === "line" && n > 40);
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n - 1), second);
  await shown(page, second - 1);
  await page.getByRole("button", { name: "Continue from here" }).first().click();
  await isNow(page);
  await page.locator(".notice").filter({ hasText: "The run before is kept" }).waitFor();
  await typeLine(page, "otherwise");
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await terminalSays(page, "OTHERWISE");
  assert.doesNotMatch(await terminal(page).innerText(), /GOODBYE/);
  // What the page derived is the same as if it had seen this run only.
  assert.equal(await state(page, (s) => s.ring.last), await state(page, (s) => s.run.total));
  await page.getByRole("button", { name: "2 branches" }).click();
  await page.getByRole("button", { name: /^Run 1 ·/ }).click();
  await played(page, 1);
  await terminalSays(page, "GOODBYE");
  assert.doesNotMatch(await terminal(page).innerText(), /OTHERWISE/);
  await answered(page);
  assert.deepEqual(await state(page, (s) => [s.run.hash, s.ring.last]), before);
  await page.getByRole("button", { name: "2 branches" }).click();
  await page.getByRole("button", { name: /^Run 2 · from event/ }).click();
  await played(page, 2);
  await terminalSays(page, "OTHERWISE");
});

onPage("what goes on without anything else is the same run", again("key-value"), async ({ page }) => {
  await terminalSays(page, "Type help");
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const { hash, last } = await state(page, (s) => ({ hash: s.run.hash, last: s.ring.last }));
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(30));
  await shown(page, 30);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  assert.ok((await state(page, (s) => s.ring.last)) < last);
  for (;;) {
    const now = await state(page, (s) => ({ hash: s.run.hash, total: s.run.total }));
    if (now.total >= last) return void assert.deepEqual(now, { hash, total: last });
    await page.evaluate(() => document.querySelector("rh-app").store.step());
    await answered(page);
  }
});

onPage("a line typed into an earlier moment goes on from there", again("echo"), async ({ page }) => {
  await twoWords(page);
  const asked = await eventWhere(page, (ring, n) => ring.kind(n) === 32);
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), asked);
  await shown(page, asked);
  await typeLine(page, "third");
  await isNow(page);
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await terminalSays(page, "THIRD");
  assert.doesNotMatch(await terminal(page).innerText(), /hello/i);
  assert.equal(await state(page, (s) => s.branches.branches.length), 2);
});

onPage("faults strike again in an earlier moment, and in the run that one returns to", again("echo"), async ({ page }) => {
  const faults = () => state(page, (s) => Array.from({ length: s.ring.last }, (_, at) => at + 1).filter((n) => s.ring.kind(n) === 34).map((n) => `${n} ${s.ring.text(n)}`));
  await terminalSays(page, "Echo");
  await page.evaluate(() => document.querySelector("rh-app").store.fault("drop next echo to relay"));
  await typeLine(page, "lost");
  await typeLine(page, "kept");
  await terminalSays(page, "KEPT");
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const [before, struck] = [await state(page, (s) => [s.run.hash, s.ring.last]), await faults()];
  assert.deepEqual(struck.map((line) => line.replace(/^\d+ /, "")), ["next", "drop"]);
  const drop = Number(struck[1].split(" ")[0]);
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), drop);
  await shown(page, drop);
  await page.waitForFunction(() => !document.querySelector(".terminal").innerText.includes("KEPT"));
  assert.match(await terminal(page).innerText(), /lost/);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  await page.evaluate(() => document.querySelector("rh-app").store.play());
  await typeLine(page, "again");
  await terminalSays(page, "AGAIN");
  assert.doesNotMatch(await terminal(page).innerText(), /LOST/);
  assert.deepEqual(await faults(), struck, "it has struck, and does so once");
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.enter(1));
  await played(page, 1);
  await answered(page);
  assert.deepEqual([await state(page, (s) => [s.run.hash, s.ring.last]), await faults()], [before, struck]);
});

onPage("by keyboard alone: back, forward, to the beginning, on from there, and back to now", again("echo"), async ({ page }) => {
  await twoWords(page);
  const last = await state(page, (s) => s.ring.last);
  await timeline(page).focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  const twoBack = await moment(page);
  assert.ok(twoBack < last);
  await shown(page, twoBack);
  await page.keyboard.press("ArrowRight");
  assert.ok((await moment(page)) > twoBack);
  await page.keyboard.press("Escape");
  await isNow(page);
  await page.keyboard.press("Home");
  const first = await state(page, (s) => s.ring.eventOfRow(s.ring.firstRow));
  await shown(page, first);
  await page.waitForFunction((first) => document.querySelector("rh-timeline canvas").ariaValueNow === String(first), first);
  assert.match(await timeline(page).getAttribute("aria-valuetext"), new RegExp(`^event ${first} of`));
  await page.keyboard.press("PageUp");
  assert.ok((await moment(page)) > first);
  await page.keyboard.press("End");
  await isNow(page);
  // Single keys, wherever the keyboard is.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(",");
  const back = await moment(page);
  await shown(page, back);
  await page.keyboard.press(",");
  await page.keyboard.press(".");
  await shown(page, back);
  await timeline(page).focus();
  await page.keyboard.press("Enter");
  await isNow(page);
  assert.equal(await state(page, (s) => s.branches.branches.length), 2);
});

onPage("what goes with the moment, or with the run, leaves the keyboard at the timeline", scenario("echo"), async ({ page }) => {
  await twoWords(page);
  const at = (what) => page.waitForFunction((what) => document.activeElement?.matches(what), what);
  await timeline(page).focus();
  await page.keyboard.press("PageDown");
  await shown(page, await moment(page));
  await page.locator(".moment").getByRole("button", { name: "Continue from here" }).press("Enter");
  await isNow(page);
  await at("rh-timeline canvas");
  await page.keyboard.press("Tab");
  await at("rh-timeline [popovertarget=branches]");
  await page.keyboard.press("Enter");
  await page.locator("#branches").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.branches.current === 1);
  await answered(page);
  await at("rh-timeline *");
});

onPage("dragging along the timeline, and a double click in the diagram, lead to moments as well", again("echo"), async ({ page }) => {
  await twoWords(page);
  const box = await timeline(page).boundingBox();
  const at = (share) => [box.x + 6 + (box.width - 12) * share, box.y + box.height / 2];
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  for (const share of [0.3, 0.5, 0.4]) await page.mouse.move(...at(share));
  await page.mouse.up();
  const dragged = await moment(page);
  await shown(page, dragged);
  const last = await state(page, (s) => s.ring.last);
  assert.ok(dragged > last * 0.25 && dragged < last * 0.6, `${dragged} of ${last}`);
  assert.equal(await state(page, (s) => s.selection.event), dragged);
  await page.mouse.click(...at(1));
  await isNow(page);
  // From an event that is selected.
  const send = await eventWhere(page, (ring, n) => ring.kind(n) === 13);
  await page.evaluate((event) => document.querySelector("rh-app").store.select({ event }), send);
  await page.getByRole("button", { name: "Go to this moment" }).click();
  await shown(page, send);
});

onPage("events that the page has long lost are made again, and the run goes on from among them", again("ping-pong", { settings: { pace: { kind: "max" } } }), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.first > 200_000);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const before = await state(page, (s) => [s.ring.first, s.ring.last]);
  await timeline(page).focus();
  await page.keyboard.press("Home");
  await shown(page, 1);
  assert.deepEqual(await state(page, (s) => [s.ring.first, s.ring.kind(1), s.ring.last < 20]), [1, 2, true]);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(100_000));
  await shown(page, 100_000);
  const { first, last, told } = await state(page, (s) => ({ first: s.ring.first, last: s.ring.last, told: Array.from({ length: 10 }, (_, at) => s.ring.text(s.ring.last - at)) }));
  assert.ok(first > 1 && first <= 100_000 - 60_000 && last >= 100_000 && last < 100_010, `${first} to ${last}`);
  assert.ok(told.includes("ping") && told.includes("pong"), told.join());
  // What the reader searches for is looked for among them.
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.localName === "input");
  await page.keyboard.type("topic:ping");
  await page.waitForFunction((last) => document.querySelector("rh-app").store.state.filter.found?.next(last, -1) > last - 10, last);
  await page.evaluate(() => document.querySelector("rh-app").store.filter.close());
  // Back where the page has its own, and then now.
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), before[1] - 10);
  await shown(page, before[1] - 10);
  assert.deepEqual(await state(page, (s) => [s.ring.first, s.ring.last]), before);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(50_000));
  await shown(page, 50_000);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork()); // it stays paused
  await isNow(page);
  const total = await state(page, (s) => s.run.total);
  assert.deepEqual(await state(page, (s) => [s.ring.first, s.ring.last]), [1, total]);
  assert.ok(total >= 50_000 && total < 50_010);
  await page.evaluate(() => document.querySelector("rh-app").store.step());
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.ring.last > total, total);
  assert.deepEqual(await state(page, (s) => [s.ring.last, s.ring.capacity >= 1_000_000]), [await state(page, (s) => s.run.total), true]);
});

onPage("while somebody drags to and fro, the newest place wins", again("supervisor"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 20_000);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const wanted = await page.evaluate(async () => {
    const { rewind, state } = document.querySelector("rh-app").store;
    const { first, last } = state.ring;
    let n = 0;
    for (let turn = 0; turn < 30; turn += 1) {
      n = Math.round(first + (last - first) * ((turn * 7) % 10) / 10);
      rewind.to(n);
      await new Promise(requestAnimationFrame);
    }
    return n;
  });
  await shown(page, wanted);
});

onPage("a fresh run, or another scenario, leaves the earlier moment and the branches behind", again("echo"), async ({ page }) => {
  await twoWords(page);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(20));
  await shown(page, 20);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(10));
  await shown(page, 10);
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh());
  await isNow(page);
  assert.equal(await state(page, (s) => s.branches.branches.length), 1);
  await terminalSays(page, "Echo");
});

onPage("a project in Lua goes back and on as well", scenario("key-value-lua"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 60);
  await page.evaluate(() => document.querySelector("rh-app").store.pause());
  await answered(page);
  const { hash, last } = await state(page, (s) => ({ hash: s.run.hash, last: s.ring.last }));
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(40));
  await shown(page, 40);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  for (let at = 0; at < 200; at += 1) {
    const now = await state(page, (s) => ({ hash: s.run.hash, last: s.run.total }));
    if (now.last >= last) return void assert.deepEqual(now, { hash, last });
    await page.evaluate(() => document.querySelector("rh-app").store.step());
    await answered(page);
  }
  assert.fail("it has not come that far again");
});

for (const options of [{}, { viewport: { width: 360, height: 740 } }]) {
  onPage(`axe-core finds nothing in an earlier moment ${options.viewport ? "on a narrow screen" : ""}`, remembering({ scenario: "echo", settings: { pace: { kind: "max" } }, theme: "dark" }, options), async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 15);
    await page.evaluate(() => document.querySelector("rh-app").store.pause());
    await answered(page);
    await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(10));
    await shown(page, 10);
    await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
    await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(5));
    await shown(page, 5);
    assert.deepEqual(await violations(page), []);
  });
}

onPage("what is done in quick succession to an earlier moment goes into one branch, all of it", again("echo"), async ({ page }) => {
  await twoWords(page);
  const asked = await eventWhere(page, (ring, n) => ring.kind(n) === 32);
  await page.evaluate((n) => document.querySelector("rh-app").store.rewind.to(n), asked);
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    const [{ process }] = store.state.terminalRows;
    for (const word of ["one", "two", "three"]) store.line(process, word);
    store.play();
  });
  for (const word of ["ONE", "TWO", "THREE"]) await terminalSays(page, word);
  assert.deepEqual(await state(page, (s) => [s.branches.branches.length, s.preferences.settings.playing, s.notice?.about]), [2, true, undefined]);
});

onPage("while a run is made again the one before stands still, and what is done to it is refused, not lost; another scenario ends the wait", again("ping-pong"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 100_000);
  const text = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    store.pause();
    return (await store.runs.text()).text;
  });
  const { turn, time } = JSON.parse(text).end;
  // A turn of a run a thousand times as long is never reached.
  const endless = text.replace(`"turn": ${turn}`, `"turn": ${turn * 1000}`).replace(`"time": ${time}`, `"time": ${time * 1000}`);
  await page.evaluate((text) => {
    const { store } = document.querySelector("rh-app");
    store.play();
    void store.openRun(text);
  }, endless);
  await page.locator(".notice progress").waitFor();
  await answered(page);
  const stands = await state(page, (s) => s.run.total);
  const refused = await page.evaluate(() => document.querySelector("rh-app").store.send("pong", "ping", "{}").then(() => "", (error) => error.message));
  assert.match(refused, /wait until it is there, or give it up/);
  assert.equal(await state(page, (s) => s.run.total), stands);
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh("echo"));
  await page.locator(".notice progress").waitFor({ state: "detached" });
  await terminalSays(page, "Echo");
  assert.equal(await state(page, (s) => s.preferences.scenario), "echo");
});

for (const [area, keyboard] of [["diagram", "rh-diagram canvas"], ["table", "rh-table [tabindex='0'][role]"]]) {
  onPage(`Esc in the ${area} leads from an earlier moment back to now`, again("echo"), async ({ page }) => {
    await twoWords(page);
    await page.evaluate((area) => document.querySelector("rh-app").store.show(area), area);
    await page.locator(keyboard).first().focus();
    await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(12));
    await shown(page, 12);
    await answered(page); // and seen
    if (area === "diagram") {
      // A process that is looked at is left first.
      await page.evaluate(() => document.querySelector("rh-app").store.select({ process: 2 }));
      await answered(page);
      await page.keyboard.press("Escape");
      assert.deepEqual(await state(page, (s) => [s.selection, s.past.event]), [null, 12]);
    }
    await page.keyboard.press("Escape");
    await isNow(page);
  });
}

onPage("the palette enters the other branches, and compares with them", again("echo"), async ({ page }) => {
  await twoWords(page);
  const found = async (words) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command palette" }).fill(words);
    return page.locator("rh-palette [role=option]");
  };
  assert.equal(await (await found("branch")).count(), 0, "while there is only one");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(20));
  await shown(page, 20);
  await page.evaluate(() => document.querySelector("rh-app").store.rewind.fork());
  await played(page, 2);
  const options = await found("branches");
  assert.match((await options.allInnerTexts()).join("; "), /^Branches of this run: Run 1 · \d+ events; Branches of this run: Compare…$/);
  await page.keyboard.press("Enter");
  await played(page, 1);
  await found("branches compare");
  await page.keyboard.press("Enter");
  await page.locator("rh-compare dialog[open]").waitFor();
});

for (const locale of ["en-US", "ru-RU", "ko-KR"]) {
  onPage(`at 360 px one reads which moment is shown: ${locale}`, remembering({ scenario: "key-value", settings: { pace: { kind: "max" } } }, { viewport: { width: 360, height: 780 }, locale }), async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 40);
    await page.evaluate(() => document.querySelector("rh-app").store.rewind.to(30));
    await shown(page, 30);
    const said = page.locator(".moment .num");
    assert.match(await said.innerText(), /30/);
    assert.equal(await said.evaluate((one) => one.scrollWidth <= one.clientWidth), true, "all of it is seen");
  });
}
