// The page beside the workloads' worker: passes requests on, and reads every record that the worker hands over.
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const pending = new Map();
let lastId = 0;
let reader = newReader();

/** Asks the worker; see `commands` in worker.js. */
globalThis.ask = (command, ...args) =>
  new Promise((resolve, reject) => {
    lastId += 1;
    pending.set(lastId, { resolve, reject });
    worker.postMessage({ id: lastId, command, args });
  });

worker.onmessage = ({ data }) => {
  if ("records" in data) return read(data);
  if ("last" in data) return tell();
  const { resolve, reject } = pending.get(data.id);
  pending.delete(data.id);
  if ("error" in data) reject(new Error(data.error));
  else resolve(data.value);
};

worker.onerror = (event) => {
  for (const { reject } of pending.values()) reject(new Error(event.message || "the worker could not be loaded"));
};

function newReader() {
  return { events: 0, kinds: new Array(256).fill(0), next: 0, gaps: 0 };
}

/** Looks at each event as a page must that wants to draw it: its number, its kind, its cause. */
function read({ records, count }) {
  const words = new Uint32Array(records);
  for (let at = 0; at < count * 16; at += 16) {
    const number = words[at] + words[at + 1] * 0x1_0000_0000;
    const cause = words[at + 4] + words[at + 5] * 0x1_0000_0000;
    if ((reader.next !== 0 && number !== reader.next) || cause >= number) reader.gaps += 1;
    reader.next = number + 1;
    reader.kinds[words[at + 6] & 255] += 1;
  }
  reader.events += count;
  worker.postMessage({ buffer: records }, [records]);
}

/** All is read: says how much that was. */
function tell() {
  const { events, gaps, kinds } = reader;
  reader = newReader();
  worker.postMessage({ read: { events, gaps, kinds } });
}
