// What lines to and from the key-value store are called, as far as there is room: what was asked, and what came of it.

const LONGEST = 24;
/** The beginning of what is asked: the payload may be cut off behind it. */
const SUBJECT = /^\{"(?:key|glob)":("(?:[^"\\]|\\.)*")/;
const ERROR = /^\{"error":\{"kind":"(\w+)"/;

/** `get colour`, `list user:*`. Of a payload that is not known yet, or cut off within the key, the operation alone. */
export function askedWords(op: string, payload: string | null | undefined): string {
  const [, subject] = SUBJECT.exec(payload ?? "") ?? [];
  return subject === undefined ? op : `${op} ${cut(JSON.parse(subject) as string)}`;
}

/** `ok`, `NotFound`, `"blue"`; undefined: it is not known yet. */
export function answerWords(payload: string | null | undefined): string | undefined {
  if (payload === undefined) return undefined;
  if (payload === null) return "ok";
  return ERROR.exec(payload)?.[1] ?? cut(payload);
}

function cut(text: string): string {
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : text;
}
