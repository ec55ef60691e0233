// The browser's side of `cargo xtask fuzz`: the commands and the output of src/main.rs, in a worker of headless Chromium.
//
//     node crates/fuzz/run.mjs FOLDER digests WHICH FIRST COUNT
//     node crates/fuzz/run.mjs FOLDER report WHICH SEED
//
// FOLDER holds page/ and the module with its glue.
import { launch } from "../../tests/page/support/chromium.mjs";
import { serve } from "../../tests/page/support/server.mjs";

/** Seeds between two answers of the worker. */
const BATCH = 25;

const [folder, command, which, first, count] = process.argv.slice(2);
const server = await serve(folder);
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => console.error(message.text()));
  await page.goto(server.url);
  await page.evaluate(begin);
  if (command === "report") {
    console.log(JSON.stringify(await page.evaluate(ask, ["report", which, first])));
  } else {
    const end = BigInt(first) + BigInt(count);
    for (let seed = BigInt(first); seed < end; seed += BigInt(BATCH)) {
      const left = Number(end - seed);
      process.stdout.write(await page.evaluate(ask, ["digests", which, String(seed), Math.min(BATCH, left)]));
    }
  }
} finally {
  await browser.close();
  server.close();
}

/** In the page: starts the worker. */
function begin() {
  globalThis.worker = new Worker("worker.js", { type: "module" });
}

/** In the page: one command to the worker; seeds are 64 bits wide. */
function ask([command, which, seed, ...rest]) {
  return new Promise((resolve, reject) => {
    const { worker } = globalThis;
    worker.onmessage = ({ data: { value, error } }) => (error === undefined ? resolve(value) : reject(new Error(error)));
    worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
    worker.postMessage({ command, args: [which, BigInt(seed), ...rest] });
  });
}
