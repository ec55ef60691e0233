// Causes and effects, the critical path, and who waits for whom.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { TraceRing, Kind, Related, CriticalPath, Waiting, waitGroups } = await load({
  ring: "lib/trace/ring",
  protocol: "protocol",
  related: "lib/trace/related",
  path: "lib/trace/path",
  waits: "lib/trace/waits",
  groups: "lib/trace/wait-groups",
});

function fresh(capacity = 20_000) {
  return { ring: new TraceRing(capacity), trace: new TraceWriter(Kind) };
}

/** All that stands out, after as many frames as it takes. */
function standing(ring, related) {
  do related.extend(ring, ring.last);
  while (related.behind);
  return Array.from({ length: ring.size }, (_, at) => ring.first + at).filter((n) => related.has(n));
}

test("all_causes_and_all_effects_that_the_ring_has_stand_out_however_many_they_are", () => {
  const { ring, trace } = fresh(300_000);
  trace.spawn(1, "app:ping");
  let cause = 0;
  const chain = [];
  for (let at = 0; at < 200_000; at += 1) {
    cause = trace.write(at % 2 ? "receive" : "send", { process: 1 + (at % 2), peer: 1, cause });
    chain.push(cause);
    if (at % 1_000 === 0) trace.write("log", { process: 1 }); // it belongs to nothing
  }
  trace.into(ring);
  const middle = chain[180_000];
  const related = new Related();
  related.choose(ring, middle);
  assert.deepEqual(standing(ring, related), chain);
  assert.ok(related.isOnPath(chain[5]) && related.isOnPath(middle) && !related.isOnPath(chain[180_001]), "the path leads to it, and no further");
  // Effects that come later are found as they come.
  const later = trace.write("send", { process: 1, peer: 1, cause: chain.at(-1) });
  const other = trace.write("send", { process: 1, peer: 1 });
  trace.into(ring);
  const now = standing(ring, related);
  assert.ok(now.includes(later) && !now.includes(other));
  related.choose(ring, other);
  assert.deepEqual(standing(ring, related), [other], "what was marked before is forgotten");
});

test("one_frame_walks_only_a_stretch_of_a_long_trace", () => {
  const { ring, trace } = fresh(300_000);
  trace.spawn(1, "app:ping");
  const first = trace.write("send", { process: 1, peer: 1 });
  let cause = first;
  for (let at = 0; at < 200_000; at += 1) cause = trace.write("log", { process: 1, cause });
  trace.into(ring);
  const related = new Related();
  related.choose(ring, first);
  related.extend(ring, ring.last);
  assert.ok(related.behind && !related.has(cause), "not at once");
  related.extend(ring, ring.last);
  assert.ok(!related.behind && related.has(cause), "but in the next frames");
});

test("the_critical_path_says_what_the_time_went_by_with", () => {
  const { ring, trace } = fresh();
  trace.spawn(1, "app:relay");
  trace.spawn(2, "app:kv");
  const set = trace.write("timer_set", { process: 1, a: 200_000_000 });
  trace.pass(200_000_000);
  const fired = trace.write("timer_fired", { process: 1, cause: set, a: 200_000_000 });
  const send = trace.write("send", { process: 1, peer: 2, text: "get", cause: fired });
  trace.pass(5_000);
  const receive = trace.write("receive", { process: 2, peer: 1, text: "get", cause: send, a: 3_000 });
  trace.pass(7_000);
  const question = trace.write("store_request", { process: 2, text: "get", cause: receive });
  trace.pass(11_000);
  const answer = trace.write("input", { peer: 2, text: "kv_store", cause: question });
  const taken = trace.write("event", { process: 2, text: "kv_store", cause: answer });
  trace.into(ring);
  const path = new CriticalPath(ring, taken);
  assert.ok(path.advance(100));
  assert.deepEqual(path.sums, { waited: 3_000, handled: 7_000, timer: 200_000_000, outside: 11_000, transit: 2_000 });
  assert.equal(path.total, 200_023_000);
  assert.deepEqual(path.steps.map(({ how }) => how), ["transit", "outside", "handled", "waited", "handled", "timer"]);
  assert.equal(path.begin, set);
});

test("a_path_whose_beginning_is_forgotten_says_so_and_a_long_one_takes_several_stretches", () => {
  const { ring, trace } = fresh(16_384);
  let cause = 0;
  for (let at = 0; at < 30_000; at += 1) {
    trace.pass(10);
    cause = trace.write("log", { process: 1, cause });
  }
  trace.into(ring);
  const path = new CriticalPath(ring, cause);
  assert.equal(path.advance(10_000), false);
  assert.equal(path.advance(10_000), true);
  assert.ok(path.cut);
  assert.deepEqual([path.length, path.begin, path.total], [16_383, ring.first, 163_830]);
});

// ── Who waits for whom ───────────────────────────────────────────────────────────────────────────────────────────

const row = (number, waits = "inbox") => ({ number, state: waits === "" ? "running" : "waiting", waits, ended: null });
/** An engine in which these sends have a `reply_to`. */
const engine = (...requests) => async (events) => events.map((event) => ({ event, payload: requests.includes(event) ? '{"reply_to":"{app:processes|0x00001}"}' : "1" }));
const look = async (ring, rows, ...requests) => new Waiting(engine(...requests)).look(ring, rows);
const edges = ({ list }) => list.map(({ from, to, how }) => `${from} ${how} ${to}`);

function three() {
  const { ring, trace } = fresh();
  for (const [number, entry] of [[1, "app:cli"], [2, "app:kv"], [3, "app:log"]]) trace.spawn(number, entry);
  const ask = (process, peer, text = "get", cause = 0) => trace.write("send", { process, peer, text, cause });
  const take = (send, process, peer, text = "get") => trace.write("receive", { process, peer, text, cause: send });
  return { ring, trace, ask, take };
}

test("who_has_asked_waits_until_the_answer_is_sent_by_whomever", async () => {
  const { ring, trace, ask, take } = three();
  const request = ask(1, 2);
  const receive = take(request, 2, 1);
  trace.into(ring);
  assert.deepEqual(edges(await look(ring, [row(1, "topic"), row(2)], request)), ["1 request 2"]);
  assert.deepEqual(edges(await look(ring, [row(1, "topic"), row(2)])), [], "a message without reply_to asks for nothing");
  assert.deepEqual(edges(await look(ring, [row(1, ""), row(2)], request)), [], "who runs does not wait");
  const passed = ask(2, 3, "work", receive);
  const worked = take(passed, 3, 2, "work");
  ask(3, 1, "result", worked);
  trace.into(ring);
  assert.deepEqual(edges(await look(ring, [row(1, "topic"), row(2), row(3)], request)), [], "a third one has answered");
});

test("of_a_topic_that_was_answered_before_one_waits_without_reply_to", async () => {
  const { ring, trace, ask, take } = three();
  ask(2, 1, "got", take(ask(1, 2), 2, 1));
  ask(1, 2);
  trace.into(ring);
  const waits = await look(ring, [row(1), row(2)]);
  assert.deepEqual(edges(waits), ["1 request 2"], "and whoever answers waits for nobody");
});

test("in_an_exchange_whose_beginning_is_forgotten_only_a_reply_to_tells_a_request", async () => {
  const small = new TraceRing(16_384);
  const { trace, ask, take } = three();
  let [asker, other, send] = [1, 2, ask(1, 2, "ping")];
  for (let at = 0; at < 10_001; at += 1) {
    [asker, other] = [other, asker];
    send = ask(asker, other, asker === 1 ? "ping" : "pong", take(send, asker, other, "ping"));
  }
  trace.into(small);
  assert.ok(small.first > 1);
  const kind = [1, 2].map((process) => row(process));
  assert.deepEqual(edges(await look(small, kind)), [], "the newest may be an answer");
  assert.deepEqual(edges(await look(small, kind, send)), [`${asker} request ${other}`]);
});

test("who_has_executed_another_waits_until_that_ends", async () => {
  const { ring, trace } = three();
  trace.spawn(4, "app:task", { parent: 1 });
  trace.into(ring);
  assert.deepEqual(edges(await look(ring, [row(1, "exec"), row(4, "timer")])), ["1 exec 4"]);
  trace.write("exit", { process: 4 });
  trace.into(ring);
  assert.deepEqual(edges(await look(ring, [row(1, "exec")])), []);
});

test("who_waits_in_a_circle_is_in_a_deadlock_unless_a_timer_ends_it", async () => {
  const { ring, trace, ask } = three();
  const requests = [ask(1, 2), ask(2, 3), ask(3, 2)];
  trace.into(ring);
  const rows = [row(1), row(2, "topic"), row(3, "channel")];
  const { list, cycle } = await look(ring, rows, ...requests);
  assert.equal(list.length, 3);
  assert.deepEqual(cycle.map(({ from, to }) => [from, to]), [[2, 3], [3, 2]], "1 waits for them, and is none of them");
  const set = trace.write("timer_set", { process: 3, a: 5 });
  trace.into(ring);
  assert.deepEqual((await look(ring, rows, ...requests)).cycle, [], "it gives up when its timer fires");
  trace.write("timer_fired", { process: 3, cause: set, a: 5 });
  trace.into(ring);
  assert.equal((await look(ring, rows, ...requests)).cycle.length, 2);
  trace.write("exit", { process: 3 });
  trace.into(ring);
  assert.deepEqual(edges(await look(ring, rows.slice(0, 2), ...requests)), ["1 request 2"], "nobody waits for the dead");
});

test("each_message_is_asked_about_once", async () => {
  const { ring, trace, ask } = three();
  const request = ask(1, 2);
  trace.into(ring);
  const asked = [];
  const waiting = new Waiting(async (events) => (asked.push(...events), engine(request)(events)));
  for (let at = 0; at < 3; at += 1) assert.equal((await waiting.look(ring, [row(1), row(2)])).list.length, 1);
  assert.deepEqual(asked, [request]);
});

test("waits_of_one_pair_for_the_same_are_told_as_one_with_their_number_and_the_longest", () => {
  const { ring, trace } = fresh();
  const send = (process, peer, text) => trace.write("send", { process, peer, text });
  const events = [send(1, 2, "get"), send(1, 2, "get"), send(1, 3, "get"), send(1, 2, "set"), send(4, 2, "get")];
  trace.into(ring);
  const list = events.map((event) => ({ from: ring.process(event), to: ring.peer(event), event, how: "request" }));
  const told = (list, cycle = []) => waitGroups(ring, { list, cycle }).map(({ longest, count, open, stuck }) => [longest.event, count, open, stuck]);
  assert.deepEqual(told(list), [[events[0], 2, false, false], [events[2], 1, false, false], [events[3], 1, false, false], [events[4], 1, false, false]]);
  assert.deepEqual(told(list.toReversed()).at(-1), [events[0], 2, false, false], "the longest, wherever it stands");
  assert.deepEqual(told(list.slice(0, 2), [list[1]]), [[events[0], 2, false, true]], "one that is stuck is seen");
  const many = Array.from({ length: 8 }, () => ({ ...list[0] }));
  assert.deepEqual(told(many), [[events[0], 8, true, false]], "of so many there may be more");
  assert.deepEqual(told([{ ...list[0], event: 1e6 }]), [], "of what is forgotten nothing is told");
});
