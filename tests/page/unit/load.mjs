// Bundles a module of the page for node, so that its pure parts are tested without a browser.
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const www = fileURLToPath(new URL("../../../www/", import.meta.url));

/** `load({ ring: "lib/trace/ring" })` → what these modules export, in one object, sharing what they import. */
export async function load(modules) {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-unit-"));
  const outfile = join(folder, "bundle.mjs");
  try {
    await build({
      stdin: { contents: Object.values(modules).map((path) => `export * from "./${path}";`).join("\n"), resolveDir: www, loader: "ts" },
      bundle: true,
      format: "esm",
      target: "es2022",
      outfile,
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
