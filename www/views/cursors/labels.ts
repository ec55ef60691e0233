// Where names stand beside their cursors, so that none covers another. One that finds no room is left out: the list has it.
import type { Place } from "./scene";

export interface Label {
  /** The tip of its cursor, in CSS pixels. */
  tip: Place;
  width: number;
  /** Where it stood before, as `place` has answered: it stays there as long as it can. */
  before?: number;
}

export interface Placed extends Place {
  /** Which of the places around the cursor it is. */
  at: number;
}

export const HEIGHT = 18;
/** More than these are not tried: nobody reads a crowd. */
const MOST = 60;
/** What an arrow takes below and beside its tip. */
const ARROW = { width: 12, height: 19 };
/** A label stays so far away from others. */
const GAP = 2;

interface Box extends Place {
  width: number;
  height: number;
}

type At = (label: Label) => Place;
const BESIDE = 14;
/** Around the cursor, the best first: below at the right, … */
const NEAR: readonly At[] = [
  ({ tip }) => ({ x: tip.x + BESIDE, y: tip.y + 14 }),
  ({ tip, width }) => ({ x: tip.x - 6 - width, y: tip.y + 14 }),
  ({ tip }) => ({ x: tip.x + BESIDE, y: tip.y - 6 - HEIGHT }),
  ({ tip, width }) => ({ x: tip.x - 6 - width, y: tip.y - 6 - HEIGHT }),
  ({ tip }) => ({ x: tip.x + BESIDE + 2, y: tip.y - 4 }),
  ({ tip, width }) => ({ x: tip.x - 6 - width, y: tip.y - 4 }),
  ({ tip, width }) => ({ x: tip.x - width / 2, y: tip.y + 24 }),
  ({ tip, width }) => ({ x: tip.x - width / 2, y: tip.y - 6 - HEIGHT }),
];
/** Then farther away, step by step. */
const AWAY: readonly At[] = [1, 2, 3].flatMap((n) => NEAR.slice(0, 4).map((near, at): At => (label) => {
  const { x, y } = near(label);
  return { x, y: y + (at < 2 ? 1 : -1) * n * (HEIGHT + GAP) };
}));
const PLACES = [...NEAR, ...AWAY];

/** From this place on a label is so far away that a line must lead to it. */
export const FAR = NEAR.length;

/** A place for each, in this order; null: there is no room. */
export function place(labels: readonly Label[], width: number, height: number): (Placed | null)[] {
  const tried = labels.slice(0, MOST);
  const arrows = tried.map(({ tip }): Box => ({ ...tip, ...ARROW }));
  const taken: Box[] = [];
  const free = (label: Label, own: number, at: number): Box | null => {
    const box = { ...PLACES[at](label), width: label.width, height: HEIGHT };
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) return null;
    return taken.some((other) => meet(box, other)) || arrows.some((arrow, n) => n !== own && meet(box, arrow)) ? null : box;
  };
  return labels.map((label, own) => {
    if (own >= MOST) return null;
    // Where it stood it stays, unless that was far away and there is room nearer.
    const { before = 0 } = label;
    const order = before < FAR ? [before, ...PLACES.keys()] : [...NEAR.keys(), before, ...PLACES.keys()];
    for (const at of order) {
      const box = free(label, own, at);
      if (!box) continue;
      taken.push(box);
      return { x: box.x, y: box.y, at };
    }
    return null;
  });
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP;
}
