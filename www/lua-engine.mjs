// The second engine: the one that runs scripts, too. Trunk builds the first.
import { buildModule } from "./wasm-module.mjs";

/** Builds it into Trunk's staging folder. The names of its files. */
export const buildLuaEngine = (where) =>
  buildModule(
    {
      name: "lua",
      library: "rehearsal",
      // As a module alone: what others import as well, Cargo does not optimise as a whole (`lto`).
      options: ["--features", "web,projects", "--crate-type", "cdylib"],
      // Lua's errors are WebAssembly exceptions. More passes take three times as long, and what comes out is larger once it is compressed.
      optimise: ["-O1", "--enable-exception-handling"],
    },
    where,
  );
