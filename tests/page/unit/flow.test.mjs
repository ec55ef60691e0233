// How many records the page takes at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Flow } = await load({ flow: "lib/flow" });

/** A flow after so many full updates, each `ms` after the one before. */
function after(updates, ms, flow = new Flow()) {
  for (let n = 1; n <= updates; n += 1) flow.drawn(1e6 + n * ms, flow.most);
  return flow;
}

test("a_page_that_draws_quickly_takes_more_and_more_up_to_what_the_engine_keeps", () => {
  assert.ok(after(5, 16).most > 4_096);
  assert.equal(after(100, 16).most, 131_072);
});

test("a_page_that_draws_slowly_takes_less_but_never_nothing", () => {
  assert.ok(after(2, 200).most < 4_096);
  assert.equal(after(100, 200).most, 1_024);
});

test("between_the_two_it_stays_as_it_is", () => {
  const flow = after(1, 0); // the first has nothing before it to be compared with
  const { most } = flow;
  let now = 1e6;
  for (let n = 0; n < 10; n += 1) flow.drawn((now += 40), flow.most);
  assert.equal(flow.most, most);
});

test("an_update_that_was_not_full_says_nothing", () => {
  const flow = new Flow();
  flow.drawn(1_000, 5);
  flow.drawn(9_000, 5);
  assert.equal(flow.most, 4_096);
});

test("the_time_in_which_nothing_came_is_not_counted", () => {
  const flow = new Flow();
  flow.drawn(1_000, 5);
  flow.drawn(60_000, flow.most);
  assert.equal(flow.most, 4_096);
});
