// The server of `cargo xtask play`.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isHashed, serve, serveFrom } from "../../../www/serve.mjs";

test("names with a hash are told from others", () => {
  for (const name of ["worker-4KYXBYCS.js", "main-0f1e2d3c4b5a6978.js", "a-0f1e2d3c4b5a6978_bg.wasm"]) assert.ok(isHashed(name), name);
  for (const name of ["index.html", "icon-monochrome.svg", "service-worker.js", "0f1e2d3c4b5a6978"]) assert.ok(!isHashed(name), name);
});

test("a taken port leads to the next", async () => {
  const held = createServer();
  await new Promise((listening) => held.listen(0, "127.0.0.1", listening));
  const { port } = held.address();
  const server = await serveFrom(port, tmpdir());
  assert.notEqual(new URL(server.url).port, String(port));
  server.close();
  held.close();
});

test("nothing outside of the folder is served, and what is inside comes with its type and its policy", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  await writeFile(join(folder, "main-0f1e2d3c4b5a6978.js"), "1");
  await writeFile(join(folder, "index.html"), "<!doctype html>");
  const server = await serve(folder);
  const { port } = new URL(server.url);
  // fetch() resolves ".." itself.
  const get = (path, method = "GET") =>
    new Promise((done, failed) => request({ port, host: "127.0.0.1", path, method }, (answer) => done(answer.resume())).on("error", failed).end());
  for (const path of ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/%00", "/%", "/missing"]) {
    assert.equal((await get(path)).statusCode, 404, path);
  }
  assert.equal((await get("/", "POST")).statusCode, 405);
  const { headers } = await get("/main-0f1e2d3c4b5a6978.js");
  assert.equal(headers["content-type"], "text/javascript; charset=utf-8");
  assert.match(headers["cache-control"], /immutable/);
  assert.match(headers["content-security-policy"], /default-src 'none'/);
  assert.equal((await get("/")).headers["cache-control"], "no-cache");
  server.close();
});
