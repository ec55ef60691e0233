// Failed processes of scripts as problems on the lines where they failed.
import type { Problem, ProcessRow, Source } from "../protocol";

/** `app:relay:12: attempt to …` */
export const PLACED = /^([\w.-]+:[\w.-]+):(\d+): (.*)$/s;

/** One for each line and message, however many processes failed there. */
export function runErrors(rows: readonly ProcessRow[], sources: readonly Source[]): Problem[] {
  const files = new Map(sources.map(({ entry, file }) => [entry, file]));
  const found = new Map<string, Problem>();
  for (const { ended, entry } of rows) {
    if (ended?.how !== "failed") continue;
    // Without a place it is the process as a whole: out of memory, no function to begin with.
    const [, where, line, message] = PLACED.exec(ended.text) ?? ["", entry, "0", ended.text];
    const file = files.get(where);
    if (file !== undefined) found.set(`${file}:${line}:${message}`, { file, line: Number(line), column: 0, message });
  }
  return [...found.values()];
}
