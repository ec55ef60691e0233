// Names and labels, however long, in every language: they are cut with an ellipsis, and nothing else is.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { again, answered, bring, scenario } from "./stage.mjs";

const phone = { viewport: { width: 360, height: 780 }, hasTouch: true };
const long = (word, letters) => word.repeat(Math.ceil(letters / word.length)).slice(0, letters);
const ENTRY = long("averylongentryname", 190);
const HOST = long("hostname", 150);

/** Everything in it has the longest name that it can have, or one of five thousand letters. */
const FILES = {
  "_index.yaml": `namespace: app
entries:
  - { name: terminal, kind: terminal.host, lifecycle: { auto_start: true } }
  - { name: ${HOST}, kind: process.host, lifecycle: { auto_start: true } }
  - name: main
    kind: process.lua
    source: file://main.lua
    modules: [io]
  - name: ${long("dialogue", 190)}
    kind: process.lua
    source: return function() require("io").readline() end
    modules: [io]
  - name: ${ENTRY}
    kind: process.lua
    source: file://long.lua
    meta: { messages: [{ label: "${long("label", 300)}", topic: "${long("topic", 5000)}" }] }
  - name: ${ENTRY}.service
    kind: process.service
    process: app:${ENTRY}
    host: app:${HOST}
    lifecycle: { auto_start: true }
`,
  "main.lua": `local io = require("io")
return { main = function()
  process.spawn("app:${long("dialogue", 190)}", "app:terminal")
  process.send("short", string.rep("topic", 1000), string.rep("payload", 1000))
  io.readline()
end }`,
  "long.lua": `return { main = function()
  process.registry.register("short")
  process.registry.register(string.rep("registered", 500))
  while true do process.inbox():receive() end
end }`,
};

/** What is wider than the panel that it stands in, but for what scrolls or is cut with an ellipsis. */
function sticksOut() {
  const panels = [...document.querySelectorAll(".area, .composer, .panel-head, .topbar, .dock")].filter((panel) => panel.clientWidth > 0);
  return panels.flatMap((panel) => {
    const edge = panel.getBoundingClientRect().right + 1;
    const ends = (element) => {
      for (let at = element; at && at !== panel; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX !== "visible" && at.getBoundingClientRect().right <= edge) return true;
      }
      return element.getBoundingClientRect().right <= edge;
    };
    return [...panel.querySelectorAll("button, input, span, dd, h2, h3, code")]
      .filter((element) => element.getClientRects().length > 0 && !ends(element))
      .map((element) => `${panel.className || panel.localName}: ${element.localName}.${element.className} ${element.textContent.trim().slice(0, 30)}`);
  });
}

/** Opens the project, and selects its long process. */
async function open(page) {
  await bring(page, FILES, long("project", 400));
  await page.waitForFunction((entry) => document.querySelector("rh-app").store.state.rows.some((row) => row.entry === entry && row.received > 0), `app:${ENTRY}`);
  await page.evaluate((entry) => {
    const { store } = document.querySelector("rh-app");
    store.select({ process: store.state.rows.find((row) => row.entry === entry).number });
  }, `app:${ENTRY}`);
  await answered(page);
}

onPage("the longest names leave everything else its place, and stand whole in their titles", again("echo"), async ({ page }) => {
  await open(page);
  await page.locator("rh-process-inspector h3.title").waitFor();
  for (const processView of ["tree", "table"]) {
    await page.evaluate((view) => document.querySelector("rh-app").store.prefer({ processView: view }), processView);
    await answered(page);
    assert.deepEqual(await page.evaluate(sticksOut), [], processView);
  }
  for (const [place, name] of [
    [".process-table tbody th button", ENTRY],
    [".services .name", ENTRY],
    [".names .cut", long("registered", 300)],
    [".inspector h3.title .cut", ENTRY],
    [".quick .chip", long("label", 300)],
    ["select.scenario", long("project", 80)],
  ]) {
    const titles = await page.locator(place).evaluateAll((all) => all.map(({ title }) => title));
    assert.ok(titles.some((title) => title.includes(name)), `${place}: ${titles}`);
  }
  for (const pid of await page.locator("rh-processes .mono, h3.title .mono").all()) {
    const box = await pid.boundingBox();
    assert.ok(box === null || box.height < 30, `a PID stands on several lines: ${await pid.innerText()}`);
  }
});

onPage("at 360 px the longest names leave everything else its place", again("echo", {}, phone), async ({ page }) => {
  await open(page);
  for (const area of ["Diagram", "Terminal", "Processes", "Details", "Source"]) {
    await page.getByRole("tablist", { name: "Areas" }).getByRole("tab", { name: area, exact: true }).click();
    await answered(page);
    assert.deepEqual(await page.evaluate(sticksOut), [], area);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, area);
  }
});

onPage("the head of a lane says its whole names to the pointer", again("echo"), async ({ page }) => {
  await open(page);
  const place = await page.evaluate(() => {
    const { hits } = document.querySelector("rh-diagram").scene;
    const { number } = document.querySelector("rh-app").store.state.rows.find(({ entry }) => entry.startsWith("app:avery") && !entry.endsWith("service"));
    const box = hits.boxes.find(({ hit }) => hit.process === number);
    const { left, top } = document.querySelector("rh-diagram").shadowRoot.querySelector("canvas").getBoundingClientRect();
    return { x: left + box.x + box.w / 2, y: top + box.y + box.h / 2 };
  });
  await page.mouse.move(place.x, place.y);
  const title = await page.evaluate(() => document.querySelector("rh-diagram").shadowRoot.querySelector("canvas").title);
  assert.ok(title.startsWith(`app:${ENTRY} · `), title);
});

/** Keeps what was written on canvases in the last frame: the text, and the height of its base line. */
const listening = (options) => ({
  ...options,
  async prepare(page) {
    await options.prepare?.(page);
    await page.addInitScript(() => {
      globalThis.written = [];
      const { fillRect, fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        globalThis.written.push({ text, y });
        return fillText.apply(this, arguments);
      };
      CanvasRenderingContext2D.prototype.fillRect = function (x, y, w, h) {
        if (x === 0 && y === 0 && w > 300 && h > 300) globalThis.written.length = 0; // a frame begins
        return fillRect.apply(this, arguments);
      };
    });
  },
});

onPage("no label of the diagram is cut by the heads of the lanes, wherever one scrolls", listening(scenario("key-value")), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ring.last > 120);
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
  let labels = 0;
  for (let step = 0; step < 12; step += 1) {
    await page.locator("rh-diagram").hover();
    await page.mouse.wheel(0, -7);
    await answered(page);
    const { head, found } = await page.evaluate(() => {
      const topics = new Set(["set", "get", "delete", "keys", "stats", "spawn", "kv_response"]);
      const { head } = document.querySelector("rh-diagram").scene.view;
      return { head, found: globalThis.written.filter(({ text }) => topics.has(text)) };
    });
    labels += found.length;
    // A label is 16 pixels high, and its base line is 5 above its end.
    for (const { text, y } of found) assert.ok(y + 5 - 16 >= head - 1, `${text} begins ${head - (y - 11)} px too high`);
  }
  assert.ok(labels > 50, `${labels} labels were looked at`);
});

onPage("what failed is said in the diagram also when its stack is longer than a line", listening(scenario("echo", { settings: { pace: { kind: "times", value: 1 } } })), async ({ page }) => {
  await bring(page, {
    "_index.yaml": `namespace: app
entries:
  - { name: processes, kind: process.host, lifecycle: { auto_start: true } }
  - { name: main, kind: process.lua, source: file://main.lua }
  - { name: service, kind: process.service, process: app:main, host: app:processes, lifecycle: { auto_start: true } }
`,
    "main.lua": `local function deep(n)
  if n == 0 then error("out of luck") end
  local answer = deep(n - 1)
  return answer
end
return { main = function() local answer = deep(20) return answer end }`,
  });
  await page.waitForFunction(() => globalThis.written.some(({ text }) => text.startsWith("failed: app:main:2:")));
});

for (const [lang, outside] of [
  ["ru", "извне"],
  ["ko", "외부"],
]) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 800 }]) {
    onPage(`in ${lang} at ${viewport.width} px neither counts nor the outside's head are cut`, listening(scenario("key-value", { lang }, { viewport })), async ({ page }) => {
      await answered(page);
      const heads = await page.evaluate(() => globalThis.written.map(({ text }) => text));
      assert.ok(heads.includes(outside), heads.join(", "));
      if (viewport.width === 360) await page.evaluate(() => document.querySelector("rh-app").store.show("processes"));
      await answered(page);
      const cut = await page.locator("rh-processes .panel-head .parts, rh-processes .panel-head .parts span").evaluateAll((all) => all.filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline").map((part) => part.textContent));
      assert.deepEqual(cut, []);
      assert.deepEqual(await page.evaluate(sticksOut), []);
    });
  }
}

onPage("in Korean, which breaks lines anywhere, the page's own name does not break", scenario("key-value", { lang: "ko" }, { viewport: { width: 900, height: 700 } }), async ({ page }) => {
  const { height } = await page.locator("h1").boundingBox();
  assert.ok(height < 20, `it is ${height} px high`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
