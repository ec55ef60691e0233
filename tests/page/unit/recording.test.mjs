// Recording only what matches: what is kept, that all that is known of it is as if everything were there, and that noise does not push it out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { dice, storm } from "./storm.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { TraceRing, Kind, read, Found, Recorder, Related, causes } = await load({
  ring: "lib/trace/ring",
  protocol: "protocol",
  query: "lib/filter/query",
  found: "lib/filter/found",
  recorder: "lib/filter/recorder",
  related: "lib/trace/related",
  causes: "lib/causes",
});

const CAPACITY = 16_384;

function fresh(query) {
  const ring = new TraceRing(CAPACITY);
  if (query) record(ring, query);
  return { ring, trace: new TraceWriter(Kind) };
}

const record = (ring, query) => ring.keepOnly(new Recorder(ring, read(query).terms));
const kept = ({ records }) => Array.from({ length: records.count - records.first }, (_, at) => records.at(records.first + at));
const list = (found) => Array.from({ length: found.count }, (_, at) => found.events.at(found.firstPlace + at));
const find = (ring, query) => list(new Found(ring, read(query).terms, async () => [], () => {}));
const rows = (ring) => Array.from({ length: ring.rows.count - ring.firstRow }, (_, at) => [ring.firstRow + at, ring.eventOfRow(ring.firstRow + at)]).filter(([row, n]) => !ring.isGapRow(row, n)).map(([, n]) => n);

/** So many messages that nobody looks for. */
function noise(trace, count) {
  for (let at = 0; at < count; at += 1) trace.write("receive", { process: 1, peer: 2, text: "noise", cause: trace.write("send", { process: 2, peer: 1, text: "noise" }) });
}

test("what_does_not_match_is_not_kept_and_counted", () => {
  const { ring, trace } = fresh("topic:echo kind:send");
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { process: 0, peer: 1, text: "echo" });
  noise(trace, 10);
  trace.into(ring);
  assert.deepEqual(kept(ring), [send]);
  assert.deepEqual([ring.leftOut, ring.dropped, ring.last, ring.first, ring.size], [22, 0, 23, send, 1]);
  assert.ok(ring.has(send) && !ring.has(send - 1) && !ring.has(send + 1));
  assert.equal(ring.kind(send + 1), 0);
});

test("noise_pushes_nothing_out_that_is_wanted", () => {
  const { ring, trace } = fresh("topic:echo kind:send");
  const sends = [];
  for (let round = 0; round < 20; round += 1) {
    sends.push(trace.write("send", { process: 2, peer: 1, text: "echo" }));
    noise(trace, 1_500);
    trace.into(ring);
  }
  assert.ok(trace.number > 3 * CAPACITY);
  assert.deepEqual(kept(ring), sends);
  assert.deepEqual(find(ring, "topic:echo"), sends);
  assert.deepEqual(rows(ring), sends);
  assert.equal(ring.rowOf(sends[3] + 7), ring.rowOf(sends[3]));
  assert.equal(ring.dropped, 0);
});

test("a_message_is_kept_with_what_becomes_of_it", () => {
  const { ring, trace } = fresh("topic:echo kind:send");
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { process: 2, peer: 1, text: "echo" });
  noise(trace, 3);
  const receive = trace.write("receive", { process: 1, peer: 2, text: "echo", cause: send });
  trace.write("send", { process: 1, peer: 2, text: "other", cause: receive });
  const done = trace.write("done", { process: 1, cause: receive });
  trace.into(ring);
  assert.deepEqual(kept(ring), [send, receive, done]);
  assert.deepEqual([ring.pair(send), ring.pair(receive)], [receive, done]);
});

test("of_a_ticker_that_is_kept_only_the_first_fire_answers", () => {
  const { ring, trace } = fresh("kind:timer_set");
  const set = trace.write("timer_set", { process: 1 });
  const fires = [1, 2, 3].map(() => trace.write("timer_fired", { process: 1, cause: set }));
  trace.into(ring);
  assert.deepEqual(kept(ring), [set, fires[0]]);
});

test("processes_are_called_by_names_that_come_in_the_same_batch", () => {
  const { ring, trace } = fresh("process:worker,boss kind:send");
  trace.spawn(5, "app:worker");
  const first = trace.write("send", { process: 5, peer: 9, text: "a" });
  trace.write("send", { process: 6, peer: 9, text: "b" });
  trace.write("register", { process: 6, text: "boss" });
  const second = trace.write("send", { process: 6, peer: 9, text: "c" });
  trace.into(ring);
  assert.deepEqual(kept(ring), [first, second]);
});

test("all_that_comes_of_an_event_is_recorded_whatever_lies_between", () => {
  const { ring, trace } = fresh();
  const root = trace.write("send", { process: 2, peer: 1, text: "echo" });
  const before = trace.write("receive", { process: 1, peer: 2, text: "echo", cause: root });
  trace.into(ring);
  record(ring, `cause:${root} kind:send`);
  noise(trace, 5);
  const answer = trace.write("send", { process: 1, peer: 2, text: "x", cause: before });
  const seen = trace.write("log", { process: 2, cause: answer });
  const next = trace.write("send", { process: 2, peer: 1, text: "y", cause: seen });
  trace.into(ring);
  assert.deepEqual(kept(ring), [root, before, answer, next]);
  assert.deepEqual(find(ring, `cause:${root}`), [root, before, answer, next], "and the search finds it, though an event between is not kept");
  assert.deepEqual(find(ring, `effect:${next}`), [root, before, answer, next]);
  assert.deepEqual(causes(ring, next).events, [next, answer, root]);
  const related = new Related();
  related.choose(ring, root);
  related.extend(ring, ring.last);
  assert.ok(related.has(next) && related.has(answer));
});

test("what_was_kept_before_stays_and_what_comes_after_is_kept_again", () => {
  const { ring, trace } = fresh();
  noise(trace, 10);
  trace.into(ring);
  record(ring, "topic:echo");
  noise(trace, 10);
  const echo = trace.write("send", { process: 2, peer: 1, text: "echo" });
  noise(trace, 10);
  trace.into(ring);
  ring.keepOnly(null);
  noise(trace, 2);
  trace.into(ring);
  assert.deepEqual(kept(ring), [...Array.from({ length: 20 }, (_, at) => at + 1), echo, 62, 63, 64, 65]);
  assert.equal(ring.pair(62), 63);
  assert.equal(ring.rowOf(50), ring.rowOf(echo), "what is not kept belongs to the row before it");
});

test("when_the_engine_loses_events_what_was_recorded_stays", () => {
  const { ring, trace } = fresh("topic:echo");
  const first = trace.write("send", { process: 2, peer: 1, text: "echo" });
  trace.into(ring);
  trace.number += 100_000;
  const second = trace.write("send", { process: 2, peer: 1, text: "echo" });
  trace.into(ring);
  assert.deepEqual([kept(ring), ring.dropped, ring.leftOut], [[first, second], 100_000, 0]);
  ring.keepOnly(null);
  trace.number += 100_000;
  noise(trace, 1);
  trace.into(ring);
  assert.deepEqual(kept(ring), [first, second, second + 100_001, second + 100_002]);
});

test("whoever_ends_without_a_word_leaves_no_trace_in_the_lanes", () => {
  const { ring, trace } = fresh("topic:echo");
  trace.spawn(1, "app:relay");
  for (let process = 2; process < 30_000; process += 1) {
    trace.spawn(process, "app:worker", { parent: 1 });
    if (process % 10_000 === 0) trace.write("send", { process, peer: 1, text: "echo" });
    trace.write("exit", { process });
    if (process % 500 === 0) trace.into(ring);
  }
  trace.into(ring);
  const lane = ring.lanes.lanes[ring.processes.laneOf(10_000)];
  assert.deepEqual(lane.owners.slice(0, 2), [10_000, 20_000]);
  assert.equal(lane.owners.length, 3);
  assert.ok(ring.processes.pages.filter(Boolean).length <= 10, "and is forgotten");
  assert.equal(ring.textOf(ring.processes.entryOf(10_000)), "app:worker", "but who is in the trace is known");
});

const QUERIES = ["topic:echo", "process:worker kind:send", "kind:exit,spawn", "cause:40", "-topic:e* process:relay", "time:100ms.. topic:set"];

test("of_what_is_kept_all_is_known_that_the_whole_trace_knows", () => {
  for (let seed = 1; seed <= 18; seed += 1) {
    const query = QUERIES[seed % QUERIES.length];
    const random = dice(seed);
    const [whole, part] = [fresh(), fresh()];
    const trace = whole.trace;
    const feed = () => {
      const { sent, records } = trace;
      trace.into(whole.ring);
      [trace.sent, trace.records] = [sent, records];
      trace.into(part.ring);
    };
    storm(trace, 200, random);
    feed();
    record(part.ring, query);
    for (let batch = 0; batch < 40; batch += 1) {
      storm(trace, Math.floor(random() * 300), random);
      feed();
    }
    const check = (what) => {
      const { ring } = part;
      const there = new Set(kept(ring));
      for (const n of there) {
        const known = (of) => [of.kind(n), of.process(n), of.peer(n), of.text(n), of.time(n), of.depthAfter(n), of.groupDepthAfter(n), of.pair(n)];
        const expected = known(whole.ring);
        if (expected[7] !== 0 && whole.ring.kind(expected[7]) === Kind.timer_fired) expected[7] = ring.pair(n);
        // A ticker's arc begins at the fire before that is there.
        if (expected[0] === Kind.timer_fired) expected[5] = ring.depthAfter(n);
        if (what === "cut") expected.splice(5, 2, ring.depthAfter(n), ring.groupDepthAfter(n));
        assert.deepEqual(known(ring), expected, `event ${n}, ${query}, seed ${seed}, ${what}`);
        let cause = whole.ring.cause(n);
        while (cause !== 0 && !there.has(cause)) cause = whole.ring.cause(cause);
        assert.equal(ring.ancestor(n), cause, `nearest cause of ${n}, ${query}, seed ${seed}, ${what}`);
        if (whole.ring.hasRow(n)) assert.equal(ring.eventOfRow(ring.rowOf(n)), n);
      }
      // What a process is called changes: it is recorded by what it was called.
      const matches = query.includes("process") ? [] : find(whole.ring, query);
      assert.deepEqual(matches.filter((n) => !there.has(n)), [], `what matches ${query} is kept, seed ${seed}, ${what}`);
      const every = "kind:send,receive,exit";
      assert.deepEqual(find(ring, every), find(whole.ring, every).filter((n) => there.has(n)));
      const { processes: some } = ring;
      const { processes: all } = whole.ring;
      assert.deepEqual([some.alive], [all.alive], `who lives, ${query}, seed ${seed}, ${what}`);
      for (let process = 1; process < 60; process += 1) {
        // A name that came after the cut is gone, and which one was before it is not known any more.
        const name = what === "cut" && some.nameOf(process) === 0 ? 0 : all.nameOf(process);
        assert.deepEqual([some.entryOf(process), some.nameOf(process)], [all.entryOf(process), name], `process ${process}, ${query}, seed ${seed}, ${what}`);
      }
    };
    check("whole");
    const until = Math.floor(trace.number * 0.7);
    whole.ring.truncate(until, trace.texts.length);
    part.ring.truncate(until, trace.texts.length);
    assert.equal(part.ring.last, until);
    check("cut");
    // And it goes on from there.
    [trace.number, trace.records] = [until, []];
    storm(trace, 500, random);
    feed();
    check("cut");
  }
});
