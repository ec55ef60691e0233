// Where events stand on the timeline, also those that the page has no longer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { TraceRing, Kind, Scale } = await load({ ring: "lib/trace/ring", protocol: "protocol", scale: "views/timeline/scale" });

/** A ring that has forgotten all but the newest of so many messages; and the records of all. */
function forgetful(messages, capacity = 16_384) {
  const [ring, whole, trace] = [new TraceRing(capacity), new TraceRing(messages), new TraceWriter(Kind)];
  trace.spawn(1, "app:relay");
  for (let at = 0; at < messages; at += 1) trace.write("send", { peer: 1, text: `topic ${at % 3}` });
  const count = trace.records.length;
  const words = new Uint32Array(count * 16);
  trace.records.forEach((record, at) => words.set(record, at * 16));
  const all = words.buffer;
  ring.addTexts(1, trace.texts);
  whole.addTexts(1, trace.texts);
  ring.append(all.slice(0), count);
  whole.append(all.slice(0), count);
  return { ring, whole, part: (first, last) => all.slice((first - 1) * 64, last * 64) };
}

test("each_place_of_the_timeline_is_that_of_the_event_it_leads_to", () => {
  const { ring } = forgetful(40_000);
  const scale = new Scale(ring);
  assert.ok(ring.first > 20_000);
  assert.equal(scale.split, 0.5);
  assert.equal(scale.eventAt(0), 1);
  assert.equal(scale.eventAt(-3), 1);
  assert.equal(scale.eventAt(1), ring.last);
  assert.equal(scale.eventAt(2), ring.last);
  for (const event of [1, 2, 10_000, ring.first - 1, ring.first, ring.first + 1, ring.last - 1, ring.last]) {
    const place = scale.ofEvent(event);
    assert.ok(place >= 0 && place <= 1);
    assert.ok(Math.abs(scale.eventAt(place) - event) <= 1, `${event} at ${place} leads to ${scale.eventAt(place)}`);
  }
});

test("a_run_whose_events_are_all_there_has_the_whole_timeline", () => {
  const { whole } = forgetful(40_000);
  const scale = new Scale(whole);
  assert.equal(scale.split, 0);
  assert.equal(scale.ofRow(whole.rows.count - 1), 1);
  assert.equal(whole.kind(scale.eventAt(0)), Kind.spawn);
});

test("events_before_those_that_are_kept_are_read_into_a_ring_of_their_own", () => {
  const { ring, whole, part } = forgetful(40_000);
  const before = ring.before(part(5_001, 6_000), 1_000);
  assert.deepEqual([before.first, before.last], [5_001, 6_000]);
  assert.equal(before.text(5_500), whole.text(5_500));
  assert.notEqual(before.generation, ring.generation);
  assert.equal(before.kind(5_001), Kind.send);
  assert.ok(ring.first > 20_000);
});

test("a_run_that_goes_on_from_an_event_that_was_gone_has_those_before_it", () => {
  const { ring, whole, part } = forgetful(40_000);
  const before = ring.before(part(5_001, 6_000), 1_000);
  const was = ring.generation;
  ring.addTexts(6, ["later"]);
  ring.truncate(5_900, 5, before);
  assert.deepEqual([ring.first, ring.last], [5_001, 5_900]);
  assert.equal(ring.text(5_900), whole.text(5_900));
  assert.equal(ring.textCount, 6); // and the empty one
  assert.notEqual(ring.generation, was);
  ring.append(part(5_901, 7_000), 1_100);
  assert.equal(ring.last, 7_000);
  assert.equal(ring.dropped, 5_000);
});
