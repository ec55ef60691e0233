// The scenario of the store that lasts: its shell and its worker on a real database, and what one does with the database as a whole.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { onPage, ready } from "./support/browser.mjs";
import { damage } from "./support/database.mjs";
import { again, answered, scenario, terminal, terminalSays, typeLine } from "./stage.mjs";

const STORE = "persistent-kv";

/** What the shell answers to a line. */
async function say(page, line) {
  const lines = () => page.locator(".terminal-output .line").allTextContents();
  const before = (await lines()).length;
  await typeLine(page, line);
  // The line that was typed takes the prompt with it, and the next one comes after the answer.
  await page.waitForFunction(
    (count) => document.querySelectorAll(".terminal-output .line").length > count && document.querySelector(".terminal .prompt")?.textContent.startsWith(">"),
    before,
    { timeout: 20_000 },
  );
  return (await lines()).slice(before + 1).join("\n");
}

async function opened(page) {
  await terminalSays(page, "Type help");
  await page.getByText(/waits for a line/).waitFor();
}

/** The page is loaded again, and a fresh run begins there: the one before would go on. */
async function reloaded(page) {
  await page.reload();
  await ready(page);
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh());
  await opened(page);
}

/** A page that others may have used, with a database in which there is nothing. */
const EMPTY = {
  ...again(STORE),
  again: async (page) => {
    await again(STORE).again(page);
    await opened(page);
    await page.evaluate(() => document.querySelector("rh-app").store.resetDatabase());
    await answered(page);
  },
};

const tab = (page, name) => page.getByRole("tab", { name }).click();
const row = (page, key) => page.locator(".values-table tr", { has: page.getByRole("rowheader", { name: key, exact: true }) });
/** The cell with the value of a key, once it is that. */
const value = (page, key, text) => row(page, key).locator("td.mono", { hasText: text });

onPage("each command of the shell works on the browser's database, and a reload changes nothing", scenario(STORE), async ({ page }) => {
  await opened(page);
  assert.equal(await say(page, 'kv set user:123:name "John Doe"'), "✓ Successfully set key 'user:123:name'");
  await say(page, `kv set --json user:123:config '{"theme": "dark", "notifications": true}'`);
  await say(page, `kv set --json user:123:tags '["admin", "premium"]'`);
  await reloaded(page);
  assert.equal(await say(page, "kv get user:123:config"), '{\n  "notifications": true,\n  "theme": "dark"\n}');
  assert.equal(await say(page, "kv list"), "user:123:config\nuser:123:name\nuser:123:tags");
  assert.equal(await say(page, 'kv list "user:*"'), "user:123:config\nuser:123:name\nuser:123:tags");
  assert.equal(await say(page, 'kv list "*:config"'), "user:123:config");
  assert.equal(await say(page, "kv get x"), "failed to get value for key 'x': key not found: x");
  assert.match(await say(page, "kv set --json y {no"), /^failed to set value for key 'y': not JSON/);
  await tab(page, "Database");
  await row(page, "user:123:name").getByText('"John Doe"').waitFor();
  assert.equal(await page.locator(".values-table tbody tr").count(), 3);
});

onPage("the three patterns of use: configuration, preferences, a worker's state", EMPTY, async ({ page }) => {
  await opened(page);
  await say(page, `kv set --json features:posts:config '{"Enabled": true, "Settings": {"api_key": "secret", "timeout": "30s"}}'`);
  assert.match(await say(page, "kv get features:posts:config"), /"timeout": "30s"/);
  for (const user of [7, 8]) await say(page, `kv set --json user:${user}:preferences '{"Theme": "dark", "Language": "en", "Notifications": true}'`);
  assert.equal(await say(page, 'kv list "user:*:preferences"'), "user:7:preferences\nuser:8:preferences");
  await say(page, "publish First night");
  await tab(page, "Database");
  await row(page, "worker:posts:state").getByText('"processed_count":1').waitFor();
});

onPage("a worker that is killed, and a page that is loaded again, go on where they stopped", scenario(STORE), async ({ page }) => {
  await opened(page);
  for (let n = 1; n <= 3; n += 1) await say(page, `publish post ${n}`);
  await tab(page, "Database");
  await value(page, "worker:posts:position", /^[1-6]$/).waitFor();
  // Or a busy machine would draw it only after the worker has come to the end.
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    return store.strike(`pause ${store.state.rows.find(({ entry, ended }) => entry === "app:posts" && !ended).pid}`);
  });
  await tab(page, "Terminal");
  for (let n = 4; n <= 7; n += 1) await say(page, `publish post ${n}`);
  await tab(page, "Database");
  await value(page, "worker:posts:position", /^[1-6]$/).waitFor();
  await page.evaluate(() => {
    const { store } = document.querySelector("rh-app");
    store.kill(store.state.rows.find(({ entry, ended }) => entry === "app:posts" && !ended).number);
  });
  await value(page, "worker:posts:position", /^7$/).waitFor();
  await tab(page, "Log");
  await page.locator(".log-line", { hasText: "position loaded" }).filter({ hasText: /position\D*[1-7]/ }).waitFor();
  assert.equal(await page.locator(".log-line", { hasText: "post counted" }).filter({ hasText: "post 1" }).count(), 1);
  await tab(page, "Terminal");
  await reloaded(page);
  assert.equal(await say(page, "publish post 8"), "published as message 8");
  await tab(page, "Log");
  await page.locator(".log-line", { hasText: "position loaded" }).filter({ hasText: /position\D*7/ }).waitFor();
  await page.locator(".log-line", { hasText: "post counted" }).filter({ hasText: "post 8" }).waitFor();
});

onPage("a value can be opened, and is shown whole and indented, whatever its key is", EMPTY, async ({ page }) => {
  await opened(page);
  await say(page, `kv set --json "odd*[key]?" '{"list":["${"x".repeat(3_000)}"],"big":1}'`);
  await say(page, 'kv set --json "odd*" 9007199254740993');
  await tab(page, "Database");
  const key = page.locator(".values-table").getByRole("button", { name: "odd*[key]?" });
  await key.click();
  await page.locator(".value-whole", { hasText: "big" }).waitFor();
  assert.match(await page.locator(".value-whole").innerText(), /^\{\n {2}"big": 1,\n {2}"list": \[\n {4}"x{3000}"\n {2}\]\n\}$/);
  assert.equal(await key.getAttribute("aria-expanded"), "true");
  await key.press("Enter");
  assert.equal(await page.locator(".value-whole").count(), 0);
  await page.locator(".values-table").getByRole("button", { name: "odd*", exact: true }).click();
  await page.locator(".value-whole", { hasText: "9007199254740993" }).waitFor();
});

onPage("a second tab is told who holds the database, and its services wait until that one goes", scenario(STORE), async ({ page, context, url }) => {
  await opened(page);
  await say(page, "kv set colour blue");
  const other = await context.newPage();
  await other.goto(url);
  await ready(other);
  await other.locator(".notice.news", { hasText: "Another tab holds this database" }).waitFor();
  await tab(other, "Database");
  await other.getByText("Until then reads wait, and writes are refused").waitFor();
  await tab(other, "Terminal");
  await opened(other);
  assert.match(await say(other, "kv set colour red"), /^failed to set value for key 'colour': another tab holds the database/);
  await typeLine(other, "kv get colour");
  await answered(other);
  await page.close();
  await terminalSays(other, '"blue"');
  await other.locator(".notice.news", { hasText: "has let go of the database" }).waitFor();
  await say(other, "publish First night");
  await tab(other, "Database");
  await value(other, "worker:posts:position", /^1$/).waitFor();
  const services = await other.evaluate(() => document.querySelector("rh-app").store.state.rows.map(({ entry, ended }) => [entry, ended]));
  assert.deepEqual(services.filter(([, ended]) => ended), [], "no process has ended, so none was started again");
  await other.close();
});

onPage("a database whose worker ends silently is opened again, and the run goes on", scenario(STORE), async ({ page }) => {
  await opened(page);
  await say(page, "kv set colour blue");
  await page.evaluate(() => document.querySelector("rh-app").store.database.database.worker.terminate());
  await page.locator(".notice.news", { hasText: "another has taken its place" }).waitFor();
  assert.equal(await say(page, "kv get colour"), '"blue"');
  await tab(page, "Database");
  await row(page, "colour").getByText('"blue"').waitFor();
});

onPage("a damaged database says so in the reader's language; it is saved as it is, and another one is begun", scenario(STORE), async ({ page }) => {
  await opened(page);
  await say(page, "kv set colour blue");
  const database = "document.querySelector('rh-app').store.database.database";
  await page.evaluate(`${database}.download().then((file) => ${database}.upload(file))`); // so that it is in the file, and not in its WAL
  await page.evaluate(`${database}.stop()`);
  await damage(page);
  await page.reload();
  await ready(page);
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh());
  await page.evaluate(() => document.querySelector("rh-app").store.speak("ru"));
  await tab(page, "База данных");
  await page.getByText("База данных непригодна. Причина: файл — не база данных SQLite.").waitFor();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Скачать" }).click();
  const saved = await coming;
  assert.equal(saved.suggestedFilename(), "app.db");
  assert.ok((await readFile(await saved.path())).includes('"blue"'));
  await page.getByRole("button", { name: "Очистить…" }).click();
  await page.getByRole("button", { name: "Удалить всё" }).click();
  await page.getByText("Хранится в этом браузере").waitFor();
  await tab(page, "Терминал");
  await terminalSays(page, "Type help");
  assert.equal(await say(page, "kv set colour red"), "✓ Successfully set key 'colour'");
});

onPage("a file that is refused is refused in the reader's language", EMPTY, async ({ page }) => {
  await opened(page);
  const store = "document.querySelector('rh-app').store";
  const says = async (lang, name, text) => {
    await page.evaluate(`${store}.speak("${lang}")`);
    await tab(page, name);
    await page.locator(".database input[type=file]").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("no database") });
    // Nobody is asked about a file that cannot be taken.
    await page.locator(".database .error").getByText(text, { exact: true }).waitFor();
    assert.equal(await page.locator(".database").getByRole("button", { name: /Replace|Заменить|모두/ }).count(), 0);
  };
  await says("en", "Database", "Nothing was changed: the file is no SQLite database.");
  await says("ru", "База данных", "Ничего не изменилось: файл — не база данных SQLite.");
  await says("ko", "데이터베이스", "아무것도 바뀌지 않았습니다: 파일이 SQLite 데이터베이스가 아님.");
});

onPage("a database is downloaded, reset after a question, and uploaded again; a bad file changes nothing", scenario(STORE), async ({ page }) => {
  await opened(page);
  await say(page, "kv set colour blue");
  await tab(page, "Database");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await (await coming).path();
  assert.equal((await readFile(file)).subarray(0, 15).toString(), "SQLite format 3");

  await page.getByRole("button", { name: "Reset…" }).click();
  await page.getByRole("button", { name: "Keep it" }).press("Enter");
  await page.waitForFunction(() => document.activeElement.textContent === "Reset…");
  assert.equal(await row(page, "colour").count(), 1);
  await page.getByRole("button", { name: "Reset…" }).click();
  await page.getByRole("button", { name: "Remove all" }).click();
  await page.getByText("Nothing is stored").waitFor();

  const bad = `${file}-bad`;
  await writeFile(bad, `SQLite format 3\0${"no database".repeat(100)}`);
  await page.locator(".database input[type=file]").setInputFiles(bad);
  await page.getByRole("button", { name: "Replace all" }).click();
  await page.locator(".database .error").getByText("Nothing was changed").waitFor();
  await page.getByText("Nothing is stored").waitFor();

  await page.locator(".database input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Replace all" }).click();
  await page.getByText("The database was replaced").waitFor();
  await row(page, "colour").getByText('"blue"').waitFor();
  await tab(page, "Terminal");
  await opened(page);
  assert.equal(await say(page, "kv get colour"), '"blue"');
});

onPage("a step through a request waits for the database, and the terminal goes on with the right answers", EMPTY, async ({ page }) => {
  await opened(page);
  await say(page, "kv set a AAA");
  await page.getByRole("button", { name: "Pause" }).click();
  await typeLine(page, "kv get a");
  const shown = () => page.evaluate(() => document.querySelector("rh-app").store.state.run.time);
  const before = await shown();
  // While the database is asked, more presses are no more steps.
  for (let n = 0; n < 20 && !(await terminal(page).innerText()).includes('"AAA"'); n += 1) {
    await page.getByRole("button", { name: "Step one delivery" }).click();
    await answered(page);
  }
  await terminalSays(page, '"AAA"');
  assert.ok((await shown()) - before < 1e9, "no timer of the shell has fired");
  await page.getByRole("button", { name: "Play" }).click();
  assert.equal(await say(page, "kv get nothing"), "failed to get value for key 'nothing': key not found: nothing");
});

onPage("the first switch to it shows its own messages and sources", { locale: "en-US" }, async ({ page }) => {
  await tab(page, "Source");
  await page.getByRole("tab", { name: "kv_server" }).waitFor();
  await page.locator("select.scenario").selectOption(STORE);
  await page.getByRole("button", { name: "publish a post" }).waitFor();
  assert.equal(await page.locator("rh-composer input").first().inputValue(), "log");
  await page.getByRole("tab", { name: "shell" }).waitFor();
  assert.equal(await page.getByRole("tab", { name: "kv_server" }).count(), 0);
});

onPage("where there is a database, the lane of the outside is the reader's and the database's", EMPTY, async ({ page }) => {
  const canvas = page.locator("rh-diagram canvas").first();
  /** What the head of the first lane says to who points at it. */
  const head = async (text) => {
    const { x, y } = await page.evaluate(() => {
      const { canvas, scene } = document.querySelector("rh-diagram");
      const { left, top } = canvas.getBoundingClientRect();
      return { x: left + scene.columns.items[0].x, y: top + 25 };
    });
    await page.mouse.move(x + 1, y);
    await page.mouse.move(x, y);
    assert.equal(await canvas.getAttribute("title"), text);
  };
  await opened(page);
  await head("outside · you, database");
  await page.evaluate(() => document.querySelector("rh-app").store.open("echo"));
  await answered(page);
  await head("outside · you");
});

onPage("rows are filtered by a pattern", EMPTY, async ({ page }) => {
  await opened(page);
  for (const key of ["a:1", "a:2", "b:1"]) await say(page, `kv set ${key} x`);
  await tab(page, "Database");
  await page.getByRole("textbox", { name: "Keys" }).fill("a:*");
  await page.getByText("2 rows").waitFor();
  await page.getByRole("textbox", { name: "Keys" }).fill("nothing");
  await page.getByText("No key matches").waitFor();
});

onPage(
  "without files of its own the page says that nothing is kept, and the store works in memory",
  {
    ...scenario(STORE),
    prepare: async (page) => {
      await scenario(STORE).prepare(page);
      await page.addInitScript(() => Reflect.deleteProperty(StorageManager.prototype, "getDirectory"));
      await page.context().route("**/sqlite-worker-*.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `delete StorageManager.prototype.getDirectory;\n${await response.text()}` });
      });
    },
  },
  async ({ page }) => {
    await opened(page);
    await say(page, "kv set colour blue");
    assert.equal(await say(page, "kv get colour"), '"blue"');
    await tab(page, "Database");
    await page.getByText("In memory only").waitFor();
  },
);

onPage("a database whose worker cannot be loaded can be opened again, and the run goes on", scenario(STORE), async ({ page, context, problems }) => {
  // The first worker never comes; processes are told, and those under supervision are started again.
  await opened(page);
  await context.route("**/sqlite-worker-*.js", (route) => route.abort());
  await page.reload();
  await ready(page);
  await tab(page, "Database");
  await page.getByText("The database cannot be used").waitFor();
  await context.unroute("**/sqlite-worker-*.js");
  await page.getByRole("button", { name: "Open it again" }).click();
  await page.getByText("Kept in this browser").waitFor();
  await tab(page, "Terminal");
  await opened(page);
  assert.equal(await say(page, "kv set colour blue"), "✓ Successfully set key 'colour'");
  problems.length = 0; // the request that was refused
});

onPage("a scenario without a database has no tab for one, and lets go of the one before", scenario(STORE), async ({ page, context, url }) => {
  await opened(page);
  await page.getByRole("tab", { name: "Database" }).waitFor();
  await page.evaluate(() => document.querySelector("rh-app").store.open("echo"));
  await terminalSays(page, "Echo Client");
  assert.equal(await page.getByRole("tab", { name: "Database" }).count(), 0);
  const other = await context.newPage();
  await other.addInitScript((stored) => localStorage.setItem("rehearsal", stored), JSON.stringify({ scenario: STORE, settings: { pace: { kind: "max" } } }));
  await other.goto(url);
  await ready(other);
  await tab(other, "Database");
  await other.getByText("Kept in this browser").waitFor();
  await other.close();
});

onPage("the guest book is there when the page is loaded again, and says that its module is not Wippy's", { locale: "en-US" }, async ({ page }) => {
  await page.getByRole("button", { name: "Open a project" }).click();
  await page.locator("rh-project").getByRole("button", { name: "A guest book that lasts" }).click();
  await terminalSays(page, "0 guests so far.");
  await typeLine(page, "Ada");
  await terminalSays(page, "Thank you, Ada.");
  await page.reload();
  await ready(page);
  await page.evaluate(() => document.querySelector("rh-app").store.startFresh());
  await terminalSays(page, "1 guests so far.");
  await terminalSays(page, "  Ada");
  assert.ok(await page.evaluate(() => document.querySelector("rh-app").store.state.project.notes.some(({ message }) => message.includes("Wippy does not have it"))));
});
