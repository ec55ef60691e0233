// Measures the typed store beside handlers in JavaScript, in turns, in one Node.js, and writes every sample as JSON.
//
//     node bench/typed.mjs --folder FOLDER --rounds N --out FILE
//
// FOLDER holds the module of the workloads with its glue.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { handlers } from "./typed/handlers.mjs";

const { values: options } = parseArgs({ options: { folder: { type: "string" }, out: { type: "string" }, rounds: { type: "string", default: "31" } } });

/** A sample takes about so long, as in run.mjs. */
const SAMPLE_MS = 10;
const WARM_UP = 30; // V8 compiles a handler anew when it has run often

const module = await import(pathToFileURL(join(options.folder, "rehearsal_bench.js")).href);
module.initSync({ module: await readFile(join(options.folder, "rehearsal_bench_bg.wasm")) });

const ours = module.prepare("typed", "ours");
const contestants = { ours: (size) => ours.go(size), handlers: inHandlers() };
const names = Object.keys(contestants);
const sizes = Object.fromEntries(names.map((who) => [who, 500]));

for (let n = 0; n < WARM_UP; n += 1) {
  for (const who of names) sizes[who] = Math.round((sizes[who] * SAMPLE_MS) / Math.max((await sample(who)) * sizes[who] * 1e-6, 0.5));
}
const samples = Object.fromEntries(names.map((who) => [who, []]));
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const who of round % 2 === 0 ? names : names.toReversed()) samples[who].push(await sample(who));
}
for (const who of names) {
  const sorted = samples[who].toSorted((a, b) => a - b);
  console.log(`typed set and get, ${who}: ${sorted[sorted.length >> 1].toFixed(0)} ns`);
}
await writeFile(options.out, JSON.stringify(samples));

/** Nanoseconds for a set and a get. */
async function sample(who) {
  const begin = performance.now();
  const done = await contestants[who](sizes[who]);
  return ((performance.now() - begin) * 1e6) / done;
}

/** The requests of typed.rs, one after the other, and the same look at the answers. */
function inHandlers() {
  const { set, get } = handlers();
  const headers = { host: "app.example" };
  const params = Array.from({ length: 1_000 }, (_, key) => ({ type: "CursorPosition", key: `user:${key}` }));
  const bodies = Array.from({ length: 64 }, (_, n) => `{"x":${n * 31},"y":-${n + 1},"item_id":"item-${n}","user_id":"7"}`);
  let next = 0;
  return (size) => {
    let sum = 0;
    let expected = 0;
    for (let n = 0; n < size; n += 1, next += 1) {
      const [key, body] = [params[(next * 7) % 1_000], bodies[next % 64]];
      for (const answer of [set({ params: key, headers, body }), get({ params: key, headers })]) sum += answer.status + answer.body.length;
      expected += 2 * 200 + '{"success":true}'.length + '{"value":}'.length + body.length;
    }
    if (sum !== expected) throw new Error(`the sum of statuses and lengths is ${sum} instead of ${expected}`);
    return size;
  };
}
