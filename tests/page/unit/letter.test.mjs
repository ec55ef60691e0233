// Keys by their letters, on whichever keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { letterOf } = await load({ letter: "lib/letter" });

test("a Latin letter is what it says, wherever it stands and however large it is", () => {
  assert.equal(letterOf({ key: "k", code: "KeyK" }), "k");
  assert.equal(letterOf({ key: "K", code: "KeyK" }), "k");
  assert.equal(letterOf({ key: "y", code: "KeyZ" }), "y", "on a German keyboard");
});

test("another letter is the Latin one of its place", () => {
  assert.equal(letterOf({ key: "л", code: "KeyK" }), "k");
  assert.equal(letterOf({ key: "ㅊ", code: "KeyC" }), "c");
  assert.equal(letterOf({ key: "ñ", code: "Semicolon" }), "ñ");
});

test("what is no letter is what it says", () => {
  for (const key of ["/", ".", "?", "Enter", "ArrowUp", "F3", " "]) assert.equal(letterOf({ key, code: "KeyK" }), key);
});
