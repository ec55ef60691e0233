// Starts a database's worker and those that measure it, one after the other.

/**
 * One round of a contestant. `files` are the names of the page's own module and worker. Milliseconds until the database is open, and
 * nanoseconds an operation.
 */
globalThis.measure = async (who, files, counts) => {
  const begin = performance.now();
  const database = CONTESTANTS[who](files);
  try {
    const port = await database.opened;
    const start = performance.now() - begin;
    const outside = await answer("asker.js", { port, counts }, [port]);
    return { start, ...outside, ...(await answer(`inside-${who.split("-")[0]}.js`, { files, counts })) };
  } finally {
    database.worker.terminate();
  }
};

const CONTESTANTS = {
  /** As the page does it: www/sqlite/database.ts. */
  ours({ worker: name, js, wasm }) {
    const absolute = (name) => new URL(name, document.baseURI).href;
    const worker = new Worker(name, { type: "module" });
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: "start", directory: "bench-ours", module: { js: absolute(js), wasm: absolute(wasm) }, life: "bench-ours", anew: false });
    worker.postMessage({ type: "connect", port: port1 }, [port1]);
    const opened = ({ type, state, reason }) => (type === "alive" ? undefined : state === "open" ? port2 : fail(`${state}: ${reason}`));
    return { worker, opened: heard(worker, opened) };
  },

  npm: () => npm("PERSIST"),
  "npm-wal": () => npm("WAL"),
};

function npm(journal) {
  const worker = new Worker("npm.js", { type: "module" });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1, journal }, [port1]);
  return { worker, opened: heard(worker, ({ error }) => (error ? fail(error) : port2)) };
}

/** What a worker of its own measures, while nothing else of ours runs. */
async function answer(name, message, transfer = []) {
  const worker = new Worker(name, { type: "module" });
  try {
    worker.postMessage(message, transfer);
    return await heard(worker, (answer) => (answer.error ? fail(answer.error) : answer));
  } finally {
    worker.terminate();
  }
}

/** What `read` makes of the first message of which it makes something. */
function heard(worker, read) {
  return new Promise((done, failed) => {
    worker.onmessage = ({ data }) => {
      try {
        const word = read(data);
        if (word !== undefined) done(word);
      } catch (error) {
        failed(error);
      }
    };
    worker.onerror = ({ message }) => failed(new Error(message));
  });
}

function fail(message) {
  throw new Error(message);
}
