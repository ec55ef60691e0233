// What the page derives from trace records: pairs, lanes, rows, depths, causes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { TraceRing, Kind, Related, firstEffect, sentence, MinHeap, Follower, Exit } = await load({
  ring: "lib/trace/ring",
  protocol: "protocol",
  related: "lib/trace/related",
  sentence: "lib/trace/sentence",
  heap: "lib/trace/heap",
  outcome: "lib/outcome",
});

const SUPERVISOR = 4;

function fresh(capacity = 20_000) {
  return { ring: new TraceRing(capacity), trace: new TraceWriter(Kind) };
}

/** The rows as text: "send", "receive", …; "·" for a gap. */
function rows(ring) {
  const names = Object.fromEntries(Object.entries(Kind).map(([name, kind]) => [kind, name]));
  return Array.from({ length: ring.rows.count - ring.firstRow }, (_, at) => {
    const row = ring.firstRow + at;
    const n = ring.eventOfRow(row);
    return ring.isGapRow(row, n) ? "·" : names[ring.kind(n)];
  }).join(" ");
}

test("a_send_leads_to_its_receive_and_that_to_its_done", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { peer: 1, text: "echo" });
  const receive = trace.write("receive", { process: 1, text: "echo", cause: send });
  const done = trace.write("done", { process: 1, cause: receive });
  trace.into(ring);
  assert.equal(ring.pair(send), receive);
  assert.equal(ring.pair(receive), done);
  assert.equal(ring.pair(done), 0);
});

test("pairs_are_found_across_batches_and_chunks", () => {
  const { ring, trace } = fresh(100_000);
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { peer: 1 });
  for (let at = 0; at < 20_000; at += 1) trace.write("log", { process: 1 });
  trace.into(ring);
  const receive = trace.write("receive", { process: 1, cause: send });
  trace.into(ring);
  assert.equal(ring.pair(send), receive);
});

test("what_only_matters_to_bookkeeping_has_no_row", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.write("register", { process: 1, text: "relay" });
  const send = trace.write("send", { peer: 1 });
  const receive = trace.write("receive", { process: 1, cause: send });
  const done = trace.write("done", { process: 1, cause: receive });
  trace.into(ring);
  assert.equal(rows(ring), "spawn start send receive");
  assert.equal(ring.rowOf(done), ring.rowOf(receive), "it belongs to the row before it");
});

test("a_gap_in_time_has_a_row_of_its_own", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:worker");
  const set = trace.write("timer_set", { process: 1, a: 100e6 });
  trace.pass(100e6);
  const fired = trace.write("timer_fired", { process: 1, a: 100e6, cause: set });
  trace.pass(1_000);
  trace.write("exit", { process: 1 });
  trace.into(ring);
  assert.equal(rows(ring), "spawn start · timer_fired exit");
  assert.equal(ring.timerFrom(fired), set);
});

test("a_ticker_begins_each_arc_at_the_fire_before", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  const set = trace.write("timer_set", { process: 1 });
  const first = trace.write("timer_fired", { process: 1, cause: set });
  const second = trace.write("timer_fired", { process: 1, cause: set });
  trace.into(ring);
  assert.equal(ring.timerFrom(first), set);
  assert.equal(ring.timerFrom(second), first);
});

test("the_next_process_of_an_entry_takes_the_lane_of_one_that_ended", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.spawn(2, "app:worker");
  trace.write("exit", { process: 2 });
  trace.spawn(3, "app:worker");
  trace.spawn(4, "app:worker");
  trace.write("exit", { process: 3 });
  trace.spawn(5, "app:other");
  trace.into(ring);
  const lane = (process) => ring.processes.laneOf(process);
  assert.equal(lane(3), lane(2));
  assert.notEqual(lane(4), lane(3), "both lived at once");
  assert.notEqual(lane(5), lane(3), "another entry keeps out");
  assert.deepEqual(ring.lanes.lanes[lane(2)].owners, [2, 3]);
});

test("a_lane_knows_who_owned_it_when", () => {
  const { ring, trace } = fresh();
  const first = trace.spawn(1, "app:worker");
  const end = trace.write("exit", { process: 1 });
  const second = trace.spawn(2, "app:worker");
  trace.into(ring);
  const at = ring.processes.laneOf(1);
  assert.equal(ring.lanes.ownerAt(at, first), 0);
  assert.equal(ring.lanes.ownerAt(at, end), 0);
  assert.equal(ring.lanes.ownerAt(at, second), 1);
  assert.equal(ring.lanes.ownerAt(at, 0), -1);
});

test("a_supervisor_stays_hidden_until_its_first_delivery_after_its_service_ran", () => {
  const { ring, trace } = fresh();
  const start = trace.spawn(1, "app:kv", { flags: SUPERVISOR });
  trace.spawn(2, "app:kv", { parent: 1 });
  trace.write("service", { process: 1, peer: 2, text: "running" });
  trace.into(ring);
  assert.equal(rows(ring), "start", "only the service's own start");
  assert.ok(ring.lanes.lanes[ring.processes.laneOf(1)].hidden);
  const exit = trace.write("exit", { process: 2, flags: 1 });
  trace.write("event", { process: 1, peer: 2, text: "EXIT", cause: exit });
  trace.into(ring);
  assert.equal(rows(ring), "start exit event");
  assert.ok(!ring.lanes.lanes[ring.processes.laneOf(1)].hidden);
  assert.ok(start > 0);
});

test("depth_counts_what_waits", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.spawn(2, "app:relay");
  const sends = [1, 2, 3].map(() => trace.write("send", { peer: 1 }));
  const other = trace.write("send", { peer: 2 });
  const receive = trace.write("receive", { process: 1, cause: sends[0] });
  const dead = trace.write("dead_letter", { peer: 1, flags: 1, cause: sends[1] });
  const nobody = trace.write("dead_letter", { peer: 1 });
  trace.into(ring);
  assert.deepEqual(sends.map((n) => ring.depthAfter(n)), [1, 2, 3]);
  assert.equal(ring.groupDepthAfter(other), 4, "the group waits together");
  assert.equal(ring.depthAfter(receive), 2);
  assert.equal(ring.depthAfter(dead), 1);
  assert.equal(ring.depthAfter(nobody), 0, "that one never got into a mailbox");
  assert.equal(ring.processes.depthOf(1), 1);
});

test("a_full_ring_forgets_the_oldest_and_says_how_many", () => {
  const { ring, trace } = fresh(16_384);
  trace.spawn(1, "app:relay");
  for (let at = 0; at < 40_000; at += 1) trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.last, 40_002);
  assert.equal(ring.size, 16_384);
  assert.equal(ring.dropped, 40_002 - 16_384);
  assert.ok(!ring.has(ring.first - 1));
  assert.equal(ring.eventOfRow(ring.rows.count - 1), ring.last);
  assert.ok(ring.has(ring.eventOfRow(ring.firstRow)));
});

test("events_that_the_engine_lost_leave_a_break", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.into(ring);
  trace.number += 10;
  trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.dropped, 10);
  assert.equal(ring.kind(5), 0);
  assert.equal(rows(ring), "spawn start · send");
});

test("what_is_read_does_not_grow_with_what_was_lost", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.into(ring);
  let looked = 0;
  const { read } = ring.derived;
  ring.derived.read = (first, count, ...rest) => {
    looked += count;
    read.call(ring.derived, first, count, ...rest);
  };
  trace.number += 100_000;
  const send = trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(looked, 1);
  assert.equal(ring.first, send, "what came before such a hole is given up");
  assert.equal(ring.dropped, 100_002);
  assert.equal(ring.eventOfRow(ring.firstRow), send);
  assert.equal(ring.processes.alive, 1, "who lives is still known");
});

test("after_a_loss_a_receive_says_how_deep_the_mailbox_is", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:sink");
  for (let n = 0; n < 5; n += 1) trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 5);
  trace.number += 10; // the receives among them
  trace.write("receive", { process: 1, b: 1 });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 1);
  assert.equal(ring.lanes.groups.at(-1).depth, 1, "its group, too");
  trace.write("receive", { process: 1, b: 0 });
  trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 1, "and on it counts");
});

test("after_a_loss_those_who_are_not_among_the_living_have_ended", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.spawn(2, "app:worker");
  trace.into(ring);
  assert.equal(ring.derived.uncertain, false);
  trace.number += 10; // the worker's exit among them
  trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.derived.uncertain, true);
  assert.equal(ring.processes.alive, 2);
  ring.derived.reconcile(new Set([1]));
  assert.equal(ring.processes.alive, 1);
  assert.ok(ring.lanes.lanes[ring.processes.laneOf(2)].freed > 0);
  assert.equal(ring.lanes.lanes[ring.processes.laneOf(1)].freed, 0);
  assert.equal(ring.derived.uncertain, false);
});

test("what_came_of_a_message_from_outside_is_found_by_its_causes", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:kv");
  trace.write("send", { peer: 1, text: "get" });
  const send = trace.write("send", { peer: 1, text: "get" });
  const follower = new Follower(ring, send);
  assert.equal(follower.look(), null, "the page has not read that far");
  const state = () => {
    trace.into(ring);
    return follower.look();
  };
  assert.deepEqual(state(), { state: "waiting", event: send });
  const receive = trace.write("receive", { process: 1, text: "get", cause: send });
  assert.deepEqual(state(), { state: "taken", event: receive });
  const stray = trace.write("send", { process: 1, peer: 0, text: "tick" });
  trace.write("receive", { process: 0, peer: 1, text: "tick", cause: stray });
  const done = trace.write("done", { process: 1, text: "get", cause: receive });
  assert.deepEqual(state(), { state: "handled", event: done }, "what came for another reason is no answer");
  const reply = trace.write("send", { process: 1, peer: 0, text: "response", cause: receive });
  const answer = trace.write("receive", { process: 0, peer: 1, text: "response", cause: reply });
  const later = trace.write("send", { process: 1, peer: 0, text: "tick" });
  trace.write("receive", { process: 0, peer: 1, text: "tick", cause: later });
  assert.deepEqual(state(), { state: "answered", event: answer }, "and it stays one, whatever comes later");
});

test("who_ends_over_a_message_from_outside_has_not_handled_it", () => {
  const { ring, trace } = fresh();
  const follow = (process, how) => {
    trace.spawn(process, "app:child");
    const send = trace.write("send", { peer: process, text: "work" });
    const receive = trace.write("receive", { process, text: "work", cause: send });
    trace.write("done", { process, text: "work", cause: receive });
    trace.write("exit", { process, flags: how });
    trace.into(ring);
    return new Follower(ring, send).look().state;
  };
  assert.equal(follow(1, Exit.failed), "failed");
  assert.equal(follow(2, Exit.terminated), "ended");
  assert.equal(follow(3, Exit.returned), "handled");
  trace.spawn(4, "app:child");
  const unread = trace.write("send", { peer: 4, text: "work" });
  trace.write("dead_letter", { process: 0, peer: 4, text: "work", cause: unread, flags: 1 });
  trace.into(ring);
  assert.equal(new Follower(ring, unread).look().state, "unread");
});

test("a_run_that_begins_in_the_middle_has_lost_its_beginning", () => {
  const { ring, trace } = fresh();
  trace.number = 100;
  trace.write("send", { peer: 1 });
  trace.into(ring);
  assert.equal(ring.dropped, 100);
  assert.ok(ring.derived.uncertain);
});

test("who_a_process_is_whose_spawn_was_lost_comes_from_its_row", () => {
  const { ring, trace } = fresh();
  trace.number = 100;
  trace.write("register", { process: 1, text: "app:relay" });
  trace.write("receive", { process: 1 });
  trace.spawn(2, "app:worker");
  trace.into(ring);
  const row = { number: 1, entry: "app:relay", host: "app:processes", names: [], terminal: false, supervisor: false };
  assert.equal(ring.textOf(ring.processes.entryOf(1)), "");
  assert.equal(ring.introduce(row), true);
  assert.equal(ring.textOf(ring.processes.entryOf(1)), "app:relay");
  assert.equal(ring.introduce(row), false);
  assert.equal(ring.introduce({ ...row, number: 2 }), false, "its spawn is kept");
  assert.equal(ring.introduce({ ...row, number: 3 }), false, "nothing of it was read");
});

test("numbers_beyond_32_bits_keep_their_rows_and_pairs", () => {
  const { ring, trace } = fresh();
  trace.number = 2 ** 32 - 3;
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { peer: 1 });
  const filler = trace.write("send", { peer: 1 });
  const receive = trace.write("receive", { process: 1, cause: filler });
  trace.into(ring);
  assert.ok(send > 2 ** 32 - 1);
  assert.equal(ring.pair(filler), receive);
  assert.equal(ring.cause(receive), filler);
  assert.equal(ring.eventOfRow(ring.rowOf(receive)), receive);
});

test("a_selection_is_related_to_its_causes_and_all_its_effects", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  const input = trace.write("input", { peer: 1, text: "line" });
  const line = trace.write("event", { process: 1, text: "line", cause: input });
  const send = trace.write("send", { process: 1, peer: 1, cause: line });
  const stranger = trace.write("send", { peer: 1 });
  const receive = trace.write("receive", { process: 1, cause: send });
  const answer = trace.write("send", { process: 1, cause: receive });
  trace.into(ring);
  const related = new Related();
  related.choose(ring, send);
  related.extend(ring, ring.last);
  assert.deepEqual([input, line, send, stranger, receive, answer].map((n) => related.has(n)), [true, true, true, false, true, true]);
  assert.equal(firstEffect(ring, send), receive);
  assert.equal(firstEffect(ring, answer), 0);
});

/** A message that was received: `{send, receive}`. */
function message(trace, from, to, cause = 0, text = "") {
  const send = trace.write("send", { process: from, peer: to, cause, text });
  return { send, receive: trace.write("receive", { process: to, peer: from, cause: send, text }) };
}

/** "3 ← 7" for the pair that shares a tint when `event` is selected, with a mark at the selected message; "" for none. */
function pairOf(ring, event) {
  const related = new Related();
  related.choose(ring, event);
  related.extend(ring, ring.last);
  if (related.answer === 0) return "";
  return `${related.request} ← ${related.answer}${related.answers ? "!" : ""}`;
}

test("a_request_and_its_answer_find_each_other", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:client");
  trace.spawn(2, "app:kv");
  const ask = message(trace, 1, 2);
  trace.write("send", { process: 2, peer: 3, cause: ask.receive });
  const answer = message(trace, 2, 1, ask.receive);
  const done = trace.write("done", { process: 2, peer: 1, cause: ask.receive });
  const alone = message(trace, 1, 2);
  trace.into(ring);
  assert.equal(pairOf(ring, ask.send), `${ask.send} ← ${answer.send}`);
  for (const event of [ask.receive, done]) assert.equal(pairOf(ring, event), `${ask.send} ← ${answer.send}`, "whichever event of the message is selected");
  assert.equal(pairOf(ring, answer.send), `${ask.send} ← ${answer.send}!`);
  assert.equal(pairOf(ring, answer.receive), `${ask.send} ← ${answer.send}!`);
  assert.equal(pairOf(ring, alone.send), "", "nobody has answered yet");
});

test("a_third_one_may_answer", () => {
  const { ring, trace } = fresh();
  for (const process of [1, 2]) trace.spawn(process, "app:relay");
  const ask = message(trace, 1, 2);
  const spawn = trace.write("spawn", { process: 2, peer: 3, cause: ask.receive });
  const start = trace.write("start", { process: 3, peer: 2, cause: spawn });
  const answer = message(trace, 3, 1, start);
  trace.into(ring);
  assert.equal(pairOf(ring, ask.send), `${ask.send} ← ${answer.send}`);
});

test("whom_a_process_spawned_does_not_answer_it", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  const spawn = trace.write("spawn", { process: 1, peer: 2 });
  const start = trace.write("start", { process: 2, peer: 1, cause: spawn });
  const hello = message(trace, 2, 1, start);
  trace.into(ring);
  assert.equal(pairOf(ring, hello.send), "");
});

test("in_a_long_exchange_requests_and_answers_take_turns", () => {
  const { ring, trace } = fresh();
  for (const process of [1, 2]) trace.spawn(process, "app:ping");
  const sent = [];
  for (let at = 0, cause = 0; at < 6; at += 1) {
    const { send, receive } = message(trace, 1 + (at % 2), 2 - (at % 2), cause);
    sent.push(send);
    cause = receive;
  }
  trace.into(ring);
  assert.equal(pairOf(ring, sent[3]), `${sent[2]} ← ${sent[3]}!`);
  assert.equal(pairOf(ring, sent[4]), `${sent[4]} ← ${sent[5]}`);
});

test("turns_alternate_by_those_that_have_rows", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.pass(1_000);
  trace.write("register", { process: 1 });
  trace.pass(1_000);
  trace.write("send", { peer: 1 });
  trace.write("send", { peer: 1 });
  trace.pass(1_000);
  trace.write("send", { peer: 1 });
  trace.pass(1e9);
  trace.write("send", { peer: 1 });
  trace.into(ring);
  const odd = Array.from({ length: ring.rows.count }, (_, row) => Number(ring.rows.isOdd(row)));
  assert.deepEqual(odd, [1, 1, 0, 0, 1, 0, 0], "spawn start, send send, send, the gap, send");
});

test("a_sentence_says_who_sent_what_to_whom_and_how_long_it_waited", () => {
  const { ring, trace } = fresh();
  trace.spawn(5, "app:worker");
  trace.spawn(3, "app:cli");
  const send = trace.write("send", { process: 5, peer: 3, text: "echo_response" });
  trace.write("receive", { process: 3, peer: 5, text: "echo_response", cause: send, a: 1_000 });
  trace.into(ring);
  const texts = { "event.send": "{from} sent {topic} to {to}", "event.waited": "it waited {duration}" };
  const t = (key, params = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => params[name]);
  assert.equal(sentence(ring, send, t, { duration: (ns) => `${ns / 1000} µs` }), "5: worker 5 sent echo_response to cli 3; it waited 1 µs");
});

test("the_heap_gives_the_lowest_as_a_sorted_list_does", () => {
  const heap = new MinHeap();
  const list = [];
  let seed = 7;
  for (let at = 0; at < 2_000; at += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    if (seed % 3 !== 0) {
      heap.push(seed % 1_000);
      list.push(seed % 1_000);
      list.sort((a, b) => a - b);
    } else {
      assert.equal(heap.pop(), list.shift());
    }
  }
});

test("a_ring_that_lets_go_of_the_newest_is_the_one_that_never_had_them", () => {
  const story = (trace, until = Infinity) => {
    const steps = [
      () => trace.spawn(1, "app:relay"),
      () => trace.spawn(2, "app:worker"),
      () => trace.write("send", { process: 1, peer: 2, text: "echo" }),
      () => trace.write("send", { process: 1, peer: 2, text: "more" }),
      () => trace.pass(5e6),
      () => trace.write("receive", { process: 2, peer: 1, text: "echo", cause: 5, b: 1 }),
      () => trace.write("done", { process: 2, cause: 7 }),
      () => trace.write("exit", { process: 2, flags: Exit.failed }),
      () => trace.spawn(3, "app:late"),
    ];
    for (const step of steps) if (trace.number < until) step();
  };
  const whole = fresh();
  story(whole.trace);
  whole.trace.into(whole.ring);
  const seen = whole.ring.generation;
  for (const until of [8, 7, 6]) {
    const { trace, ring } = fresh();
    story(trace, until);
    trace.into(ring);
    whole.ring.truncate(ring.last, trace.texts.length);
    assert.equal(rows(whole.ring), rows(ring));
    for (let n = 1; n <= ring.last; n += 1) {
      assert.deepEqual([whole.ring.pair(n), whole.ring.depthAfter(n), whole.ring.rowOf(n)], [ring.pair(n), ring.depthAfter(n), ring.rowOf(n)], `event ${n} of ${until}`);
    }
    assert.deepEqual([whole.ring.last, whole.ring.processes.alive, whole.ring.textOf(6)], [ring.last, ring.processes.alive, ring.textOf(6)]);
    assert.ok(whole.ring.generation > seen);
  }
  // Another run goes on from there.
  const other = whole.trace;
  other.records = [];
  other.number = 6;
  const send = other.write("send", { process: 2, peer: 1, text: "another" });
  other.sent = other.texts.length - 1;
  other.into(whole.ring);
  assert.equal(whole.ring.text(send), "another");
  assert.equal(whole.ring.last, 7);
});

test("of_a_long_run_with_lost_events_the_newest_are_let_go_of_as_well", () => {
  const { ring, trace } = fresh(20_000);
  trace.spawn(1, "app:relay");
  for (let at = 0; at < 50_000; at += 1) trace.write("send", { peer: 1 });
  trace.into(ring);
  trace.number += 100;
  for (let at = 0; at < 1_000; at += 1) trace.write("send", { peer: 1 });
  trace.into(ring);
  const { first, dropped } = ring;
  ring.truncate(50_500, 2);
  assert.deepEqual([ring.first, ring.last, ring.dropped], [first, 50_500, dropped]);
  assert.equal(ring.kind(50_050), 0, "what was lost stays lost");
  assert.equal(ring.kind(50_400), Kind.send);
  ring.truncate(10, 2);
  assert.deepEqual([ring.last, ring.dropped], [0, 10]);
});
