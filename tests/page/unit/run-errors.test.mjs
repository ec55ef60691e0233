// Failed processes of scripts, as problems on the lines where they failed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { runErrors } = await load({ errors: "lib/run-errors" });

const failed = (text) => ({ ended: { how: "failed", text } });
const SOURCES = [
  { entry: "app:relay", file: "src/relay.lua" },
  { entry: "app.deep:worker-2", file: "src/worker.lua" },
];

test("a failure stands on its line of the entry's file", () => {
  assert.deepEqual(runErrors([failed("app.deep:worker-2:12: attempt to call a nil value")], SOURCES), [
    { file: "src/worker.lua", line: 12, column: 0, message: "attempt to call a nil value" },
  ]);
});

test("many processes that failed alike are one problem", () => {
  assert.equal(runErrors([failed("app:relay:3: no"), failed("app:relay:3: no"), failed("app:relay:4: no")], SOURCES).length, 2);
});

test("who lives, returned, was ended or is of no file is no problem", () => {
  const rows = [{ ended: null }, { ended: { how: "returned", text: "app:relay:3: x" } }, { ended: { how: "terminated", text: "app:relay:3: x" } }, failed("out of luck")];
  assert.deepEqual(runErrors(rows, SOURCES), []);
});

test("a failure without a place is one of the whole file", () => {
  const row = { entry: "app:relay", ended: { how: "failed", text: "not enough memory" } };
  assert.deepEqual(runErrors([row], SOURCES), [{ file: "src/relay.lua", line: 0, column: 0, message: "not enough memory" }]);
});

test("a message of several lines stays whole, and an unknown entry is left alone", () => {
  assert.equal(runErrors([failed("app:relay:3: one\ntwo: 5: three")], SOURCES)[0].message, "one\ntwo: 5: three");
  assert.deepEqual(runErrors([failed("app:other:3: x")], SOURCES), []);
});
