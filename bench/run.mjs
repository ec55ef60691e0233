// Runs the workloads in headless Chromium, ours and the peers' interleaved, and writes every sample as JSON.
//
//     node bench/run.mjs --folder FOLDER --rounds N --out FILE [--only WORK,…]
//
// FOLDER holds page/ and the module with its glue. `cargo xtask bench` makes it, and reads FILE.
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { launch } from "../tests/page/support/chromium.mjs";
import { serve } from "../tests/page/support/server.mjs";

const { values: options } = parseArgs({
  options: {
    folder: { type: "string" },
    out: { type: "string" },
    rounds: { type: "string", default: "31" },
    only: { type: "string", default: "" },
  },
});

/** A sample takes about so long: enough for a clock of 0.1 ms, and short enough to fit between the pauses of a machine
 *  that others use, too. */
const SAMPLE_MS = 10;
const WARM_UP = 4;
const MOST = 2_000_000;

/** What is done, and who does it. */
const WORKS = {
  loop: ["loop"],
  kv: ["ours", "untraced", "scenario", "bare", "xtra", "xtra local"],
  "kv-64": ["ours", "xtra", "xtra local"],
  hop: ["ours", "xtra", "xtra local", "act-zero", "act-zero local"],
  "fan-in": ["ours", "xtra", "xtra local"],
  spawn: ["ours", "xtra", "xtra local", "ractor"],
  "lua-spawn": ["ours", "bare"],
  "lua-ask": ["ours", "patched", "unpatched"],
  "vm-loop": ["patched", "unpatched"],
  "vm-calls": ["patched", "unpatched"],
  "vm-access": ["patched", "unpatched"],
  "vm-strings": ["patched", "unpatched"],
  "vm-tables": ["patched", "unpatched"],
  "vm-closures": ["patched", "unpatched"],
  "vm-yields": ["patched", "unpatched"],
  ask: ["1", "1000", "10000", "100000"],
};
const READINGS = ["untraced", "unread", "read"];
const only = options.only ? options.only.split(",") : null;
const wanted = (work) => !only || only.includes(work);

const rounds = Number(options.rounds);
const server = await serve(options.folder);
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => console.error(message.text()));
  await page.goto(server.url);
  const ask = (...request) => page.evaluate((request) => globalThis.ask(...request), request);

  const works = {};
  for (const [work, contestants] of Object.entries(WORKS)) {
    if (!wanted(work)) continue;
    for (const who of contestants) await ask("prepare", work, who);
    works[work] = await measure(work, contestants, (who, size) => ask("sample", who, size));
    await ask("forget");
  }
  if (wanted("reading")) {
    works.reading = await measure("reading", READINGS, (how, size) => ask("reading", how, size), 40);
    await ask("forget");
  }
  const bytes = [];
  for (const processes of wanted("bytes") ? [1, 1_000, 10_000, 100_000] : []) {
    bytes.push({ processes, ours: await ask("bytes", "ours", processes), xtra: await ask("bytes", "xtra", processes) });
    console.log(`bytes: ${JSON.stringify(bytes.at(-1))}`);
  }
  const scripts = wanted("bytes") ? await ask("bytes", "lua", 1_000) : null;
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
  await writeFile(options.out, JSON.stringify({ date, machine, browser: browser.version(), rounds, works, bytes, scripts }));
} finally {
  await browser.close();
  server.close();
}

/** Nanoseconds an operation, a list for each contestant; the n-th of each were taken side by side. */
async function measure(work, contestants, sample, millis = SAMPLE_MS) {
  const sizes = {};
  for (const who of contestants) {
    let fastest = Infinity; // a pause of the machine must not make the samples too small for the clock
    for (let n = 0; n < WARM_UP; n += 1) {
      const { millis: took, done } = await sample(who, sizes[who] ?? 2_000);
      fastest = Math.min(fastest, Math.max(took, 0.2) / done);
      sizes[who] = Math.min(MOST, Math.round(millis / fastest));
    }
  }
  const samples = Object.fromEntries(contestants.map((who) => [who, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Another one begins each round, so that nobody is always after the same neighbour's garbage.
    for (let n = 0; n < contestants.length; n += 1) {
      const who = contestants[(round + n) % contestants.length];
      const { millis: took, done } = await sample(who, sizes[who]);
      samples[who].push((took * 1e6) / done);
    }
  }
  for (const who of contestants) {
    const sorted = samples[who].toSorted((a, b) => a - b);
    console.log(`${work}, ${who}: ${sorted[sorted.length >> 1].toFixed(1)} ns (size ${sizes[who]})`);
  }
  return samples;
}
