// A failure as one line of JSON. The engine writes fields by the alphabet, and so a long stack before the message: what is cut off
// a line is then what one wants to know.
import type { Description } from "../../protocol";

/** What the runtime says of a process that was killed, where nobody said more: no more than our own word for it. */
export const TERMINATED = "process terminated";

/** As many characters as the engine puts on a line. */
const LINE = 200;

/** Whether a line ends before it has said what happened. */
export function isBuried({ payload, truncated }: Description): boolean {
  return truncated && payload?.startsWith('{"details":') === true && !payload.includes('"message":');
}

/** The line once more, of the whole payload, and with what happened first. */
export function messageFirst(line: Description, whole: string): Description {
  try {
    const { kind, message, ...rest } = JSON.parse(whole) as Record<string, unknown>;
    return typeof message === "string" ? { ...line, payload: `${JSON.stringify({ kind, message, ...rest }).slice(0, LINE)}…` } : line;
  } catch {
    return line; // even the whole of it is cut
  }
}
