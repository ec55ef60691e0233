// What the diagram writes at the lines to and from the key-value store.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { askedWords, answerWords } = await load({ words: "lib/trace/store-words" });

test("a_request_says_what_is_done_with_which_key_or_with_which_pattern", () => {
  assert.equal(askedWords("get", '{"key":"colour"}'), "get colour");
  assert.equal(askedWords("list", '{"glob":"user:*"}'), "list user:*");
  assert.equal(askedWords("get", '{"key":"a \\"b\\" \\\\"}'), 'get a "b" \\');
});

test("a_value_that_is_cut_off_does_not_hide_its_key", () => {
  assert.equal(askedWords("set", '{"key":"large","value":"xxxxxxxxx…'), "set large");
});

test("a_long_key_is_cut_and_no_letter_with_it", () => {
  assert.equal(askedWords("get", `{"key":"${"😀".repeat(30)}"}`), `get ${"😀".repeat(23)}…`);
});

test("until_the_payload_is_known_a_request_says_what_is_done", () => {
  for (const payload of [undefined, null, '{"key":"cut off with']) assert.equal(askedWords("get", payload), "get");
});

test("an_answer_says_what_has_come_of_it", () => {
  assert.equal(answerWords(null), "ok");
  assert.equal(answerWords('"blue"'), '"blue"');
  assert.equal(answerWords('["a","b"]'), '["a","b"]');
  assert.equal(answerWords('{"error":{"kind":"NotFound","message":"key not found: x"}}'), "NotFound");
  assert.equal(answerWords(undefined), undefined);
});
