// A run that was kept, with what was noted of it since.
import type { BranchTree } from "../lib/branches";
import { inflate } from "../lib/deflate";
import { LARGEST } from "../lib/run-file";
import { endOf, joined, summary, type End } from "../lib/run-text";
import type { Look } from "../lib/tab";
import type { Command } from "../protocol";
import { noteOf, type Note } from "./notes";
import * as shelf from "./shelf";

export interface Found {
  scenario: string;
  name: string;
  text: string;
  look: Look;
  /** How much of what was is not in the text; null: nothing is known to be missing. */
  missing: End | null;
  /** What was asked for last, and is not in the text. */
  asked: Command[];
  deeds: boolean;
  branches?: { tree: BranchTree; texts: [id: number, text: string][] };
}

/** undefined: nothing is kept. */
export async function find(id: string): Promise<Found | undefined> {
  const [run, note] = [await shelf.find(id), noteOf(id)];
  if (!run) return note && ofNote(note);
  return (note && ofNote(note)) ?? ofBoth(run, note);
}

/** What was kept, as the list shows it: the events of what it would be made of. */
export function eventsOf(id: string, run: shelf.KeptRun): number {
  const note = noteOf(id);
  return note && note.epoch === run.epoch && note.inputs ? Math.max(run.events, endOf(note.end).events) : run.events;
}

/** A note may have all of it. */
function ofNote(note: Note): Found | undefined {
  const { text, inputs, end, scenario, name, look, asked, deeds, branches } = note;
  const whole = text && inputs && joined(text, { inputs, end });
  return whole ? { scenario, name, text: whole, look, asked, deeds, branches, missing: null } : undefined;
}

async function ofBoth(run: shelf.KeptRun, note: Note | undefined): Promise<Found> {
  const { scenario, name } = run;
  const kept = await inflate(run.bytes, LARGEST).catch(() => ""); // what is wrong with it is said where it is made again
  const branches = run.branches && { tree: run.branches.tree, texts: await inflated(run.branches).catch(() => []) };
  const found: Found = { scenario, name, text: kept, look: run.look, asked: [], deeds: true, branches, missing: null };
  const is = positionOf(kept);
  if (!note || !is) return found;
  const was = endOf(note.end);
  const known = (run.inputs ?? 0) - note.first;
  const isSame = note.epoch === run.epoch;
  // What was kept may be newer than the note.
  if (was.events < is.events || (was.events === is.events && was.time <= is.time)) return isSame ? { ...found, look: note.look, asked: note.asked } : found;
  const text = isSame && note.inputs && known >= 0 && joined(kept, { inputs: note.inputs.slice(known), end: note.end });
  if (text) return { ...found, text, look: note.look, asked: note.asked };
  return { ...found, missing: { events: was.events - is.events, time: Math.max(0, was.time - is.time) } };
}

/** Where the run of a text is; undefined: it is none. */
export function positionOf(text: string): End | undefined {
  try {
    return endOf(summary(text).end);
  } catch {
    return undefined;
  }
}

function inflated({ runs }: shelf.KeptBranches): Promise<[number, string][]> {
  return Promise.all(runs.map(async ({ id, bytes }) => [id, await inflate(bytes, LARGEST)] as [number, string]));
}
