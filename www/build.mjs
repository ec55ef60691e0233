// Trunk's pre_build hook: bundles worker.ts, main.ts and css/main.css.
//
// The worker and what main.ts loads by `import()` go straight into Trunk's staging folder under hashed
// names, which the importing bundle knows. main.js and main.css go to target/www, whence index.html has
// Trunk hash and link them.
import { build } from "esbuild";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve as resolvePath } from "node:path";
import { buildLuaEngine } from "./lua-engine.mjs";
import { buildModels } from "./models-module.mjs";
import { buildSqlite } from "./sqlite-module.mjs";

const release = process.env.TRUNK_PROFILE === "release";
const staging = process.env.TRUNK_STAGING_DIR ?? "dist";
const target = "target/www";

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  minify: release,
  sourcemap: release ? false : "inline",
  logLevel: "warning",
  metafile: true,
};

/** `import sources from "actors"`: the texts of src/actors by file name. */
const actors = {
  name: "actors",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^actors$/ }, ({ path }) => ({ path, namespace: "actors" }));
    onLoad({ filter: /.*/, namespace: "actors" }, async () => {
      const names = (await readdir("src/actors")).filter((name) => name.endsWith(".rs")).sort();
      const texts = names.map(async (name) => [name, await readFile(join("src/actors", name), "utf8")]);
      return { contents: JSON.stringify(Object.fromEntries(await Promise.all(texts))), loader: "json" };
    });
  },
};

/** `import projects from "examples"`: the files of each project in examples/, by the project's name. */
const examples = {
  name: "examples",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^examples$/ }, ({ path }) => ({ path, namespace: "examples" }));
    onLoad({ filter: /.*/, namespace: "examples" }, async () => {
      const projects = {};
      for (const name of (await readdir("examples")).sort()) {
        const paths = (await readdir(join("examples", name), { recursive: true })).filter((path) => /\.(lua|yaml|lock|rs)$/.test(path)).sort();
        const files = paths.map(async (path) => [path.replaceAll("\\", "/"), await readFile(join("examples", name, path), "utf8")]);
        projects[name] = Object.fromEntries(await Promise.all(files));
      }
      return { contents: JSON.stringify(projects), loader: "json" };
    });
  },
};

/**
 * What is loaded later imports the page, which is there by then. So whatever the two share is in one file with the page: without
 * this, esbuild would make a file for each set of parts that share something, and the first load would be twenty small ones.
 */
const later = {
  name: "later",
  setup({ onResolve, onLoad, resolve }) {
    const page = resolvePath("www/page.ts");
    const parts = new Set();
    onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === later) return;
      const found = await resolve(path, { kind, resolveDir, pluginData: later });
      if (found.path !== page) parts.add(found.path);
      // esbuild resolves it once more by itself: what a plugin has resolved it compiles without tsconfig.json.
    });
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (parts.has(path)) return { contents: `${await readFile(path, "utf8")}\nimport ${JSON.stringify(page)};`, loader: "ts" };
    });
  },
};

// esbuild has printed what is wrong; its stack says nothing more.
const bundle = (options) => build({ ...common, ...options }).catch(() => process.exit(1));

const where = { release, staging, folder: target };
const lua = await buildLuaEngine(where);
const sqlite = await buildSqlite(where);
const models = await buildModels(where);
const worker = await bundleWorker("worker", "www/worker.ts");
const sqliteWorker = await bundleWorker("sqlite-worker", "www/sqlite/worker.ts");
// Its name never changes, or a new version would not take the place of the one before. Not every browser takes a module here.
const serviceWorker = await bundleWorker("service-worker", "www/service-worker/worker.ts", { entryNames: "[name]", format: "iife" });

const page = await bundle({
  entryPoints: ["www/main.ts"],
  splitting: true,
  outdir: target,
  chunkNames: "[name]-[hash]",
  define: {
    WORKER_URL: JSON.stringify(`./${worker}`),
    LUA_ENGINE: moduleUrls(lua),
    SQLITE_WORKER_URL: JSON.stringify(`./${sqliteWorker}`),
    SQLITE: moduleUrls(sqlite),
    MODELS: moduleUrls(models),
  },
  plugins: [actors, examples, later],
  write: false,
});
const chunks = arrange(page.metafile.outputs);
chunks.later.push(lua.js, lua.wasm, sqlite.js, sqlite.wasm, sqliteWorker, models.js, models.wasm, serviceWorker);
await mkdir(target, { recursive: true });
for (const { path, contents } of page.outputFiles) {
  const name = basename(path);
  await writeFile(join(name === "main.js" ? target : staging, name), contents);
}
// For finish.mjs, and for `cargo xtask build`, which weighs the page.
await writeFile(join(target, "bundles.json"), JSON.stringify(chunks));

await bundle({ entryPoints: ["www/css/main.css"], outdir: target });

/** Bundles a worker, and says what its file is called. */
async function bundleWorker(name, entry, options) {
  const { metafile } = await bundle({ entryPoints: { [name]: entry }, outdir: staging, entryNames: "[name]-[hash]", ...options });
  const [file] = Object.keys(metafile.outputs);
  return basename(file);
}

function moduleUrls({ js, wasm }) {
  return JSON.stringify({ js: `./${js}`, wasm: `./${wasm}` });
}

/** Tells the chunks that main.js and the page import at once from those that are loaded later, when asked for. */
function arrange(outputs) {
  const entry = `${target}/main.js`;
  const page = Object.keys(outputs).find((path) => outputs[path].entryPoint === "www/page.ts");
  const first = new Set([entry, page]);
  for (const path of first) {
    for (const { kind, path: imported } of outputs[path].imports) {
      if (kind === "import-statement") first.add(imported);
    }
  }
  const paths = Object.keys(outputs);
  const importer = paths.find((path) => outputs[path].imports.some((i) => i.path === entry));
  if (importer) {
    // Trunk gives main.js another name.
    throw new Error(`${importer} imports main.ts: move what it needs to a module of its own`);
  }
  const names = (wanted) => paths.filter((path) => path !== entry && wanted(path)).map((path) => basename(path));
  return { first: names((path) => first.has(path)), later: names((path) => !first.has(path)) };
}
