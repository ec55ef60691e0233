// Payloads as one line: what of a long one is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Facts, isBuried, messageFirst } = await load({ facts: "lib/trace/facts", failure: "lib/trace/failure" });

test("a_line_that_was_cut_ends_with_one_ellipsis", async () => {
  await new Promise((arrived) => {
    const facts = new Facts(
      () => async () => [{ event: 1, payload: '"long…', truncated: true }],
      () => {
        assert.equal(facts.payload(1), '"long…');
        arrived();
      },
    );
    assert.equal(facts.payload(1), undefined);
  });
});

test("of_a_failure_that_its_stack_fills_the_message_comes_first", () => {
  const line = { event: 7, payload: '{"details":{"stack":"a:1\\na:1…', truncated: true };
  assert.equal(isBuried(line), true);
  const whole = JSON.stringify({ details: { stack: "a:1\n".repeat(99) }, kind: "Internal", message: "out of luck" });
  const { payload } = messageFirst(line, whole);
  assert.match(payload, /^\{"kind":"Internal","message":"out of luck","details":\{"stack":"a:1\\n.*…$/);
  assert.equal(payload.length, 201);
});

test("what_is_no_failure_or_is_cut_as_a_whole_stays_as_it_is", () => {
  const line = { event: 7, payload: '{"details":{"stack":"a:1\\na:1…', truncated: true };
  assert.equal(messageFirst(line, '{"details": "of something else"}'), line);
  assert.equal(messageFirst(line, '{"details": {"stack": "…'), line);
  assert.equal(isBuried({ event: 7, payload: '{"details":{},"kind":"Internal","message":"a long on…', truncated: true }), false);
});
