// What an error repeats of what was typed: as much as is needed to know it again.

/** Characters. */
const MOST = 60;
/** Of them, those of the beginning; the others are of the end. */
const BEGIN = 2 / 3;

/** A long text with its middle left out. */
export function clip(text: string, most = MOST): string {
  if (text.length <= most) return text;
  // Characters, not their halves; of a very long text only both ends are looked at.
  const [begin, end] = [[...text.slice(0, 2 * most)], [...text.slice(-2 * most)]];
  if (text.length <= 2 * most && begin.length <= most) return text;
  const kept = Math.ceil((most - 1) * BEGIN);
  return `${begin.slice(0, kept).join("")}…${end.slice(kept + 1 - most).join("")}`;
}

/** A sentence of the engine, with what it repeats in quotation marks, or as one endless word, clipped. */
export function clipRepeated(sentence: string): string {
  return sentence.replace(/"(?:[^"\\]|\\.)*"|“[^”]*”|\S{65,}/gu, (found) => {
    const quoted = /^["“]/.test(found) && /["”]$/.test(found);
    return quoted ? `${found[0]}${clip(found.slice(1, -1))}${found.at(-1)}` : clip(found);
  });
}
