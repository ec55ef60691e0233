// Keeps the run that is played, now and then, and goes on with one that was kept.
import type { Filter } from "../filter";
import { learn, t } from "../i18n/index";
import { shared as texts } from "../i18n/share.en";
import { deflate } from "../lib/deflate";
import { isProject } from "../lib/project/ids";
import { runName } from "../lib/run-file";
import { mark, readMark, type Look } from "../lib/tab";
import { formatDuration } from "../lib/time";
import type { Command, More } from "../protocol";
import type { Rewind } from "../rewind";
import type { RunDatabase } from "../run-database";
import type { Remade, Runs } from "../runs";
import type { Act, Slice, State } from "../state";
import { errorText, offer } from "../store";
import { eventsOf, find, positionOf, type Found } from "./found";
import { forgetNote, sweepNotes } from "./notes";
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
  readonly rewind: Rewind;
  request<T>(command: Command): Promise<T>;
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
    addEventListener("pagehide", () => {
      this.saver.note();
      mark({ left: true, tries: 0, look: this.saver.look() });
    });
    addEventListener("pageshow", (event) => event.persisted && mark({ left: false }));
    void this.sweep();
  }

  touched(command: Command, answer: Promise<unknown>): void {
    this.saver.touched(command, answer);
  }

  /** What came to the run that is played since the engine was asked for its text. */
  heard(run: number, more: More): void {
    this.saver.hear(run, more);
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
    const run = await find(from);
    if (!run) {
      mark({ kept: false, tries: 0 });
      return false;
    }
    if (left && look) run.look = look;
    // Gone on with after a crash, it took the page down once more: the reader decides.
    if (crashed && tries > 0) {
      await this.setAside(run, t("kept.crashed"), true);
      return false;
    }
    if (paused || crashed) mark({ tries: tries + 1 });
    const made = await this.again(run, paused || crashed);
    if (this.store.state.phase === "failed") return false; // its dialog says how it goes on
    if (made.how === "made" && made.replayed.same) {
      this.store.tell(said(run, crashed ? "kept.resumed.crashed" : "kept.resumed"), [this.fresh()]);
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
    return left.map(([id, run]) => ({ id, name: run.name, keptAt: run.keptAt, events: eventsOf(id, run) }));
  }

  /** Goes on with one of the list. The run that is played is put aside. */
  async goOn(id: string): Promise<void> {
    const run = await find(id);
    if (!run) return this.store.notice(t("kept.gone"));
    const made = await this.again(run, true, true);
    if (made.how === "given_up") return;
    if (made.how === "refused") return this.store.notice(why(made), undefined, [this.save(run)]);
    await this.remove(id);
    if (made.replayed.same) this.store.tell(said(run, "kept.resumed"), [this.fresh()]);
    else this.store.notice(why(made));
  }

  async remove(id: string): Promise<void> {
    await this.saver.inTurn(() => shelf.forget(id));
    forgetNote(id);
  }

  async download(id: string): Promise<void> {
    const run = await find(id);
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
  private async again(run: Found, paused: boolean, aside = false): Promise<Remade> {
    const { store } = this;
    const { text, look, branches } = run;
    try {
      const remake = () => store.runs.remake(text, isProject(run.scenario) ? run.scenario : undefined);
      const made = branches ? await store.rewind.resume(branches, remake) : await remake();
      if (made.how !== "made" || (!made.replayed.same && !aside)) return made;
      if (aside) this.began({ deeds: true, aside });
      else this.saver.goesOn(positionOf(text)?.events ?? 0, run.deeds);
      // Its database is seen before a process asks it for something again.
      if (hasStore(text)) void store.database.want(store.state.run.number);
      if (JSON.stringify(look.pace) !== JSON.stringify(store.state.preferences.settings.pace)) store.pace(look.pace);
      if (look.past) void store.runs.select(look.past).then(() => store.rewind.to(look.past!));
      else if (look.event > 0 && !look.follow) void store.runs.select(look.event);
      if (typeof look.filter?.text === "string") store.filter.show(look.filter);
      // What was asked for when the page was left comes now: nothing has happened since. What a page has died over is not asked again.
      if (!paused) for (const command of run.asked) await store.request(command).catch(() => {});
      if (look.playing && !paused) store.play();
      return made;
    } catch (error) {
      return { how: "refused", why: errorText(error) };
    }
  }

  private async setAside(run: Found, text: string, wrong: boolean): Promise<void> {
    mark({ kept: false, tries: 0 });
    const { own, from } = await this.tab;
    // A copy leaves to the other tab what is that tab's.
    if (own === from) await this.saver.inTurn(() => this.putAside(run));
    if (wrong) this.store.notice(`${text} ${t("kept.aside")}`, undefined, [this.save(run)]);
    else this.store.tell(text);
  }

  /** `found`: with what was noted of it since it was kept. */
  private async putAside(found?: Found): Promise<void> {
    const { own } = await this.tab;
    const kept = await shelf.find(own);
    const more = found && { scenario: found.scenario, name: found.name, look: found.look, keptAt: kept?.keptAt ?? Date.now(), events: positionOf(found.text)?.events ?? 0, bytes: await deflate(found.text), epoch: "" };
    const run = kept && { ...kept, ...more };
    const whole = run ?? more;
    if (!whole || !(await shelf.keep(crypto.randomUUID(), { ...whole, offered: true }))) return;
    await shelf.forget(own);
    if (found) forgetNote(own);
  }

  private async drop(): Promise<void> {
    await shelf.forget((await this.tab).own);
  }

  private async sweep(): Promise<void> {
    const { own, from } = await this.tab;
    const wanted = new Set([own, from, ...(await playedElsewhere()), ...(await shelf.ids())]);
    sweepNotes((id) => wanted.has(id));
  }

  private fresh(): Act {
    return { label: t("restart"), run: () => void this.store.startFresh() };
  }

  private save({ text, name }: Found): { label: string; run(): void } {
    return { label: t("run.save"), run: () => offer(new Blob([text], { type: "application/json" }), runName(name)) };
  }
}

/** How it goes on, and what is not as it was. */
function said({ missing, text, branches }: Found, how: "kept.resumed" | "kept.resumed.crashed"): string {
  const isFork = branches?.tree.branches.some(({ id, from }) => id === branches.tree.current && from !== null);
  const said = [missing && how === "kept.resumed" ? t("kept.resumed.less") : t(how)];
  if (missing) said.push(t("kept.missing", { n: missing.events, time: formatDuration(missing.time) }));
  if (isFork && hasStore(text)) said.push(t("kept.copy"));
  return said.join(" ");
}

/** Whether it has asked a key-value store. */
function hasStore(text: string): boolean {
  return text.includes('"store_answer"');
}

function why(made: Remade): string {
  if (made.how === "made") return t("kept.other", { agrees: made.replayed.agrees, parts: made.replayed.parts });
  return t("kept.refused", { why: made.how === "refused" ? made.why : "" });
}
