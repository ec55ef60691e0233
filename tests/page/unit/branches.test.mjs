// Runs that came of going back and going on: which are kept, and how they hang together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Branches, depths } = await load({ branches: "lib/branches" });

/** Leaves the run that is played with so many events, and goes on from one of them. */
function fork(branches, events, from, text = `run with ${events} events`) {
  branches.leave(text, events);
  branches.fork(from);
}

test("a_run_that_goes_on_from_an_event_hangs_on_the_run_before", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  fork(branches, 70, 60);
  assert.deepEqual(branches.tree(), {
    branches: [
      { id: 1, from: null, events: 100 },
      { id: 2, from: { branch: 1, event: 40 }, events: 70 },
      { id: 3, from: { branch: 2, event: 60 }, events: 60 },
    ],
    current: 3,
  });
  assert.deepEqual([...depths(branches.tree())], [[1, 0], [2, 1], [3, 2]]);
});

test("each_stands_after_the_one_that_it_went_off_from", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  branches.leave("second", 50);
  assert.equal(branches.text(1), "run with 100 events");
  branches.enter(1);
  fork(branches, 120, 90);
  fork(branches, 95, 92);
  assert.deepEqual(branches.tree().branches.map(({ id }) => id), [1, 2, 3, 4]);
  branches.leave("fourth", 99);
  branches.enter(2);
  fork(branches, 55, 45);
  assert.deepEqual(branches.tree().branches.map(({ id }) => id), [1, 2, 5, 3, 4]);
  assert.equal(branches.text(2), "run with 55 events");
});

test("of_the_run_that_is_played_there_is_no_text_and_another_run_begins_a_tree_of_its_own", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  assert.equal(branches.text(2), undefined);
  branches.clear();
  assert.equal(branches.text(1), undefined);
  assert.deepEqual(branches.tree(), { branches: [{ id: 1, from: null, events: 0 }], current: 1 });
});

test("of_too_many_or_too_large_ones_the_oldest_goes_from_which_no_other_went_off", () => {
  const branches = new Branches();
  for (let at = 0; at < 60; at += 1) {
    fork(branches, 100 + at, 40);
    branches.leave("a leaf", 50);
    branches.enter(1);
  }
  const { branches: kept } = branches.tree();
  assert.equal(kept.length, 50);
  assert.equal(kept[0].id, 1, "the one that is played stays");
  assert.equal(kept[1].id, 13);
  assert.equal(branches.text(2), undefined);

  const large = new Branches();
  for (let at = 0; at < 4; at += 1) {
    fork(large, 100, 40, "x".repeat(30_000_000));
    large.leave("y".repeat(30_000_000), 50);
    large.enter(1);
  }
  assert.equal(large.tree().branches.length, 3);
});

test("a_tree_that_was_kept_is_there_again_and_grows_on", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  fork(branches, 70, 60);
  const again = Branches.of(branches.tree(), branches.allTexts());
  assert.deepEqual(again.tree(), branches.tree());
  assert.equal(again.text(1), "run with 100 events");
  fork(again, 90, 80);
  assert.equal(again.tree().current, 4);
});

test("what_lacks_a_run_is_no_tree", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  assert.equal(Branches.of(branches.tree(), []), undefined);
  assert.equal(Branches.of({ ...branches.tree(), current: 7 }, branches.allTexts()), undefined);
  assert.equal(Branches.of({ branches: branches.tree().branches.slice(1), current: 2 }, []), undefined, "what it went off from");
});

test("the_oldest_that_nobody_went_off_from_is_forgotten_first", () => {
  const branches = new Branches();
  fork(branches, 100, 40);
  assert.equal(branches.forgetOldest(), false, "one is played, and goes off from the other");
  branches.leave("second", 50);
  branches.enter(1);
  assert.equal(branches.forgetOldest(), true);
  assert.deepEqual(branches.tree(), { branches: [{ id: 1, from: null, events: 100 }], current: 1 });
});
