// Databases for tests: pages that hold one, and ways to ask it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/**
 * Opens a page that has a database by this name and nothing else of ours. There, `sqlite` has
 * - `database`, the page's `Database`, and `states`, what it told of itself;
 * - `ask(request)`, which sends a request of the protocol on a port and answers with what came;
 * - `stream(prefix, value, width)`, which sets one key after the other without end, `width` of them at a time.
 */
export async function openWith(context, url, name, { until = "open", prepare } = {}) {
  const page = await context.newPage();
  const seen = { acknowledged: -1 };
  await page.exposeBinding("acknowledged", (_source, n) => (seen.acknowledged = n));
  await prepare?.(page);
  // Any file does for a document of the page's origin and policy in which nothing runs yet.
  await page.goto(url + (await chunk("sqlite-worker-")));
  await load(page, name);
  if (until) await reached(page, until);
  return Object.assign(page, { seen });
}

/** Loads the database into a page of this origin. */
export async function load(page, name) {
  await page.evaluate(fixture, [await chunk("page-"), name]);
}

/** The name of a file of the page that begins like this. */
async function chunk(beginning) {
  const { first, later } = JSON.parse(await readFile("target/www/bundles.json", "utf8"));
  return [...first, ...later].find((file) => file.startsWith(beginning));
}

/** Waits until the database is in a state; answers with the reason for it. */
export async function reached(page, state) {
  await page.waitForFunction((state) => sqlite.states.at(-1)?.state === state, state).catch(async () => {
    assert.fail(`the database is not ${state} but went through ${JSON.stringify(await page.evaluate(() => sqlite.states))}`);
  });
  return page.evaluate(() => sqlite.states.at(-1).reason);
}

/** Asks for one thing, and answers with what came: `{ok}` or `{error}`. */
export const ask = (page, request) => page.evaluate((request) => sqlite.ask(request), request);

/** The same, where an error is none of the test. */
export async function done(page, request) {
  const { ok, error } = await ask(page, request);
  assert.equal(error, undefined, JSON.stringify(error));
  return ok;
}

/** The failure that a call of the page's `Database` ends with; undefined if it has succeeded. Bytes go as bytes. */
export const refused = (page, method, bytes) =>
  page.evaluate(
    ([method, base64]) => {
      const bytes = base64 === undefined ? undefined : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      return sqlite.database[method](bytes).then(() => undefined, ({ failure }) => failure);
    },
    [method, bytes?.toString("base64")],
  );

export async function upload(page, bytes) {
  assert.equal(await refused(page, "upload", bytes), undefined);
  await page.evaluate(() => sqlite.connect());
}

/** Empties the database, and asks on another port from then on. */
export async function reset(page) {
  await page.evaluate(() => sqlite.database.reset());
  await page.evaluate(() => sqlite.connect());
}

/** The bytes of the database. */
export async function download(page) {
  const base64 = await page.evaluate(async () => {
    const reader = new FileReader();
    const file = new Blob([await sqlite.database.download()]);
    await new Promise((read) => ((reader.onload = read), reader.readAsDataURL(file)));
    return reader.result.split(",")[1];
  });
  return Buffer.from(base64, "base64");
}

/** Writes over the beginning of each database file of the origin that nobody has open. What follows the first page stays. */
export async function damage(page) {
  await page.evaluate(async () => {
    const walk = async (folder) => {
      for await (const entry of folder.values()) {
        if (entry.kind === "directory") await walk(entry);
        else await spoil(entry);
      }
    };
    const spoil = async (entry) => {
      const file = await entry.getFile();
      const content = new Uint8Array(await file.arrayBuffer());
      const name = new TextDecoder().decode(content.subarray(0, 7));
      if (name !== "app.db\0" || content.length <= 4_096) return;
      content.fill(7, 4_096, 4_096 + 100);
      for (;;) {
        try {
          const writer = await entry.createWritable();
          await writer.write(content);
          return await writer.close();
        } catch (error) {
          if (error.name !== "NoModificationAllowedError") throw error;
          await new Promise((next) => setTimeout(next));
        }
      }
    };
    await walk(await navigator.storage.getDirectory());
  });
}

/** Runs in the page. */
async function fixture([module, name]) {
  const { openDatabase } = await import(new URL(module, document.baseURI).href);
  const states = [];
  const told = (status) => states.push(status);
  const database = await openDatabase(name, told, () => (sqlite.lost += 1));
  const pending = new Map();
  let port;
  let last = 0;

  function connect() {
    port?.close(); // a late answer must not set the stream going again
    port = database.connect();
    port.onmessage = ({ data }) => {
      for (const { id, ...answer } of data) {
        pending.get(id)(answer);
        pending.delete(id);
      }
    };
  }

  function ask(request) {
    last += 1;
    port.postMessage([{ id: last, ...request }]);
    return new Promise((answered) => pending.set(last, answered));
  }

  async function stream(prefix, value, width) {
    let next = 0;
    const one = async () => {
      for (;;) {
        const n = next;
        next += 1;
        const { ok, error } = await ask({ op: "set", key: prefix + n, json: JSON.stringify(n + value) });
        if (error || ok !== null) throw new Error(error?.message);
        // Answers come in the order of the requests, so all before it are acknowledged, too.
        acknowledged(n);
      }
    };
    await Promise.all(Array.from({ length: width }, one));
  }

  connect();
  globalThis.sqlite = { database, states, connect, ask, stream, lost: 0 };
}
