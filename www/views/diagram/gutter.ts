// Times in the gutter: by the coarsest unit that tells a row from the one before.

const SECOND = 1_000_000_000;
const MS = 1_000_000;
const US = 1_000;

/** How a time differs from the one drawn before it. */
export type Grain = "whole" | "us" | "ns" | "same";

export function grain(before: number, time: number): Grain {
  if (before < 0 || Math.floor(before / MS) !== Math.floor(time / MS)) return "whole";
  if (Math.floor(before / US) !== Math.floor(time / US)) return "us";
  return before === time ? "same" : "ns";
}

/** "5.204", "1:05.204"; within the same millisecond "+300 µs" in the reader's word for them, within the same microsecond "+300.120" */
export function gutterTime(time: number, how: Grain, micros: string): string {
  if (how === "same") return "";
  if (how === "us") return `+${Math.floor(time / US) % 1000} ${micros}`;
  if (how === "ns") return `+${Math.floor(time / US) % 1000}.${three(time % 1000)}`;
  const seconds = Math.floor(time / SECOND);
  const ms = three(Math.floor(time / MS) % 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}.${ms}`;
  const two = (n: number) => String(n).padStart(2, "0");
  // There is no room for hours: the clock at the top has them.
  return `${minutes < 60 ? minutes : two(minutes % 60)}:${two(seconds % 60)}.${ms}`;
}

function three(n: number): string {
  return String(n).padStart(3, "0");
}

/** Half the width of the pale band for so many waiting messages: visible for one, never wider than `limit`. */
export function swell(depth: number, limit: number): number {
  return depth <= 0 ? 0 : Math.min(limit, 3 + 3 * Math.log2(depth));
}
