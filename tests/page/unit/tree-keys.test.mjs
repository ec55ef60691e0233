// The keys of a tree.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { treeKey } = await load({ keys: "lib/tree-keys" });

const lines = [{ level: 1, open: true }, { level: 2 }, { level: 2, open: false }, { level: 1, open: false }];

test("up, down, Home and End go through the lines that are seen, and stop at the ends", () => {
  assert.deepEqual(treeKey("ArrowDown", lines, 0), { to: 1 });
  assert.deepEqual(treeKey("ArrowUp", lines, 1), { to: 0 });
  assert.deepEqual(treeKey("Home", lines, 2), { to: 0 });
  assert.deepEqual(treeKey("End", lines, 2), { to: 3 });
  assert.equal(treeKey("ArrowUp", lines, 0), "nothing");
  assert.equal(treeKey("ArrowDown", lines, 3), "nothing");
});

test("the right arrow opens, then goes to what was opened, and does nothing where there is nothing to open", () => {
  assert.equal(treeKey("ArrowRight", lines, 3), "fold");
  assert.deepEqual(treeKey("ArrowRight", lines, 0), { to: 1 });
  assert.equal(treeKey("ArrowRight", lines, 1), "nothing");
});

test("the left arrow closes, then goes to the line above that holds this one", () => {
  assert.equal(treeKey("ArrowLeft", lines, 0), "fold");
  assert.deepEqual(treeKey("ArrowLeft", lines, 1), { to: 0 });
  assert.deepEqual(treeKey("ArrowLeft", lines, 2), { to: 0 });
  assert.equal(treeKey("ArrowLeft", lines, 3), "nothing");
});

test("other keys are for others", () => {
  assert.equal(treeKey("a", lines, 0), undefined);
});
