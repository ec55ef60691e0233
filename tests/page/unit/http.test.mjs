// What the console of HTTP and the service worker make of requests, without a browser.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { load } from "./load.mjs";

const { curl, PORT, misuse, indent, excerpt, MOST, example, targetOf, read, isProgram, LONGEST_BODY } = await load({
  curl: "lib/curl",
  misuse: "lib/http-misuse",
  indent: "lib/indent",
  excerpt: "lib/excerpt",
  example: "models/example",
  request: "service-worker/request",
});

const NASTY = ["plain", "it's", '"quoted"', "$HOME `id` $(id) ${x}", "a\\b\\\\'\\''", "two\nlines\r\n\ttab", "@file", "-X", "--", "🎭 ключ", "!history", "*?[a]{b,c}~", "'", "''", "%41 %", "a;b|c&d>e<f#g", "trailing\n", "\u2028"];

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-curl-"));
  // Says what it was called with.
  await writeFile(join(folder, "curl"), "#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done\n");
  await chmod(join(folder, "curl"), 0o755);
});
after(() => rm(folder, { recursive: true }));

/** The words that a shell makes of a line. */
function words(line) {
  const out = execFileSync("/bin/sh", ["-c", line], { env: { PATH: `${folder}:${process.env.PATH}`, HOME: "/home" } });
  return out.toString("utf8").split("\0").slice(0, -1);
}

test("a_line_for_the_shell_says_what_the_request_was", () => {
  const line = curl({ method: "POST", target: "/kv/set/Cursor/user:1", host: "a.example", body: '{"x": 1}' });
  assert.equal(line, `curl -X POST -H 'Host: a.example' -H 'Content-Type: application/json' --data-raw '{"x": 1}' 'http://localhost:3000/kv/set/Cursor/user:1'`);
  assert.equal(curl({ method: "GET", target: "/kv/stats", host: "a", body: "" }), "curl -H 'Host: a' 'http://localhost:3000/kv/stats'");
});

test("a_shell_reads_any_text_as_it_is", () => {
  for (const text of NASTY) {
    const got = words(curl({ method: "POST", target: `/kv/set/Cursor/${encodeURIComponent(text)}`, host: text.replace(/[\r\n]/g, ""), body: text }));
    assert.equal(got[got.indexOf("--data-raw") + 1], text);
    assert.equal(got[3], `Host: ${text.replace(/[\r\n]/g, "")}`);
    assert.equal(got.at(-1), `http://localhost:3000/kv/set/Cursor/${encodeURIComponent(text)}`);
  }
});

test("a_path_goes_to_the_same_key_however_it_is_written", () => {
  const url = (target) => words(curl({ method: "GET", target, host: "a", body: "" })).at(-1).replace("http://localhost:3000", "");
  assert.equal(url("/kv/get/T/a b[1]{2}#3\\4"), "/kv/get/T/a%20b%5B1%5D%7B2%7D%233%5C4");
  assert.equal(url("/kv/get/T/🎭?x=%20+y"), "/kv/get/T/%F0%9F%8E%AD?x=%20+y");
  assert.equal(url("/kv/get/T/\ud83c"), "/kv/get/T/%EF%BF%BD");
  assert.ok(curl({ method: "GET", target: "/kv/get/T/../x", host: "a", body: "" }).includes("--path-as-is"));
});

test("what_curl_sends_is_what_was_written", async (t) => {
  const asked = [];
  const server = createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      asked.push({ method: request.method, url: request.url, host: request.headers.host, body: Buffer.concat(pieces).toString() });
      response.end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  const send = (request) =>
    new Promise((done, failed) => {
      const line = curl(request).replace(`localhost:${PORT}`, `127.0.0.1:${server.address().port}`);
      const shell = spawn("/bin/sh", ["-c", line], { stdio: "ignore" }).on("error", failed);
      shell.on("exit", (code) => (code === 127 ? t.skip("there is no curl on this machine") : assert.equal(code, 0, line), done(code)));
    });
  for (const text of NASTY) {
    const target = `/kv/set/Cursor/../${text.replace(/[\r\n?#%]/g, "")}`;
    if ((await send({ method: "POST", target, host: "a.example", body: text })) === 127) return;
    const { method, url, host, body } = asked.pop();
    assert.deepEqual([method, decodeURIComponent(url), host, body], ["POST", target, "a.example", text]);
  }
  await send({ method: "HEAD", target: "/kv/stats", host: "", body: "" });
  assert.deepEqual(asked.pop(), { method: "HEAD", url: "/kv/stats", host: "", body: "" });
  await send({ method: "OPTIONS", target: "/kv/stats", host: "a", body: "" });
  assert.equal(asked.pop().method, "OPTIONS");
});

test("the_port_is_that_of_rehearsal_serve", async () => {
  const options = await readFile(new URL("../../../crates/cli/src/options.rs", import.meta.url), "utf8");
  assert.match(options, new RegExp(`default_value_t = ${PORT}, value_name = "N"\\)\\]\\s*pub port: u16`));
});

test("a_request_that_cannot_be_right_is_told_where_it_is_wrong", () => {
  const wrong = (method, target, body = "") => misuse({ method, target, body });
  assert.equal(wrong("GET", "").key, "http.no_path");
  for (const target of ["kv/stats", "/", "/kv", "http://localhost/kv/stats"]) assert.equal(wrong("GET", target).key, "http.other_path", target);
  assert.equal(wrong("GET", "/kv/stats", "{}").key, "http.body_of_get");
  assert.equal(wrong("HEAD", "/kv/stats", " ").field, "body");
  assert.equal(wrong("POST", "/kv/set/T/a", "{x: 1}").key, "http.no_json");
  assert.equal(wrong("POST", "/kv/set/T/a", `"${"é".repeat(LONGEST_BODY / 2)}"`).key, "http.long_body");
  for (const body of ["", "{}", "1", '"a"', "null"]) assert.equal(wrong("POST", "/kv/set/T/a", body), null, body);
  assert.equal(wrong("DELETE", "/kv/anything"), null);
});

test("json_is_indented_and_its_numbers_stay_as_they_were_written", () => {
  assert.equal(indent('{"a":18446744073709551615,"b":[1.0,{}],"c":[],"__proto__":"{,:\\"}"}'), '{\n  "a": 18446744073709551615,\n  "b": [\n    1.0,\n    {}\n  ],\n  "c": [],\n  "__proto__": "{,:\\"}"\n}');
  for (const value of [null, 1, "a", [], {}, [[[]]], { a: [1, { b: "x: y" }], c: null }]) assert.equal(indent(JSON.stringify(value)), JSON.stringify(value, null, 2));
  for (const text of ["", "no JSON", "{", "<p>"]) assert.equal(indent(text), text);
});

test("an_example_of_many_models_within_each_other_ends_soon", { timeout: 10_000 }, () => {
  const struct = (name, fields) => ({ name, shape: { Struct: fields.map((ty, at) => ({ name: `f${at}`, json: `f${at}`, docs: [], ty, default: false })) } });
  const chain = (length, fields) => JSON.stringify(Array.from({ length }, (_, n) => struct(`M${n}`, fields(n))));
  // Each holds the next one twice: there are 2²⁷ of the last.
  const twice = (n) => (n < 26 ? [{ Model: n + 1 }, { Model: n + 1 }] : ["Bool"]);
  assert.equal(example(chain(27, twice), "M0"), "", "there is no small one");
  assert.equal(JSON.parse(example(chain(27, twice), "M24")).f1.f1.f0, false);
  const lists = example(chain(27, (n) => twice(n).map((ty) => (ty === "Bool" ? ty : { List: ty }))), "M0");
  assert.ok(lists.length < 20_000 && JSON.parse(lists).f0.length === 1, `${lists.length}`);
  const all = Array.from({ length: 12 }, (_, n) => ({ Option: { Model: n } }));
  assert.ok(example(chain(12, () => all), "M0").length < 20_000);
  const ring = example(chain(1_000, (n) => [{ Option: { Model: (n + 1) % 1_000 } }]), "M0");
  assert.ok(ring.length < 2_000, `${ring.length}`);
});

test("only data is answered", () => {
  for (const destination of ["", "document", "iframe", "frame"]) assert.equal(isProgram({ destination }), false, destination);
  for (const destination of ["script", "worker", "sharedworker", "serviceworker", "style", "image", "embed", "object"]) assert.equal(isProgram({ destination }), true, destination);
});

test("an_example_is_as_small_as_shows_what_belongs_there", () => {
  const field = (json, ty) => ({ name: json, json, docs: [], ty, default: false });
  const schema = JSON.stringify([
    { name: "Tree", shape: { Struct: [field("left", { Option: { Model: 0 } }), field("leaves", { List: { Model: 0 } }), field("by", { Map: { Int: "u8" } })] } },
    { name: "Shape", shape: { Enum: [{ json: "Twice", content: { Newtype: { Model: 1 } } }, { json: "Square", content: { Tuple: ["Bool", "Char"] } }, { json: "None", content: "Unit" }] } },
    { name: "Proto", shape: { Struct: [field("__proto__", "Text"), field("at", { Tuple: [{ Float: "F64" }, { Int: "i8" }] })] } },
  ]);
  assert.deepEqual(JSON.parse(example(schema, "Tree")), { left: null, leaves: [], by: { key: 0 } });
  assert.deepEqual(JSON.parse(example(schema, "Shape")), { Square: [false, "a"] });
  assert.equal(example(schema, "Proto"), '{\n  "__proto__": "text",\n  "at": [\n    0.5,\n    0\n  ]\n}');
  assert.equal(example(schema, "Nothing"), "");
});

test("the_store_gets_the_same_target_wherever_the_page_lies", () => {
  for (const folder of ["https://a.example/", "https://a.example/some/folder/", "https://a.example/kv/"]) {
    assert.equal(targetOf(`${folder}kv/get/T/a%2Fb?x=1`, folder), "/kv/get/T/a%2Fb?x=1");
    for (const other of ["", "index.html", "kv", "kv.js", "kvx/get", "x/kv/get"]) assert.equal(targetOf(folder + other, folder), null, folder + other);
  }
  assert.equal(targetOf("https://b.example/kv/stats", "https://a.example/"), null);
  assert.equal(targetOf("https://a.example/kv/stats", "https://a.example/page/"), null);
});

test("a_body_is_read_no_further_than_it_may_be_long", async () => {
  let given = 0;
  const endless = new ReadableStream({ pull: (queue) => ((given += 1), queue.enqueue(new Uint8Array(100_000))) });
  const request = new Request("http://a.example/kv/set/T/a", { method: "POST", body: endless, duplex: "half" });
  assert.equal(await read(request, "/kv/set/T/a", "http://a.example/"), null);
  assert.ok(given < 15, `${given} pieces`);
  const whole = await read(new Request("http://a.example/", { method: "POST", body: new Uint8Array([0xef, 0xbb, 0xbf, 0x31]) }), "/kv/x", "http://a.example:81/");
  assert.deepEqual(whole, { method: "POST", target: "/kv/x", host: "a.example:81", body: "\ufeff1", bytes: null });
  const bytes = await read(new Request("http://a.example/", { method: "POST", body: new Uint8Array([0xff]) }), "/kv/x", "http://a.example/");
  assert.deepEqual([...bytes.bytes], [0xff]);
});

test("of_a_long_body_the_beginning_is_shown_as_it_is_and_how_long_it_is", () => {
  assert.deepEqual(excerpt('{"a":1}'), { text: '{\n  "a": 1\n}' });
  const long = JSON.stringify({ text: "🎭".repeat(MOST) });
  const { text, cut } = excerpt(long);
  assert.deepEqual(cut, { shown: MOST, of: long.length });
  assert.ok(long.startsWith(text) && text.length <= MOST && text.isWellFormed(), "no half of a character");
});

test("a_body_of_brackets_alone_does_not_grow_with_its_square", () => {
  const deep = "[".repeat(20_000) + "]".repeat(20_000);
  assert.ok(indent(deep).length < 4_000_000);
  assert.ok(excerpt("[".repeat(40_000) + "]".repeat(40_000)).text.length <= 4 * MOST);
  assert.ok(excerpt("\u202e".repeat(MOST)).text.length <= 4 * MOST);
});

test("a_body_that_is_far_too_long_is_refused_without_being_read", () => {
  const encode = TextEncoder.prototype.encode;
  TextEncoder.prototype.encode = () => assert.fail("all of it was read");
  try {
    assert.equal(misuse({ method: "POST", target: "/kv/set/T/a", body: "x".repeat(LONGEST_BODY + 1) }).key, "http.long_body");
  } finally {
    TextEncoder.prototype.encode = encode;
  }
});
