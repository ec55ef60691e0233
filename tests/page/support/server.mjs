// Serves dist/ as a static host would: below a sub-folder, so that an absolute URL in the page shows up as
// a 404, and with the Content-Security-Policy of `cargo xtask play`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const root = new URL("../../../", import.meta.url).pathname;
const base = "/some/folder/";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Starts a server on a free port; answers with the page's address and how to end it. */
export async function serve(folder = join(root, "dist")) {
  const policy = (await readFile(join(root, "www/csp.txt"), "utf8")).trim();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // URL has resolved every "..", so a path below `base` is one below the folder.
    const file = pathname.startsWith(base) ? normalize(pathname.slice(base.length) || "index.html") : undefined;
    const body = file && (await readFile(join(folder, file)).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
