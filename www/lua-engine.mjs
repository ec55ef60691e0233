// The second engine: the one that runs scripts, too. Trunk builds the first.
import { buildModule } from "./wasm-module.mjs";

/** Builds it into Trunk's staging folder. The names of its files. */
export const buildLuaEngine = (where) =>
  buildModule(
    {
      name: "lua",
      library: "rehearsal",
      options: ["--features", "web,projects"],
      // Lua's errors are WebAssembly exceptions. More passes take three times as long, and what comes out is larger once it is compressed.
      optimise: ["-O1", "--enable-exception-handling"],
    },
    where,
  );
