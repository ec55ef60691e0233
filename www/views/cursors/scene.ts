// Where cursors are drawn: on their way to where they were last said to be, coming or going.
import { clipped } from "../../lib/visible";

/** The board that positions are meant on. */
export const WIDTH = 1000;
export const HEIGHT = 600;
/** Colours that can be told apart. After them comes the reader's own, which nobody else has. */
export const COLOURS = 8;
/** The key of the reader's own cursor. */
export const OWN = "user:you";

/** Characters of a name. */
const LONGEST = 100;
const EASE_MS = 90;
const FADE_MS = 300;

/** A place on the board, or on the canvas. */
export interface Place {
  x: number;
  y: number;
}

/** A cursor as the store has it. */
export interface Cursor {
  key: string;
  name: string;
  item: string;
  x: number;
  y: number;
}

export interface Drawn extends Cursor {
  /** Where it is going. */
  to: Place;
  colour: number;
  /** From 0, not there, to 1. */
  alpha: number;
  gone: boolean;
  /** Which of the places around it its name had last. */
  label?: number;
}

export class Scene {
  readonly drawn = new Map<string, Drawn>();
  private last = 0;

  /** `still`: nothing moves, for a reader who does not want it. */
  constructor(private readonly still: () => boolean) {}

  /** These are there now, and no others. */
  show(cursors: readonly Cursor[]): void {
    const keys = new Set(cursors.map(({ key }) => key));
    for (const cursor of cursors) {
      const place = { x: clamp(cursor.x, WIDTH), y: clamp(cursor.y, HEIGHT) };
      const before = this.drawn.get(cursor.key);
      if (before) Object.assign(before, { name: cursor.name, item: cursor.item, to: place, gone: false });
      else this.drawn.set(cursor.key, { ...cursor, ...place, to: place, colour: cursor.key === OWN ? COLOURS : this.unused(), alpha: 0, gone: false });
    }
    for (const [key, drawn] of this.drawn) if (!keys.has(key)) drawn.gone = true;
  }

  clear(): void {
    this.drawn.clear();
  }

  /** Moves all to where they are at this time, in milliseconds. Whether something is still on its way. */
  frame(now: number): boolean {
    const passed = Math.min(100, now - this.last);
    this.last = now;
    const share = this.still() ? 1 : 1 - Math.exp(-passed / EASE_MS);
    const fade = this.still() ? 1 : passed / FADE_MS;
    let moves = false;
    for (const [key, drawn] of this.drawn) {
      const { to } = drawn;
      drawn.x += (to.x - drawn.x) * share;
      drawn.y += (to.y - drawn.y) * share;
      drawn.alpha = Math.max(0, Math.min(1, drawn.alpha + (drawn.gone ? -fade : fade)));
      if (drawn.gone && drawn.alpha === 0) this.drawn.delete(key);
      moves ||= drawn.gone || drawn.alpha < 1 || Math.abs(to.x - drawn.x) + Math.abs(to.y - drawn.y) > 0.5;
    }
    return moves;
  }

  /** The first colour that nobody has; when all are had they begin anew. */
  private unused(): number {
    const had = new Set([...this.drawn.values()].map(({ colour }) => colour));
    for (let colour = 0; colour < COLOURS; colour += 1) if (!had.has(colour)) return colour;
    return this.drawn.size % COLOURS;
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

/** What the store has under the type of cursors: a project may call anything so. */
export interface Listed {
  cursors: Cursor[];
  /** How many values are no cursors. */
  others: number;
}

/** Of the store's answer to a list. Names are cut: a value may have any text. */
export function readCursors(body: string): Listed {
  let items: unknown;
  try {
    items = JSON.parse(body);
  } catch {
    items = null; // it is not the store that has answered
  }
  if (!Array.isArray(items)) return { cursors: [], others: 0 };
  const cursors = items.flatMap((item: { key?: unknown; value?: Record<string, unknown> | null } | null): Cursor[] => {
    const { x, y, user_id, item_id } = item?.value ?? {};
    const key = item?.key;
    if (typeof key !== "string" || typeof x !== "number" || typeof y !== "number") return [];
    const name = typeof user_id === "string" && user_id !== "" ? user_id : key;
    return [{ key, name: clipped(name, LONGEST), item: typeof item_id === "string" ? clipped(item_id, LONGEST) : "", x, y }];
  });
  return { cursors, others: items.length - cursors.length };
}
