// The lanes of the diagram: dragged, moved by the menu, pinned, hidden, folded, and remembered.
import assert from "node:assert/strict";
import { onPage, ready } from "./support/browser.mjs";
import { again, answered, terminalSays, typeLine } from "./stage.mjs";

/** The names of the columns from left to right, each without its host: `app:kv_server`. */
const lanes = (page) => page.evaluate(() => document.querySelector("rh-diagram").scene.columns.items.map(({ name }) => name.split("@")[0]));

/** Waits until the columns are these. */
const become = (page, wanted) =>
  page.waitForFunction(
    (names) => document.querySelector("rh-diagram").scene.columns.items.map(({ name }) => name.split("@")[0]).join() === names,
    wanted.join(),
  );

/** Where the head of a column is, on the page. */
const head = (page, at) =>
  page.evaluate((index) => {
    const diagram = document.querySelector("rh-diagram");
    const { columns, view } = diagram.scene;
    const { left, top } = diagram.getBoundingClientRect();
    const column = columns.items[index];
    return { x: left + column.x - (column.pinned ? 0 : view.panX), y: top + view.head / 2 };
  }, at);

/** A store that has done its script: all its lanes are there, and nothing moves. */
const still = async (page) => {
  await terminalSays(page, "The store lives on");
  // On a busy machine the text is there before the diagram has been drawn.
  await page.waitForFunction(() => document.querySelector("rh-diagram").scene.columns.items.length >= 3);
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
};

onPage("a head that is dragged takes its lane along, and a reload finds it there", again("key-value"), async ({ page, problems }) => {
  await still(page);
  const before = await lanes(page);
  assert.ok(before.length >= 3, before.join());
  const [from, to] = [await head(page, 0), await head(page, 1)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, from.y, { steps: 4 });
  await page.mouse.move(to.x + 4, to.y, { steps: 4 });
  await page.mouse.up();
  const [first, second, ...rest] = before;
  await become(page, [second, first, ...rest]);
  await page.reload();
  await ready(page, problems);
  await page.locator("rh-topbar").getByRole("button", { name: "Play" }).click(); // the pause was remembered, too
  await become(page, [second, first, ...rest]);
});

onPage("the menu of the lanes moves, pins and hides them by keys alone", again("key-value"), async ({ page }) => {
  await still(page);
  const [first, second, ...rest] = await lanes(page);
  await page.locator("rh-diagram canvas").focus();
  await page.keyboard.press("l");
  const menu = page.locator("rh-diagram #lanes");
  const line = (at) => menu.locator("li").nth(at);
  await line(0).locator(".right").focus();
  await page.keyboard.press("Enter");
  await become(page, [second, first, ...rest]);
  // The focus went along: the same key moves the same lane on.
  await page.keyboard.press("Enter");
  await become(page, [second, rest[0], first, ...rest.slice(1)]);

  await line(2).locator("[aria-pressed]").focus();
  await page.keyboard.press("Enter");
  await become(page, [first, second, ...rest]);
  assert.equal(await line(0).locator("[aria-pressed]").getAttribute("aria-pressed"), "true");

  await line(0).locator("input").first().focus();
  await page.keyboard.press("Space");
  await become(page, [second, ...rest]);
  await page.locator("rh-diagram .lanes").getByText("−1").waitFor();
  await menu.getByRole("button", { name: "As they came" }).click();
  await become(page, [first, second, ...rest]);
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
});

onPage("the lanes of one entry fold into one and open again", again("fan-in"), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.run.total > 50);
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
  const producers = async () => (await lanes(page)).filter((name) => name === "app:producer").length;
  const several = await producers();
  assert.ok(several > 1, `${several} producers`);
  await page.locator("rh-diagram canvas").focus();
  await page.keyboard.press("l");
  const menu = page.locator("rh-diagram #lanes");
  await menu.getByRole("button", { name: /: fold into one lane$/ }).first().click();
  await page.waitForFunction(() => document.querySelector("rh-diagram").scene.columns.items.some(({ lane, own }) => lane < 0 && own === 0));
  assert.equal(await producers(), 1);
  await menu.getByRole("button", { name: /: show the busiest one by one$/ }).first().click();
  await page.waitForFunction((count) => document.querySelector("rh-diagram").scene.columns.items.length >= count, several);
  assert.ok((await producers()) > 1);
});
