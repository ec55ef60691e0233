// When the views are drawn that follow the run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Turns } = await load({ turns: "lib/turns" });
const CALM = 100;
const FRAME = 16;

/** `count` views that ask in every frame for `ms`, as under a flood: how often each was drawn, and the most in one frame. */
function flood(count, ms, frame = FRAME) {
  const turns = new Turns();
  const drawn = new Array(count).fill(0);
  let inFrame = 0;
  const views = drawn.map((_, at) => () => {
    drawn[at] += 1;
    inFrame += 1;
  });
  let most = 0;
  for (let now = 0; now < ms; now += frame) {
    for (const draw of views) turns.ask(draw, CALM);
    inFrame = 0;
    turns.frame(now);
    if (now > CALM) most = Math.max(most, inFrame);
  }
  return { drawn, most };
}

test("however_often_the_run_changes_a_view_is_drawn_ten_times_a_second", () => {
  for (const times of flood(8, 10_000).drawn) assert.ok(times > 70 && times <= 101, `${times} times in ten seconds`);
});

test("no_frame_draws_all_of_them", () => {
  assert.ok(flood(8, 10_000).most <= 3);
});

test("where_frames_are_few_each_still_has_its_turn", () => {
  for (const times of flood(8, 10_000, 200).drawn) assert.ok(times >= 49, `${times} times in fifty frames`);
});

test("after_a_quiet_time_all_are_drawn_at_once", () => {
  const turns = new Turns();
  let drawn = 0;
  const ask = () => {
    for (let n = 0; n < 8; n += 1) turns.ask(() => (drawn += 1), CALM);
  };
  ask();
  assert.equal(turns.frame(1_000), false);
  assert.equal(drawn, 8);
  ask();
  assert.equal(turns.frame(1_200), false);
  assert.equal(drawn, 16);
});

test("a_change_that_had_to_wait_is_drawn_in_the_end", () => {
  const turns = new Turns();
  let drawn = 0;
  const draw = () => (drawn += 1);
  turns.ask(draw, CALM);
  turns.frame(0);
  turns.ask(draw, CALM);
  assert.equal(turns.frame(FRAME), true, "it waits");
  assert.equal(drawn, 1);
  assert.equal(turns.frame(CALM), false);
  assert.equal(drawn, 2);
});

test("who_has_left_is_not_drawn", () => {
  const turns = new Turns();
  const draw = () => assert.fail("drawn");
  turns.ask(draw, CALM);
  turns.leave(draw);
  assert.equal(turns.frame(0), false);
});
