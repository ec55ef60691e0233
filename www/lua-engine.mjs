// The second engine: the one that runs scripts, too. Trunk builds the first, and knows of no other; so this runs
// Trunk's three steps for it, and leaves the results under hashed names in Trunk's staging folder.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NAME = "rehearsal_lua";
const TARGET = "wasm32-unknown-unknown";

/** Builds it into `staging`. The names of its files. */
export async function buildLuaEngine({ release, staging, folder }) {
  const module = compile(release);
  const made = join(folder, release ? "lua" : "lua-debug");
  const stamp = join(made, "stamp");
  // Of this file, too, which says what becomes of the module.
  const print = hash(Buffer.concat([await readFile(module), await readFile(new URL(import.meta.url))]));
  if ((await readFile(stamp, "utf8").catch(() => "")) !== print) {
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
    run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", made, "--out-name", NAME, module]);
    const wasm = join(made, `${NAME}_bg.wasm`);
    // Lua's errors are WebAssembly exceptions. More passes take three times as long, and what comes out is larger once it is compressed.
    if (release) run("wasm-opt", ["-O1", "--enable-exception-handling", wasm, "-o", wasm]);
    await writeFile(stamp, print);
  }
  const [js, wasm] = [join(made, `${NAME}.js`), join(made, `${NAME}_bg.wasm`)];
  const tag = hash(Buffer.concat([await readFile(js), await readFile(wasm)])).slice(0, 16);
  const names = { js: `lua-${tag}.js`, wasm: `lua-${tag}_bg.wasm` };
  await copyFile(js, join(staging, names.js));
  await copyFile(wasm, join(staging, names.wasm));
  return names;
}

/** The path of the compiled module. */
function compile(release) {
  const options = ["--lib", "--locked", "--target", TARGET, "--features", "web,lua,manifest", "--message-format", "json-render-diagnostics"];
  const lines = run("cargo", ["build", ...options, ...(release ? ["--release"] : [])], { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 });
  const artifacts = String(lines)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ reason, target }) => reason === "compiler-artifact" && target.name === "rehearsal");
  const [module] = artifacts.flatMap(({ filenames }) => filenames).filter((name) => name.endsWith(".wasm"));
  if (!module) throw new Error("cargo built no module of the library");
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
