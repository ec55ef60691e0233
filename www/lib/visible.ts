// Texts of a run as they are: what nobody would see in them, or what would turn the text around it, is written out.

/** Marks of direction and of joining, controls, halves of characters, letters that are blank, and blanks but the common one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|(?! )\p{Zs}/gu;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** For one line. U+202E → `\u{202e}`, a line break → `\n` */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => SHORT[hidden] ?? `\\u{${hidden.codePointAt(0)!.toString(16)}}`);
}

/** At most so many characters of it. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** For several lines: what divides and indents them stays. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN, (hidden) => (hidden === "\n" || hidden === "\t" ? hidden : visible(hidden)));
}

/** For a name or a key: one that is empty, or whose blanks would not be seen, stands in quotation marks. */
export function visibleName(text: string): string {
  return text === "" || /^ | $| {2}/.test(text) ? `"${visible(text)}"` : visible(text);
}
