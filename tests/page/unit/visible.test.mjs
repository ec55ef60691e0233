// Texts of a run that would hide something, or turn what is around them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { visible, visibleLines, visibleName } = await load({ visible: "lib/visible" });

test("what turns the direction of writing, joins or cannot be seen is written out", () => {
  assert.equal(visible("\u202enimda:resu"), "\\u{202e}nimda:resu");
  for (const code of [0, 0x7f, 0x9b, 0xad, 0xa0, 0x61c, 0x200b, 0x200d, 0x200f, 0x202a, 0x2028, 0x2060, 0x2066, 0x2069, 0x3000, 0x3164, 0xfeff, 0xe0041, 0xd800])
    assert.equal(visible(`a${String.fromCodePoint(code)}b`), `a\\u{${code.toString(16)}}b`);
  assert.equal(visible("a\nb\tc\rd"), "a\\nb\\tc\\rd");
});

test("what can be read stays as it is", () => {
  for (const text of ["user:7 of 9", "ключ", "열쇠", "مفتاح", "é e\u0301", "🎭", '{"a": "b\\n"}', ""]) assert.equal(visible(text), text);
  assert.equal(visibleLines('{\n\t"a": 1\n}'), '{\n\t"a": 1\n}');
  assert.equal(visibleLines("a\n\u202e\r\n"), "a\n\\u{202e}\\r\n");
});

test("a name that would be an empty cell, or has blanks that nobody sees, stands in quotation marks", () => {
  assert.equal(visibleName(""), '""');
  assert.equal(visibleName(" "), '" "');
  assert.equal(visibleName("a "), '"a "');
  assert.equal(visibleName("a  b"), '"a  b"');
  assert.equal(visibleName("a b"), "a b");
  assert.equal(visibleName("\u00a0"), "\\u{a0}");
});
