// The typed store in the page: its three scenarios, the panel of what it keeps, and the canvas of cursors.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { answered, bring, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const REAL_TIME = { settings: { pace: { kind: "times", value: 1 } } };
const LANGS = ["en", "ru", "ko"];
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** A scenario in real time, with a tab of the dock in front. */
const playing = (id, tab, more = {}, options = {}) => scenario(id, { ...REAL_TIME, layout: { tab, area: tab }, ...more }, options);

/** Does something with the page's store. */
const act = (page, what, ...args) => page.evaluate(`(${what})(document.querySelector("rh-app").store, ...${JSON.stringify(args)})`);

const choose = (page, label) => page.getByRole("combobox", { name: "Scenario" }).selectOption({ label });
const panel = (page) => page.locator("rh-typed-store");
const tenant = (page, name) => panel(page).getByRole("row", { name: new RegExp(`^${name} `) });
const users = (page) => page.locator(".cursors-list");
const user = (page, name) => users(page).getByRole("listitem").filter({ hasText: new RegExp(`^\\s*${name}\\b`) });
const now = (page) => act(page, (store) => store.state.run.time);

onPage("live cursors open from the picker with their canvas, in real time; a user that is killed has a cursor for two seconds more", scenario("ping-pong", { settings: { pace: { kind: "events", value: 5 } } }), async ({ page }) => {
  await choose(page, "Live cursors");
  await page.getByRole("tab", { name: "Cursors", selected: true }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Speed" }).inputValue(), "times 1");
  await page.getByText("the cursor goes two seconds later").waitFor();
  for (const name of ["ada", "boris", "chul", "dora", "emil"]) await user(page, name).waitFor();
  await page.getByRole("button", { name: "Kill boris" }).click();
  await user(page, "boris").getByText("has ended").waitFor();
  const killed = await now(page);
  await user(page, "boris").waitFor({ state: "detached" });
  const gone = await now(page);
  // Its last cursor was set at most 1.1 s before, and the canvas asks five times a second.
  assert.ok(gone - killed > 0.8e9 && gone - killed < 3e9, `${(gone - killed) / 1e9} s`);
  await page.getByRole("status").filter({ hasText: "The cursor of boris has gone." }).waitFor();
  await page.getByText("the cursor goes two seconds later").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "invite ada" }).waitFor();
  await user(page, "chul").waitFor();
});

onPage("the canvas is painted where the cursors are, and asks five times a second at most", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  const asked = await page.evaluate(async () => {
    const { store } = document.querySelector("rh-app");
    const ask = store.http.ask.bind(store.http);
    const times = [];
    let open = 0;
    let most = 0;
    store.http.ask = async (request) => {
      times.push(performance.now());
      most = Math.max(most, (open += 1));
      const answer = await ask(request);
      open -= 1;
      return answer;
    };
    while (times.length < 6) await new Promise(requestAnimationFrame);
    return { between: times.slice(1).map((time, n) => time - times[n]), most };
  });
  assert.equal(asked.most, 1);
  assert.ok(asked.between.every((span) => span > 190), `${asked.between}`);
  const colours = await page.locator("rh-cursors canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let n = 0; n < data.length; n += 4) seen.add(`${data[n]} ${data[n + 1]} ${data[n + 2]}`);
    const style = getComputedStyle(canvas);
    const hex = (name) => style.getPropertyValue(name).trim().match(/\w\w/g).map((part) => parseInt(part, 16)).join(" ");
    return [1, 2, 3, 4, 5, 6].map((n) => seen.has(hex(`--cursor-${n}`)));
  });
  assert.deepEqual(colours, [true, true, true, true, true, false], "five users, five colours");
  const { ratio, width, css } = await page.locator("rh-cursors canvas").evaluate((canvas) => ({ ratio: devicePixelRatio, width: canvas.width, css: canvas.clientWidth }));
  assert.equal(width, Math.round(css * ratio));
});

onPage("nobody asks while the run is paused or the canvas out of sight", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  /** How often it asks in the frames that follow, the first of them right after `before`. */
  const asking = (before = () => {}) =>
    page.evaluate(`(async () => {
      const { store } = document.querySelector("rh-app");
      const ask = store.http.ask.bind(store.http);
      let asked = 0;
      (${before})(store);
      store.http.ask = (request) => ((asked += 1), ask(request));
      for (let n = 0; n < 40; n += 1) await new Promise(requestAnimationFrame);
      store.http.ask = ask;
      return asked;
    })()`);
  assert.ok((await asking()) > 0);
  assert.equal(await asking((store) => store.pause()), 0);
  await page.getByText("The run is paused, and the cursors with it.").waitFor();
  await page.locator("rh-cursors").getByRole("button", { name: "Play" }).click();
  await page.getByText("The run is paused, and the cursors with it.").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Log" }).click();
  assert.equal(await asking(), 0);
});

onPage("the reader's pointer is a cursor among the others, which users see, and goes when it leaves", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  const box = await page.locator("rh-cursors canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 30);
  await user(page, "you").waitFor();
  await page.mouse.move(box.x + 3, box.y + 3);
  await user(page, "you").getByText("0, 0").waitFor();
  await page.mouse.move(box.x, box.y - 300);
  await user(page, "you").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Log" }).click();
  await page.locator(".log-line", { hasText: "no longer sees you" }).first().waitFor();
});

onPage("by keyboard alone one takes part, and kills a user", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  await page.getByRole("tab", { name: "Cursors" }).focus();
  const canvas = page.getByRole("application", { name: "Cursors of all users" });
  for (let n = 0; n < 4 && !(await canvas.evaluate((it) => it === document.activeElement)); n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await user(page, "you").getByText("400, 280").waitFor();
  await page.keyboard.press("Escape");
  await user(page, "you").waitFor({ state: "detached" });
  // Whoever moves it knows: nobody need be told.
  assert.doesNotMatch(await page.locator("rh-cursors p.unseen").innerText(), /cursor of you/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await user(page, "ada").getByText("has ended").waitFor();
  await user(page, "ada").waitFor({ state: "detached" });
});

onPage("who wants no motion sees cursors jump", playing("live-cursors", "cursors", {}, { reducedMotion: "reduce" }), async ({ page }) => {
  await user(page, "emil").waitFor();
  const between = await page.evaluate(async () => {
    const { scene } = document.querySelector("rh-cursors");
    for (let n = 0; n < 60; n += 1) {
      await new Promise(requestAnimationFrame);
      for (const { x, y, to, alpha } of scene.drawn.values()) if ((x !== to.x || y !== to.y || alpha !== 1) && n > 1) return true;
    }
    return false;
  });
  assert.equal(between, false);
});

onPage("the canvas shows the cursors of one tenant, and the reader says of which", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Tenant" }).count(), 0, "there is one");
  const body = JSON.stringify({ x: 1, y: 2, item_id: "", user_id: "zoe" });
  const set = (page) => act(page, (store, body) => store.http.ask({ method: "POST", target: "/kv/set/CursorPosition/user:zoe", host: "zoo.example", body, bytes: null }), body);
  assert.equal((await set(page)).status, 200);
  await page.getByRole("combobox", { name: "Tenant" }).selectOption("zoo.example");
  await user(page, "zoe").waitFor();
  await user(page, "emil").waitFor({ state: "detached" });
  await page.getByRole("combobox", { name: "Tenant" }).selectOption("stage.example");
  await user(page, "emil").waitFor();
  assert.equal(await user(page, "zoe").count(), 0);
});

onPage("the views speak another language as soon as it is chosen", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  for (const [lang, list] of [["ru", "Кто здесь"], ["ko", "지금 있는 사용자"], ["en", "Who is there"]]) {
    await page.locator("select.language").selectOption(lang);
    await page.getByRole("heading", { name: list }).waitFor();
  }
});

onPage("in slow motion the canvas offers real time", playing("live-cursors", "cursors", { settings: { pace: { kind: "events", value: 20 } } }), async ({ page }) => {
  await page.getByRole("button", { name: "Go on in real time" }).click();
  await user(page, "emil").waitFor();
});

onPage("a project whose cursors have other fields says why the reader's is refused", playing("ping-pong", "cursors"), async ({ page }) => {
  await bring(page, {
    "src/_index.yaml": `namespace: app
entries:
  - { name: processes, kind: process.host }
  - { name: typed_kv, kind: process.rust, actor: typed_kv }
  - { name: typed_kv.service, kind: process.service, process: app:typed_kv, host: app:processes, lifecycle: { auto_start: true } }
`,
    "models/storage/ui.rs": "pub struct CursorPosition { pub x: i32, pub y: i32, pub z: i32 }\n",
  });
  // What has no terminal opens with its source.
  await page.getByRole("tab", { name: "Source", selected: true }).waitFor();
  await page.getByRole("tab", { name: "Cursors" }).click();
  await page.locator("rh-cursors canvas").hover();
  await page.getByText("The store refuses your cursor: the value is no CursorPosition").waitFor();
});

onPage("a session is missed, hit and expires, and the panel counts its time down", scenario("ping-pong", REAL_TIME), async ({ page }) => {
  await choose(page, "Session cache");
  await typeLine(page, "session ada");
  await terminalSays(page, "(not in the cache: loaded, 1500 ms)");
  await typeLine(page, "session ada");
  await terminalSays(page, "(from the cache, 0 ms)");
  await page.getByRole("tab", { name: "Typed store" }).click();
  const row = panel(page).getByRole("row", { name: /SessionCache:session:ada/ });
  const seconds = async () => parseFloat(await row.getByRole("cell").last().innerText());
  const first = await seconds();
  assert.ok(first > 0 && first <= 5, `${first}`);
  await page.waitForFunction((first) => parseFloat([...document.querySelectorAll("rh-typed-store tr")].find((row) => row.textContent.includes("ada"))?.lastElementChild.textContent) < first - 0.3, first);
  await page.getByRole("button", { name: "Pause" }).click();
  await answered(page);
  const still = await seconds();
  await page.evaluate(async () => {
    for (let n = 0; n < 30; n += 1) await new Promise(requestAnimationFrame);
  });
  assert.equal(await seconds(), still, "it stands still with the run");
  await page.getByRole("button", { name: "Play" }).first().click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Log" }).click();
  for (const what of ["miss", "hit", "expired"]) await page.locator(".log-line", { hasText: what }).filter({ hasText: "ada" }).first().waitFor();
});

onPage("two tenants are told apart, and a wrong setting is explained", scenario("ping-pong", REAL_TIME), async ({ page }) => {
  await choose(page, "Settings of two tenants");
  await typeLine(page, "set notifications maybe");
  await terminalSays(page, '/notifications: expected true or false (bool), found the text "maybe"');
  await typeLine(page, "set theme dark");
  await terminalSays(page, "theme = dark");
  await typeLine(page, "use south");
  await typeLine(page, "show");
  await terminalSays(page, "theme = light");
  await page.getByRole("tab", { name: "Typed store" }).click();
  for (const name of ["north.example", "south.example", "all together"]) await tenant(page, name).getByText(/KiB of/).waitFor();
  assert.equal(await panel(page).getByRole("meter", { name: "memory: north.example" }).getAttribute("aria-valuemax"), String(16 << 20));
  await panel(page).getByText("Nothing that is kept has an end.").waitFor();
});

onPage("a store that is stopped has taken all along, and one that is started again says that it is empty", playing("live-cursors", "typed_store"), async ({ page }) => {
  await tenant(page, "stage.example").waitFor();
  await panel(page).getByText("In memory only").waitFor();
  await act(page, (store) => store.stopService("app:typed_kv.service"));
  await panel(page).getByText("The store has ended, and what it kept is gone.").waitFor();
  assert.equal(await panel(page).getByRole("table").count(), 0);
  await act(page, (store) => store.startService("app:typed_kv.service"));
  await panel(page).getByText("The store has begun anew, empty").waitFor();
  await tenant(page, "stage.example").waitFor();
  // A fresh run knows nothing of it.
  await act(page, (store) => store.open());
  await tenant(page, "stage.example").waitFor();
  await panel(page).getByText("The store has begun anew").waitFor({ state: "detached" });
});

onPage("without a typed store there are no such tabs", scenario("echo", { layout: { tab: "cursors" } }), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  assert.equal(await page.getByRole("tab", { name: /Typed store|Cursors/ }).count(), 0);
  await page.getByRole("tab", { name: "Terminal", selected: true }).waitFor();
});

onPage("ready-made messages are answered by the store", playing("live-cursors", "log"), async ({ page }) => {
  await page.getByRole("button", { name: "list the cursors" }).click();
  await page.locator("rh-outcome", { hasText: "answered: http_response" }).waitFor();
  await page.getByRole("button", { name: "set a wrong cursor" }).click();
  await page.locator("rh-outcome code", { hasText: /no CursorPosition/ }).waitFor();
});

onPage("a fresh run that a fault prevents asks for no database, and what is said of the fault goes with it", playing("session-cache", "terminal"), async ({ page }) => {
  const write = (text) =>
    act(
      page,
      (store, text) => {
        const { files } = store.state.project;
        globalThis.whole ??= files["src/cli.lua"];
        store.projects.change({ ...files, "src/cli.lua": text ?? globalThis.whole }, () => undefined);
      },
      text,
    );
  await write("local x =");
  await act(page, (store) => store.open());
  await page.locator(".notice", { hasText: "1 problem" }).waitFor();
  await answered(page);
  assert.equal(await page.getByRole("tab", { name: "Database" }).count(), 0);
  await write(null);
  await page.locator(".notice").waitFor({ state: "detached" });
});

for (const lang of LANGS) {
  onPage(`axe finds nothing in the store's views in ${lang}`, playing("live-cursors", "cursors", { lang, theme: lang === "ru" ? "dark" : "light" }, { timeout: 600_000 }), async ({ page }) => {
    await page.locator(".cursors-list li").nth(4).waitFor();
    await act(page, (store) => store.pause());
    await answered(page);
    assert.deepEqual(await violations(page, { within: "#dock" }), [], "cursors");
    await act(page, (store) => store.show("typed_store"));
    await page.locator(".typed-table tbody tr").first().waitFor();
    await answered(page);
    assert.deepEqual(await violations(page, { within: "#dock" }), [], "typed store");
    for (const id of ["live-cursors", "session-cache", "app-settings"]) {
      await act(page, (store, id) => store.open(id), id);
      await page.locator("rh-hint .hint").waitFor();
      assert.doesNotMatch(await page.locator("rh-hint").innerText(), /hint\./);
      assert.doesNotMatch(await page.locator("select.scenario option:checked").innerText(), /scenario\./);
    }
  });

  onPage(`at 360 px the store's views fit in ${lang}`, playing("live-cursors", "cursors", { lang }, phone), async ({ page }) => {
    await page.locator(".cursors-list li").nth(4).waitFor();
    for (const area of ["cursors", "typed_store"]) {
      await act(page, (store, area) => store.show(area), area);
      await page.locator(area === "cursors" ? "rh-cursors canvas" : ".typed-table tbody tr").first().waitFor();
      await answered(page);
      const wide = await page.evaluate((area) => Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(`#panel-${area} *`)].map((it) => it.getBoundingClientRect().right)), area);
      assert.ok(wide <= 360, `${area} is ${wide} px wide`);
    }
    await act(page, (store) => store.show("cursors"));
    await page.locator("rh-cursors canvas").waitFor();
    const box = await page.locator("rh-cursors canvas").boundingBox();
    assert.ok(box.height > 150, `${box.height}`);
  });
}
