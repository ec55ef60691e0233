// Texts of strangers as they are, with nothing in them that cannot be seen.

/** What turns the direction of writing, or has no width, would make a text look like another one: it is shown by its number. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (character) =>
    character === "\r" ? "" : `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
}
