// Which tab is which: each has an id of its own, and a lock of that name for as long as it is there.
import { mark, readMark } from "../lib/tab";

const LOCK = "rehearsal-tab:";

export interface Tab {
  /** Under which this tab keeps its run. */
  own: string;
  /** Under which the run is kept that it begins with: another one, if it is a copy of a tab. */
  from: string;
  /** It was not left, it ended. */
  crashed: boolean;
  /** It was left as tabs are, and its mark says how the run was looked at then. */
  left: boolean;
}

export async function claim(): Promise<Tab> {
  const { id, left, kept } = readMark();
  // The browser copies the mark of a tab together with the tab, which is there, and goes on.
  const copied = id !== "" && !left && (await playedElsewhere()).has(id);
  const own = id === "" || copied ? crypto.randomUUID() : id;
  mark({ id: own, left: false, ...(copied ? { tries: 0 } : {}) });
  // Held until the page is gone; a browser without locks takes no copy for one.
  void navigator.locks?.request(LOCK + own, () => new Promise(() => {}));
  return { own, from: id || own, crashed: kept && !left && !copied && id !== "", left };
}

/** The ids of tabs that are there. */
export async function playedElsewhere(): Promise<Set<string>> {
  const { held } = (await navigator.locks?.query()) ?? {};
  return new Set(held?.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}
