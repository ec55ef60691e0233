// Gets inside a database's own worker, where no message is on its way.
import { fill, key, KEYS, newValue } from "./values.js";

/** `open` answers with `get(key)`, which returns the JSON text, and `set(key, json)`. */
export function serve(open) {
  self.onmessage = async ({ data: { files, counts } }) => {
    try {
      const { get, set } = await open(files);
      await fill((from, to) => {
        for (let n = from; n < to; n += 1) set(key(n), newValue());
      });
      for (let n = 0; n < KEYS; n += 1) if (get(key(n))?.[0] !== '"') throw new Error(`no value of ${key(n)}`);
      const begin = performance.now();
      for (let n = 0; n < counts.get; n += 1) get(key(n));
      self.postMessage({ get: ((performance.now() - begin) * 1e6) / counts.get });
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
}
