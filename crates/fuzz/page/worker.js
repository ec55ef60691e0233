// Runs programs where the engine runs them, too: in a dedicated worker.
import init, { digests, report } from "./rehearsal_fuzz.js";

// Not awaited here: a message that came before there is a listener would be lost.
const loaded = init({ module_or_path: new URL("rehearsal_fuzz_bg.wasm", import.meta.url) });
const commands = { digests, report };

self.onmessage = async ({ data: { command, args } }) => {
  try {
    await loaded;
    self.postMessage({ value: commands[command](...args) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
