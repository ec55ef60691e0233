// The form of a breakpoint, and the line that it is written as (src/stage/breakpoint/ says how lines are read).
import type { Key } from "../../i18n/index";

export interface Form {
  kind: keyof typeof FORMS;
  what: string;
  from: string;
  to: string;
  payload: string;
  skip: string;
}

type Field = Exclude<keyof Form, "kind">;

/** Which fields each kind has, and what its first one is called. */
export const FORMS = {
  receive: { what: "breakpoints.topic", fields: ["what", "from", "to", "payload", "skip"] },
  send: { what: "breakpoints.topic", fields: ["what", "from", "to", "payload", "skip"] },
  dead_letter: { what: "breakpoints.topic", fields: ["what", "from", "to", "skip"] },
  spawn: { what: "breakpoints.process", fields: ["what", "skip"] },
  exit: { what: "breakpoints.process", fields: ["what", "skip"] },
  failure: { what: "breakpoints.process", fields: ["what", "skip"] },
  log: { what: "breakpoints.text", fields: ["what", "skip"] },
  counter: { what: "breakpoints.counter", fields: ["what"] },
} as const satisfies Record<string, { what: Key; fields: readonly Field[] }>;

/** What may stand in a field. */
export const EXAMPLES: Record<Form["kind"], Partial<Record<Field, string>>> = {
  receive: { what: "echo*", from: "cli", to: "worker", payload: '{"key": "a*"}', skip: "0" },
  send: { what: "echo*", from: "cli", to: "relay", payload: '{"key": "a*"}', skip: "0" },
  dead_letter: { what: "echo*", from: "cli", to: "worker", skip: "0" },
  spawn: { what: "worker", skip: "0" },
  exit: { what: "worker", skip: "0" },
  failure: { what: "worker", skip: "0" },
  log: { what: "error says refused", skip: "0" },
  counter: { what: "messages >= 100" },
};

export function lineOf({ kind, what, from, to, payload, skip }: Form): string {
  const named = (word: string, value: string) => (value.trim() === "" ? "" : ` ${word} ${value.trim()}`);
  const { fields } = FORMS[kind];
  const has = (field: Field) => (fields as readonly Field[]).includes(field);
  const after = has("skip") && Number(skip) !== 0 ? named("after", skip) : "";
  const first = what.trim();
  switch (kind) {
    case "counter":
      return first;
    case "log":
      return `log${first === "" ? "" : / ?says /.test(` ${first}`) || /^(debug|info|warn|error)$/.test(first) ? ` ${first}` : ` says ${first}`}${after}`;
    default:
      return `${kind.replace("_", " ")}${first === "" ? "" : ` ${first}`}${has("from") ? named("from", from) : ""}${has("to") ? named("to", to) : ""}${has("payload") ? named("with", payload) : ""}${after}`;
  }
}
