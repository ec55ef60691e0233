// Widths of texts. Measuring is the dearest thing a canvas does, and the same few hundred texts come again in every frame.

const LIMIT = 4_096;

export class Ruler {
  private readonly fonts = new Map<string, Map<string, number>>();
  private readonly cuts = new Map<string, string>();
  private version = 0;

  /** Forget everything when the theme, and so perhaps a font, is another. */
  use(version: number): void {
    if (version === this.version) return;
    this.version = version;
    this.fonts.clear();
    this.cuts.clear();
  }

  width(ctx: CanvasRenderingContext2D, font: string, text: string): number {
    let widths = this.fonts.get(font);
    if (!widths) this.fonts.set(font, (widths = new Map()));
    let width = widths.get(text);
    if (width === undefined) {
      if (widths.size >= LIMIT) widths.clear();
      ctx.font = font;
      width = ctx.measureText(text).width;
      widths.set(text, width);
    }
    return width;
  }

  /** The text, or as much of its beginning as fits, with an ellipsis. */
  cut(ctx: CanvasRenderingContext2D, font: string, text: string, room: number): string {
    if (this.width(ctx, font, text) <= room) return text;
    const key = `${Math.floor(room)} ${font} ${text}`;
    let cut = this.cuts.get(key);
    if (cut === undefined) {
      if (this.cuts.size >= LIMIT) this.cuts.clear();
      cut = shorten(text, (part) => this.width(ctx, font, part) <= room);
      this.cuts.set(key, cut);
    }
    return cut;
  }
}

/** The longest beginning of `text` that, with an ellipsis, still fits. Whole code points only. */
export function shorten(text: string, fits: (part: string) => boolean): string {
  const points = [...text];
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(`${points.slice(0, middle).join("")}…`)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "…" : `${points.slice(0, low).join("")}…`;
}

/** What a reader wants to see of an error's one line of JSON: its message, or what is left of it where the line was cut. */
export function plain(payload: string): string {
  const text = /^\{.*"kind": ?"\w+", ?"message": ?(".*)/.exec(payload)?.[1] ?? payload;
  return text.startsWith('"') ? words(text) : text;
}

/** The words of the JSON string that a text begins with. It may end anywhere, also within an escape. */
function words(text: string): string {
  const [begun] = /^"(?:[^"\\]|\\["\\/bfnrt]|\\u[\da-f]{4})*/i.exec(text)!;
  const rest = text.slice(begun.length);
  return (JSON.parse(`${begun}"`) as string) + (!rest.startsWith('"') && rest.endsWith("…") ? "…" : "");
}
