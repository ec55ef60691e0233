// Measures a full trace of the page in headless Chromium: what it takes of memory, and how long each kind of query takes.
//
//     node bench/trace.mjs --out FILE
//
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { launch } from "../tests/page/support/chromium.mjs";
import { serve } from "../tests/page/support/server.mjs";

const { values: options } = parseArgs({ options: { out: { type: "string" } } });

/** What the page keeps of a trace; what is copied of a run until there is so much. */
const KEPT = 1_048_576;
const COPIED = 60_000;
const ROUNDS = 9;
/** What each kind of query finds: much or little, so that each of its steps is measured. */
const QUERIES = {
  topic: "topic:ping kind:send",
  process: "from:ping",
  kind: "kind:exit",
  time: "time:1s..2s",
  cause: "cause:FIRST",
  effect: "effect:LAST",
  text: "ping",
  payload: "nowhere",
  all: "topic:p* process:ping,pong kind:send,receive time:1s.. cause:FIRST -nowhere",
};
/** Steps of the loop that a search is held against, for each event. */
const STEPS = 24;

const server = await serve();
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem("rehearsal", JSON.stringify({ scenario: "ping-pong", settings: { pace: { kind: "max" }, playing: false } })));
  await page.goto(server.url);
  await page.waitForSelector("html[data-state=ready]", { state: "attached", timeout: 60_000 });
  const memory = await memoryOf(page);
  const before = await memory();
  await page.evaluate(fillTrace, { kept: KEPT, copied: COPIED });
  const bytes = (await memory()) - before;
  console.log(`${KEPT} events in ${(bytes / 1e6).toFixed(1)} MB`);
  const search = {};
  for (const [name, text] of Object.entries(QUERIES)) {
    search[name] = await page.evaluate(searchTrace, { text, rounds: ROUNDS, steps: STEPS });
    const { ours, loop, count } = search[name];
    console.log(`${text}: ${count} found in ${ours.map((ms) => ms.toFixed(1)).join(", ")} ms; loop ${loop.map((ms) => ms.toFixed(1)).join(", ")} ms`);
  }
  await writeFile(options.out, JSON.stringify({ bytes, search }));
} finally {
  await browser.close();
  server.close();
}

/** Asks for the bytes that the page's main thread holds, its buffers included, when nothing is left to be collected. */
async function memoryOf(page) {
  const session = await page.context().newCDPSession(page);
  return async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await session.send("Runtime.getHeapUsage");
    return usedSize + backingStorageSize + embedderHeapUsedSize;
  };
}

/** Runs in the page: the trace of a run, over and over with other numbers and times, until the ring is full. */
async function fillTrace({ kept, copied }) {
  const { store } = document.querySelector("rh-app");
  const { state } = store;
  const until = async (is) => {
    const end = performance.now() + 60_000;
    while (!is() && performance.now() < end) await new Promise((done) => setTimeout(done, 1));
  };
  store.play();
  await until(() => state.run.total >= copied && state.ring.size >= copied);
  store.pause();
  await until(() => state.run.state === "paused" && state.ring.last === state.run.total);
  const { ring } = state;
  const { records } = ring;
  const WORDS = 16;
  const HIGH = 2 ** 32;
  const begin = Math.max(records.first, records.count - copied);
  const first = records.at(begin);
  const count = records.count - begin;
  const pattern = new Uint32Array(count * WORDS);
  records.stretches(begin, records.count, (words, within, some, place) => {
    pattern.set(words.subarray(within * WORDS, (within + some) * WORDS), (place - begin) * WORDS);
  });
  const long = (words, at) => words[at] + words[at + 1] * HIGH;
  const span = long(pattern, (count - 1) * WORDS + 2) - long(pattern, 2);
  for (let round = 1; ring.size < kept; round += 1) {
    const words = pattern.slice();
    const add = (at, much) => {
      const sum = long(pattern, at) + much;
      words[at] = sum;
      words[at + 1] = sum / HIGH;
    };
    for (let at = 0; at < words.length; at += WORDS) {
      add(at, round * count);
      add(at + 2, round * span);
      if (long(pattern, at + 4) >= first) add(at + 4, round * count);
    }
    ring.append(words.buffer, count);
  }
  await new Promise((done) => setTimeout(done, 500));
}

/** Runs in the page. */
async function searchTrace({ text, rounds, steps }) {
  const { store } = document.querySelector("rh-app");
  const { ring } = store.state;
  store.filter.open();
  const query = text.replace("FIRST", ring.first + 10).replace("LAST", ring.last - 10);
  const ours = [];
  const loop = [];
  let count = 0;
  for (let round = -1; round < rounds; round += 1) {
    await store.filter.type("");
    await new Promise((done) => setTimeout(done, 50));
    const begin = performance.now();
    await store.filter.type(query);
    const middle = performance.now();
    let x = round;
    for (let n = ring.size * steps; n > 0; n -= 1) {
      x = Math.imul(x, 0x2c1b3c6d);
      x ^= x >>> 15;
      x |= 1;
    }
    globalThis.sink = x;
    const end = performance.now();
    if (round < 0) continue; // loads and compiles
    ours.push(middle - begin);
    loop.push(end - middle);
    count = store.state.filter.found?.count ?? 0;
  }
  store.filter.close();
  return { ours, loop, count };
}
