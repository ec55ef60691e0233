// Runs as files: the one that is played is saved, and one that was saved is made again, event for event.
import { t } from "./i18n/index";
import { runName } from "./lib/run-file";
import { titleOf, type Projects } from "./projects";
import type { Command, Replayed, Replaying, RunHead, Settings } from "./protocol";
import type { State } from "./state";

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
  settle(change: Partial<Settings>): void;
  prefer(scenario: string): void;
  /** The run that there is now. */
  begun(run: number, scenario: string): void;
  offer(file: Blob, name: string): void;
  tell(text: string): void;
  notice(text: string): void;
}

export class Runs {
  /** Ends the wait for the run that is being made again. */
  private made: ((replayed: Replayed | undefined) => void) | undefined;

  constructor(private readonly store: Lent) {}

  /** Gives the run that there is to the reader, as a file. */
  async save(): Promise<void> {
    const { preferences, ownProjects } = this.store.state;
    const name = titleOf(preferences.scenario, ownProjects);
    const text = await this.store.request<string>({ type: "save_run", name });
    this.store.offer(new Blob([text], { type: "application/json" }), runName(name));
  }

  /** Makes a run again of the text of a file. Until it is there, the run that there is stays. */
  async open(text: string): Promise<void> {
    if (this.made) return; // one after the other
    try {
      await this.makeAgain(text);
    } finally {
      this.made = undefined;
      this.store.dismissSpare();
      this.store.set({ replaying: null });
    }
  }

  /** Makes a run of the project again that is open. Whether it is there. */
  async enter(text: string): Promise<boolean> {
    if (this.made) return false;
    try {
      return await this.makeAgain(text, true);
    } finally {
      this.made = undefined;
      this.store.dismissSpare();
      this.store.set({ replaying: null });
    }
  }

  /** `known`: it is of the project that is open, and all know that. Whether it is there. */
  private async makeAgain(text: string, known = false): Promise<boolean> {
    const { store } = this;
    const replayed = new Promise<Replayed | undefined>((made) => (this.made = made));
    store.set({ replaying: 0 });
    const head = JSON.parse(await store.requestRun<string>({ type: "check_run", text })) as RunHead;
    const { preferences, scenarios } = store.state;
    if (head.scenario !== null && scenarios.every(({ id }) => id !== head.scenario)) {
      store.notice(t("run.no_scenario", { name: head.scenario }));
      return false;
    }
    const { declared, opened } = await store.projects.reopen(head.files, (models) => store.requestRun({ type: "open_run", text, models, pace: preferences.settings.pace }));
    if (opened.problems.length > 0) {
      store.notice(t("run.broken", { n: opened.problems.length }));
      return false;
    }
    const made = await replayed;
    if (!made) return false;
    const { files, seed, shuffled } = head;
    const scenario = known ? preferences.scenario : files ? await store.projects.adopt({ name: head.name || t("run.unnamed"), files, leftOut: 0 }) : head.scenario!;
    store.projects.reopened(made.run, files ? opened : null, declared, known ? files : undefined);
    store.prefer(scenario);
    store.settle({ seed, order: shuffled ? "shuffled" : "fifo", playing: false });
    store.begun(made.run, scenario);
    if (made.same && !known) store.tell(t("run.same"));
    else if (!made.same) store.notice(t("run.other", { agrees: made.agrees, parts: made.parts }));
    return true;
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
