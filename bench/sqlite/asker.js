// Asks a database on a port, as the engine does: one set after the other, and a hundred on their way.
import { fill, key, newValue } from "./values.js";

const TOGETHER = 100;

self.onmessage = async ({ data: { port, counts } }) => {
  const pending = new Map();
  let last = 0;
  port.onmessage = ({ data }) => {
    for (const { id, error } of data) {
      const { done, failed } = pending.get(id);
      pending.delete(id);
      if (error) failed(new Error(error.message));
      else done();
    }
  };
  let leaving = [];
  const leave = () => {
    port.postMessage(leaving);
    leaving = [];
  };
  const set = (n) =>
    new Promise((done, failed) => {
      last += 1;
      pending.set(last, { done, failed });
      leaving.push({ id: last, op: "set", key: key(n), json: newValue() });
      if (leaving.length === 1) queueMicrotask(leave);
    });

  try {
    await fill((from, to) => Promise.all(Array.from({ length: to - from }, (_, n) => set(from + n))));
    // Filled in groups, ours has run much less of its code than the other, and compilers of the browser are at work on it still.
    for (let n = 0; n < counts.set; n += 1) await set(n);
    let begin = performance.now();
    for (let n = 0; n < counts.set; n += 1) await set(n);
    const one = ((performance.now() - begin) * 1e6) / counts.set;
    begin = performance.now();
    for (let n = 0; n < counts.sets; n += TOGETHER) await Promise.all(Array.from({ length: TOGETHER }, (_, at) => set(n + at)));
    self.postMessage({ set: one, sets: ((performance.now() - begin) * 1e6) / counts.sets });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
