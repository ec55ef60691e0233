// Serves dist/ on this machine as a static host would, with a strict Content-Security-Policy.
//
//     node www/serve.mjs [--port N] [--open]
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** So many ports after the first are tried. */
const TRIES = 20;

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Starts a server; answers with the page's address and how to end it. A port of 0 is any free one. The page lies below
 * `base`, as it may on any host.
 */
export async function serve(folder = join(root, "dist"), { port = 0, base = "/" } = {}) {
  // The same that www/finish.mjs writes into index.html, for hosts that set no headers.
  const policy = (await readFile(join(root, "www/csp.txt"), "utf8")).trim();
  const server = createServer(async (request, response) => {
    const answer = (status) => response.writeHead(status).end();
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405);
    const path = pathOf(request.url);
    // The URL parser has resolved every "..", so a path below `base` is one below the folder; unless an escape hid it.
    const file = path?.startsWith(base) ? normalize(path.slice(base.length) || "index.html") : "..";
    if (file.startsWith("..") || file.startsWith("/") || file.includes("\0")) return answer(404);
    const body = await readFile(join(folder, file)).catch(() => undefined);
    if (!body) return answer(404);
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Length": body.length,
      // A hash in a name never means another content; index.html names the current ones.
      "Cache-Control": isHashed(file) ? "public, max-age=31536000, immutable" : "no-cache",
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    });
    response.end(request.method === "GET" ? body : undefined);
  });
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The decoded path of a request; undefined when it is none. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
}

/** Whether a file's name holds a hash as esbuild (`worker-4KYXBYCS.js`) or Trunk (`main-0f1e2d3c4b5a6978.js`) write it. */
export function isHashed(path) {
  const parts = path.split("/").at(-1).split(/[-._]/).slice(1);
  return parts.some((part) => /^[0-9A-Z]{8}$/.test(part) || /^[0-9a-f]{16}$/i.test(part));
}

/** Takes the first free port, and says which were taken. */
export async function serveFrom(first, folder) {
  for (let port = first; port <= first + TRIES; port += 1) {
    try {
      return await serve(folder, { port });
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw new Error(`cannot serve on port ${port}: ${error.message}`);
      console.log(`    Port ${port} is taken.`);
    }
  }
  throw new Error(`ports ${first} and the ${TRIES} after it are taken: name another with --port`);
}

/** Asks the desktop to open the page; where there is none, the address has to do. */
function open(url) {
  const [program, ...args] = { darwin: ["open"], win32: ["cmd", "/C", "start"] }[process.platform] ?? ["xdg-open"];
  spawn(program, [...args, url], { stdio: "ignore" }).on("error", (error) => console.log(`    No browser was opened: ${error.message}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "8080" }, open: { type: "boolean", default: false } } });
  try {
    const { url } = await serveFrom(Number(values.port));
    console.log(`\n    Rehearsal plays at ${url} (Ctrl-C ends)`);
    if (values.open) open(url);
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
