// The JavaScript that wasm-bindgen writes beside a module. It is as it writes it, with names, comments and line breaks.
import { transform } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

/** Minifies the file in its place, as the page's own bundles are. */
export async function minifyGlue(path) {
  const { code } = await transform(await readFile(path, "utf8"), { format: "esm", target: "es2022", charset: "utf8", minify: true });
  await writeFile(path, code);
}
