// Measures the built page in headless Chromium, and writes the figures as JSON.
//
//     node bench/dist.mjs --out FILE
//
// The main thread's work comes from Chromium's own trace, so the page is not changed to be measured; what the engine
// says of itself is read from its messages.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../tests/page/support/chromium.mjs";
import { serve } from "../tests/page/support/server.mjs";

const { values: options } = parseArgs({ options: { out: { type: "string" } } });

const LOADS = 7;
const SETTLE_MS = 2_000;
const MEASURE_MS = 6_000;
const KEYS = 24;
/** A run is made again when it has so many. */
const REWIND_EVENTS = 100_000;
/** So many are in the diagram that is scrolled through, at its smallest. */
const SCROLL_EVENTS = 100_000;
/** Each frame moves by so much, one way for a second, then the other. */
const SCROLL_PIXELS = 40;
/** Events are counted for so long with a query of what is to be recorded, and for as long without. */
const RECORD_MS = 1_500;

const server = await serve();
const browser = await launch();
const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
try {
  const ready = [];
  for (let n = 0; n < LOADS; n += 1) ready.push(await load());
  const busy = await watch({ kind: "max" });
  const paced = await watch({ kind: "times", value: 1_000 });
  const rewinds = {};
  for (const scenario of ["ping-pong", "supervisor", "talk"]) rewinds[scenario] = await rewind(scenario);
  const scrolled = await scroll();
  const recorded = await record();
  await writeFile(options.out, JSON.stringify({ ready, busy, paced, rewinds, scrolled, recorded }));
} finally {
  await rm(folder, { recursive: true });
  await browser.close();
  server.close();
}

/** Milliseconds from the navigation to a page that is ready, with nothing in the cache. */
async function load() {
  return fresh({}, async (page) => {
    const millis = await page.evaluate(() => globalThis.probe.ready);
    console.log(`ready after ${millis.toFixed(0)} ms`);
    return millis;
  });
}

/** The page with the ping-pong at some pace. */
async function watch(pace) {
  return fresh({ scenario: "ping-pong", settings: { pace } }, async (page) => {
    await page.waitForTimeout(SETTLE_MS);

    // Frames, the engine's own figures, and how fast the page answers a key.
    await page.evaluate(() => globalThis.probe.begin());
    for (let n = 0; n < KEYS; n += 1) {
      // A dialog opens and closes: the next paint after a key has something to show.
      await page.keyboard.press(n % 2 === 0 ? "?" : "Escape");
      await page.waitForTimeout(MEASURE_MS / KEYS);
    }
    const counted = await page.evaluate(() => globalThis.probe.end());

    // The main thread's work, without keys.
    const path = join(folder, `${pace.kind}.json`);
    await page.evaluate(() => globalThis.probe.begin());
    await browser.startTracing(page, { path, categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
    await page.waitForTimeout(MEASURE_MS);
    await browser.stopTracing();
    const traced = await page.evaluate(() => globalThis.probe.end());
    const frames = work(JSON.parse(readFileSync(path, "utf8")).traceEvents);

    const figures = { ...counted, traced: { load: traced.load, messages: traced.messages }, frames };
    console.log(`${JSON.stringify(pace)}: ${JSON.stringify(figures)}`);
    return figures;
  });
}

/** The diagram with many events, as small as it gets, moved to and fro in each frame. */
async function scroll() {
  return fresh({ scenario: "ping-pong", settings: { pace: { kind: "times", value: 1_000 } } }, async (page) => {
    await page.waitForFunction((least) => document.querySelector("rh-app").store.state.ring.size >= least, SCROLL_EVENTS, { timeout: 120_000 });
    const shown = await page.evaluate(async (pixels) => {
      document.querySelector("rh-app").store.pause();
      const diagram = document.querySelector("rh-diagram");
      const canvas = diagram.renderRoot.querySelector("canvas");
      for (let n = 0; n < 60; n += 1) diagram.zoomStep(-1);
      let turn = 0;
      const move = () => {
        turn += 1;
        canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: turn % 120 < 60 ? -pixels : pixels, bubbles: true, cancelable: true }));
        requestAnimationFrame(move);
      };
      requestAnimationFrame(move);
      await new Promise((done) => setTimeout(done, 1_000));
      const { from, to } = diagram.shown;
      return to - from + 1;
    }, SCROLL_PIXELS);
    await page.evaluate(() => globalThis.probe.begin());
    await page.waitForTimeout(MEASURE_MS / 2);
    const { fps } = await page.evaluate(() => globalThis.probe.end());
    console.log(`scrolled: ${fps.toFixed(1)} frames a second, ${shown} events in view`);
    return { fps, shown };
  });
}

/** Events a second, as fast as the engine can: while the page looks at each of them to record what matches, and while it reads what it can. */
async function record() {
  return fresh({ scenario: "ping-pong", settings: { pace: { kind: "max" } } }, async (page) => {
    await page.waitForTimeout(SETTLE_MS);
    const figures = await page.evaluate(async ([ms, rounds]) => {
      const { store } = document.querySelector("rh-app");
      const pause = (time) => new Promise((done) => setTimeout(done, time));
      const count = async () => {
        await pause(ms / 3);
        const { total, dropped } = store.state.run;
        const begin = performance.now();
        await pause(ms);
        const { run } = store.state;
        return { speed: ((run.total - total) / (performance.now() - begin)) * 1_000, lost: run.dropped - dropped };
      };
      const figures = { some: [], all: [] };
      for (let n = 0; n < rounds; n += 1) {
        store.filter.close();
        figures.some.push((await count()).speed);
        store.filter.show({ text: "kind:spawn", only: true, record: true });
        while (store.state.filter.recorded === "") await pause(10);
        const { speed, lost } = await count();
        if (lost > 0) throw new Error(`${lost} events were lost`);
        figures.all.push(speed);
      }
      return figures;
    }, [RECORD_MS, LOADS]);
    console.log(`recording what matches: ${JSON.stringify(figures)}`);
    return figures;
  });
}

/** Milliseconds until a moment is shown, for each 100,000 events before it: a run is made again from its beginning to there. */
async function rewind(scenario) {
  return fresh({ scenario, settings: { pace: { kind: "max" } } }, async (page) => {
    const times = await page.evaluate(async ([least, rounds]) => {
      const { store } = document.querySelector("rh-app");
      const { state } = store;
      const until = async (is) => {
        const end = performance.now() + 60_000;
        while (!is() && performance.now() < end) await new Promise((done) => setTimeout(done, 1));
      };
      await until(() => state.run.total >= least);
      store.pause();
      await until(() => state.run.state === "paused" && state.ring.last === state.run.total);
      const times = [];
      for (let n = 0; n < rounds; n += 1) {
        const event = state.ring.last - 1 - n; // each is before the last one: so none goes on from it
        const begin = performance.now();
        store.rewind.to(event);
        await until(() => state.past?.progress === null && state.past.event === event);
        times.push(((performance.now() - begin) / event) * 100_000);
      }
      return times;
    }, [REWIND_EVENTS, LOADS]);
    console.log(`${scenario}: 100,000 events in ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`);
    return times;
  });
}

async function fresh(preferences, body) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  try {
    const page = await context.newPage();
    await page.addInitScript(probe, preferences);
    await page.goto(server.url);
    await page.waitForSelector("html[data-state=ready]", { state: "attached", timeout: 60_000 });
    return await body(page);
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of it does. */
function probe(preferences) {
  localStorage.setItem("rehearsal", JSON.stringify(preferences));
  const it = { ready: 0, frames: 0, loads: [], statistics: [], keys: [] };
  globalThis.probe = {
    get ready() {
      return it.ready;
    },
    begin() {
      Object.assign(it, { frames: 0, loads: [], statistics: [], keys: [], at: performance.now() });
    },
    end() {
      const seconds = (performance.now() - it.at) / 1000;
      const [first, last] = [it.statistics.at(0), it.statistics.at(-1)];
      const span = last && first ? (last.at - first.at) / 1000 : 0;
      const keys = it.keys.toSorted((a, b) => b - a);
      return {
        fps: it.frames / seconds,
        load: it.loads.length === 0 ? 0 : it.loads.reduce((a, b) => a + b) / it.loads.length,
        messages: span > 0 ? (last.messages - first.messages) / span : 0,
        // The slowest interaction, as INP has it of fewer than 50; none slower than 16 ms is not reported at all.
        inp: keys[0] ?? 16,
        keys: keys.length,
      };
    },
  };
  const count = () => {
    it.frames += 1;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) it.keys.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 });
  const look = () => {
    if (document.documentElement?.dataset.state === "ready") it.ready = performance.now();
    else requestAnimationFrame(look);
  };
  look();
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data.type !== "update" || !data.statistics) return;
        it.loads.push(data.statistics.load);
        it.statistics.push({ at: performance.now(), messages: data.statistics.messages });
      });
    }
  };
}

/** Milliseconds of the main thread from one frame to the next: by the clock, and of processor time. */
function work(events) {
  const main = busiestRenderer(events);
  const tasks = events.filter((e) => e.ph === "X" && e.pid === main.pid && e.tid === main.tid && isTask(e));
  const frames = events.filter((e) => e.name === "FireAnimationFrame" && e.pid === main.pid && e.tid === main.tid);
  const begins = [...new Set(frames.map((e) => e.ts))].sort((a, b) => a - b);
  // Several callbacks of one frame follow each other at once.
  const starts = begins.filter((ts, n) => n === 0 || ts - begins[n - 1] > 4_000);
  const sums = starts.map(() => ({ wall: 0, cpu: 0 }));
  tasks.sort((a, b) => a.ts - b.ts);
  let frame = -1;
  let until = 0;
  for (const task of tasks) {
    if (task.ts < until) continue; // inside another
    until = task.ts + task.dur;
    // A task that draws a frame begins before its callbacks do.
    while (frame + 1 < starts.length && starts[frame + 1] < until) frame += 1;
    if (frame < 0) continue;
    sums[frame].wall += task.dur / 1000;
    sums[frame].cpu += (task.tdur ?? task.dur) / 1000;
  }
  sums.pop(); // the last one was cut
  const p95 = (list) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * 0.95) - 1)] ?? null;
  return {
    count: sums.length,
    wall: p95(sums.map((frame) => frame.wall)),
    cpu: p95(sums.map((frame) => frame.cpu)),
    median: sums.map((frame) => frame.cpu).sort((a, b) => a - b)[sums.length >> 1] ?? null,
  };
}

/** The main thread of the page's process: the one that fires animation frames most. */
function busiestRenderer(events) {
  const counts = new Map();
  for (const { name, pid, tid } of events) {
    if (name === "FireAnimationFrame") counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  }
  const [key] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ["0 0"];
  const [pid, tid] = key.split(" ").map(Number);
  return { pid, tid };
}

function isTask(event) {
  return event.name === "RunTask" || event.name === "ThreadControllerImpl::RunTask";
}
