// Which store a run has, and where cursors are drawn.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { load } from "./load.mjs";

let met, declaresCursors, readKept, Scene, readCursors, placeOf, pixelsOf;
before(async () => {
  ({ met, declaresCursors, readKept, Scene, readCursors, placeOf, pixelsOf } = await load({ store: "lib/typed-store", scene: "views/cursors/scene", paint: "views/cursors/paint" }));
});

const named = (process) => [{ name: "kv", process: 1 }, ...(process ? [{ name: "typed_kv", process }] : [])];

test("a run has a store from its first name on, and each process that follows is another", () => {
  assert.deepEqual(met(null, named(0)), {});
  const { typedStore: first } = met(null, named(2));
  assert.deepEqual(first, { process: 2, answers: true, earlier: 0 });
  assert.deepEqual(met(first, named(2)), {}, "nothing has changed");
  const { typedStore: ended } = met(first, named(0));
  assert.deepEqual(ended, { process: 2, answers: false, earlier: 0 });
  assert.deepEqual(met(ended, named(0)), {});
  assert.deepEqual(met(ended, named(9)).typedStore, { process: 9, answers: true, earlier: 1 });
  assert.deepEqual(met(first, named(9)).typedStore, { process: 9, answers: true, earlier: 1 }, "between two looks");
  assert.deepEqual(met(ended, named(2)).typedStore, first, "it took its name back");
});

test("cursors are declared in a file of models only", () => {
  const text = "/// Where.\npub struct CursorPosition { pub x: i32 }";
  assert.equal(declaresCursors({ "models/storage/ui.rs": text }), true);
  assert.equal(declaresCursors({ "src/ui.rs": text }), false);
  assert.equal(declaresCursors({ "models/storage/ui.rs": "pub struct CursorPositions {}" }), false);
  assert.equal(declaresCursors(null), false);
});

test("what is no cursor is left out, and one without a name has its key", () => {
  const body = JSON.stringify([
    { key: "user:a", value: { x: 1, y: 2, user_id: "a", item_id: "lights" } },
    { key: "user:b", value: { x: 1, y: 2 } },
    { key: "user:c", value: { x: "1", y: 2 } },
    { key: "user:d", value: null },
  ]);
  const cursors = [
    { key: "user:a", name: "a", item: "lights", x: 1, y: 2 },
    { key: "user:b", name: "user:b", item: "", x: 1, y: 2 },
  ];
  assert.deepEqual(readCursors(body), { cursors, others: 2 });
});

test("the name of a cursor is cut, for a value may have any text", () => {
  const body = JSON.stringify([{ key: "user:a", value: { x: 1, y: 2, user_id: "🎭".repeat(100_000), item_id: "b".repeat(100_000) } }]);
  const [{ name, item }] = readCursors(body).cursors;
  assert.deepEqual([name, item], [`${"🎭".repeat(50)}…`, `${"b".repeat(100)}…`]);
});

const cursor = (key, x = 0, y = 0) => ({ key, name: key, item: "", x, y });

test("cursors glide to where they are, fade when they are gone, and give their colour back", () => {
  const scene = new Scene(() => false);
  scene.frame(0);
  scene.show([cursor("a"), cursor("b")]);
  scene.show([cursor("a", 100, 5000), cursor("b")]);
  scene.frame(50);
  const a = scene.drawn.get("a");
  assert.ok(a.x > 0 && a.x < 100 && a.alpha > 0 && a.alpha < 1, JSON.stringify(a));
  assert.equal(a.to.y, 600, "at the edge of the board");
  for (let at = 100; at < 2_000; at += 50) scene.frame(at);
  assert.ok(Math.abs(a.x - 100) < 1 && a.alpha === 1);
  scene.show([cursor("b")]);
  assert.equal(scene.frame(2_050), true);
  assert.equal(scene.drawn.has("a"), true);
  for (let at = 2_100; at < 3_000; at += 50) scene.frame(at);
  assert.deepEqual([...scene.drawn.keys()], ["b"]);
  scene.show([cursor("b"), cursor("c")]);
  assert.deepEqual([...scene.drawn.values()].map(({ key, colour }) => [key, colour]), [["b", 1], ["c", 0]]);
});

test("without motion they are there and gone at once", () => {
  const scene = new Scene(() => true);
  scene.show([cursor("a")]);
  scene.show([cursor("a", 500, 300)]);
  scene.frame(1);
  assert.deepEqual([scene.drawn.get("a").x, scene.drawn.get("a").alpha], [500, 1]);
  scene.show([]);
  assert.equal(scene.frame(2) && scene.drawn.size > 0, false);
});

test("what another process shows or answers under the store's name is nothing, and breaks nothing", () => {
  const right = { tenants: { a: { items: 1, bytes: 2 } }, all_tenants: 1, bytes: 2, limit: 3, limit_of_all: 4, expiring: [{ tenant: "a", type: "T", key: "k", expires_at: 5 }], all_expiring: 1 };
  assert.deepEqual(readKept(JSON.stringify(right)), right);
  for (const wrong of [null, 1, [], { ...right, tenants: null }, { ...right, tenants: { a: null } }, { ...right, tenants: { a: { items: -1, bytes: 0 } } }, { ...right, expiring: [null] }, { ...right, expiring: [{ key: {} }] }, { ...right, bytes: "2" }]) {
    assert.equal(readKept(JSON.stringify(wrong)), null, JSON.stringify(wrong));
  }
  for (const cut of [null, "null", '{"tenants": {}, "cut of']) assert.equal(readKept(cut), null, cut);
  for (const wrong of ["", "<not json>", "null", "{}", "[null]", '[{"key":1,"value":{"x":1,"y":1}}]', '[{"key":"a"}]']) assert.deepEqual(readCursors(wrong).cursors, [], wrong);
});

test("a place is where its pixels are, and what is beside the board at its edge", () => {
  for (const place of [{ x: 0, y: 0 }, { x: 1000, y: 600 }, { x: 123, y: 456 }]) assert.deepEqual(placeOf(pixelsOf(place, 900, 150), 900, 150), place);
  assert.deepEqual(placeOf({ x: -50, y: 9999 }, 900, 150), { x: 0, y: 600 });
});
