// As much of a long text as a page can show at once.
import { indent } from "./indent";

/** Characters. The browser lays out no more than this without a pause that is felt. */
export const MOST = 100_000;

export interface Excerpt {
  text: string;
  /** Characters of the whole; undefined: this is all of it. */
  of?: number;
}

/** JSON that is shown whole is indented; of what is longer the beginning is shown as it is. */
export function excerpt(text: string): Excerpt {
  if (text.length <= MOST) return { text: indent(text) };
  return { text: text.slice(0, MOST).replace(/[\ud800-\udbff]$/, ""), of: text.length };
}
