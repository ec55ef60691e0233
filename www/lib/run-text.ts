// The text of a run file as the engine writes it: a line for each bracket, so that what came since can be put into it. It is not
// parsed for that: JavaScript would round its integers.

/** What came to a run since it was written: inputs, and where it is. Each is JSON. */
export interface More {
  inputs: readonly string[];
  end: string;
}

/** Where a run is. */
export interface End {
  events: number;
  /** Virtual nanoseconds. */
  time: number;
}

/** The text with what came since; undefined, if it is not as the engine writes it. */
export function joined(text: string, { inputs, end }: More): string | undefined {
  const withEnd = replaced(text, "end", () => `{\n    ${end.slice(1, -1)}\n  }`);
  const withInputs = withEnd && replaced(withEnd, "inputs", (list) => listed([list.slice(1, -1).trim(), ...inputs].filter(Boolean)));
  // Faults of the script that have come since are inputs now, and are not to come once more. They come in their order.
  const struck = inputs.filter(isPlanned).length;
  if (!withInputs || struck === 0 || part(withInputs, "faults") === undefined) return withInputs;
  return replaced(withInputs, "faults", (list) => listed((JSON.parse(list) as string[]).slice(struck).map((line) => JSON.stringify(line))));
}

function listed(items: readonly string[]): string {
  return items.length > 0 ? `[\n    ${items.join(",\n    ")}\n  ]` : "[]";
}

/** How many inputs a text has, and where its run is; what is to come, and whether a reader did something to it. */
export function summary(text: string): { inputs: number; end: string; deeds: boolean } {
  const { inputs, faults } = JSON.parse(text) as { inputs: { input: object }[]; faults?: unknown[] }; // to be counted only
  return { inputs: inputs.length, end: part(text, "end") ?? "{}", deeds: faults !== undefined || inputs.some(({ input }) => isDeed(input)) };
}

/** Whether an input is a reader's. What a store has answered, it would answer again. */
export function isDeed(input: object): boolean {
  return !("store_answer" in input) && !("store_error" in input);
}

export function inputOf(json: string): object {
  return (JSON.parse(json) as { input: object }).input;
}

export function endOf(json: string): End {
  const { events, time } = JSON.parse(json) as Record<keyof End, unknown>;
  return { events: Number(events) || 0, time: Number(time) || 0 };
}

const isPlanned = (json: string) => "planned" in inputOf(json);

/** The value of a field of the run, as it stands there. */
function part(text: string, field: string): string | undefined {
  return where(text, field)?.[1];
}

function replaced(text: string, field: string, by: (value: string) => string): string | undefined {
  const [at, value] = where(text, field) ?? [];
  return at === undefined || value === undefined ? undefined : text.slice(0, at) + by(value) + text.slice(at + value.length);
}

/** A list or an object. Line feeds stand between values only, never within a text, and those of deeper values are indented more. */
function where(text: string, field: string): [at: number, value: string] | undefined {
  const name = `\n  "${field}": `;
  const before = text.indexOf(name);
  if (before < 0) return undefined;
  const at = before + name.length;
  const close = text[at] === "[" ? "]" : "}";
  const end = text[at + 1] === close ? at + 1 : text.indexOf(`\n  ${close}`, at) + 3;
  return end > at ? [at, text.slice(at, end + 1)] : undefined;
}
