// Texts with code in backticks, as the catalogues have them.

export interface Part {
  code: boolean;
  text: string;
}

/** "a function `main`" → what is code, and what stands between, in order. A backtick that stands alone stays as it is. */
export function codeParts(text: string): Part[] {
  const all = text.split(/(`[^`]+`)/).filter((part) => part !== "");
  return all.map((part) => (/^`[^`]+`$/.test(part) ? { code: true, text: part.slice(1, -1) } : { code: false, text: part }));
}
