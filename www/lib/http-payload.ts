// Messages that carry HTTP: their body is a text, and mostly JSON, which would be shown as JSON within JSON.

/** The text of `body` in a payload, if it is a list or an object in JSON. Its numbers stay as they were written. */
export function jsonBody(payload: string): string | null {
  try {
    const { body } = JSON.parse(payload) as { body?: unknown };
    if (typeof body !== "string" || !/^\s*[[{]/.test(body)) return null;
    JSON.parse(body);
    return body;
  } catch {
    return null; // no JSON, or cut
  }
}

/** An answer on one line: `200 {"success":true}`; null: it is none. */
export function answerLine(payload: string): string | null {
  const body = jsonBody(payload);
  if (body === null) return null;
  const { status } = JSON.parse(payload) as { status?: unknown };
  return typeof status === "number" ? `${status} ${body}` : body;
}
