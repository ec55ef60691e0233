// What the fields of a log line say, for people: where it was written, what went wrong, and the rest as it is.

export interface LogFields {
  place: { entry: string; line: number } | null;
  /** The message of the error among them. */
  error: string;
  /** JSON of what is not said elsewhere; empty: nothing. */
  rest: string;
}

const PLACE = /^(.+):(\d+)$/;

export function readFields(json: string): LogFields {
  const { pid: _, location, error, ...others } = parse(json);
  const [, entry, line] = (typeof location === "string" && PLACE.exec(location)) || [];
  const said = typeof error === "string" ? error : message(error);
  const rest = error === undefined || said ? others : { ...others, error };
  return {
    place: entry === undefined ? null : { entry, line: Number(line) },
    error: said,
    rest: Object.keys(rest).length > 0 ? JSON.stringify(rest) : "",
  };
}

function parse(json: string): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(json);
    return typeof fields === "object" && fields !== null && !Array.isArray(fields) ? (fields as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function message(error: unknown): string {
  const found = typeof error === "object" && error !== null && "message" in error ? error.message : undefined;
  return typeof found === "string" ? found : "";
}
