// What the views of processes and of the typed store decide without a page: which lines stay, what tells alike ones apart, where names stand.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { load } from "./load.mjs";

let Lingering, place, distinguish, Tags, nextStep, hintKey, jsonBody, answerLine, readValues, processTree, naming, clip, clipRepeated, codeParts;
before(async () => {
  ({ Lingering, place, distinguish, Tags, nextStep, hintKey, jsonBody, answerLine, readValues, processTree, naming, clip, clipRepeated, codeParts } = await load({
    lingering: "lib/lingering",
    labels: "views/cursors/labels",
    tags: "lib/tags",
    hints: "lib/hints",
    payload: "lib/http-payload",
    store: "lib/typed-store",
    tree: "lib/process-tree",
    naming: "lib/naming",
    clip: "lib/clip",
    code: "lib/code-parts",
  }));
});

const seen = (lines) => lines.map(({ item, gone }) => (gone ? `(${item})` : item)).join(" ");

test("a line that has gone keeps its place for a moment, and then the others close up", () => {
  const list = new Lingering((item) => item);
  assert.equal(seen(list.update(["a", "b", "c"], 0)), "a b c");
  assert.equal(seen(list.update(["a", "c"], 100)), "a (b) c");
  assert.equal(list.due(600), 1_000);
  assert.equal(seen(list.update(["a", "c"], 1_599)), "a (b) c");
  assert.equal(seen(list.update(["a", "c"], 1_601)), "a c");
  assert.equal(list.due(1_601), undefined);
});

test("while somebody points at a list nothing in it moves, and who comes stands at the end", () => {
  const list = new Lingering((item) => item);
  list.update(["b", "c", "d"], 0);
  list.held = true;
  assert.equal(seen(list.update(["a", "b", "d"], 100)), "b (c) d a");
  assert.equal(seen(list.update(["a", "b", "d"], 60_000)), "b (c) d a");
  assert.equal(seen(list.update(["a", "b", "c", "d"], 60_100)), "b c d a", "it is back in its place");
  list.held = false;
  assert.equal(seen(list.update(["a", "b", "c", "d"], 60_200)), "a b c d");
});

const WIDTH = 900;
const HEIGHT = 250;
const boxes = (labels, placed) => placed.flatMap((one, n) => (one ? [{ ...one, width: labels[n].width, height: 18 }] : []));
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("names of cursors that are close together cover neither each other nor another cursor, and lie on the canvas", () => {
  const labels = Array.from({ length: 8 }, (_, n) => ({ tip: { x: 300 + n * 9, y: 120 + (n % 3) * 5 }, width: 60 + n * 5 }));
  const placed = place(labels, WIDTH, HEIGHT);
  assert.ok(placed.every(Boolean), "there is room for all of them");
  const all = boxes(labels, placed);
  all.forEach((a, n) => {
    for (const b of all.slice(n + 1)) assert.ok(!meet(a, b), JSON.stringify([a, b]));
    assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= WIDTH && a.y + a.height <= HEIGHT, JSON.stringify(a));
    for (const [m, { tip }] of labels.entries()) if (m !== n) assert.ok(!meet(a, { ...tip, width: 12, height: 19 }), `${n} covers the cursor ${m}`);
  });
});

test("a name stays where it stood as long as it can, and one without room is left out", () => {
  const one = { tip: { x: 100, y: 100 }, width: 50 };
  assert.equal(place([one], WIDTH, HEIGHT)[0].at, 0);
  assert.equal(place([{ ...one, before: 3 }], WIDTH, HEIGHT)[0].at, 3);
  const corner = place([{ tip: { x: WIDTH, y: HEIGHT }, width: 50 }], WIDTH, HEIGHT)[0];
  assert.ok(corner.x + 50 <= WIDTH && corner.y + 18 <= HEIGHT);
  const crowd = Array.from({ length: 300 }, () => ({ tip: { x: 50, y: 50 }, width: 80 }));
  const placed = place(crowd, 200, 100);
  const all = boxes(crowd, placed);
  assert.ok(all.length > 0 && all.length < 300);
  all.forEach((a, n) => all.slice(n + 1).forEach((b) => assert.ok(!meet(a, b))));
});

test("alike processes are told apart by those of their arguments that differ", () => {
  const tags = (...lists) => [...distinguish(new Map(lists.map((list, n) => [n, list]))).values()];
  assert.deepEqual(tags(["ada"], ["boris"]), ["ada", "boris"]);
  assert.deepEqual(tags(["room", 1, true], ["room", 2, true]), ["1", "2"]);
  assert.deepEqual(tags(["same"], ["same"]), [], "nothing tells them apart");
  assert.deepEqual(tags(["a", { x: 1 }], ["b", { x: 2 }]), ['a, {"x":1}', 'b, {"x":2}']);
  assert.deepEqual(tags(["x".repeat(1_000)], []), [`${"x".repeat(23)}…`]);
});

const row = (number, names = [], more = {}) => ({ number, entry: "app:user", host: "app:processes", names, ended: null, ...more });

test("a tag is a registered name, or what was asked for once; who stands alone needs none", async () => {
  const asked = [];
  let changed = 0;
  const ring = { processes: { spawnOf: (process) => process * 10 }, has: (event) => event < 50 };
  const describe = async (events) => {
    asked.push(events);
    return events.map((event) => ({ event, payload: JSON.stringify([`started by ${event}`]), truncated: false }));
  };
  const tags = new Tags({ state: { ring }, describe, changed: () => (changed += 1) });
  const rows = [row(1, ["user:ada"]), row(2), row(3), row(9), row(4, [], { entry: "app:other" })];
  assert.deepEqual([...tags.of(rows, 1)], [[1, "user:ada"]]);
  assert.equal(tags.of(rows, 1), tags.of(rows, 1), "the same rows need no other look");
  await new Promise(setImmediate);
  assert.deepEqual(asked, [[20, 30]], "of 9 the trace has no spawn any more");
  assert.equal(changed, 1);
  assert.deepEqual([...tags.of(rows, 1)], [[1, "user:ada"], [2, "started by 20"], [3, "started by 30"]]);
  tags.of([...rows], 1);
  await new Promise(setImmediate);
  assert.equal(asked.length, 1);
  assert.deepEqual([...tags.of([row(2), row(3)], 2)], [], "another run knows nothing of it");
});

test("a hint goes on to its next step when one was done, and is over after the last", () => {
  assert.equal(nextStep("live-cursors", 0, "point"), undefined);
  assert.equal(nextStep("live-cursors", 0, "kill"), 1);
  assert.equal(nextStep("live-cursors", 1, "point"), 2);
  assert.equal(nextStep("live-cursors", 2, "look"), "over");
  assert.equal(nextStep("session-cache", 0, "line"), 1);
  assert.equal(nextStep("echo", 0, "line"), "over");
  assert.equal(nextStep("nobody's", 0, "line"), undefined);
  assert.deepEqual([hintKey("echo", 0), hintKey("echo", 1)], ["hint.echo", "hint.echo.2"]);
});

test("a body of HTTP is shown as JSON if it is some, with its numbers as they were", () => {
  const answer = (body) => JSON.stringify({ body, headers: {}, id: 1, status: 200 });
  assert.equal(jsonBody(answer('{"value":18446744073709551615}')), '{"value":18446744073709551615}');
  assert.equal(answerLine(answer("[1.0]")), "200 [1.0]");
  for (const other of [answer("hello"), answer("7"), answer("{cut"), '{"body":{"x":1}}', "[]", "null", "{cut", ""]) {
    assert.equal(jsonBody(other), null, other);
    assert.equal(answerLine(other), null, other);
  }
  assert.equal(answerLine('{"body":"[]"}'), "[]");
});

test("what is no answer of the store to a look shows nothing", () => {
  const item = { type: "Cursor", key: "user:1", json: "{}", length: 2, expires_at: null };
  const right = { total: 1, items: [item], whole: { ...item, expires_at: 5 } };
  assert.deepEqual(readValues(JSON.stringify(right)), right);
  const wrong = [null, 7, {}, { ...right, total: -1 }, { ...right, items: [{ ...item, key: 1 }] }, { ...right, whole: {} }, { ...right, items: {} }];
  for (const one of wrong) assert.equal(readValues(JSON.stringify(one)), null, JSON.stringify(one));
  assert.equal(readValues(null), null);
});

test("in the tree who has just ended keeps its place among the living, and is not counted twice", () => {
  const group = { host: "app:processes", entry: "app:user", alive: 2, ended: 1, depth: 0, sent: 0, received: 0 };
  const rows = [row(1), row(3), row(2, [], { ended: { how: "terminated", text: "killed" } })];
  const ids = (lingering) => processTree(rows, [group], new Set(), lingering).map(({ id }) => id);
  assert.deepEqual(ids(new Set()), ["host app:processes", "process 1", "process 3", "process 2"]);
  assert.deepEqual(ids(new Set([2])), ["host app:processes", "process 1", "process 2", "process 3"]);
});

test("a name that says what the entry says already is shown once", () => {
  const shown = (entry, own) => Object.values(naming(entry, own)).filter(Boolean).join(" ");
  assert.equal(shown("child", "child"), "child");
  assert.equal(shown("kv_server", "kv"), "kv_server");
  assert.equal(shown("worker", "worker.2"), "worker.2", "the longer one tells it from others");
  assert.equal(shown("Worker", "worker-2"), "worker-2");
  assert.equal(shown("account", "alice"), "account alice");
  assert.equal(shown("kv_server", "server2"), "kv_server server2", "a part of a word is no word");
  assert.equal(shown("step_1", "1"), "step_1 1", "a number tells apart, wherever else it stands");
  assert.equal(shown("relay", '{"to":"relay"}'), 'relay {"to":"relay"}', "arguments are no name");
  assert.equal(shown("cli", undefined), "cli");
});

test("what an error repeats of a long input is clipped in the middle, and all else stays", () => {
  assert.equal(clip("a".repeat(60)), "a".repeat(60));
  assert.equal(clip(`begin${"x".repeat(5_000)}end`).length, 60);
  assert.match(clip(`begin${"x".repeat(5_000)}end`), /^begin.*…x+end$/);
  assert.equal(clip("👋".repeat(40), 40), "👋".repeat(40), "characters count, not their halves");
  assert.equal(clip("👋".repeat(500), 4), "👋👋…👋");
  const long = "topic".repeat(500);
  const clipped = clipRepeated(`"sned ${long}" is no breakpoint: it is one of send TOPIC, receive TOPIC`);
  assert.match(clipped, /^"sned topic[a-z]*…[a-z]*" is no breakpoint: it is one of send TOPIC, receive TOPIC$/);
  assert.ok(clipped.length < 140, clipped);
  assert.ok(clipRepeated(`“after ${long}” wants a number`).length < 90);
  assert.ok(clipRepeated(`no process of ${long} lives`).endsWith(" lives"));
  assert.ok(clipRepeated(`no process of ${long} lives`).length < 100);
  assert.ok(clipRepeated(`"an \\" inside ${long}" is wrong`).endsWith('" is wrong'), "a quotation mark that is escaped ends nothing");
  const short = 'there is no fault "drp"; did you mean "drop"?';
  assert.equal(clipRepeated(short), short);
  assert.equal(clipRepeated(`an open " and ${"word ".repeat(50)}`), `an open " and ${"word ".repeat(50)}`);
});

test("code in backticks stands apart, and whatever it holds is text", () => {
  assert.deepEqual(codeParts("a function `main`; `modules:` too"), [
    { code: false, text: "a function " },
    { code: true, text: "main" },
    { code: false, text: "; " },
    { code: true, text: "modules:" },
    { code: false, text: " too" },
  ]);
  for (const text of ["one ` alone", "`` with nothing in it"]) assert.deepEqual(codeParts(text), [{ code: false, text }]);
  assert.deepEqual(codeParts("`<img src=x onerror=alert(1)>`"), [{ code: true, text: "<img src=x onerror=alert(1)>" }]);
  assert.deepEqual(codeParts(""), []);
});
