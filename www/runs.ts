// Runs as files: the one that is played is saved, and one that was saved is made again, event for event.
import { t } from "./i18n/index";
import { isProject } from "./lib/project/ids";
import { runName } from "./lib/run-file";
import { titleOf, type Projects } from "./projects";
import type { Command, Pace, Replayed, Replaying, RunHead, Settings } from "./protocol";
import type { State } from "./state";

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  readonly projects: Projects;
  request<T>(command: Command): Promise<T>;
  set(patch: Partial<State>): void;
  settle(change: Partial<Settings>): void;
  prefer(scenario: string): void;
  /** What a text is of, as JSON. */
  check(text: string): Promise<string>;
  /** The engine that can make runs again is there; or it takes the other's place, and opens the scenario. */
  hasEngine(): boolean;
  /** The run that there is now. */
  adopt(run: number, scenario: string): void;
  offer(file: Blob, name: string): void;
  tell(text: string): void;
  notice(text: string): void;
  /** A fresh run. */
  begin(scenario: string): Promise<void>;
}

interface Opening {
  text: string;
  scenario: string;
  before: Pick<State, "project"> & { scenario: string; playing: boolean };
  done(replayed: Replayed | undefined): void;
}

export class Runs {
  private opening: Opening | undefined;

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
    const head = JSON.parse(await this.store.check(text)) as RunHead;
    const { preferences, scenarios } = this.store.state;
    if (head.scenario !== null && scenarios.every(({ id }) => id !== head.scenario)) {
      return this.store.notice(t("run.no_scenario", { name: head.scenario }));
    }
    const before = { scenario: preferences.scenario, playing: preferences.settings.playing, project: this.store.state.project };
    const { files } = head;
    const scenario = files ? await this.store.projects.adopt({ name: head.name || t("run.unnamed"), files, leftOut: 0 }) : head.scenario!;
    this.opening = { text, scenario, before, done: () => {} };
    this.store.prefer(scenario);
    this.store.settle({ seed: head.seed, order: head.shuffled ? "shuffled" : "fifo", playing: false });
    if (this.store.hasEngine()) await this.makeAgain(preferences.settings.pace);
  }

  /** Whether this scenario is to be opened as the run of a file. */
  wants(scenario: string): boolean {
    return this.opening?.scenario === scenario;
  }

  /** Makes again what `open` has got ready for. */
  async makeAgain(pace: Pace): Promise<void> {
    const { opening } = this;
    if (!opening) return;
    const { text, scenario } = opening;
    const replayed = new Promise<Replayed | undefined>((done) => (opening.done = done));
    try {
      const project = isProject(scenario) ? ((await this.store.projects.load(scenario)) ?? null) : null;
      const problems = await this.store.projects.reopen(project, text, pace);
      if (problems > 0) {
        await this.goBack(opening);
        return this.store.notice(t("run.broken", { n: problems }));
      }
      this.tellHowFar({ turn: 0, of: 1 });
      const made = await replayed;
      if (!made) return await this.goBack(opening);
      this.store.projects.reopened(made.run);
      this.store.adopt(made.run, scenario);
      if (made.same) this.store.tell(t("run.same"));
      else this.store.notice(t("run.other", { agrees: made.agrees, parts: made.parts }));
    } catch (error) {
      await this.goBack(opening);
      throw error;
    } finally {
      this.opening = undefined;
      this.store.set({ replaying: null });
    }
  }

  /** What ran before goes on; or begins, if the engine was started for this. */
  private async goBack({ before: { scenario, playing, project } }: Opening): Promise<void> {
    this.opening = undefined;
    this.store.prefer(scenario);
    this.store.settle({ playing });
    this.store.set({ project });
    if (this.store.state.phase !== "ready") await this.store.begin(scenario);
  }

  /** The engine's word on how far it is. */
  heard(how: Replaying | Replayed): void {
    if (how.type === "replayed") this.opening?.done(how);
    else if (this.opening) this.tellHowFar(how);
  }

  /** The engine has died. */
  forget(): void {
    this.opening = undefined;
    this.store.set({ replaying: null });
  }

  /** The reader does not want to wait for it. */
  async giveUp(): Promise<void> {
    await this.store.request({ type: "give_up_run" });
    this.opening?.done(undefined);
  }

  private tellHowFar({ turn, of }: { turn: number; of: number }): void {
    this.store.set({ replaying: Math.min(1, turn / Math.max(1, of)) });
  }
}
