// The typed store in the page: its three scenarios, the panel of what it keeps, and the canvas of cursors.
import assert from "node:assert/strict";
import { onPage } from "./support/browser.mjs";
import { openStore, PROJECT } from "./support/typed-store.mjs";
import { again, answered, bring, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const REAL_TIME = { settings: { pace: { kind: "times", value: 1 } } };
const LANGS = ["en", "ru", "ko"];
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** A scenario in real time, with a tab of the dock in front. */
const playing = (id, tab, more = {}, options = {}) => again(id, { ...REAL_TIME, layout: { tab, area: tab }, ...more }, options);

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
  await user(page, "boris").getByText("ended").waitFor();
  const killed = await now(page);
  await user(page, "boris").getByText("gone").waitFor();
  const gone = await now(page);
  // Its last cursor was set at most 1.1 s before, and the canvas asks five times a second.
  assert.ok(gone - killed > 0.8e9 && gone - killed < 3e9, `${(gone - killed) / 1e9} s`);
  await page.getByRole("status").filter({ hasText: "The cursor of boris has gone." }).waitFor();
  await page.getByText("the cursor goes two seconds later").waitFor({ state: "detached" });
  // Its line keeps its place under the pointer, and goes when that goes.
  await page.mouse.move(5, 5);
  await user(page, "boris").waitFor({ state: "detached" });
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
  await page.getByText("The run is paused, and so are the cursors.").waitFor();
  await page.locator("rh-cursors").getByRole("button", { name: "Play" }).click();
  await page.getByText("The run is paused, and so are the cursors.").waitFor({ state: "detached" });
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
  await user(page, "ada").getByText("ended").waitFor();
  // The focus stays on its button, and that does nothing more.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Kill ada");
  await page.keyboard.press("Enter");
  await user(page, "ada").getByText("gone").waitFor();
  assert.deepEqual(await users(page).getByText("ended").count(), 0, "nobody else was killed");
  await page.keyboard.press("Shift+Tab");
  await user(page, "ada").waitFor({ state: "detached" });
});

onPage("who is killed twice at the same place of the list takes no neighbour along", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  const box = await page.getByRole("button", { name: "Kill boris" }).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await user(page, "boris").getByText("ended").waitFor();
  await page.mouse.click(x, y);
  await user(page, "boris").getByText("gone").waitFor();
  await page.mouse.click(x, y);
  await answered(page);
  const { length } = await act(page, (store) => store.state.rows.filter(({ entry, ended }) => entry === "app:user" && ended));
  assert.equal(length, 1, "one user has ended");
  assert.equal(await page.getByRole("button", { name: "Kill boris" }).getAttribute("aria-disabled"), "true");
});

onPage("the reader has a colour of their own, the same whoever else is there; and on the canvas names cover no names", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  const box = await page.locator("rh-cursors canvas").boundingBox();
  assert.ok(box.height > 170, `at ${box.height} px one sees little`);
  const colour = async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + 30);
    await user(page, "you").waitFor();
    const swatch = await user(page, "you").locator(".swatch").getAttribute("class");
    await page.mouse.move(box.x, box.y - 300);
    await user(page, "you").waitFor({ state: "detached" });
    return swatch;
  };
  assert.equal(await colour(), "swatch cursor-9");
  await act(page, (store) => store.send("crowd", "invite", '{"name":"zoe"}'));
  await user(page, "zoe").waitFor();
  assert.equal(await colour(), "swatch cursor-9");
});

onPage("the hint says what to try next when the first was done, to the end", scenario("live-cursors", { ...REAL_TIME, layout: { tab: "log", area: "log" } }), async ({ page }) => {
  const hint = page.locator(".hint");
  await hint.getByText("Try this: kill a user").waitFor();
  await act(page, (store) => store.kill(store.state.names.find(({ name }) => name === "user:ada").process));
  await hint.getByText("Now this: point at the canvas").waitFor();
  await page.getByRole("tab", { name: "Cursors" }).click();
  await user(page, "emil").waitFor();
  const box = await page.locator("rh-cursors canvas").boundingBox();
  await page.mouse.move(box.x + 100, box.y + 30);
  await hint.getByText("open “Typed store” below").waitFor();
  await page.getByRole("tab", { name: "Typed store" }).click();
  await hint.waitFor({ state: "detached" });
  await act(page, (store) => store.open("app-settings"));
  await hint.getByText("set notifications maybe").waitFor();
  await act(page, (store) => store.open("live-cursors"));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.preferences.scenario === "live-cursors");
  assert.equal(await hint.count(), 0, "what was done is not asked for again");
});

onPage("a scenario that is about the dock has more of it, and gives that back", scenario("ping-pong", { layout: { dock: 236 } }), async ({ page }) => {
  const dock = () => act(page, (store) => store.state.preferences.layout.dock);
  await choose(page, "Live cursors");
  await page.getByRole("tab", { name: "Cursors", selected: true }).waitFor();
  const more = await dock();
  assert.ok(more > 300, `${more}`);
  await act(page, (store) => store.open("echo"));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.preferences.layout.dock === 236);
  await choose(page, "Live cursors");
  await page.getByRole("tab", { name: "Cursors", selected: true }).waitFor();
  await act(page, (store) => store.layout({ dock: 300 }));
  await act(page, (store) => store.open("echo"));
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.preferences.scenario === "echo");
  assert.equal(await dock(), 300, "the reader has set it since");
});

onPage("processes of one entry are told apart by their names, in the tree, the table and the inspector", playing("live-cursors", "log"), async ({ page }) => {
  const tree = page.getByRole("tree", { name: "Processes" });
  for (const name of ["ada", "boris", "chul", "dora", "emil"]) await tree.getByRole("treeitem").filter({ hasText: `user:${name}` }).waitFor();
  assert.equal(await tree.getByRole("treeitem").filter({ hasText: /typed_kv\s.*0x/ }).locator(".tag").count(), 0, "who stands alone needs nothing");
  await tree.getByRole("treeitem").filter({ hasText: "user:boris" }).click();
  await page.locator("rh-process-inspector h3", { hasText: "user:boris" }).first().waitFor();
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await page.locator(".process-table").getByRole("rowheader", { name: "user:chul" }).waitFor();
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

const setCursor = (page, host, key, value) =>
  act(page, (store, host, key, body) => store.http.ask({ method: "POST", target: `/kv/set/CursorPosition/${encodeURIComponent(key)}`, host, body, bytes: null }), host, key, JSON.stringify(value));

onPage("another tenant that comes does not take the place of the one whose cursors are shown", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  assert.equal((await setCursor(page, "a.first.example", "user:zoe", { x: 1, y: 2, item_id: "", user_id: "zoe" })).status, 200);
  await page.getByRole("combobox", { name: "Tenant" }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Tenant" }).inputValue(), "stage.example");
  await answered(page);
  assert.deepEqual([await user(page, "emil").count(), await users(page).getByText("gone").count()], [1, 0]);
});

onPage("a store that has ended leaves no cursors behind, and is started again from there", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  await act(page, (store) => store.stopService("app:typed_kv.service"));
  const head = page.locator(".cursors-head");
  await head.getByText("The store has ended").waitFor();
  await page.waitForFunction(() => document.querySelector("rh-cursors").scene.drawn.size === 0);
  assert.equal(await users(page).getByRole("listitem").count(), 0);
  await head.getByRole("button", { name: "Start: app:typed_kv.service" }).click();
  await user(page, "emil").waitFor();
  assert.equal(await head.getByRole("button", { name: /^Start/ }).count(), 0);
});

onPage("a value that is no cursor is counted, and a place that is far away is written short", playing("ping-pong", "cursors"), async ({ page }) => {
  await openStore(page, { ...PROJECT, "models/storage/ui.rs": "pub struct CursorPosition { pub x: Option<f64>, pub y: f64, pub user_id: String }" });
  await page.evaluate(() => document.querySelector("rh-app").store.show("cursors"));
  assert.equal((await setCursor(page, "a.example", "user:none", { x: null, y: 1, user_id: "none" })).status, 200);
  await users(page).getByText("1 value under this type is no cursor").waitFor();
  assert.equal(await users(page).getByText("There are no cursors now.").count(), 0);
  assert.equal((await setCursor(page, "a.example", "user:far", { x: 1e308, y: 2, user_id: "\u202eraf" })).status, 200);
  await users(page).getByText("1e+308, 2").waitFor();
  assert.match(await users(page).innerText(), /\\u\{202e\}raf/);
});

onPage("the views speak another language as soon as it is chosen", playing("live-cursors", "cursors"), async ({ page }) => {
  await user(page, "emil").waitFor();
  for (const [lang, list] of [["ru", "Кто здесь"], ["ko", "지금 있는 사용자"], ["en", "Who is there"]]) {
    await page.locator("select.language").selectOption(lang);
    await page.getByRole("heading", { name: list }).waitFor();
  }
});

onPage("in slow motion the canvas offers real time", playing("live-cursors", "cursors", { settings: { pace: { kind: "events", value: 20 } } }), async ({ page }) => {
  await page.getByRole("button", { name: "Play in real time" }).click();
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

onPage("a session is missed, hit and expires, and the panel counts its time down", again("ping-pong", REAL_TIME), async ({ page }) => {
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

onPage("two tenants are told apart, and a wrong setting is explained", again("ping-pong", REAL_TIME), async ({ page }) => {
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
  await panel(page).getByText("No value expires.").waitFor();
});

const values = (page) => panel(page).locator("rh-typed-values");
const value = (page, key) => values(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name: key, exact: true }) });

/** Sets values of a type that is open to any text. */
const setAll = (page, host, entries) =>
  act(
    page,
    async (store, host, entries) => {
      for (const [key, body] of entries) {
        const { status } = await store.http.ask({ method: "POST", target: `/kv/set/Note/${key}`, host, body, bytes: null });
        if (status !== 200) throw new Error(`${key}: ${status}`);
      }
    },
    host,
    entries,
  );

const NOTES = { ...PROJECT, "models/storage/ui.rs": "pub struct Note {\n    pub text: String,\n    pub n: u64,\n}\n" };
const note = (text, n = 1) => JSON.stringify({ text, n: 0 }).replace(/0\}$/, `${n}}`);

onPage("the values of a tenant are listed, filtered and opened whole, and nothing of that is in the run", again("echo"), async ({ page }) => {
  await openStore(page, NOTES);
  await setAll(page, "a.example", Array.from({ length: 150 }, (_, n) => [`note:${String(n).padStart(3, "0")}`, note(`text ${n}`)]));
  await setAll(page, "a.example", [["other", note("x".repeat(400), "18446744073709551615")]]);
  await setAll(page, "b.example", [["single", note("of b")]]);
  await act(page, (store) => store.show("typed_store"));
  await values(page).getByText("151 values").waitFor();
  await answered(page);
  const hash = () => act(page, (store) => ({ hash: store.state.run.hash, total: store.state.run.total }));
  const before = await hash();

  assert.equal(await values(page).locator("tbody tr").count(), 100);
  assert.equal(await value(page, "note:007").getByRole("cell").nth(1).innerText(), '{"text":"text 7","n":1}');
  await values(page).getByText("… and 51 more.").waitFor();
  await values(page).getByRole("button", { name: "Show 51 more" }).click();
  await value(page, "other").waitFor();

  await values(page).getByRole("textbox", { name: "Type or key contains" }).fill("01");
  await values(page).getByText("12 values").waitFor();
  assert.equal(await values(page).locator("tbody tr").count(), 12, "001, 010 to 019, and 101");
  await values(page).getByRole("textbox").fill("nothing has this");
  await values(page).getByText("No type or key has that text in it.").waitFor();
  await values(page).getByRole("textbox").fill("other");

  const key = value(page, "other").getByRole("button");
  await key.click();
  assert.equal(await key.getAttribute("aria-expanded"), "true");
  await page.locator(".value-whole", { hasText: /x{400}/ }).waitFor();
  assert.match(await page.locator(".value-whole").innerText(), /^\{\n {2}"text": "x{400}",\n {2}"n": 18446744073709551615\n\}$/);
  await key.press("Enter");
  assert.equal(await page.locator(".value-whole").count(), 0);

  await values(page).getByRole("textbox").fill("");
  await panel(page).getByRole("button", { name: "b.example" }).click();
  await value(page, "single").getByText('"of b"').waitFor();
  assert.deepEqual(await hash(), before, "to look is no part of the run");

  await setAll(page, "b.example", [["single", note("changed")], ["soon", note("short", 2)]]);
  await value(page, "single").getByText('"changed"').waitFor();
  await value(page, "soon").waitFor();
  await act(page, (store) => store.http.ask({ method: "DELETE", target: "/kv/delete/Note/single", host: "b.example", body: "", bytes: null }));
  await value(page, "single").waitFor({ state: "detached" });
});

onPage("a key that turns the direction of writing, or is nothing but blanks, is seen as what it is", again("echo"), async ({ page }) => {
  await openStore(page, NOTES);
  await setAll(page, "a.example", ["\u202enimda:resu", " ", "a\nb", "a  b"].map((key) => [encodeURIComponent(key), note("\u202eback\u200b")]));
  await act(page, (store) => store.show("typed_store"));
  await values(page).getByText("4 values").waitFor();
  const keys = await values(page).locator("tbody th bdi").allTextContents();
  assert.deepEqual(keys.sort(), ['" "', '"a  b"', "\\u{202e}nimda:resu", "a\\nb"].sort());
  const key = values(page).getByRole("button", { name: "\\u{202e}nimda:resu" });
  await key.click();
  await page.locator(".value-whole").waitFor();
  assert.match(await values(page).innerText(), /\\u\{202e\}back\\u\{200b\}/);
  assert.doesNotMatch(await page.locator("rh-typed-store").innerHTML(), /[\u202a-\u202e\u200b]/);
});

onPage("values that expire say in how long, and go", playing("session-cache", "terminal"), async ({ page }) => {
  await typeLine(page, "session ada");
  await terminalSays(page, "loaded");
  await page.getByRole("tab", { name: "Typed store" }).click();
  const row = values(page).getByRole("row").filter({ hasText: "ada" });
  await row.waitFor();
  const left = parseFloat(await row.getByRole("cell").last().innerText());
  assert.ok(left > 0 && left <= 5, `${left}`);
  await row.waitFor({ state: "detached" });
});

onPage("a store that is stopped has taken all along, and one that is started again says that it is empty", playing("live-cursors", "typed_store"), async ({ page }) => {
  await tenant(page, "stage.example").waitFor();
  await panel(page).getByText("In memory only").waitFor();
  await act(page, (store) => store.stopService("app:typed_kv.service"));
  await panel(page).getByText("The store has ended, and what it kept is gone.").waitFor();
  assert.equal(await panel(page).getByRole("table").count(), 0);
  await act(page, (store) => store.startService("app:typed_kv.service"));
  await panel(page).getByText("The store has started again, empty").waitFor();
  await tenant(page, "stage.example").waitFor();
  // A fresh run knows nothing of it.
  await act(page, (store) => store.open());
  await tenant(page, "stage.example").waitFor();
  await panel(page).getByText("The store has started again").waitFor({ state: "detached" });
});

onPage("without a typed store there are no such tabs", again("echo", { layout: { tab: "cursors" } }), async ({ page }) => {
  await terminalSays(page, "Echo Client");
  assert.equal(await page.getByRole("tab", { name: /Typed store|Cursors/ }).count(), 0);
  await page.getByRole("tab", { name: "Terminal", selected: true }).waitFor();
});

onPage("ready-made messages are answered by the store", playing("live-cursors", "log"), async ({ page }) => {
  await page.getByRole("button", { name: "list the cursors" }).click();
  await page.locator("rh-outcome", { hasText: "answered: http_response" }).waitFor();
  await page.locator("rh-outcome code", { hasText: /^200 \[\{"key":"user:ada","value":\{/ }).waitFor();
  await page.locator("rh-outcome button").click();
  await page.getByLabel("Its body, read as JSON").filter({ hasText: /"key": "user:ada"/ }).waitFor();
  await page.getByRole("button", { name: "set a wrong cursor" }).click();
  await page.locator("rh-outcome code", { hasText: /no CursorPosition/ }).waitFor();
});

onPage("a fresh run that a fault prevents asks for no database, and what is said of the fault goes with it", scenario("session-cache", { ...REAL_TIME, layout: { tab: "terminal" } }), async ({ page }) => {
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
    await page.locator("rh-typed-values tbody button").first().click();
    await page.locator(".value-whole").waitFor();
    await answered(page);
    assert.deepEqual(await violations(page, { within: "#dock" }), [], "typed store");
    for (const id of ["live-cursors", "session-cache", "app-settings"]) {
      await act(page, (store, id) => store.open(id), id);
      await page.locator("rh-hint .hint").waitFor();
      assert.doesNotMatch(await page.locator("rh-hint").innerText(), /hint\./);
      assert.doesNotMatch(await page.locator("select.scenario option:checked").innerText(), /scenario\./);
    }
  });
}

for (const lang of LANGS) {
  onPage(`at 360 px the store's views fit in ${lang}`, playing("live-cursors", "cursors", { lang }, phone), async ({ page }) => {
    await page.locator(".cursors-list li").nth(4).waitFor();
    for (const area of ["cursors", "typed_store"]) {
      await act(page, (store, area) => store.show(area), area);
      await page.locator(area === "cursors" ? "rh-cursors canvas" : "rh-typed-values tbody tr").first().waitFor();
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
