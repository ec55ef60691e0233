// Faults in the trace, as the page reads them: what became of a message, how full a mailbox is, what is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { TraceRing, Kind, Fault, messageOf, Follower, causes, sentence, faultWords, Struck, word, processWord, chaosLine, Landmarks } = await load({
  ring: "lib/trace/ring",
  protocol: "protocol",
  message: "lib/message",
  outcome: "lib/outcome",
  causes: "lib/causes",
  sentence: "lib/trace/sentence",
  words: "lib/trace/fault-words",
  struck: "views/faults/struck",
  lines: "lib/faults",
  landmarks: "lib/trace/landmarks",
});

const say = (key, params = {}) => `${key}(${[params.topic, params.to, params.what, params.number].filter(Boolean).join(" ")})`;

/** One process with a message in its mailbox. */
function waiting() {
  const ring = new TraceRing(20_000);
  const trace = new TraceWriter(Kind);
  trace.spawn(1, "app:relay");
  const send = trace.write("send", { peer: 1, text: "echo" });
  return { ring, trace, send };
}

test("a_message_that_was_dropped_ends_at_the_fault_and_waits_no_more", () => {
  const { ring, trace, send } = waiting();
  const fault = trace.write("fault", { peer: 1, text: "drop", cause: send });
  trace.into(ring);
  assert.equal(ring.pair(send), fault);
  assert.equal(ring.processes.depthOf(1), 0);
  assert.equal(messageOf(ring, send).lost, fault);
  assert.deepEqual(new Follower(ring, send).look(), { state: "lost", event: fault });
});

test("a_message_that_is_late_is_in_no_mailbox_until_it_arrives_and_its_send_leads_to_its_receive", () => {
  const { ring, trace, send } = waiting();
  const delay = trace.write("fault", { peer: 1, text: "delay", cause: send });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 0);
  const edit = trace.write("fault", { peer: 1, text: "edit", cause: delay });
  const arrived = trace.write("fault", { peer: 1, text: "delay", cause: edit, flags: Fault.arrived });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 1);
  const receive = trace.write("receive", { process: 1, text: "echo", cause: arrived });
  trace.into(ring);
  assert.equal(ring.pair(send), receive);
  assert.equal(messageOf(ring, receive).send, send);
  assert.deepEqual(causes(ring, receive).events, [receive, arrived, edit, delay, send]);
});

test("a_copy_begins_at_its_fault_and_the_original_at_its_send", () => {
  const { ring, trace, send } = waiting();
  const copy = trace.write("fault", { peer: 1, text: "duplicate", cause: send });
  trace.into(ring);
  assert.equal(ring.processes.depthOf(1), 2);
  const first = trace.write("receive", { process: 1, peer: 0, text: "echo", cause: send });
  const second = trace.write("receive", { process: 1, peer: 0, text: "echo", cause: copy });
  trace.into(ring);
  assert.equal(ring.pair(send), first);
  assert.equal(ring.pair(copy), second);
  assert.deepEqual([messageOf(ring, second).topic, messageOf(ring, second).to], ["echo", 1]);
});

test("a_late_message_for_one_who_has_ended_leads_to_its_dead_letter", () => {
  const { ring, trace, send } = waiting();
  const delay = trace.write("fault", { peer: 1, text: "delay", cause: send });
  const arrived = trace.write("fault", { peer: 1, text: "delay", cause: delay, flags: Fault.arrived });
  const dead = trace.write("dead_letter", { peer: 1, text: "echo", cause: arrived });
  trace.into(ring);
  assert.equal(ring.pair(send), dead);
  assert.equal(ring.processes.depthOf(1), 0);
});

test("a_fault_that_was_refused_changes_nothing", () => {
  const { ring, trace, send } = waiting();
  trace.write("fault", { peer: 1, text: "drop", cause: send, flags: Fault.refused });
  trace.into(ring);
  assert.equal(ring.pair(send), 0);
  assert.equal(ring.processes.depthOf(1), 1);
});

test("a_crash_leads_to_the_exit_that_it_has_caused", () => {
  const { ring, trace } = waiting();
  const crash = trace.write("fault", { peer: 1, text: "crash" });
  const exit = trace.write("exit", { process: 1, cause: crash, flags: 1 });
  trace.into(ring);
  assert.equal(ring.pair(crash), exit);
});

test("a_fault_says_what_it_struck_and_how_it_came_about", () => {
  const { ring, trace, send } = waiting();
  const chaos = trace.write("fault", { text: "chaos" });
  const next = trace.write("fault", { text: "next" });
  const chance = trace.write("fault", { peer: 1, text: "drop", cause: send, flags: Fault.struck, a: chaos });
  const waited = trace.write("fault", { peer: 1, text: "move", cause: send, flags: Fault.struck, a: next });
  const refused = trace.write("fault", { text: "kill", flags: Fault.refused });
  trace.into(ring);
  const said = (n) => sentence(ring, n, say, { duration: String });
  assert.equal(said(chance), `${chance}: event.fault.by_chance(event.fault.drop(echo relay 1))`);
  assert.equal(said(waited), `${waited}: event.fault.waited(event.fault.move(echo relay 1) ${next})`);
  assert.equal(said(refused), `${refused}: event.fault.refused()`);
  assert.equal(faultWords(ring, chance, say), "fault.drop() echo");
  assert.equal(faultWords(ring, refused, say), "fault.kill() (fault.refused())");
});

test("the_last_hundred_faults_are_listed_and_all_are_counted", () => {
  const { ring, trace } = waiting();
  for (let at = 0; at < 150; at += 1) {
    trace.write("fault", { peer: 1, text: "pause" });
    trace.write("log", { process: 1 });
  }
  trace.into(ring);
  const struck = new Struck();
  struck.look(ring);
  assert.deepEqual([struck.events.length, struck.total], [100, 150]);
  ring.clear();
  struck.look(ring);
  assert.equal(struck.total, 0);
});

test("on_the_timeline_a_fault_is_a_deed_and_one_by_chance_a_failure", () => {
  const { ring, trace, send } = waiting();
  const chaos = trace.write("fault", { text: "chaos" });
  const delay = trace.write("fault", { peer: 1, text: "delay", cause: send, flags: Fault.struck, a: chaos });
  trace.write("fault", { peer: 1, text: "delay", cause: delay, flags: Fault.arrived });
  trace.into(ring);
  const landmarks = new Landmarks();
  landmarks.read(ring);
  const events = (rows) => rows.map((row) => ring.eventOfRow(row));
  assert.deepEqual([events(landmarks.inputs), events(landmarks.failures)], [[chaos], [delay]]);
});

test("words_that_could_be_taken_for_others_stand_in_quotation_marks", () => {
  assert.deepEqual(["echo", "{app:processes|0x00005}", "a b", "to", "", "привет"].map(word), ["echo", "{app:processes|0x00005}", '"a b"', '"to"', '""', "привет"]);
  assert.equal(processWord(26), "0x0001a");
  const none = { drop: 0, duplicate: 0, delay: 0, reorder: 0, crash: 0, spawn: 0 };
  assert.equal(chaosLine(none, ""), "chaos off");
  assert.equal(chaosLine({ ...none, drop: 10, spawn: 5 }, " "), "chaos drop 10 spawn 5 by 100ms");
});
