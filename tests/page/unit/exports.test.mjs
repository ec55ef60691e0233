// Exports as others read them: the JSON Schema of JSONL, a parser of CSV, and the engine of Chrome's own view of traces.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "csv-parse/sync";

const read = (name) => readFileSync(`docs/exports/${name}`, "utf8");
const lines = () => read("echo.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
const fits = new Ajv2020({ strict: true, strictRequired: false }).compile(JSON.parse(read("events.schema.json")));

test("each_line_of_the_jsonl_in_the_docs_fits_the_schema", () => {
  for (const line of lines()) assert.equal(fits(line), true, `${JSON.stringify(line)} ${JSON.stringify(fits.errors)}`);
  const kinds = new Set(lines().filter(({ type }) => type === "event").map(({ kind }) => kind));
  assert.ok(kinds.size > 12, "the example shows most of what there is");
});

test("a_line_that_lacks_what_its_kind_has_does_not_fit_the_schema", () => {
  const of = (kind) => lines().find((line) => line.kind === kind);
  for (const wrong of [
    { ...of("receive"), waited_ns: undefined },
    { ...of("send"), number: 2 ** 60 },
    { ...of("send"), topic: 7 },
    { ...of("exit"), how: "vanished" },
    { ...of("exit"), unknown: 1 },
    { ...lines()[0], hash: "12" },
    { ...lines()[0], version: 2 },
    { ...lines().at(-1), same: null },
  ]) {
    assert.equal(fits(JSON.parse(JSON.stringify(wrong))), false, JSON.stringify(wrong));
  }
});

test("a_parser_of_csv_reads_a_record_for_each_process", () => {
  const records = parse(read("echo.csv"), { columns: true });
  const events = lines().filter(({ type }) => type === "event");
  assert.equal(records.length, events.filter(({ kind }) => kind === "spawn").length + 1);
  for (const record of records) {
    const of = (kind) => events.filter((event) => event.kind === kind && event.process === Number(record.number));
    assert.deepEqual([record.sent, record.received].map(Number), [of("send").length, of("receive").length]);
    const waits = of("receive").map(({ waited_ns }) => waited_ns);
    if (waits.length > 0) assert.equal(Number(record.max_wait_ns), Math.max(...waits));
    const [exit] = of("exit");
    assert.equal(record.ended_ns, exit ? String(exit.time_ns) : "");
    if (exit) assert.ok(record.reason.startsWith(exit.how), record.reason);
  }
});

test("the_engine_of_chromes_view_of_traces_reads_tracks_slices_and_arrows", async () => {
  globalThis.window ??= globalThis; // it asks for one
  const { Processor } = await import("@paulirish/trace_engine/models/trace/trace.js");
  const processor = Processor.TraceProcessor.createWithAllHandlers();
  const { traceEvents } = JSON.parse(read("echo.trace.json"));
  const complaints = [];
  const { error } = console;
  console.error = (...words) => complaints.push(words.join(" "));
  try {
    await processor.parse(traceEvents, { isFreshRecording: false, isCPUProfile: false, metadata: {} });
  } finally {
    console.error = error;
  }
  assert.deepEqual(complaints, []);
  const { Renderer, Flows } = processor.parsedTrace ?? processor.data;
  const events = lines().filter(({ type }) => type === "event");
  const spawned = events.filter(({ kind }) => kind === "spawn");
  const threads = [...Renderer.processes.values()].flatMap(({ threads }) => [...threads.values()]);
  const names = threads.map(({ name }) => name).sort();
  assert.deepEqual(names, ["outside", ...spawned.map(({ entry, peer }) => `${entry.split(":")[1]}#${peer}`)].sort());
  const handled = threads.flatMap(({ entries }) => entries).filter(({ args, name }) => args?.event !== undefined && events[args.event - 1].kind === "receive" && events[args.event - 1].topic === name);
  assert.equal(handled.length, events.filter(({ kind }) => kind === "receive").length);
  // An arrow leads from the slice in which a message was sent to the one in which it was handled.
  for (const receive of events.filter(({ kind }) => kind === "receive")) {
    const found = Flows.flows.some((flow) => flow.at(-1).tid === receive.process && flow.at(-1).args?.event === receive.number);
    assert.ok(found, `no arrow leads to event ${receive.number}`);
  }
});
