// The run that is played as a link: all that it takes to make it again, and the event that is selected.
import type { FilterView } from "../filter";
import { learn, t } from "../i18n/index";
import { shared as texts } from "../i18n/share.en";
import type { Store } from "../store";
import { encode, LONGEST } from "./link";

learn(texts);

/** The run as it was when it was looked at. */
export interface Snapshot {
  name: string;
  text: string;
  inputs: number;
  files: number;
  events: number;
  /** Virtual nanoseconds. */
  time: number;
  /** The moment that was shown, or the event that was selected; 0: neither. */
  event: number;
  /** What the trace is searched for. */
  filter?: FilterView;
}

interface Written {
  inputs: unknown[];
  project: { files?: { files: object } };
  end: { events: number; time: number };
}

export async function snapshot(store: Store): Promise<Snapshot> {
  const { selection, past } = store.state;
  const { name, text } = await store.runs.text();
  const { inputs, project, end } = JSON.parse(text) as Written; // to be counted only
  const cursor = past?.event ?? (selection && "event" in selection ? selection.event : 0);
  const event = cursor <= end.events ? cursor : 0;
  return { name, text, inputs: inputs.length, files: Object.keys(project.files?.files ?? {}).length, events: end.events, time: end.time, event, filter: store.filter.view };
}

/** `event`: at which it opens; 0: at its end. */
export async function linkOf({ text, filter }: Snapshot, event: number): Promise<string> {
  const view = { ...(event > 0 ? { event } : {}), ...(filter ? { filter } : {}) };
  return location.href.replace(/#.*/s, "") + (await encode({ view, text }));
}

/** Whether the clipboard has it now. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // forbidden, or the page is not in front
  }
}

/** By one key. Where that does not do, the dialog says why, and what does. */
export async function copyLink(store: Store): Promise<void> {
  const run = await snapshot(store);
  const link = await linkOf(run, run.event);
  if (link.length > LONGEST || !(await copied(link))) return store.dialog("sharing");
  store.tell(run.event > 0 ? t("share.copied.event", { n: link.length, event: run.event }) : t("share.copied", { n: link.length }));
}
