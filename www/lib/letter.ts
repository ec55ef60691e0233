// Keys by their letters.

/** What a key says; of one that writes no Latin letter, as on a Russian or a Korean keyboard, the letter that stands there on an English one. */
export function letterOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return letter && /^\p{L}$/u.test(key) ? letter.toLowerCase() : key;
}
