// How many records the page takes at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Flow } = await load({ flow: "lib/flow" });

/** A flow after so many full updates of records that took so long to read, in nanoseconds each. */
function after(updates, ns, flow = new Flow()) {
  for (let n = 1; n <= updates; n += 1) flow.read(flow.most, (flow.most * ns) / 1e6);
  return flow;
}

test("a_stream_is_read_in_a_millisecond_a_frame_whatever_a_record_takes", () => {
  for (const ns of [10, 50, 200, 500]) {
    const { most } = after(100, ns);
    assert.ok(Math.abs((most * ns) / 1e6 - 1) < 0.1, `${most} records of ${ns} ns`);
  }
});

test("an_engine_that_waits_is_read_for_four_milliseconds", () => {
  const flow = new Flow();
  flow.waited = true;
  const { most } = after(100, 200, flow);
  assert.ok(Math.abs((most * 200) / 1e6 - 4) < 0.4, `${most} records`);
});

test("what_a_quick_machine_takes_is_at_most_what_the_engine_keeps", () => {
  assert.equal(after(100, 1).most, 131_072);
});

test("a_slow_machine_takes_little_but_never_nothing", () => {
  assert.equal(after(100, 1e6).most, 1_024);
});

test("what_comes_at_once_after_a_quiet_time_may_be_more", () => {
  const flow = after(100, 50);
  const stream = flow.most;
  flow.read(5, 0.1);
  assert.ok(flow.most > 2 * stream);
  flow.read(flow.most, (flow.most * 50) / 1e6);
  assert.ok(flow.most < 1.2 * stream, "but only once");
});

test("a_small_update_says_nothing_of_how_long_a_record_takes", () => {
  const flow = after(100, 50);
  const stream = flow.most;
  flow.read(5, 100);
  after(1, 50, flow);
  assert.ok(Math.abs(flow.most - stream) < 0.05 * stream);
});

test("one_reading_that_was_interrupted_changes_little", () => {
  const flow = after(100, 50);
  const stream = flow.most;
  flow.read(stream, 50);
  assert.ok(flow.most > 0.7 * stream);
});
