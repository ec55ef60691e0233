// Builds a WebAssembly module beside the one that Trunk knows: Trunk's three steps, with the results under hashed names in its
// staging folder.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minifyGlue } from "./glue.mjs";

/** What was made of the same generic function lies side by side, and so compresses better. index.html has it for the first engine. */
const ORDER = ["--reorder-functions-by-name"];
const TARGET = "wasm32-unknown-unknown";

/**
 * Builds a library, and says what its files are called. `name` is what they begin with, `library` what Cargo calls it, `options` are
 * Cargo's, and `optimise` those of wasm-opt.
 */
export async function buildModule({ name, library, options, optimise }, { release, staging, folder }) {
  const module = compile(library, options, release);
  const made = join(folder, release ? name : `${name}-debug`);
  const stamp = join(made, "stamp");
  // Of these files, too, which say what becomes of the module.
  const ours = ["wasm-module.mjs", "glue.mjs"].map((name) => readFile(new URL(name, import.meta.url)));
  const print = hash(Buffer.concat([await readFile(module), ...(await Promise.all(ours)), Buffer.from(optimise.join(" "))]));
  const [js, wasm] = [join(made, `${library}.js`), join(made, `${library}_bg.wasm`)];
  if ((await readFile(stamp, "utf8").catch(() => "")) !== print) {
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
    run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", made, "--out-name", library, module]);
    if (release) {
      run("wasm-opt", [...optimise, ...ORDER, wasm, "-o", wasm]);
      await minifyGlue(js);
    }
    await writeFile(stamp, print);
  }
  const tag = hash(Buffer.concat([await readFile(js), await readFile(wasm)])).slice(0, 16);
  const names = { js: `${name}-${tag}.js`, wasm: `${name}-${tag}_bg.wasm` };
  await copyFile(js, join(staging, names.js));
  await copyFile(wasm, join(staging, names.wasm));
  return names;
}

/** The path of the compiled module. */
function compile(library, options, release) {
  const all = ["--lib", "--locked", "--target", TARGET, ...options, "--message-format", "json-render-diagnostics"];
  const build = ["rustc", ...all, ...(release ? ["--release"] : [])];
  const lines = run("cargo", build, { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 });
  const artifacts = String(lines)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ reason, target }) => reason === "compiler-artifact" && target.name === library);
  const [module] = artifacts.flatMap(({ filenames }) => filenames).filter((name) => name.endsWith(".wasm"));
  if (!module) throw new Error(`cargo built no module of the library ${library}`);
  return module;
}

function run(program, args, options = { stdio: "inherit" }) {
  try {
    return execFileSync(program, args, options);
  } catch (error) {
    // The program has said what is wrong, unless there is none.
    if (error.code === "ENOENT") console.error(`${program} is not in PATH: \`cargo xtask build\` has it`);
    process.exit(1);
  }
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
