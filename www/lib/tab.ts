// What a tab remembers of itself over a reload. The browser's session storage is the tab's own; a tab that is duplicated begins with a copy of it.
import type { FilterView } from "../filter";
import type { Pace } from "../protocol";

/** How a run was looked at. */
export interface Look {
  playing: boolean;
  pace: Pace;
  /** The event that was selected; 0: none. */
  event: number;
  follow: boolean;
  filter?: FilterView;
  /** The earlier moment that was shown: just after this event. */
  past?: number;
}

export interface Mark {
  /** Under which its run is kept. */
  id: string;
  /** A run is kept that a reload goes on with. */
  kept: boolean;
  /** The tab was left as tabs are: closed, reloaded, sent elsewhere. If not, it has crashed, or another one is a copy of it. */
  left: boolean;
  /** How often the kept run was gone on with after a crash, and has got no further since. */
  tries: number;
  look: Look | null;
}

const KEY = "rehearsal-tab";

export function readMark(): Mark {
  try {
    const { id, kept, left, tries, look } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Mark>;
    return { id: typeof id === "string" ? id : "", kept: kept === true, left: left === true, tries: Number(tries) || 0, look: look ?? null };
  } catch {
    return { id: "", kept: false, left: false, tries: 0, look: null };
  }
}

export function mark(change: Partial<Mark>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...readMark(), ...change }));
  } catch {
    // Blocked: a reload begins anew then, as it did before runs were kept.
  }
}
