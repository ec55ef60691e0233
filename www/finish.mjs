// Trunk's post_build hook: completes the published index.html, and minifies the engine's glue.
//
// Static hosts set no headers of ours, so the Content-Security-Policy stands in the page as well. A debug
// build has none: Trunk's live reload is an inline script.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minifyGlue } from "./glue.mjs";

if (process.env.TRUNK_PROFILE === "release") {
  const index = join(process.env.TRUNK_STAGING_DIR, "index.html");
  const policy = (await readFile("www/csp.txt", "utf8")).trim();
  const { first } = JSON.parse(await readFile("target/www/bundles.json", "utf8"));
  const added = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    // Spares the browser a round trip: it would see these imports only once it has read main.js.
    ...first.map((name) => `<link rel="modulepreload" href="./${name}" />`),
  ];
  const html = await readFile(index, "utf8");
  const charset = /<meta charset="?utf-8"? ?\/?>/i;
  if (!charset.test(html)) throw new Error('index.html must begin its head with <meta charset="utf-8" />');
  const glue = html.match(/"js":"\.\/([^"]+)"/);
  if (!glue) throw new Error("index.html must name the engine, as Trunk.toml has it written");
  await minifyGlue(join(process.env.TRUNK_STAGING_DIR, glue[1]));
  await writeFile(index, html.replace(charset, (meta) => [meta, ...added].join("\n    ")));
}
