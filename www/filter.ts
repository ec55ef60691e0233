// What the reader searches the trace for. Reading queries and finding what matches is loaded when somebody first wants it.
import { t } from "./i18n/index";
import { clip } from "./lib/clip";
import type { Bad } from "./lib/filter/query";
import type { Found } from "./lib/filter/found";
import { loaded } from "./lib/missing";
import type { Describe } from "./lib/trace/facts";
import type { TraceRing } from "./lib/trace/ring";
import type { Slice, State } from "./state";

/** A query, and how it shows: what does not match is left out, or recedes. */
export interface FilterView {
  text: string;
  only: boolean;
  /** What does not match is not even kept as it comes. */
  record?: boolean;
}

/** What becomes of all that does not match. */
export const MODES = ["highlight", "only", "record"] as const;
export type Mode = (typeof MODES)[number];

export interface FilterInfo extends FilterView {
  /** Its bar is there. */
  open: boolean;
  /** What it finds; null: nothing is searched for, or it is no query. */
  found: Found | null;
  bad: Bad | null;
  /** The query by which events are kept as they come; "": all are. */
  recorded: string;
}

export const NO_FILTER: FilterInfo = { text: "", only: false, open: false, found: null, bad: null, recorded: "" };

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  readonly describe: Describe;
  /** The events of the run that is played, whichever moment is shown. */
  played(): TraceRing;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  set(patch: Partial<State>): void;
  select(selection: State["selection"]): void;
  follow(follow: boolean): void;
  complain(error: unknown, again?: () => void): void;
}

type Parts = {
  Found: typeof import("./lib/filter/found").Found;
  Recorder: typeof import("./lib/filter/recorder").Recorder;
  read: typeof import("./lib/filter/query").read;
};

export class Filter {
  private parts: Parts | undefined;
  private loading: Promise<void> | undefined;
  /** What was typed before the bar was there. */
  ahead = "";

  constructor(private readonly store: Lent) {}

  /** Opens the bar. What was searched for last is there again. */
  open(): void {
    this.ahead = "";
    this.change({ open: true });
    if (this.info.text !== "") void this.search().then(() => this.record());
  }

  /** Closes it, and shows and keeps everything. */
  close(): void {
    this.info.found?.stop();
    this.change({ open: false, found: null, bad: null });
    this.record();
  }

  /** Typed after it was opened, and before it was there: in place of the last query. */
  typeAhead(key: string): void {
    this.ahead += key;
    void this.type(this.ahead);
  }

  async type(text: string): Promise<void> {
    this.change({ text });
    await this.search();
  }

  get mode(): Mode {
    const { only, record } = this.info;
    return record ? "record" : only ? "only" : "highlight";
  }

  set mode(mode: Mode) {
    this.change({ only: mode !== "highlight", record: mode === "record" });
    // What is typed may still be on its way to be read.
    void this.search().then(() => this.record());
  }

  /** From now on events are kept by what is typed, if they are to be: not before the reader is done with it, for what a part of a word keeps nobody wants. */
  record(): void {
    const { open, record = false, text, recorded } = this.info;
    const terms = open && record ? this.parts?.read(text).terms : undefined;
    const wanted = terms && terms.length > 0 ? text : "";
    if (wanted === recorded) return;
    this.store.played().keepOnly(this.parts && terms && wanted !== "" ? new this.parts.Recorder(this.store.played(), terms) : null);
    this.change({ recorded: wanted });
  }

  /** As a link, or a run that was kept, has it. */
  show({ text, only, record = false }: FilterView): void {
    this.change({ open: true, text, only: only || record, record });
    void this.search().then(() => this.record());
  }

  /** As it is kept and shared; undefined: nothing is searched for. */
  get view(): FilterView | undefined {
    const { found, text, only, record } = this.info;
    return found ? { text, only, ...(record && { record }) } : undefined;
  }

  /** Selects the next that matches, or the one before. Answers with its event; 0: there is none. */
  next(direction: 1 | -1): number {
    const { selection, ring, follow } = this.store.state;
    const { found } = this.info;
    if (!found) return 0;
    // From the newest, one goes back; from nowhere, too.
    const from = selection && "event" in selection ? selection.event : follow && direction < 0 ? ring.last + 1 : 0;
    const event = found.next(from, direction);
    if (event === 0) return 0;
    this.store.follow(false);
    this.store.select({ event });
    return event;
  }

  private get info(): FilterInfo {
    return this.store.state.filter;
  }

  private change(change: Partial<FilterInfo>): void {
    this.store.set({ filter: { ...this.info, ...change } });
  }

  private async search(): Promise<void> {
    try {
      await (this.loading ??= this.load());
    } catch (error) {
      this.loading = undefined;
      return this.store.complain(error, () => void this.search());
    }
    if (!this.parts) return;
    const { text, open } = this.info;
    if (!open) return;
    const { ring } = this.store.state;
    const { terms, bad = null } = this.parts.read(text);
    this.info.found?.stop();
    const found = terms && terms.length > 0 ? new this.parts.Found(ring, terms, this.store.describe, () => this.change({})) : null;
    this.change({ found, bad });
  }

  private async load(): Promise<void> {
    const parts = Promise.all([import("./lib/filter/found"), import("./lib/filter/recorder"), import("./lib/filter/query")]);
    const [{ Found }, { Recorder }, { read }] = await loaded("part.filter", parts);
    this.parts = { Found, Recorder, read };
    this.store.subscribe(["version", "run"], () => this.extend());
  }

  /** Another ring is shown while a moment is that the page had no events of. */
  private extend(): void {
    const { found } = this.info;
    if (found && found.ring !== this.store.state.ring) void this.search();
    else found?.extend();
  }
}

/** Why a text is no query, and what would be one. */
export function badText({ why, word }: Bad): string {
  return t(`filter.bad.${why}`, { word: clip(word) });
}
