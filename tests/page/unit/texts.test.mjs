// The page's sentences, with what a run puts into them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { t } = await load({ i18n: "i18n/index" });

test("a_text_that_turns_the_direction_of_writing_does_not_turn_a_sentence", () => {
  assert.equal(t("event.send", { from: "a", topic: "\u2069\u202egpj.exe", to: "b" }), t("event.send", { from: "a", topic: "gpj.exe", to: "b" }));
});

test("a_key_without_a_text_shows_itself", () => {
  assert.equal(t("no.such.key"), "no.such.key");
});
