// The browser's SQLite: what it keeps when it is cut off, who may have it, and whole databases in and out.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchWith } from "./support/chromium.mjs";
import { ask, damage, done, download, load, openWith, reached, refused, reset, upload } from "./support/database.mjs";
import { serve } from "./support/server.mjs";

/** A name that is no secure origin, though it is this machine. */
const INSECURE = "insecure.test";

let server;
let folder;
let context;

before(async () => {
  server = await serve();
  folder = await mkdtemp(join(tmpdir(), "rehearsal-sqlite-"));
  context = await launch();
});

after(async () => {
  await context?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** With the same profile each time, so that a browser finds what the one before it has left. */
const launch = () => launchWith(join(folder, "profile"), `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`);

const open = (name, options) => openWith(context, server.url, name, options);

/** A test whose pages are closed afterwards. Its database is called like it. */
function onDatabase(name, body) {
  test(name, { timeout: 120_000 }, async () => {
    try {
      await body(name);
    } finally {
      for (const page of context.pages().slice(1)) await page.close();
    }
  });
}

onDatabase("a value that was set is there after a reload", async (name) => {
  const page = await open(name);
  assert.deepEqual(await ask(page, { op: "set", key: "user/1 😀", json: '{"b":  1.50}' }), { ok: null });
  await page.reload();
  await load(page, name);
  await reached(page, "open");
  assert.equal(await done(page, { op: "get", key: "user/1 😀" }), '{"b":  1.50}');
  assert.deepEqual(await done(page, { op: "list", glob: "user/[0-9]*" }), ["user/1 😀"]);
});

onDatabase("requests that come before the database is open wait for it", async (name) => {
  const page = await open(name, { until: undefined });
  const set = ask(page, { op: "set", key: "a", json: "1" });
  assert.equal(await done(page, { op: "get", key: "a" }), "1");
  assert.deepEqual(await set, { ok: null });
});

onDatabase("what cannot be done says why, as it does natively", async (name) => {
  const page = await open(name);
  const told = async (request) => (await ask(page, request)).error;
  assert.deepEqual(await told({ op: "get", key: "a" }), { kind: "NotFound", message: "key not found: a", retryable: null });
  const says = async (request, message) => {
    const error = await told(request);
    assert.equal(error.kind, "Invalid");
    assert.match(error.message, message);
  };
  await says({ op: "get", key: "a\0" }, /^a key cannot hold the character NUL \(at byte 1\)$/);
  await says({ op: "set", key: "a\0", json: "1" }, /^a key cannot hold the character NUL/);
  await says({ op: "set", key: "a", json: "{" }, /^the value for key 'a' is no JSON: EOF/);
  await says({ op: "list", glob: "\0" }, /^a pattern cannot hold the character NUL/);
  await says({ op: "drop", key: "a" }, /^a store cannot do "drop": it knows get, set and list$/);
  await says({ op: "set", key: "a" }, /^a request has no text as `json`$/);
  await says({ op: "get", key: 7 }, /^a request has no text as `key`$/);
});

onDatabase("a value of ten megabytes is kept", async (name) => {
  const page = await open(name);
  const kept = await page.evaluate(async () => {
    const json = JSON.stringify("0123456789".repeat(1 << 20));
    const { ok } = await sqlite.ask({ op: "set", key: "large", json });
    return ok === null && (await sqlite.ask({ op: "get", key: "large" })).ok === json;
  });
  assert.ok(kept);
});

/** Puts a line before the worker's own. */
const changed = (page, line) =>
  page.route("**/sqlite-worker-*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });

/** A worker that counts how often it has its files flushed, and tells whoever asks. */
const COUNTING = `
  const { flush } = FileSystemSyncAccessHandle.prototype;
  const told = new BroadcastChannel("flushes");
  let flushes = 0;
  FileSystemSyncAccessHandle.prototype.flush = function () {
    flushes += 1;
    flush.call(this);
  };
  told.onmessage = () => told.postMessage(flushes);`;

const flushes = (page) =>
  page.evaluate(() => {
    const told = new BroadcastChannel("flushes");
    told.postMessage("how many?");
    return new Promise((answer) => (told.onmessage = ({ data }) => (told.close(), answer(data))));
  });

onDatabase("a write that comes alone is one flush", async (name) => {
  const page = await open(name, { prepare: (page) => changed(page, COUNTING) });
  await done(page, { op: "set", key: "n", json: "0" }); // the WAL begins
  const first = await flushes(page);
  for (let n = 1; n <= 20; n += 1) await done(page, { op: "set", key: "n", json: `${n}` });
  assert.equal((await flushes(page)) - first, 20);
});

onDatabase("requests are answered in their order, and what has gathered is written together", async (name) => {
  const page = await open(name, { prepare: (page) => changed(page, COUNTING) });
  await done(page, { op: "set", key: "n", json: "0" });
  const first = await flushes(page);
  const answers = await page.evaluate(() => {
    const asked = [];
    for (let n = 0; n < 100; n += 1) {
      asked.push(sqlite.ask({ op: "set", key: "n", json: `${n}` }), sqlite.ask({ op: "get", key: "n" }));
    }
    return Promise.all(asked);
  });
  assert.deepEqual(answers, Array.from({ length: 200 }, (_, at) => ({ ok: at % 2 === 0 ? null : `${(at - 1) / 2}` })));
  const groups = (await flushes(page)) - first;
  assert.ok(groups <= 20, `100 writes were ${groups} flushes`);
});

// ── Cut off in the midst of writing ──────────────────────────────────────────────────────────────────────────────────

/** Each takes a page in the midst of writing, and answers with one that has the database afterwards. */
const CUTS = {
  "the page is reloaded": async (page, name) => {
    await page.reload();
    await load(page, name);
    return page;
  },
  "its tab is closed": async (page, name) => {
    await page.close();
    return open(name, { until: undefined });
  },
  "the sqlite worker is ended and started again": async (page) => {
    await page.evaluate(() => {
      sqlite.database.restart();
      sqlite.connect();
    });
    return page;
  },
  "the process of its tab is killed": async (page, name) => {
    const gone = page.waitForEvent("crash");
    const session = await context.newCDPSession(page);
    session.send("Page.crash").catch(() => {}); // there is nobody left to answer
    await gone;
    await page.close();
    return open(name, { until: undefined });
  },
  "the whole browser is killed": async (_page, name) => {
    const session = await context.browser().newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const gone = new Promise((closed) => context.once("close", closed));
    process.kill(processInfo.find(({ type }) => type === "browser").id, "SIGKILL");
    await gone;
    context = await launch();
    return open(name, { until: undefined });
  },
};

/** How long the values are, and how many are on their way: one after the other, and many over several pages. */
const STREAMS = [
  ["v".repeat(100), 1],
  ["v".repeat(20_000), 16],
];

for (const [cut, perform] of Object.entries(CUTS)) {
  onDatabase(`no acknowledged write is lost when ${cut}`, async (name) => {
    for (const [round, [value, width]] of STREAMS.entries()) {
      const writing = await open(name);
      const { seen } = writing;
      await writing.evaluate(([prefix, value, width]) => void sqlite.stream(prefix, value, width), [`${round}/`, value, width]);
      while (seen.acknowledged < 20) await new Promise(setImmediate);
      const page = await perform(writing, name);
      const { acknowledged } = seen;
      await reached(page, "open");
      const found = await page.evaluate(async ([prefix, value]) => {
        const keys = (await sqlite.ask({ op: "list", glob: `${prefix}*` })).ok;
        const wrong = [];
        for (let n = 0; n < keys.length; n += 1) {
          const { ok } = await sqlite.ask({ op: "get", key: prefix + n });
          if (ok !== JSON.stringify(n + value)) wrong.push(n);
        }
        return { count: keys.length, wrong };
      }, [`${round}/`, value]);
      assert.deepEqual(found.wrong, [], "they are there without a gap, with their values");
      assert.ok(found.count > acknowledged, `${acknowledged + 1} were acknowledged, and ${found.count} are there`);
      // An upload is checked wholly, and says so if anything is not in order.
      await page.evaluate(async () => sqlite.database.upload(await sqlite.database.download()));
      await page.close();
    }
  });
}

// ── Who has it ───────────────────────────────────────────────────────────────────────────────────────────────────────

onDatabase("a second tab is told who has the database, and takes over when the first is closed", async (name) => {
  const first = await open(name);
  await done(first, { op: "set", key: "owner", json: '"first"' });
  const second = await open(name, { until: "held" });
  const { error } = await ask(second, { op: "set", key: "owner", json: '"second"' });
  const message = "another tab holds the database: close it, and this one takes over";
  assert.deepEqual(error, { kind: "Unavailable", message, retryable: true, code: "held" });
  assert.deepEqual(await refused(second, "download"), error);
  await first.close();
  await reached(second, "open");
  assert.equal(await done(second, { op: "get", key: "owner" }), '"first"');
});

onDatabase("while another tab has the database reads wait for it, and writes are refused at once", async (name) => {
  const first = await open(name);
  const second = await open(name, { until: "held" });
  const reading = ask(second, { op: "get", key: "owner" });
  const listing = ask(second, { op: "list", glob: "*" });
  const { error } = await ask(second, { op: "set", key: "late", json: "1" });
  assert.equal(error.code, "held");
  await done(first, { op: "set", key: "owner", json: '"first"' });
  await first.close();
  assert.deepEqual([await reading, await listing], [{ ok: '"first"' }, { ok: ["owner"] }]);
});

// ── A worker that ends by itself ─────────────────────────────────────────────────────────────────────────────────────

/** Ends the worker as the browser does when memory is short: no event tells of it. */
const kill = (page) => page.evaluate(() => sqlite.database.worker.terminate());

/** Has the worker do nothing any more, for ever. */
const hang = (page) => page.evaluate(() => sqlite.database.worker.postMessage({ type: "hang" }));

/** A worker that can be made to hang, on a page whose time is the test's. */
const hangs = async (page) => {
  await page.clock.install();
  await changed(page, 'addEventListener("message", ({ data }) => { while (data.type === "hang"); });');
};

/** Asks for the rows, and answers with the code of the error that comes. */
const lost = (page) => page.evaluate(() => void (sqlite.asked = sqlite.database.rows().then(() => "answered", ({ failure }) => failure.code)));

onDatabase("a worker that ends silently is replaced, and what was asked of it is told that it may have been done or not", async (name) => {
  const page = await open(name);
  await done(page, { op: "set", key: "a", json: "1" });
  const code = await page.evaluate(() => {
    const asked = sqlite.database.rows();
    sqlite.database.worker.terminate();
    return asked.catch(({ failure }) => failure.code);
  });
  assert.equal(code, "lost");
  await reached(page, "open");
  assert.equal(await page.evaluate(() => sqlite.lost), 1);
  await page.evaluate(() => sqlite.connect());
  assert.equal(await done(page, { op: "get", key: "a" }), "1");
});

onDatabase("a worker that hangs is replaced after a minute", async (name) => {
  const page = await open(name, { prepare: hangs });
  await hang(page);
  await lost(page);
  await page.clock.runFor(50_000);
  assert.equal(await page.evaluate(() => sqlite.lost), 0);
  await page.clock.runFor(30_000);
  assert.equal(await page.evaluate(() => sqlite.asked), "lost");
  await reached(page, "open");
});

onDatabase("in a tab that nobody looks at no worker is taken for one that hangs", async (name) => {
  const page = await open(name, { prepare: hangs });
  await hang(page);
  await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => sqlite.hidden, configurable: true }));
  await page.evaluate(() => void (sqlite.hidden = true));
  await page.clock.runFor(600_000);
  assert.equal(await page.evaluate(() => sqlite.lost), 0);
  await page.evaluate(() => void (sqlite.hidden = false));
  await page.clock.runFor(80_000);
  assert.equal(await page.evaluate(() => sqlite.lost), 1);
});

onDatabase("a worker that moves a whole database has more time", async (name) => {
  const page = await open(name, { prepare: hangs });
  await hang(page);
  await page.evaluate(() => void sqlite.database.download().catch(() => {}));
  await page.clock.runFor(300_000);
  assert.equal(await page.evaluate(() => sqlite.lost), 0);
});

onDatabase("workers that end one after the other are given up, and each request is answered with an error", async (name) => {
  const page = await open(name);
  for (let n = 0; n < 3; n += 1) {
    await reached(page, "open");
    await kill(page);
    await page.waitForFunction((n) => sqlite.lost > n, n);
  }
  await reached(page, "failed");
  await page.evaluate(() => sqlite.connect());
  assert.equal((await ask(page, { op: "get", key: "a" })).error.kind, "Unavailable");
  await page.evaluate(() => (sqlite.database.restart(), sqlite.connect()));
  assert.equal((await ask(page, { op: "get", key: "a" })).error.kind, "NotFound");
});

onDatabase("a panic of the module is told in its own words", async (name) => {
  const panics = async (page) => {
    // The module as it is, but for one method, which fails as Rust does.
    await page.route(/sqlite-[0-9a-f]+\.js$/, async (route) => {
      const body = `
        import * as it from "${route.request().url()}?as-it-is";
        export default it.default;
        export const { Database, initSync } = it;
        export function onPanic(tell) {
          Database.prototype.answer = () => { tell("panicked at src/store.rs:1:1:\\nout of range"); throw new WebAssembly.RuntimeError("unreachable"); };
          it.onPanic(tell);
        }`;
      await route.fulfill({ contentType: "text/javascript", body });
    });
  };
  const page = await open(name, { prepare: panics });
  const { error } = await ask(page, { op: "get", key: "a" });
  assert.equal(error.code, "panicked");
  assert.equal(await reached(page, "failed"), "SQLite has ended by a fault of ours: panicked at src/store.rs:1:1:\nout of range");
  await page.evaluate(() => (sqlite.database.restart(), sqlite.connect()));
  await reached(page, "open");
});

onDatabase("a database of another name, or of a page at another path, is another database", async (name) => {
  const page = await open(name);
  await done(page, { op: "set", key: "a", json: "1" });
  const other = await open(`${name} 2`);
  assert.deepEqual(await done(other, { op: "list", glob: "*" }), []);
  // The same files below another path.
  const [here, there] = ["/some/folder/", "/elsewhere/"];
  const prepare = (page) => page.route(`**${there}*`, (route) => route.continue({ url: route.request().url().replace(there, here) }));
  const elsewhere = await openWith(context, server.url.replace(here, there), name, { prepare });
  assert.deepEqual(await done(elsewhere, { op: "list", glob: "*" }), []);
});

onDatabase("a database that was stopped is free for the next tab, and answers no more", async (name) => {
  const first = await open(name);
  const second = await open(name, { until: "held" });
  await first.evaluate(() => sqlite.database.stop());
  await reached(second, "open");
  assert.equal((await refused(first, "rows")).kind, "Unavailable");
});

onDatabase("without the browser's files the database is in memory, and says why", async (name) => {
  const prepare = (page) =>
    page.route("**/sqlite-worker-*.js", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `StorageManager.prototype.getDirectory = undefined;\n${await response.text()}` });
    });
  const page = await open(name, { until: "memory", prepare });
  assert.equal(await reached(page, "memory"), "nothing of this database is kept: this browser keeps no files for pages");
  await done(page, { op: "set", key: "a", json: "1" });
  assert.equal(await done(page, { op: "get", key: "a" }), "1");
  await upload(page, await download(page));
  assert.equal(await done(page, { op: "get", key: "a" }), "1");
});

onDatabase("so it is where the page was not served by HTTPS", async (name) => {
  const page = await openWith(context, server.url.replace("127.0.0.1", INSECURE), name, { until: "memory" });
  assert.equal(await reached(page, "memory"), "nothing of this database is kept: the page was not served by HTTPS");
  await done(page, { op: "set", key: "a", json: "1" });
});

onDatabase("a module that does not come is told", async (name) => {
  const prepare = (page) => page.route("**/sqlite-*_bg.wasm", (route) => route.abort());
  const page = await open(name, { until: "failed", prepare });
  assert.match(await reached(page, "failed"), /fetch/i);
  assert.equal((await ask(page, { op: "get", key: "a" })).error.kind, "Unavailable");
  await page.unroute("**/sqlite-*_bg.wasm");
  await page.evaluate(() => sqlite.database.restart());
  await reached(page, "open");
});

// ── Storage, and whole databases ─────────────────────────────────────────────────────────────────────────────────────

onDatabase("full storage refuses a write and an upload, and the old value stays", async (name) => {
  const page = await open(name);
  const old = () => done(page, { op: "get", key: "a" });
  // Much more than the room that the browser has set aside for the file in advance.
  const setLarge = () => page.evaluate(() => sqlite.ask({ op: "set", key: "a", json: JSON.stringify("n".repeat(5_000_000)) }));
  assert.deepEqual(await setLarge(), { ok: null });
  await page.evaluate(async () => {
    sqlite.large = await sqlite.database.download();
    await sqlite.database.reset();
    // The browser takes back what it has set aside when the files are closed.
    sqlite.database.restart();
    sqlite.connect();
  });
  await done(page, { op: "set", key: "a", json: '"old"' });
  const session = await context.newCDPSession(page);
  const { origin } = new URL(server.url);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 100_000 });

  const message = "there is no room for app.db, and nothing was changed: make some, and try again";
  const error = { kind: "Unavailable", message, retryable: true, code: "no_room", detail: "database or disk is full" };
  assert.deepEqual(await setLarge(), { error });
  assert.equal(await old(), '"old"');
  assert.deepEqual(await page.evaluate(() => sqlite.database.upload(sqlite.large).then(() => undefined, ({ failure }) => failure)), error);
  assert.equal(await old(), '"old"');

  await page.evaluate(() => (sqlite.database.restart(), sqlite.connect()));
  assert.equal(await old(), '"old"');
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  assert.deepEqual(await setLarge(), { ok: null });
});

onDatabase("what was on its way when the database was emptied does not come into the new one", async (name) => {
  const page = await open(name);
  const left = await page.evaluate(async () => {
    sqlite.stream("late:", "x".repeat(1_000), 50).catch(() => {});
    while ((await sqlite.database.rows()).total < 200);
    await sqlite.database.reset();
    // Each question is answered after all that came before it.
    for (let n = 0; n < 20; n += 1) await sqlite.database.rows();
    return (await sqlite.database.rows()).total;
  });
  assert.equal(left, 0);
  await page.evaluate(() => sqlite.connect());
  await done(page, { op: "set", key: "a", json: "1" });
  assert.deepEqual(await done(page, { op: "list", glob: "*" }), ["a"]);
});

onDatabase("a damaged database is saved as it is, and another one is begun", async (name) => {
  const page = await open(name);
  await done(page, { op: "set", key: "a", json: '"precious"' });
  await upload(page, await download(page)); // so that it is in the file, and not in its WAL
  await page.evaluate(() => sqlite.database.stop());
  await damage(page);
  await page.evaluate(() => (sqlite.database.restart(), sqlite.connect()));
  assert.match(await reached(page, "failed"), /is not an SQLite database/);
  const saved = await page.evaluate(async () => {
    const files = await sqlite.database.files();
    return Promise.all(files.map(async ({ name, content }) => [name, await content.text()]));
  });
  assert.deepEqual(saved.map(([file]) => file)[0], "app.db");
  assert.ok(saved.some(([, content]) => content.includes('"precious"')), "what was stored is in what is saved");
  await page.evaluate(() => sqlite.database.reset());
  await page.evaluate(() => sqlite.connect());
  assert.deepEqual(await done(page, { op: "list", glob: "*" }), []);
  await done(page, { op: "set", key: "b", json: "1" });
});

onDatabase("a download is a file for SQLite, and an upload of it is the same database", async (name) => {
  const page = await open(name);
  for (let n = 0; n < 20; n += 1) await done(page, { op: "set", key: `user:${n}`, json: `{"n":${n}}` });
  const file = await download(page);
  assert.equal(file.subarray(0, 16).toString(), "SQLite format 3\0");
  await reset(page);
  assert.deepEqual(await done(page, { op: "list", glob: "*" }), []);
  await done(page, { op: "set", key: "other", json: "1" });
  await upload(page, file);
  assert.equal((await done(page, { op: "list", glob: "*" })).length, 20);
  assert.equal(await done(page, { op: "get", key: "user:7" }), '{"n":7}');
  // It lasts.
  await page.evaluate(() => (sqlite.database.restart(), sqlite.connect()));
  assert.equal(await done(page, { op: "get", key: "user:19" }), '{"n":19}');
});

test("a downloaded database is read by another SQLite", async (t) => {
  const name = "a downloaded database is read by another SQLite";
  const page = await open(name);
  await done(page, { op: "set", key: "a", json: '"ü😀"' });
  const path = join(folder, "download.db");
  await writeFile(path, await download(page));
  await page.close();
  const sql = "PRAGMA integrity_check; SELECT sql FROM sqlite_schema WHERE name = 'kv_store'; SELECT key || ' ' || value FROM kv_store";
  let read;
  try {
    read = execFileSync("sqlite3", [path, sql], { encoding: "utf8" });
  } catch (error) {
    if (error.code === "ENOENT") return t.skip("the program sqlite3 is not installed");
    throw error;
  }
  assert.equal(read, 'ok\nCREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL)\na "ü😀"\n');
});

onDatabase("an upload of something else is refused, and nothing is changed", async (name) => {
  const page = await open(name);
  await done(page, { op: "set", key: "a", json: "1" });
  const file = await download(page);
  const says = async (bytes, message) => {
    const failure = await refused(page, "upload", bytes);
    assert.equal(failure.kind, "Invalid");
    assert.match(failure.message, message);
    assert.match(failure.message, /; nothing was changed$/);
    assert.equal(await done(page, { op: "get", key: "a" }), "1");
  };
  await says(Buffer.of(), /^the file is no SQLite database/);
  await says(Buffer.from("PK\u0003\u0004".repeat(1_000)), /^the file is no SQLite database/);
  await says(file.subarray(0, -1), /^the file is cut off: it has \d+ bytes of \d+/);
  await says(Buffer.from(file.with(8_192, 255)), /^the file (is damaged|cannot be read)/);
});

onDatabase("a table of the rows is read in pages, with a number that grows with each change", async (name) => {
  const page = await open(name);
  const rows = (query) => page.evaluate((query) => sqlite.database.rows(query), query);
  const { changes } = await rows();
  for (const n of [1, 2, 3]) await done(page, { op: "set", key: `k${n}`, json: `"${"x".repeat(2_000)}"` });
  const found = await rows({ glob: "k*", offset: 1, limit: 1, longest: 5 });
  assert.deepEqual(found, { rows: [{ key: "k2", value: '"xxxx', length: 2_002 }], total: 3, changes: changes + 3 });
  assert.equal((await rows()).changes, changes + 3);
  await page.evaluate(() => sqlite.database.reset());
  assert.deepEqual(await rows(), { rows: [], total: 0, changes: changes + 4 });
});
