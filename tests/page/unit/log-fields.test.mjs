// What the log shows of a line's fields.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readFields } = await load({ fields: "lib/log-fields" });

test("where a line was written becomes a place, and who wrote it is said elsewhere", () => {
  const fields = readFields('{"pid":"{app:processes|0x00003}","location":"app:relay:12","round":1}');
  assert.deepEqual(fields, { place: { entry: "app:relay", line: 12 }, error: "", rest: '{"round":1}' });
});

test("of an error only its message is said", () => {
  assert.deepEqual(readFields('{"error":{"details":{"stack":"…"},"kind":"Internal","message":"it broke"}}'), { place: null, error: "it broke", rest: "" });
  assert.equal(readFields('{"error":"in words"}').error, "in words");
  assert.equal(readFields('{"error":{"code":7}}').rest, '{"error":{"code":7}}');
});

test("nothing is read into what are no fields", () => {
  for (const json of ["", "[1]", "7", "{", "null"]) assert.deepEqual(readFields(json), { place: null, error: "", rest: "" });
});
