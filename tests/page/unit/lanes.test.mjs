// The order of lanes on the screen, and what the reader makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";
import { TraceWriter } from "./trace-writer.mjs";

const { Columns, AS_IT_COMES, arrange, moved, toggled, TraceRing, Kind } = await load({
  columns: "views/diagram/columns",
  arrangement: "lib/arrangement",
  ring: "lib/trace/ring",
  protocol: "protocol",
});

const TERMINAL = 8;
const WIDE = 1_200;

/** A client with a terminal, a relay, and so many workers; worker 10 + n has received n messages. */
function stage(workers = 2) {
  const ring = new TraceRing(20_000);
  const trace = new TraceWriter(Kind);
  trace.spawn(1, "app:relay");
  trace.spawn(2, "app:cli", { host: "app:terminal", flags: TERMINAL });
  for (let n = 0; n < workers; n += 1) {
    trace.spawn(10 + n, "app:worker");
    for (let at = 0; at < n; at += 1) trace.write("receive", { process: 10 + n });
  }
  trace.into(ring);
  return { ring, trace };
}

/** The columns as text: "outside cli relay worker0 worker1", "worker×5" for a folded group. */
function columns(ring, arrangement = {}, width = WIDE) {
  const columns = new Columns();
  columns.layout(ring, width, { ...AS_IT_COMES, ...arrangement });
  return columns.items.map(({ name, lanes }) => short(name, lanes)).join(" ");
}

function short(name, lanes) {
  const [, entry, place] = /^(?:app:(\w+))?@[^#]*(?:#(\d+))?$/.exec(name);
  if (!entry) return "outside";
  return place === undefined ? `${entry}×${lanes}` : entry === "worker" ? `worker${place}` : entry;
}

const worker = (place) => `app:worker@app:processes${place === undefined ? "" : `#${place}`}`;
const OUTSIDE = "@#0";
const RELAY = "app:relay@app:processes#0";

test("the_outside_comes_first_then_terminals_then_the_others", () => {
  assert.equal(columns(stage().ring), "outside cli relay worker0 worker1");
});

test("processes_whose_spawns_were_lost_stand_with_their_like_once_it_is_known_who_they_are", () => {
  const { ring, trace } = stage();
  trace.number += 1_000;
  for (const stranger of [30, 31, 32]) trace.write("send", { process: stranger, peer: 30, text: "hello" });
  trace.text("app:logger");
  trace.into(ring);
  const strangers = ring.lanes.groups.at(-1);
  assert.deepEqual([strangers.lanes.length, strangers.alive, strangers.depth], [3, 3, 3]);

  const known = { host: "app:processes", names: [], terminal: false, supervisor: false };
  ring.introduce({ ...known, number: 30, entry: "app:worker" });
  ring.introduce({ ...known, number: 31, entry: "app:logger" });
  assert.equal(columns(ring).replace("outside cli outside", "outside cli ?"), "outside cli ? relay worker0 worker1 worker2 logger");
  assert.deepEqual([strangers.lanes.length, strangers.alive, strangers.depth], [1, 1, 0]);
  const workers = ring.lanes.groups.find(({ entry }) => ring.textOf(entry) === "app:worker");
  assert.deepEqual([workers.alive, workers.depth], [3, 3]);

  ring.introduce({ ...known, number: 32, entry: "app:relay" });
  trace.write("exit", { process: 30 });
  trace.spawn(33, "app:worker");
  trace.into(ring);
  assert.equal(columns(ring), "outside cli relay relay worker0 worker1 worker2 logger", "a lane that is left is the next worker's");
});

test("what_does_not_fit_folds", () => {
  assert.equal(columns(stage(30).ring), "outside cli relay worker×30");
});

test("a_moved_lane_stays_where_it_was_put", () => {
  const { ring, trace } = stage();
  const order = ["@#0", worker(1), "app:cli@app:terminal#0", RELAY, worker(0)];
  assert.equal(columns(ring, { order }), "outside worker1 cli relay worker0");
  trace.spawn(20, "app:worker");
  trace.spawn(21, "app:logger");
  trace.into(ring);
  assert.equal(columns(ring, { order }), "outside worker1 cli relay worker0 worker2 logger", "newcomers stand beside their like");
});

test("a_folded_group_stands_where_its_lanes_stood", () => {
  const order = [worker(0), worker(1), OUTSIDE, "app:cli@app:terminal#0", RELAY];
  assert.equal(columns(stage(30).ring, { order }), "worker×30 outside cli relay");
});

test("moving_is_taking_out_and_putting_in", () => {
  assert.deepEqual(moved(["a", "b", "c", "d"], 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(["a", "b", "c", "d"], 3, 1), ["a", "d", "b", "c"]);
  assert.deepEqual(toggled(["a", "b"], "b"), ["a"]);
  assert.deepEqual(toggled(["a"], "b"), ["a", "b"]);
});

test("an_arrangement_of_another_scenario_changes_nothing", () => {
  const items = [{ name: "a", pinned: false }, { name: "b", pinned: false }];
  assert.deepEqual(arrange(items, ["x", "y"]), items);
  const other = "app:else@app:processes";
  const arrangement = { order: [other], pinned: [other], hidden: [`${other}#3`], opened: { [other]: [1] } };
  assert.equal(columns(stage().ring, arrangement), "outside cli relay worker0 worker1");
});

test("pinned_lanes_stand_first_and_never_fold", () => {
  assert.equal(columns(stage().ring, { pinned: [RELAY] }), "relay outside cli worker0 worker1");
  assert.equal(columns(stage(30).ring, { pinned: [worker(7)] }), "worker7 outside cli relay worker×29");
});

test("a_hidden_lane_has_no_column_and_comes_back", () => {
  const { ring } = stage();
  const columns = new Columns();
  columns.layout(ring, WIDE, { ...AS_IT_COMES, hidden: [RELAY] });
  assert.equal(columns.of(ring.processes.laneOf(1)), -1);
  assert.equal(columns.of(ring.processes.laneOf(2)), 1);
  columns.layout(ring, WIDE, AS_IT_COMES);
  assert.equal(columns.of(ring.processes.laneOf(1)), 2);
});

test("a_hidden_group_leaves_those_that_were_picked", () => {
  const { ring } = stage(30);
  assert.equal(columns(ring, { hidden: [worker()] }), "outside cli relay");
  assert.equal(columns(ring, { hidden: [worker()], opened: { [worker()]: [3, 5] } }), "outside cli relay worker3 worker5");
});

test("the_reader_folds_what_would_fit_and_picks_who_stands_alone", () => {
  const { ring } = stage(4);
  assert.equal(columns(ring, { opened: { [worker()]: [] } }), "outside cli relay worker×4");
  assert.equal(columns(ring, { opened: { [worker()]: [2] } }), "outside cli relay worker2 worker×3");
});

test("an_opened_group_shows_the_busiest_and_the_chosen", () => {
  const { ring } = stage(30);
  const columns = new Columns();
  columns.layout(ring, WIDE, AS_IT_COMES);
  const group = ring.lanes.groups.find(({ lanes }) => lanes.length === 30);
  assert.deepEqual(columns.busiest(ring, group, -1), [29, 28, 27, 26, 25, 24, 23, 22]);
  assert.equal(columns.busiest(ring, group, group.lanes[3])[0], 3);
});
