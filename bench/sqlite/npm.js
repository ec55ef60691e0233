// The package in a worker that answers the same protocol, one request after the other, as its user writes it.
import { open } from "./npm-store.js";

self.onmessage = async ({ data: { port, journal } }) => {
  try {
    const { get, set } = await open(`bench-npm-${journal}`, journal);
    const answer = ({ id, op, key, json }) => {
      try {
        port.postMessage([{ id, ok: op === "get" ? get(key) : (set(key, json), null) }]);
      } catch (error) {
        port.postMessage([{ id, error: { message: String(error) } }]);
      }
    };
    port.onmessage = ({ data }) => data.forEach(answer);
    self.postMessage({});
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
