// The JSON Schema of run files: it takes what is written, and refuses what the reader refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";

const read = (name) => JSON.parse(readFileSync(`docs/run-format/${name}.json`, "utf8"));
const fits = new Ajv2020({ strict: true, strictRequired: true }).compile(read("schema"));
/** The example with something changed. */
const changed = (change) => {
  const run = read("echo");
  change(run);
  return run;
};

test("the_example_of_the_docs_fits_the_schema", () => {
  assert.equal(fits(read("echo")), true, JSON.stringify(fits.errors));
  const inputs = [{ cancel: { process: 3, reason: "" } }, { store_error: { process: 1, id: 2, error: {} } }, { start_service: { service: "a:b" } }, { fault: "drop #17" }, { planned: "5s drop #17" }];
  assert.equal(fits(changed((run) => run.inputs.push(...inputs.map((input) => ({ turn: 1, time: 2, input }))))), true, JSON.stringify(fits.errors));
  assert.equal(fits(changed((run) => (run.project = { scenario: "echo" }))), true, JSON.stringify(fits.errors));
  assert.equal(fits(changed((run) => (run.faults = ["5s kill relay"]))), true, JSON.stringify(fits.errors));
  assert.equal(fits(changed((run) => delete run.digests)), true, JSON.stringify(fits.errors));
  assert.equal(fits(changed((run) => (run.seed = "18446744073709551615"))), true, JSON.stringify(fits.errors));
});

test("what_the_reader_refuses_the_schema_refuses", () => {
  for (const change of [
    (run) => delete run.seed,
    (run) => (run.version = 2),
    (run) => (run.speed = 1),
    (run) => (run.order = "lifo"),
    (run) => (run.end.hash = "ABC"),
    (run) => (run.checks = "12"),
    (run) => (run.digests = "1234"),
    (run) => (run.digests = "12+45"),
    (run) => (run.project = { scenario: "a", files: {} }),
    (run) => (run.inputs[0].input = {}),
    (run) => (run.inputs[0].input.kill = { process: 1 }),
    (run) => (run.inputs[0].input = { kill: { process: -1 } }),
    (run) => (run.inputs[0].input = { fault: { drop: 17 } }),
    (run) => (run.inputs[0].input = { planned: 5 }),
    (run) => (run.faults = "5s kill relay"),
    (run) => (run.inputs[0].input = { shout: {} }),
  ]) {
    assert.equal(fits(changed(change)), false, String(change));
  }
});
