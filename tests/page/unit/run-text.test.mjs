// The text of a run, to which is added what came since it was written.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { joined, summary, endOf } = await load({ text: "lib/run-text" });
const written = readFileSync("docs/run-format/echo.json", "utf8");
const END = '{"events":9007199254740993,"hash":"0123456789abcdef","time":18446744073709551615,"turn":99}';
const line = (text) => `{"input":{"line":{"process":3,"text":${JSON.stringify(text)}}},"time":9007199254740993,"turn":98}`;
/** The example without inputs, as the engine writes it. */
const empty = written.replace(/\n {2}"inputs": \[.*?\n {2}\]/s, '\n  "inputs": []');

test("inputs_and_the_end_are_put_into_the_text_of_a_run_and_all_else_stays", () => {
  for (const text of [written, empty]) {
    const more = joined(text, { inputs: [line('a "word" [\n  ], {\n  }'), line("$&")], end: END });
    const [before, after] = [JSON.parse(text), JSON.parse(more)];
    assert.deepEqual(after.inputs.slice(0, -2), before.inputs);
    assert.deepEqual(after.inputs.slice(-2).map(({ input }) => input.line.text), ['a "word" [\n  ], {\n  }', "$&"]);
    assert.equal(after.end.turn, 99);
    assert.deepEqual({ ...after, inputs: [], end: {} }, { ...before, inputs: [], end: {} });
    // And once more.
    const again = joined(more, { inputs: [line("third")], end: END });
    assert.equal(summary(again).inputs, before.inputs.length + 3);
  }
});

test("integers_that_javascript_would_round_stay_as_they_are", () => {
  const more = joined(written, { inputs: [line("one")], end: END });
  assert.match(more, /"time":18446744073709551615/);
  assert.match(more, /"time":9007199254740993,"turn":98/);
  assert.equal(summary(more).end.replaceAll(/\s/g, ""), END);
  assert.equal(endOf(END).events, 2 ** 53);
});

test("nothing_came_and_only_time_has_passed", () => {
  const more = joined(written, { inputs: [], end: END });
  assert.deepEqual(JSON.parse(more).inputs, JSON.parse(written).inputs);
  assert.deepEqual(JSON.parse(joined(empty, { inputs: [], end: END })).inputs, []);
});

test("faults_that_have_come_since_are_not_to_come_once_more", () => {
  const text = written.replace('\n  "format"', '\n  "faults": [\n    "1s kill relay",\n    "1s drop next \\"a ] topic\\"",\n    "2s fail spawn"\n  ],\n  "format"');
  const planned = (line) => `{"input":{"planned":${JSON.stringify(line)}},"time":5,"turn":98}`;
  const faults = (inputs) => JSON.parse(joined(text, { inputs, end: END })).faults;
  assert.deepEqual(faults([planned("1s kill relay"), line("planned")]), ['1s drop next "a ] topic"', "2s fail spawn"]);
  assert.deepEqual(faults([planned("1s kill relay"), planned("1s drop next x"), planned("2s fail spawn")]), []);
  assert.equal(faults([line("none")]).length, 3);
});

test("whether_a_reader_did_something_is_known_from_the_text", () => {
  assert.deepEqual([summary(written).deeds, summary(empty).deeds, summary(written).inputs], [true, false, 4]);
  const answered = joined(empty, { inputs: ['{"input":{"store_answer":{"process":1,"id":1,"value":null}},"time":1,"turn":1}'], end: END });
  assert.equal(summary(answered).deeds, false);
});

test("what_is_not_as_the_engine_writes_it_is_left_alone", () => {
  assert.equal(joined(JSON.stringify(JSON.parse(written)), { inputs: [line("one")], end: END }), undefined);
  assert.equal(joined("nonsense", { inputs: [], end: END }), undefined);
});
