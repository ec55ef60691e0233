// What a page writes down at once, in the browser's local storage, which waits for nothing: where the run is, and what came to it since
// it was kept. IndexedDB answers too late for a page that is being left.
import type { BranchTree } from "../lib/branches";
import type { Look } from "../lib/tab";
import type { Command } from "../protocol";

export interface Note {
  /** Of the text that it goes on from: the same for all texts of one run. */
  epoch: string;
  /** The place of the first of the inputs in the log. */
  first: number;
  /** null: too much has come, and it was not kept yet. */
  inputs: string[] | null;
  /** Where the run is, as a run file has it. */
  end: string;
  /** That text, as long as it is not kept; and the runs that are not played. */
  text?: string;
  branches?: { tree: BranchTree; texts: [id: number, text: string][] };
  /** What was asked for, and not answered yet. */
  asked: Command[];
  scenario: string;
  name: string;
  look: Look;
  /** A reader did something to it. */
  deeds: boolean;
}

const KEY = "rehearsal-run:";

/** Whether it is there now: storage may be full, or blocked. */
export function note(id: string, note: Note): boolean {
  try {
    localStorage.setItem(KEY + id, JSON.stringify(note));
    return true;
  } catch {
    forgetNote(id); // an older one would lie
    return false;
  }
}

export function noteOf(id: string): Note | undefined {
  try {
    const note = JSON.parse(localStorage.getItem(KEY + id) ?? "null") as Note | null;
    return note && typeof note.epoch === "string" && typeof note.end === "string" ? note : undefined;
  } catch {
    return undefined;
  }
}

export function forgetNote(id: string): void {
  try {
    localStorage.removeItem(KEY + id);
  } catch {
    // Blocked: there is none.
  }
}

/** Notes that are nobody's go: their tab is closed, and nothing of their run is kept. */
export function sweepNotes(isWanted: (id: string) => boolean): void {
  try {
    const ids = Object.keys(localStorage).filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length));
    for (const id of ids) if (!isWanted(id)) forgetNote(id);
  } catch {
    // Blocked: there are none.
  }
}
