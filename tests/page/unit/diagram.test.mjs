// The diagram's geometry: what folds, where labels go, what the gutter says, what the pointer finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { foldPlan, LabelSpace, grain, gutterTime, swell, Hits, Viewport, shorten, listHeight, topAt, scrollFor, plain } = await load({
  fold: "views/diagram/fold",
  labels: "views/diagram/labels",
  gutter: "views/diagram/gutter",
  hits: "views/diagram/hits",
  viewport: "views/diagram/viewport",
  text: "views/diagram/text",
  window: "views/table/window",
});

test("the_largest_groups_fold_until_all_fit", () => {
  const groups = [1, 1, 212, 3].map((lanes) => ({ lanes, opened: 0 }));
  assert.deepEqual(foldPlan(groups, 8), [1, 1, 1, 3]);
  assert.deepEqual(foldPlan(groups, 5), [1, 1, 1, 1]);
  assert.deepEqual(foldPlan(groups, 300), [1, 1, 212, 3], "nothing folds that fits");
});

test("an_opened_group_keeps_its_chosen_lanes_and_one_for_the_rest", () => {
  assert.deepEqual(foldPlan([{ lanes: 1, opened: 0 }, { lanes: 212, opened: 8 }], 4), [1, 9]);
  assert.deepEqual(foldPlan([{ lanes: 2, opened: 8 }], 4), [2], "fewer than were chosen: no rest");
});

test("a_group_that_the_reader_folded_stays_one_also_when_there_is_room", () => {
  assert.deepEqual(foldPlan([{ lanes: 3, opened: 0, folded: true }, { lanes: 2, opened: 0 }], 9), [1, 2]);
});

test("labels_never_lie_on_each_other", () => {
  const space = new LabelSpace();
  const spots = Float64Array.of(0.5, 0.25, 0.75);
  const place = () => space.slide(0, 50, 200, 50, 60, 14, spots, 3);
  assert.equal(place(), 0.5);
  assert.equal(place(), -1, "60 pixels to either side: the quarter points overlap the middle");
  assert.equal(space.slide(0, 50, 300, 50, 60, 14, spots, 3), 0.75, "a longer line has room further on");
});

test("a_label_wider_than_its_line_is_dropped", () => {
  assert.equal(new LabelSpace().slide(0, 0, 40, 0, 60, 14, Float64Array.of(0.5), 1), -1);
});

test("the_gutter_uses_the_coarsest_unit_that_tells_two_rows_apart", () => {
  assert.equal(gutterTime(5_204_300_000, grain(-1, 5_204_300_000), "µs"), "5.204");
  assert.equal(gutterTime(5_204_300_000, grain(5_204_000_000, 5_204_300_000), "мкс"), "+300 мкс", "in the reader's own word");
  assert.equal(gutterTime(5_204_300_120, grain(5_204_300_000, 5_204_300_120), "µs"), "+300.120");
  assert.equal(gutterTime(65_204_000_000, grain(5_204_000_000, 65_204_000_000), "µs"), "1:05.204");
  assert.equal(gutterTime(3_665_204_000_000, "whole", "µs"), "01:05.204", "the hours are not there: they would lie on the lanes");
  assert.equal(gutterTime(7, grain(7, 7), "µs"), "");
});

test("a_mailbox_swells_with_what_waits_and_stays_in_its_lane", () => {
  assert.equal(swell(0, 40), 0);
  assert.ok(swell(1, 40) > 0 && swell(2, 40) > swell(1, 40) && swell(16, 40) > swell(2, 40));
  assert.equal(swell(1_000_000, 40), 40);
});

test("a_pointer_finds_the_nearest_line_within_reach", () => {
  const hits = new Hits();
  hits.line(1, 0, 0, 100, 0);
  hits.line(2, 0, 10, 100, 10);
  assert.deepEqual(hits.find(50, 4, 6), { event: 1 });
  assert.deepEqual(hits.find(50, 7, 6), { event: 2 });
  assert.equal(hits.find(50, 20, 6), null);
  assert.deepEqual(hits.find(50, 24, 16), { event: 2 });
  hits.box({ process: 3 }, 40, 0, 20, 20);
  assert.deepEqual(hits.find(50, 7, 6), { process: 3 }, "heads lie on top");
});

test("a_text_leads_to_the_message_that_it_names_however_near_the_line_of_another_is", () => {
  const hits = new Hits();
  hits.line(1, 0, 20, 100, 20);
  hits.line(2, 0, 8, 100, 8); // it runs beneath the text of the other
  hits.label(1, 30, 4, 40, 15);
  assert.deepEqual(hits.find(50, 8, 6), { event: 1 }, "on the text");
  assert.deepEqual(hits.find(10, 9, 6), { event: 2 }, "beside it the line counts");
  assert.deepEqual(hits.find(50, 1, 6), { event: 1 }, "near the text, and farther from the line");
  assert.deepEqual(hits.find(50, 22, 6), { event: 1 });
  hits.box({ process: 3 }, 40, 0, 20, 20);
  assert.deepEqual(hits.find(50, 8, 6), { process: 3 }, "heads lie on top of texts, too");
});

test("what_is_shown_keeps_clear_of_the_button_at_the_bottom_but_what_is_pointed_at_stays", () => {
  const view = new Viewport();
  view.height = 452;
  for (const rowHeight of [4, 20, 40]) {
    view.rowHeight = rowHeight;
    view.scrollTo(100, 0, 1_000);
    view.show(100 + Math.floor(view.rows) - 1, 2.5, 0, 1_000);
    view.advance(16, 0, 1_000, false);
    const y = view.y(100 + Math.floor((452 - 52) / rowHeight) - 1);
    assert.ok(y + rowHeight / 2 <= 452 - 48, `${y} of 452 at ${rowHeight}`);
  }
  const { top } = view;
  view.show(Math.floor(top + view.rows - 1), 0, 0, 1_000);
  view.advance(16, 0, 1_000, false);
  assert.equal(view.top, top);
});

test("scrolling_up_stops_following_and_the_end_follows_again", () => {
  const view = new Viewport();
  view.height = 452;
  view.scrollTo(Infinity, 0, 1_000);
  assert.ok(view.follow);
  view.scrollBy(-3, 0, 1_000);
  assert.ok(!view.follow);
  const { top } = view;
  view.advance(16, 0, 2_000, true);
  assert.equal(view.top, top, "what is read stays where it is");
  view.scrollTo(Infinity, 0, 2_000);
  assert.ok(view.follow);
});

test("following_scrolls_smoothly_and_arrives", () => {
  const view = new Viewport();
  view.height = 452;
  let frames = 0;
  while (view.advance(16, 0, 100, true)) frames += 1;
  assert.ok(frames > 5, `${frames} frames`);
  assert.equal(view.top, view.bottom(0, 100));
});

test("zooming_keeps_the_row_under_the_pointer", () => {
  const view = new Viewport();
  view.height = 452;
  view.follow = false;
  view.top = 300;
  const row = view.rowAt(200);
  view.zoom(10, 200, 0, 1_000);
  assert.ok(Math.abs(view.rowAt(200) - row) < 1e-9);
});

test("a_shortened_text_keeps_whole_characters", () => {
  assert.equal(shorten("привет, мир", (part) => [...part].length <= 5), "прив…");
  assert.equal(shorten("👋👋👋", (part) => [...part].length <= 2), "👋…");
  assert.equal(shorten("abc", () => false), "…");
});

test("a_list_of_a_million_rows_scrolls_from_its_first_to_its_last", () => {
  const view = 480;
  for (const count of [5, 100, 1_000_000]) {
    const end = listHeight(count) - view;
    assert.equal(topAt(0, count, view), 0);
    if (end > 0) assert.ok(Math.abs(topAt(end, count, view) - (count - view / 24)) < 1e-6);
    const top = Math.max(0, count / 3);
    if (end > 0 && top < count - view / 24) assert.ok(Math.abs(topAt(scrollFor(top, count, view), count, view) - top) < 1e-3);
  }
});

test("of_an_error_one_sees_the_message_and_of_a_text_the_words", () => {
  assert.equal(plain('{"kind": "Internal", "message": "it \\"broke\\""}'), 'it "broke"');
  assert.equal(plain('{"details": {"kind": "x"}, "kind": "Invalid", "message": "no", "retryable": false}'), "no");
  assert.equal(plain('"привет"'), "привет");
  assert.equal(plain('"cut off in the mid'), "cut off in the mid");
  assert.equal(plain("42"), "42");
});

test("of_an_error_that_was_cut_one_sees_what_is_left_of_the_message", () => {
  assert.equal(plain('{"kind": "Internal", "message": "cut o'), "cut o");
  assert.equal(plain('{"details":{"stack":"a\\nb"},"kind":"Internal","message":"it \\"broke\\" and…'), 'it "broke" and…');
  assert.equal(plain('{"kind":"Internal","message":"two lines\\…'), "two lines…");
  assert.equal(plain('{"kind":"Internal","message":"a tab\\u00…'), "a tab…");
  assert.equal(plain('{"details":{"stack":"nothing else'), '{"details":{"stack":"nothing else');
});
