// Measures the page's database beside the package that SQLite's makers publish for browsers, in turns, and writes every sample as JSON.
//
//     node bench/sqlite.mjs --rounds N --out FILE
//
// Both keep their files in the same kind of storage, on a profile that lies on the disk.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launchWith } from "../tests/page/support/chromium.mjs";
import { serve } from "../tests/page/support/server.mjs";

const { values: options } = parseArgs({ options: { out: { type: "string" }, rounds: { type: "string", default: "15" } } });

/** The package with a rollback journal, and with a WAL, as ours has one. */
const CONTESTANTS = ["ours", "npm", "npm-wal"];
const COUNTS = { get: 20_000, set: 200, sets: 300 };
const FOLDER = "target/bench-sqlite";
const PACKAGE = "node_modules/@sqlite.org/sqlite-wasm/dist";

const files = await prepare();
const profile = await mkdtemp(join(tmpdir(), "rehearsal-"));
const server = await serve(FOLDER);
const context = await launchWith(profile);
try {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  await page.goto(server.url);
  const measure = (who) => page.evaluate(([who, files, counts]) => globalThis.measure(who, files, counts), [who, files, COUNTS]);
  for (const who of CONTESTANTS) await measure(who); // makes the databases

  const works = Object.fromEntries(["start", ...Object.keys(COUNTS)].map((work) => [work, Object.fromEntries(CONTESTANTS.map((who) => [who, []]))]));
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (let n = 0; n < CONTESTANTS.length; n += 1) {
      const who = CONTESTANTS[(round + n) % CONTESTANTS.length];
      for (const [work, figure] of Object.entries(await measure(who))) works[work][who].push(figure);
    }
  }
  for (const [work, samples] of Object.entries(works)) {
    const middle = (who) => samples[who].toSorted((a, b) => a - b)[samples[who].length >> 1].toFixed(0);
    console.log(`${work}: ${CONTESTANTS.map((who) => `${who} ${middle(who)}`).join(", ")} ${work === "start" ? "ms" : "ns"}`);
  }
  await writeFile(options.out, JSON.stringify(works));
} finally {
  await context.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}

/** Lays everything into one folder. The names of the page's own files. */
async function prepare() {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const copy = (from, name, to = name) => copyFile(join(from, name), join(FOLDER, to));
  for (const name of await readdir("bench/sqlite")) await copy("bench/sqlite", name);
  await copy(PACKAGE, "index.mjs", "sqlite3.js"); // the server's types know .js
  await copy(PACKAGE, "sqlite3.wasm");
  const { later } = JSON.parse(await readFile("target/www/bundles.json", "utf8"));
  const find = (pattern) => later.find((name) => pattern.test(name));
  const files = { worker: find(/^sqlite-worker-/), js: find(/^sqlite-[0-9a-f]+\.js$/), wasm: find(/^sqlite-.*\.wasm$/) };
  for (const name of Object.values(files)) await copy("dist", name);
  return files;
}
