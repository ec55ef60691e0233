// As www/sqlite/worker.ts asks the module, a request at a time.
import { serve } from "./inside.js";

serve(async ({ js, wasm }) => {
  const module = await import(new URL(js, import.meta.url).href);
  await module.default({ module_or_path: fetch(new URL(wasm, import.meta.url)) });
  const database = await module.Database.open("bench-ours-inside");
  const ask = (request) => {
    const [{ ok, error }] = database.answer([request]);
    if (error) throw new Error(error.message);
    return ok;
  };
  return {
    get: (key) => ask({ id: 1, op: "get", key }),
    set: (key, json) => ask({ id: 1, op: "set", key, json }),
  };
});
