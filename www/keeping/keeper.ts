// Keeps the run that is played, now and then, and goes on with one that was kept.
import type { Filter } from "../filter";
import { learn, t } from "../i18n/index";
import { shared as texts } from "../i18n/share.en";
import { inflate } from "../lib/deflate";
import { isProject } from "../lib/project/ids";
import { LARGEST, runName } from "../lib/run-file";
import { mark, readMark, type Look } from "../lib/tab";
import type { RunDatabase } from "../run-database";
import type { Remade, Runs } from "../runs";
import type { Act, Slice, State } from "../state";
import { errorText, offer } from "../store";
import { Saver } from "./saver";
import * as shelf from "./shelf";
import { claim, playedElsewhere } from "./tabs";

learn(texts);

/** What the store lends. */
export interface Lent {
  readonly state: Readonly<State>;
  readonly runs: Runs;
  readonly database: RunDatabase;
  readonly filter: Filter;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  startFresh(): Promise<void>;
  pace(pace: Look["pace"]): void;
  play(): void;
  tell(text: string, acts?: readonly Act[]): void;
  notice(text: string, again?: () => void, acts?: readonly Act[]): void;
}

/** A run that was left longer ago is in the list, and no longer offered. */
const FRESH_MS = 24 * 3_600_000;

/** A run on the list: where it is kept, and what the reader is told of it. */
export type Listed = Pick<shelf.KeptRun, "name" | "keptAt" | "events"> & { id: string };

export class Keeper {
  /** Under which this tab keeps its run, and the tab that it is a copy of found one. */
  private readonly tab = claim();
  private readonly saver: Saver;

  constructor(private readonly store: Lent) {
    this.saver = new Saver(store, this.tab);
    // Nothing that is asked for here is answered any more: what is known without asking is noted.
    addEventListener("pagehide", () => mark({ left: true, tries: 0, look: this.saver.look() }));
    addEventListener("pageshow", (event) => event.persisted && mark({ left: false }));
  }

  touched(): void {
    this.saver.touched();
  }

  began({ deeds = false, aside = false }: { deeds?: boolean; aside?: boolean }): void {
    const before = this.saver.deeds || readMark().kept;
    this.saver.begin(deeds);
    mark({ kept: false, tries: 0 });
    if (before) void this.saver.inTurn(() => (aside ? this.putAside() : this.drop()));
  }

  forget(): void {
    void this.saver.inTurn(() => this.drop());
  }

  settle(): Promise<void> {
    return this.saver.settle();
  }

  async resume(paused: boolean): Promise<boolean> {
    const { tries, look } = readMark();
    const { from, crashed, left } = await this.tab;
    const run = await shelf.find(from);
    if (!run) {
      mark({ kept: false, tries: 0 });
      return false;
    }
    // Gone on with after a crash, it took the page down once more: the reader decides.
    if (crashed && tries > 0) {
      await this.setAside(run, t("kept.crashed"), true);
      return false;
    }
    if (paused || crashed) mark({ tries: tries + 1 });
    const made = await this.again(run, left && look ? look : run.look, paused || crashed);
    if (this.store.state.phase === "failed") return false; // its dialog says how it goes on
    if (made.how === "made" && made.replayed.same) {
      this.store.tell(t(crashed ? "kept.resumed.crashed" : "kept.resumed"), [this.fresh()]);
      return true;
    }
    if (made.how === "given_up") await this.setAside(run, t("kept.given_up"), false);
    else await this.setAside(run, why(made), true);
    return false;
  }

  /** Those that no tab plays, newest first. */
  async list(): Promise<Listed[]> {
    const { own } = await this.tab;
    const elsewhere = await playedElsewhere();
    const left = (await shelf.all()).filter(([id]) => id !== own && !elsewhere.has(id));
    return left.map(([id, { name, keptAt, events }]) => ({ id, name, keptAt, events }));
  }

  /** Goes on with one of the list. The run that is played is put aside. */
  async goOn(id: string): Promise<void> {
    const run = await shelf.find(id);
    if (!run) return this.store.notice(t("kept.gone"));
    const made = await this.again(run, run.look, true, true);
    if (made.how === "given_up") return;
    if (made.how === "refused") return this.store.notice(why(made), undefined, [this.save(run)]);
    await this.saver.inTurn(() => shelf.forget(id));
    if (made.replayed.same) this.store.tell(t("kept.resumed"), [this.fresh()]);
    else this.store.notice(why(made));
  }

  async remove(id: string): Promise<void> {
    await this.saver.inTurn(() => shelf.forget(id));
  }

  async download(id: string): Promise<void> {
    const run = await shelf.find(id);
    if (run) await this.save(run).run();
    else this.store.notice(t("kept.gone"));
  }

  /** The run of this tab as a file, when it may be better not to go on with it. */
  async downloadOwn(): Promise<void> {
    await this.download((await this.tab).from);
  }

  /** Says once that there is a run of a tab that was closed. */
  async offer(): Promise<void> {
    const [newest] = await this.list();
    const run = newest && (await shelf.find(newest.id));
    if (!run || run.offered || Date.now() - run.keptAt > FRESH_MS || this.saver.deeds || this.store.state.notice) return;
    await shelf.keep(newest.id, { ...run, offered: true });
    this.store.tell(t("kept.offer", { name: run.name }), [{ label: t("kept.go_on"), run: () => void this.goOn(newest.id) }]);
  }

  /** Makes it again, as it was looked at. `aside`: another run is put aside for it. */
  private async again(run: shelf.KeptRun, look: Look, paused: boolean, aside = false): Promise<Remade> {
    const { store } = this;
    const { own, from } = await this.tab;
    try {
      const text = await inflate(run.bytes, LARGEST);
      const made = await store.runs.remake(text, isProject(run.scenario) ? run.scenario : undefined);
      if (made.how !== "made" || (!made.replayed.same && !aside)) return made;
      if (aside) this.began({ deeds: true, aside });
      else this.saver.goesOn(from === own ? run.events : -1); // a copy is kept once more, for itself
      // Its database is seen before a process asks it for something again.
      if (text.includes('"store_answer"')) void store.database.want(store.state.run.number);
      if (JSON.stringify(look.pace) !== JSON.stringify(store.state.preferences.settings.pace)) store.pace(look.pace);
      if (look.event > 0 && !look.follow) void store.runs.select(look.event);
      if (typeof look.filter?.text === "string") store.filter.show(look.filter);
      if (look.playing && !paused) store.play();
      return made;
    } catch (error) {
      return { how: "refused", why: errorText(error) };
    }
  }

  private async setAside(run: shelf.KeptRun, text: string, wrong: boolean): Promise<void> {
    mark({ kept: false, tries: 0 });
    const { own, from } = await this.tab;
    // A copy leaves to the other tab what is that tab's.
    if (own === from) await this.saver.inTurn(() => this.putAside());
    if (wrong) this.store.notice(`${text} ${t("kept.aside")}`, undefined, [this.save(run)]);
    else this.store.tell(text);
  }

  private async putAside(): Promise<void> {
    const { own } = await this.tab;
    const run = await shelf.find(own);
    if (run && (await shelf.keep(crypto.randomUUID(), { ...run, offered: true }))) await shelf.forget(own);
  }

  private async drop(): Promise<void> {
    await shelf.forget((await this.tab).own);
  }

  private fresh(): Act {
    return { label: t("restart"), run: () => void this.store.startFresh() };
  }

  private save({ bytes, name }: shelf.KeptRun): { label: string; run(): Promise<void> } {
    return { label: t("run.save"), run: async () => offer(new Blob([await inflate(bytes, LARGEST)], { type: "application/json" }), runName(name)) };
  }
}

function why(made: Remade): string {
  if (made.how === "made") return t("kept.other", { agrees: made.replayed.agrees, parts: made.replayed.parts });
  return t("kept.refused", { why: made.how === "refused" ? made.why : "" });
}
