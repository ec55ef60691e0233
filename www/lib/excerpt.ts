// As much of a long text as a page can show at once.
import { indent } from "./indent";
import { visibleLines } from "./visible";

/** Characters. The browser lays out no more than this without a pause that is felt. */
export const MOST = 100_000;
/** What they may become when they are indented, and when all that is hidden in them is written out. */
const ROOM = 4 * MOST;

export interface Excerpt {
  text: string;
  /** Of a text that is cut: characters that are shown, and all. */
  cut?: { shown: number; of: number };
}

/** JSON that is shown whole is indented; of what is longer the beginning is shown as it is. */
export function excerpt(text: string): Excerpt {
  const whole = text.length <= MOST ? visibleLines(indent(text)) : "";
  if (text.length <= MOST && whole.length <= ROOM) return { text: whole };
  const begun = visibleLines(begin(text, MOST));
  if (text.length > MOST && begun.length <= ROOM) return cut(begun, text, MOST);
  return cut(visibleLines(begin(text, MOST / 10)), text, MOST / 10);
}

/** Without half of a character. */
function begin(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}

function cut(text: string, whole: string, shown: number): Excerpt {
  return { text, cut: { shown: Math.min(shown, whole.length), of: whole.length } };
}
