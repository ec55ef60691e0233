// What the files of dist/ weigh as a static host would send them: nothing grows unseen. Who makes something larger, and means it,
// changes the figure here.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { constants, brotliCompressSync } from "node:zlib";

const dist = new URL("../../dist/", import.meta.url);
const names = await readdir(dist);
const index = await readFile(new URL("index.html", dist), "utf8");

/** In KB: what was measured, and a little more. */
const MOST = {
  "the first load": 283,
  "the engine": 188,
  "the engine with Lua": 685,
  "the module of SQLite": 303,
  "the module that reads models": 103,
};

/** The name of the module that begins so. Trunk writes the engine's into the page, build.mjs those of the others into its bundles. */
const module = (name) => names.find((file) => new RegExp(`^${name}-[0-9a-f]{16}_bg\\.wasm$`).test(file));

const MODULES = {
  "the engine": index.match(/"wasm":"\.\/([^"]+)"/)?.[1],
  "the engine with Lua": module("lua"),
  "the module of SQLite": module("sqlite"),
  "the module that reads models": module("models"),
};

/** The page, what it names, and the worker, which its own code names. */
async function firstLoad() {
  const files = ["index.html", ...new Set(Array.from(index.matchAll(/"\.\/([^"]+\.(?:js|css|wasm))"/g), ([, name]) => name))];
  const scripts = await Promise.all(files.filter((name) => name.endsWith(".js")).map((name) => readFile(new URL(name, dist), "utf8")));
  const worker = scripts.map((text) => text.match(/"\.\/(worker-[A-Z0-9]+\.js)"/)?.[1]).find(Boolean);
  assert.ok(worker, "the page's code names its worker");
  return [...files, worker];
}

const weighed = new Map();

async function weight(files) {
  let sum = 0;
  for (const name of files) {
    if (!weighed.has(name)) {
      const content = await readFile(new URL(name, dist));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      weighed.set(name, brotliCompressSync(content, { params }).length);
    }
    sum += weighed.get(name);
  }
  return sum / 1024;
}

function isAtMost(what, kilobytes) {
  const most = MOST[what];
  assert.ok(kilobytes <= most, `${what} weighs ${kilobytes.toFixed(1)} KB, compressed: more than ${most} KB`);
  // A figure far above what is so would let the next growth through.
  assert.ok(kilobytes > most * 0.95, `${what} weighs ${kilobytes.toFixed(1)} KB only: let this test hold it there, not at ${most} KB`);
}

test("the first load weighs no more than it did", async () => {
  const files = await firstLoad();
  assert.ok(files.length >= 8, files.join(" "));
  isAtMost("the first load", await weight(files));
});

for (const [what, file] of Object.entries(MODULES)) {
  test(`${what} weighs no more than it did`, async () => {
    assert.ok(file, "its module is in dist/");
    isAtMost(what, await weight([file]));
  });
}
