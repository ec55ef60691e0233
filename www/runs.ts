// Runs as files: the one that is played is saved, and one that was saved is made again, event for event.
import { t } from "./i18n/index";
import type { Kept } from "./kept";
import { clip } from "./lib/clip";
import { runName } from "./lib/run-file";
import { titleOf, type Projects } from "./projects";
import type { Command, Replayed, Replaying, RunHead, Settings } from "./protocol";
import type { Act, Selection, Slice, State, ToCompare } from "./state";

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  readonly projects: Projects;
  request<T>(command: Command): Promise<T>;
  /** The same of the engine that makes runs again, which is another one if this one cannot. */
  requestRun<T>(command: Command): Promise<T>;
  /** That other one, if there is one, is wanted no more; or it takes the place of this one. */
  dismissSpare(): void;
  takeSpare(): void;
  set(patch: Partial<State>): void;
  /** The run that there is stands still, or goes on. */
  hold(on: boolean): Promise<void>;
  settle(change: Partial<Settings>): void;
  prefer(scenario: string): void;
  /** Runs of the scenario stop at these, too. */
  stopAt(breakpoints: readonly string[]): void;
  readonly kept: Kept;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  select(selection: Selection): void;
  follow(follow: boolean): void;
  /** Shows an earlier moment. */
  rewind(event: number): void;
  /** The run that there is now. */
  begun(run: number, scenario: string): void;
  offer(file: Blob, name: string): void;
  tell(text: string): void;
  notice(text: string, acts?: readonly Act[]): void;
}

/** What became of a run that was to be made again. */
export type Remade = { how: "made"; replayed: Replayed; head: RunHead } | { how: "refused"; why: string } | { how: "given_up" };

export class Runs {
  /** Ends the wait for the run that is being made again. */
  private made: ((replayed: Replayed | undefined) => void) | undefined;

  constructor(private readonly store: Lent) {}

  /** The run that there is as the text of a file, and what it is called. */
  async text({ view, ...how }: { view?: object | null; digests?: boolean; follow?: boolean } = {}): Promise<{ name: string; text: string }> {
    const { preferences, ownProjects } = this.store.state;
    const name = titleOf(preferences.scenario, ownProjects);
    return { name, text: await this.store.request<string>({ type: "save_run", name, view: view ? JSON.stringify(view) : "", ...how }) };
  }

  /** Gives it to the reader, as a file. */
  async save(): Promise<void> {
    const { past } = this.store.state;
    const { name, text } = await this.text({ view: past && { event: past.event }, digests: true });
    this.store.offer(new Blob([text], { type: "application/json" }), runName(name));
  }

  /** Makes a run again of the text of a file, and says what became of it. */
  async open(text: string): Promise<void> {
    const { store } = this;
    const remade = await this.remake(text);
    if (remade.how === "refused") return store.notice(remade.why);
    if (remade.how === "given_up") return;
    store.kept.began({ deeds: true, aside: true });
    if (!remade.replayed.same) return this.isAnother(remade.replayed, text);
    store.tell(t("run.same"));
    const event = remade.head.view?.event;
    if (typeof event === "number") void this.openAt(event);
  }

  /** Shows where the run that plays parts from another one. */
  compare(comparison: ToCompare): void {
    this.store.set({ comparison, dialog: "compare" });
  }

  /** Says so, and offers to show where. */
  private isAnother({ agrees, parts }: Replayed, text: string): void {
    const said = parts === agrees + 1 ? t("run.other.at", { event: parts }) : t("run.other", { agrees, parts });
    this.store.notice(said, [{ label: t("run.where"), run: () => this.compare({ how: "written", text, name: "" }) }]);
  }

  /** Makes a run again of a text. Until it is there, the run that there is stays. `project`: its files are of this one, which may have newer ones. */
  async remake(text: string, project?: string): Promise<Remade> {
    if (this.made) return { how: "given_up" }; // one after the other
    const { store } = this;
    let made = false;
    try {
      // What came to it from now on would be lost with it.
      const held = store.hold(true);
      store.set({ replaying: 0 });
      const remade = held.then(() => this.makeAgain(text, project));
      made = (await remade).how === "made";
      return await remade;
    } finally {
      this.made = undefined;
      store.dismissSpare();
      store.set({ replaying: null });
      if (!made && store.state.preferences.settings.playing) void store.hold(false);
    }
  }

  /** Makes a run of the project again that is open. Whether it is there. */
  async enter(text: string): Promise<boolean> {
    const { store } = this;
    const remade = await this.remake(text, store.state.project?.id);
    if (remade.how === "refused") store.notice(remade.why);
    if (remade.how !== "made") return false;
    store.kept.began({ deeds: true });
    if (!remade.replayed.same) this.isAnother(remade.replayed, text);
    return true;
  }

  /** What a text says that it is a run of. Nothing of it runs. */
  async head(text: string): Promise<RunHead> {
    try {
      return JSON.parse(await this.store.requestRun<string>({ type: "check_run", text })) as RunHead;
    } catch (error) {
      if (!this.made) this.store.dismissSpare();
      throw error;
    }
  }

  /** What was asked about a run is not followed by opening it. */
  leave(): void {
    if (!this.made) this.store.dismissSpare();
  }

  /** Shows a run that was made again at the moment of one of its events. */
  async openAt(event: number): Promise<void> {
    await this.select(event);
    if (this.store.state.ring.has(event)) this.store.rewind(event);
  }

  /** Selects an event of a run that was made again, and brings it into view, as soon as all of the run is there. */
  async select(event: number): Promise<void> {
    const { state } = this.store;
    const { number } = state.run;
    const there = () => (state.ring.last >= event && state.ring.last >= state.run.total) || state.run.number !== number;
    if (!there()) {
      await new Promise<void>((done) => {
        const leave = this.store.subscribe(["version", "run"], () => there() && (leave(), done()));
      });
    }
    if (state.run.number !== number || !state.ring.has(event)) return;
    this.store.follow(false);
    this.store.select({ event });
  }

  private async makeAgain(text: string, id?: string): Promise<Remade> {
    const { store } = this;
    const replayed = new Promise<Replayed | undefined>((made) => (this.made = made));
    await store.kept.settle();
    const head = await this.head(text);
    const { preferences, scenarios } = store.state;
    if (head.scenario !== null && scenarios.every(({ id }) => id !== head.scenario)) {
      return { how: "refused", why: t("run.no_scenario", { name: clip(head.scenario) }) };
    }
    const { declared, opened } = await store.projects.reopen(head.files, (models) => store.requestRun({ type: "open_run", text, models, pace: preferences.settings.pace }));
    if (opened.problems.length > 0) return { how: "refused", why: t("run.broken", { n: opened.problems.length }) };
    const made = await replayed;
    if (!made) return { how: "given_up" };
    const { files, seed, shuffled } = head;
    const scenario = files ? await store.projects.take({ name: head.name || t("run.unnamed"), files, leftOut: 0 }, id) : head.scenario!;
    store.projects.reopened(made.run, files && { opened, files }, declared);
    store.prefer(scenario);
    if (!id) store.stopAt(head.breakpoints);
    store.settle({ seed, order: shuffled ? "shuffled" : "fifo", playing: false });
    store.begun(made.run, scenario);
    return { how: "made", replayed: made, head };
  }

  /** The engine's word on how far it is. */
  heard(how: Replaying | Replayed): void {
    if (!this.made) return;
    if (how.type === "replaying") return this.store.set({ replaying: Math.min(1, how.turn / Math.max(1, how.of)) });
    // What comes next is of the new run: the other engine must be listened to from now on.
    this.store.takeSpare();
    this.made(how);
  }

  /** The reader does not want to wait for it; or the engine has died over it. */
  giveUp(): void {
    if (!this.made) return;
    this.store.requestRun({ type: "give_up_run" }).catch(() => {}); // a spare one is dismissed
    this.made(undefined);
  }
}
