// The short form of a PID, as the diagram and the tree show it. Whole PIDs come from the engine.

/** 4 → "0x00004" */
export function shortPid(process: number): string {
  return `0x${process.toString(16).padStart(5, "0")}`;
}

/** A name in the midst of a sentence, which must stay readable whatever is called so. */
export function shortName(entry: string): string {
  const points = [...entryName(entry)];
  return points.length > LONGEST ? `${points.slice(0, LONGEST - 1).join("")}…` : points.join("");
}

const LONGEST = 28;

/** "app:relay" → "relay" */
export function entryName(entry: string): string {
  return entry.slice(entry.indexOf(":") + 1);
}
