// Which rows of a very long list are in view. A browser's elements end at some ten million pixels: a longer list scrolls faster
// than it is tall.

export const ROW = 24;
const TALLEST = 8_000_000;

/** Height of the whole list, for the scrollbar. */
export function listHeight(count: number): number {
  return Math.min(TALLEST, count * ROW);
}

/** The first row in view, with a fraction. */
export function topAt(scroll: number, count: number, viewHeight: number): number {
  const room = listHeight(count) - viewHeight;
  if (room <= 0) return 0;
  return Math.min(1, scroll / room) * (count - viewHeight / ROW);
}

/** Where to scroll so that `top` is the first row in view. */
export function scrollFor(top: number, count: number, viewHeight: number): number {
  const rows = count - viewHeight / ROW;
  if (rows <= 0) return 0;
  return (Math.min(rows, Math.max(0, top)) / rows) * (listHeight(count) - viewHeight);
}
