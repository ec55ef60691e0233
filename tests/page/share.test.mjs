// A run as a link: copied here, opened in a profile that has seen nothing, and asked about before programs of others run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import decodeQR from "qr/decode.js";
import { onPage, ready } from "./support/browser.mjs";
import { answered, scenario, terminalSays, typeLine, violations } from "./stage.mjs";

const EN = { locale: "en-US" };
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const state = (page, read) => page.evaluate(`(${read})(document.querySelector("rh-app").store.state)`);
const store = (page, act) => page.evaluate(`(${act})(document.querySelector("rh-app").store)`);
const hash = (page) => state(page, (s) => s.run.hash);
const notice = (page, text) => page.locator(".notice").filter({ hasText: text }).waitFor();
const question = (page) => page.getByRole("dialog", { name: "A run from a link" });
const goTo = (page, fragment) => page.evaluate((fragment) => void (location.hash = fragment), fragment);

/** A link that somebody has made. */
const fragment = (run, view = {}) => `#run=1.${deflateRawSync(Buffer.from(`${JSON.stringify(view)}\n${typeof run === "string" ? run : JSON.stringify(run)}`)).toString("base64url")}`;
const echo = async () => JSON.parse(await readFile("docs/run-format/echo.json", "utf8"));

async function paused(page) {
  await store(page, (s) => s.pause());
  await answered(page);
}

/** The link that the dialog shows. */
async function shared(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  return link;
}

/** The page in a profile that has seen nothing. */
async function elsewhere(context, url, act, options = {}) {
  const other = await context.browser().newContext({ ...EN, viewport: { width: 1280, height: 800 }, ...options });
  try {
    const page = await other.newPage();
    await page.goto(url);
    await ready(page);
    await act(page);
  } finally {
    await other.close();
  }
}

onPage("one key copies a link, which opens the same run in a fresh profile, at the event that was selected", scenario("echo", {}, CLIPBOARD), async ({ page, context }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await paused(page);
  await store(page, (s) => s.select({ event: 9 }));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("y");
  await notice(page, "opens this run at event 9");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const before = await hash(page);
  await elsewhere(context, link, async (page) => {
    await notice(page, "This run came from a link.");
    assert.deepEqual(await state(page, (s) => [s.preferences.scenario, s.run.state, s.dialog]), ["echo", "paused", null]);
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.selection?.event === 9);
    // Everything shows that moment.
    await page.waitForFunction(() => document.querySelector("rh-app").store.state.past?.event === 9 && document.querySelector("rh-app").store.state.past.progress === null);
    assert.equal(await state(page, (s) => s.follow), false);
    assert.deepEqual(await violations(page, { within: "rh-notice" }), []);
    await store(page, (s) => s.rewind.toNow());
    assert.equal(await hash(page), before);
  });
});

onPage("a link stays in the address until its run goes on otherwise, and Back leads to it again", scenario("echo"), async ({ page }) => {
  await paused(page);
  await goTo(page, new URL(await shared(page)).hash);
  await notice(page, "This run came from a link.");
  const opened = await page.evaluate(() => location.hash);
  assert.match(opened, /^#run=/);
  await page.reload();
  await notice(page, "This run came from a link.");
  await store(page, (s) => s.play());
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  assert.equal(await page.evaluate(() => location.hash), "");
  await paused(page);
  await store(page, (s) => s.kept.settle());
  const further = await hash(page);
  await page.reload();
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), further);
  await page.goBack();
  await notice(page, "The run from before is kept");
  assert.equal(await page.evaluate(() => location.hash), opened);
  await store(page, (s) => s.dialog("project"));
  await page.getByRole("button", { name: "Go on with it: Echo service" }).click();
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), further);
});

onPage("programs that come by a link are shown first and run when the reader says so", scenario("echo-lua"), async ({ page, context }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await paused(page);
  const link = await shared(page);
  const before = await hash(page);
  await elsewhere(context, link, async (page) => {
    await question(page).waitFor();
    await question(page).getByText("5 files, 1 input").waitFor();
    // What runs is what the page begins with, not what came.
    assert.deepEqual(await state(page, (s) => [s.preferences.scenario, s.project, s.ownProjects.length]), ["key-value", null, 0]);
    await question(page).getByText("src/relay.lua").click();
    await question(page).locator("pre").filter({ hasText: "process." }).waitFor();
    assert.deepEqual(await violations(page, { within: "rh-link" }), []);
    await question(page).getByRole("button", { name: "Run it" }).click();
    await notice(page, "This run came from a link.");
    assert.equal(await hash(page), before);
    assert.equal(await state(page, (s) => s.ownProjects.length), 1);
  });
  await elsewhere(context, link, async (page) => {
    for (const refuse of [() => page.keyboard.press("Escape"), () => question(page).getByRole("button", { name: "Not now" }).click()]) {
      await question(page).waitFor();
      await refuse();
      await question(page).waitFor({ state: "detached" });
      assert.deepEqual(await state(page, (s) => [s.preferences.scenario, s.link, s.ownProjects.length]), ["key-value", null, 0]);
      assert.equal(await page.evaluate(() => location.hash), "");
      await page.goBack(); // asks again
    }
    await question(page).waitFor();
  }, { colorScheme: "dark" });
});

onPage("a scenario that works on what the browser keeps is asked about, too", scenario("echo"), async ({ page }) => {
  const run = await echo();
  await goTo(page, fragment({ ...run, project: { scenario: "persistent-kv" }, targets: [], inputs: [] }));
  await question(page).getByText("works on a database that this browser keeps").waitFor();
});

onPage("a link that is pasted into an open page keeps the run that there was", scenario("echo"), async ({ page }) => {
  await typeLine(page, "mine");
  await terminalSays(page, "MINE");
  await paused(page);
  const mine = await hash(page);
  await goTo(page, fragment(await echo()));
  await question(page).getByRole("button", { name: "Run it" }).click();
  await notice(page, "The run from before is kept");
  assert.notEqual(await hash(page), mine);
  await store(page, (s) => s.dialog("project"));
  await page.getByRole("button", { name: "Go on with it: Echo service" }).click();
  await notice(page, "goes on where it was");
  assert.equal(await hash(page), mine);
});

onPage("a bad link says what is wrong with it, and what runs goes on", scenario("ping-pong"), async ({ page }) => {
  const run = await echo();
  const whole = fragment(run);
  const before = await state(page, (s) => s.run.number);
  for (const [bad, said] of [
    [whole.slice(0, whole.length / 2), "The link is damaged"],
    ["#run=1.", "The link is damaged"],
    [whole.replace("#run=1.", "#run=2."), "newer version of Rehearsal"],
    [fragment({ ...run, version: 2 }), "newer version of Rehearsal"],
    [fragment(`"${" ".repeat(17 << 20)}"`), "more than this page takes"],
    [fragment({ format: "something" }), "is no run, or it was changed on the way"],
    [fragment({ ...run, order: "lifo" }), 'expected "fifo" or "shuffled"'],
    [fragment({ ...run, project: { files: { name: "a", files: { "../up.lua": "" }, overrides: [] } } }), "is no path inside a project"],
    [fragment({ ...run, project: { files: { name: "a", files: { "a.lua": "-".repeat(3 << 20) }, overrides: [] } } }), "a.lua is larger than 2 MiB"],
    [fragment({ ...run, project: { scenario: "nothing" } }), "does not have: nothing"],
  ]) {
    await goTo(page, bad);
    await notice(page, said);
    assert.deepEqual(await state(page, (s) => [s.run.number, s.preferences.scenario, s.phase, s.dialog]), [before, "ping-pong", "ready", null], said);
    await store(page, (s) => s.dismissNotice());
  }
  const total = await state(page, (s) => s.run.total);
  await page.waitForFunction((total) => document.querySelector("rh-app").store.state.run.total > total, total);
});

for (const [locale, said] of [
  ["ru", "Ссылка повреждена"],
  ["ko", "링크가 손상되었습니다"],
]) {
  onPage(`a damaged link is told in the reader's language: ${locale}`, { locale, path: "#run=1.AAAA" }, async ({ page }) => {
    await notice(page, said);
    assert.equal(await state(page, (s) => s.phase), "ready");
  });
}

onPage("a run that a link changed on the way is another one, and says so", scenario("ping-pong"), async ({ page }) => {
  const run = await echo();
  run.inputs[0].input.line.text = "hallo";
  await goTo(page, fragment(run));
  await question(page).getByRole("button", { name: "Run it" }).click();
  await notice(page, "is another one than its maker saw");
});

onPage("names of strangers are text and nothing else", scenario("ping-pong"), async ({ page }) => {
  const run = await echo();
  const { files } = run.project.files;
  const name = `<img src=x onerror=alert(1)>\u202egpj.exe ${"long ".repeat(200)}`;
  run.project.files = { ...run.project.files, name, files: { ...files, "a\u202eaul.txt": "one \u200b\u2066two", ["deep/".repeat(60) + "x.lua"]: "return 1" } };
  await page.setViewportSize({ width: 360, height: 740 });
  await goTo(page, fragment(run));
  await question(page).waitFor();
  await question(page).getByText("<img src=x onerror=alert(1)>‹U+202E›gpj.exe").waitFor();
  await question(page).getByText("a‹U+202E›aul.txt").click();
  await question(page).getByText("one ‹U+200B›‹U+2066›two").waitFor();
  assert.equal(await page.locator("rh-link img").count(), 0);
  assert.equal(await page.evaluate(() => document.querySelector("rh-link dialog").scrollWidth <= document.querySelector("rh-link dialog").clientWidth), true);
  assert.deepEqual(await violations(page, { within: "rh-link" }), []);
  await question(page).getByRole("button", { name: "Run it" }).click();
  await page.waitForFunction(() => document.querySelector("rh-app").store.state.ownProjects.length === 1);
});

onPage("by keyboard alone a link is made and copied, and a run from one is begun", scenario("echo-lua", {}, CLIPBOARD), async ({ page, context }) => {
  await typeLine(page, "hello");
  await terminalSays(page, "HELLO");
  await paused(page);
  await page.getByRole("button", { name: "Share", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".copy-link:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("opens this run where it is now").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Share or save this run" }).waitFor({ state: "hidden" });
  await elsewhere(context, link, async (page) => {
    await question(page).waitFor();
    const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
    await page.keyboard.press("Enter"); // of no effect as long as nothing was chosen
    await question(page).waitFor();
    for (let n = 0; n < 20 && (await focused()) !== "Run it"; n += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await notice(page, "This run came from a link.");
  });
});

for (const colorScheme of ["light", "dark"]) {
  onPage(`a link that is short enough is a QR code, dark on light in the ${colorScheme} theme`, scenario("echo", {}, { colorScheme }), async ({ page }) => {
    await typeLine(page, "hello");
    await terminalSays(page, "HELLO");
    await paused(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const code = page.getByRole("img", { name: "QR code: Echo service" });
    await code.waitFor();
    const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
    const colours = await code.evaluate((svg) => [...svg.querySelectorAll("path")].map((path) => getComputedStyle(path).fill));
    assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    assert.deepEqual(await violations(page, { within: "rh-share" }), []);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as SVG" }).click()]);
    assert.equal(file.suggestedFilename(), "Echo service.svg");
    const svg = await readFile(await file.path(), "utf8");
    assert.equal(decodeQR(drawn(svg)), link);
    // The page shows the same.
    assert.ok(svg.includes(await code.evaluate((svg) => svg.querySelector(".dark").getAttribute("d"))));
  });
}

/** The picture in an SVG of rectangles: `M3 4h2v1h-2z`, three pixels a module. */
function drawn(svg) {
  const SCALE = 3;
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)[1]) * SCALE;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, wide] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = y * SCALE; row < (Number(y) + 1) * SCALE; row += 1) {
      for (let column = x * SCALE; column < (Number(x) + Number(wide)) * SCALE; column += 1) data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return { width: side, height: side, data };
}

onPage("a run that is too long for a link says so, and is offered as a file", scenario("echo", {}, CLIPBOARD), async ({ page }) => {
  // Nothing that could be compressed.
  const noise = Array.from({ length: 40_000 }, (_, n) => String.fromCharCode(33 + ((n * n * 7919 + (n >> 3) * 104_729) % 90))).join("").replaceAll("\\", "a");
  await store(page, (s) => s.pause());
  await page.evaluate((noise) => {
    const { store } = document.querySelector("rh-app");
    return store.request({ type: "line", process: 3, text: noise + [...crypto.getRandomValues(new Uint8Array(30_000))].map((byte) => byte.toString(36)).join("") });
  }, noise);
  await answered(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("y");
  await page.getByText("save the run as a file, and send that").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Link" }).count(), 0);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save this run" }).click()]);
  assert.equal(file.suggestedFilename(), "Echo service.run.json");
  assert.deepEqual(await violations(page, { within: "rh-share" }), []);
});

onPage("a clipboard that is closed leaves the link to be copied by hand", scenario("echo"), async ({ page }) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    document.activeElement.blur();
  });
  await page.keyboard.press("y");
  await page.locator(".copy-link").click();
  await page.getByText("copy the link by hand").waitFor();
});
