// What reads the models of a project, which are written in Rust: a module of its own, for only a project with models needs it.
import { buildModule } from "./wasm-module.mjs";

/** Builds it into Trunk's staging folder. The names of its files. */
export const buildModels = (where) =>
  buildModule({ name: "models", library: "rehearsal_typed_kv", options: ["--package", "rehearsal-typed-kv", "--features", "rehearsal-typed-kv/web", "--crate-type", "cdylib"], optimise: ["-Oz"] }, where);
