// Runs the workloads where the engine runs, too: in a dedicated worker.
import init, { Reading, bytes_per_process, bytes_per_script, bytes_per_xtra_actor, prepare } from "./rehearsal_bench.js";
import initPatched, { Program as Patched, Resumes as PatchedResumes } from "./patched/rehearsal_bench_vm.js";
import initUnpatched, { Program as Unpatched, Resumes as UnpatchedResumes } from "./unpatched/rehearsal_bench_vm.js";

/** The interpreter alone, by module. */
const PROGRAMS = { patched: Patched, unpatched: Unpatched };
/** What a request between two scripts is held against. */
const RESUMES = { patched: PatchedResumes, unpatched: UnpatchedResumes };
const BYTES = { ours: bytes_per_process, lua: bytes_per_script, xtra: bytes_per_xtra_actor };

const SLICE_MS = 4; // as the page's pump
const TURNS = 512;
const BUFFERS = 3;
const BUFFER_BYTES = 2 << 20;
/** The recorder keeps 131,072 records: before so many are unread, the run waits for the reader. */
const MOST_UNREAD = 90_000;

// Not awaited here: a message that came before there is a listener would be lost.
const load = (init, file) => init({ module_or_path: new URL(file, import.meta.url) });
const loaded = Promise.all([
  load(init, "rehearsal_bench_bg.wasm"),
  load(initPatched, "patched/rehearsal_bench_vm_bg.wasm"),
  load(initUnpatched, "unpatched/rehearsal_bench_vm_bg.wasm"),
]);
const prepared = new Map();
const readings = new Map();

const commands = {
  /** Makes a workload, and forgets all of another kind. */
  prepare(work, who) {
    prepared.get(who)?.free();
    const of = work === "lua-ask" ? RESUMES : PROGRAMS;
    prepared.set(who, who in of ? new of[who](work) : prepare(work, who));
  },

  forget() {
    for (const one of [...prepared.values(), ...readings.values()]) one.free();
    prepared.clear();
    readings.clear();
  },

  /** Does about `size` operations: how many they were, and the milliseconds that they took. */
  async sample(who, size) {
    const work = prepared.get(who);
    const begin = performance.now();
    const done = await work.go(size);
    const millis = performance.now() - begin;
    work.check?.(); // the others have compared their result while they were at it
    return { millis, done };
  },

  bytes: (who, processes) => BYTES[who](processes),

  /** The store's work in slices: `untraced`, traced and `unread`, or traced and `read` by the page. */
  async reading(how, size) {
    if (!readings.has(how)) readings.set(how, new Reading(how !== "untraced"));
    const run = readings.get(how);
    run.begin(size);
    const begin = performance.now();
    const read = await inSlices(run, how === "read");
    const millis = performance.now() - begin;
    run.check();
    if (read.gaps > 0) throw new Error(`${read.gaps} gaps between the records`);
    if (how === "read" && read.events < 4 * size) throw new Error(`only ${read.events} events of ${size} requests`);
    return { millis, done: size };
  },
};

/** Room for the event loop between two slices, as in the page's pump. */
const breath = new MessageChannel();
let breathed;
breath.port1.onmessage = () => breathed();
const breathe = () => new Promise((done) => ((breathed = done), breath.port2.postMessage(null)));

const free = Array.from({ length: BUFFERS }, () => new ArrayBuffer(BUFFER_BYTES));
let finish;

async function inSlices(run, isRead) {
  let more = true;
  while (more || (isRead && run.unread() > 0)) {
    const begin = performance.now();
    while (more && performance.now() - begin < SLICE_MS && (!isRead || run.unread() < MOST_UNREAD)) more = run.run(TURNS);
    while (isRead && free.length > 0 && run.unread() > 0) hand(run);
    await breathe();
  }
  if (!isRead) return { events: 0, gaps: 0 };
  return new Promise((done) => {
    finish = done;
    self.postMessage({ last: true });
  });
}

function hand(run) {
  const records = free.pop();
  const count = run.take(new Uint32Array(records));
  self.postMessage({ records, count }, [records]);
}

self.onmessage = async ({ data }) => {
  if ("buffer" in data) {
    free.push(data.buffer);
    return;
  }
  if ("read" in data) return finish(data.read);
  const { id, command, args } = data;
  try {
    await loaded;
    self.postMessage({ id, value: await commands[command](...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
