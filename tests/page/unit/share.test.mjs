// Runs as links: written, read again, and refused when they are bad.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import encodeQR from "qr";
import { load } from "./load.mjs";

const { encode, decode, compact, LONGEST_CODE } = await load({ link: "share/link" });
const echo = readFileSync("docs/run-format/echo.json", "utf8");

/** A link that somebody else has made, with these bytes inside. */
const link = (content, version = 1) => `#run=${version}.${deflateRawSync(Buffer.from(content)).toString("base64url")}`;
const refused = (fragment, why) => assert.rejects(decode(fragment), (error) => (assert.equal(error.why, why), true), fragment.slice(0, 80));

test("what_was_put_into_a_link_comes_out_of_it", async () => {
  const fragment = await encode({ view: { event: 12 }, text: echo });
  assert.match(fragment, /^#run=1\.[\w-]+$/);
  const { view, text } = await decode(fragment);
  assert.deepEqual(view, { event: 12 });
  assert.deepEqual(JSON.parse(text), JSON.parse(echo));
});

test("a_link_is_what_the_documentation_says_that_it_is", async () => {
  const fragment = await encode({ view: {}, text: echo });
  const [view, run, ...more] = inflateRawSync(Buffer.from(fragment.slice("#run=1.".length), "base64url")).toString().split("\n");
  assert.deepEqual([view, JSON.parse(run), more], ["{}", JSON.parse(echo), []]);
  assert.equal((await decode(link(`{"event": 3, "filter": "later"}\n${echo}`))).view.event, 3);
});

test("a_query_in_a_link_is_taken_if_it_is_one_that_could_be_typed", async () => {
  const view = async (filter) => (await decode(link(`${JSON.stringify({ event: 3, filter })}\n${echo}`))).view;
  const filter = { text: "topic:echo", only: true };
  assert.deepEqual((await decode(await encode({ view: { filter }, text: echo }))).view, { filter });
  const recording = { ...filter, record: true };
  assert.deepEqual((await decode(await encode({ view: { filter: recording }, text: echo }))).view, { filter: recording });
  assert.deepEqual(await view({ text: "hello", only: "yes", record: "yes", more: 1 }), { event: 3, filter: { text: "hello", only: false } });
  for (const bad of ["topic:echo", { text: 7 }, { text: "  " }, { text: "x".repeat(401) }, null, []]) assert.deepEqual(await view(bad), { event: 3 });
});

test("space_between_the_parts_of_json_goes_and_everything_else_stays", () => {
  assert.equal(compact('{ "a b" : [ 1.0 , 18446744073709551615,\n\t"x \\" y \\\\" ] }'), '{"a b":[1.0,18446744073709551615,"x \\" y \\\\"]}');
  const long = JSON.stringify({ text: "a \\ \" b".repeat(1_000_000) });
  assert.equal(compact(`  ${long}  `), long);
});

test("what_mail_and_chats_do_to_a_link_does_not_harm_it", async () => {
  const whole = await encode({ view: {}, text: echo });
  for (const changed of [`${whole}).`, `${whole}%20`, `${whole.slice(0, 76)}%0A${whole.slice(76)}`, `${whole.slice(0, 76)}\r\n ${whole.slice(76)}`]) {
    assert.equal((await decode(changed)).text, (await decode(whole)).text);
  }
});

test("a_link_that_was_cut_short_or_changed_is_damaged", async () => {
  const whole = await encode({ view: {}, text: echo });
  await refused(whole.slice(0, -1), "damaged");
  await refused(whole.slice(0, whole.length / 2), "damaged");
  await refused("#run=1.", "damaged");
  await refused("#run=", "damaged");
  await refused("#run=abc.def", "damaged");
  await refused(`${whole.slice(0, 100)}~${whole.slice(101)}`, "damaged");
  await refused(link("{}"), "damaged");
  await refused(link(`{\n${echo}`), "damaged");
  await refused(link(`{}\n${echo.slice(0, 1_000)}`), "damaged");
  await refused(link(Buffer.concat([Buffer.from(`{}\n`), Buffer.from([0xff, 0xfe])])), "damaged");
});

test("a_letter_that_was_changed_is_noticed_or_gives_another_text", async () => {
  const whole = await encode({ view: {}, text: echo });
  const { text } = await decode(whole);
  for (let at = 8; at < whole.length - 1; at += 7) {
    const changed = whole.slice(0, at) + (whole[at] === "A" ? "B" : "A") + whole.slice(at + 1);
    const read = await decode(changed).catch(({ why }) => why);
    if (typeof read === "string") assert.ok(["damaged", "no_run", "newer", "too_large"].includes(read), read);
    else assert.ok(read.text !== text || JSON.stringify(read.view) !== "{}");
  }
});

test("a_link_of_a_newer_version_says_so_and_so_does_a_run_in_it", async () => {
  await refused(link(`{}\n${echo}`, 2), "newer");
  await refused(link(`{}\n${echo.replace('"version": 1', '"version": 2')}`), "newer");
});

test("a_bomb_is_stopped_while_it_inflates", async () => {
  const bomb = deflateRawSync(Buffer.alloc(1 << 28), { level: 9 });
  await refused(`#run=1.${bomb.toString("base64url")}`, "too_large");
  await refused(`#run=1.${"A".repeat(5 << 20)}`, "too_large");
});

test("what_is_no_run_is_refused", async () => {
  await refused(link('{}\n{"format": "something else"}'), "no_run");
  await refused(link("{}\n[]"), "no_run");
});

test("an_event_that_is_none_is_not_heard", async () => {
  for (const event of ["-1", "1.5", '"3"', "1e99", "null"]) assert.deepEqual((await decode(link(`{"event": ${event}}\n${echo}`))).view, {});
  assert.deepEqual((await decode(link(`null\n${echo}`))).view, {});
});

test("a_code_of_the_longest_link_has_no_more_than_117_modules_in_a_row", () => {
  const side = (characters) => encodeQR("a".repeat(characters), "raw", { ecc: "low", encoding: "byte", border: 1 }).length - 2;
  assert.equal(side(LONGEST_CODE), 117);
  assert.equal(side(LONGEST_CODE + 1), 121);
});
