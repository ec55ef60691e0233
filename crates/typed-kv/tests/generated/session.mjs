// A client that talks to its store through its own input and output, a request and a response a line.
import assert from "node:assert/strict";
import readline from "node:readline";
import { KvClient, KvError } from "./kv.js";

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function fetch(url, { method, headers, body }) {
  process.stdout.write(`${JSON.stringify({ method, url, tenant: headers["x-tenant"], body: body ?? "" })}\n`);
  const { status, text } = JSON.parse((await lines.next()).value);
  return new Response(text, { status });
}

const kv = new KvClient("", { fetch, headers: { "x-tenant": "a.example" } });
const cursor = { x: 1, y: -2, item_id: "é \"😀\"", user_id: "__proto__" };
const keys = ["user:7", "a/b", "100%", "😀", "__proto__", "a b+c", "?#&="];
for (const key of keys) await kv.setCursorPosition(key, { ...cursor, item_id: key });
for (const key of keys) assert.deepEqual(await kv.getCursorPosition(key), { ...cursor, item_id: key });
assert.deepEqual(
  await kv.listCursorPositions(),
  [...keys].sort().map((key) => [key, { ...cursor, item_id: key }]),
);
for (const key of keys) assert.deepEqual((await kv.listCursorPositions(key)).map(([key]) => key), [key]);
assert.equal(await kv.deleteCursorPosition("a/b"), true);
assert.equal(await kv.deleteCursorPosition("a/b"), false);
assert.equal(await kv.getCursorPosition("a/b"), null);

const other = new KvClient("/", { fetch, headers: { "x-tenant": "b.example" } });
assert.deepEqual(await other.listCursorPositions(), []);
await other.setViewportState("k", { scroll_y: 0.5, sidebar_collapsed: true }, 60_000);
assert.deepEqual(await other.getViewportState("k"), { scroll_y: 0.5, sidebar_collapsed: true });
assert.equal((await other.stats()).types.ViewportState.items, 1);

await assert.rejects(kv.setCursorPosition("k", { ...cursor, x: 1.5, y: "2" }), (error) => {
  assert.ok(error instanceof KvError);
  assert.equal(error.status, 400);
  assert.equal(error.message, "the value is no CursorPosition");
  assert.deepEqual(error.details.map(({ pointer }) => pointer), ["/x", "/y"]);
  return true;
});
await assert.rejects(kv.setCursorPosition("k", cursor, -1), { name: "KvError", status: 400 });
process.exit(0); // what is left of the input is nobody's
