// Two runs held against each other: a second engine makes both again from their texts, so that the one that plays is never touched.
import { Engine, type Listener } from "../engine";
import { titleOf, type Projects } from "../projects";
import type { Command, Compared, Comparing, Comparison, Models, ProjectOpened, RunHead } from "../protocol";
import type { State, ToCompare } from "../state";

/** What the store has. */
interface Lent {
  readonly state: Readonly<State>;
  readonly projects: Projects;
  request<T>(command: Command): Promise<T>;
}

/** What came of it; or how many faults the projects have here. */
export type Made = { comparison: Comparison } | { problems: number };

export class Comparer {
  private engine: Engine | undefined;
  private over = false;
  private settle: ((comparison: Comparison) => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(
    private readonly store: Lent,
    /** How much of both is there, from 0 to 1. */
    private readonly told: (share: number) => void,
  ) {}

  /** Compares the run that plays, as it is now, with another one; or a run that was made again with what its file says of it. Rejects with
      what went wrong; when it is given up, with nothing. */
  async make(other: ToCompare): Promise<Made> {
    // Whatever it waits for, it can be given up.
    const failed = new Promise<never>((_, fail) => (this.fail = fail));
    const made = this.compare(other);
    made.catch(() => {}); // once it is given up, nobody hears of it
    try {
      return await Promise.race([failed, made]);
    } finally {
      this.over = true;
      this.engine?.stop();
    }
  }

  /** The reader does not want to wait for it. */
  giveUp(): void {
    this.fail?.(new GivenUp());
  }

  private async compare({ how, text }: ToCompare): Promise<Made> {
    const one = how === "written" ? text : await this.playing();
    if (this.over) throw new GivenUp();
    const engine = (this.engine = new Engine("lua"));
    const compared = new Promise<Comparison>((settle) => (this.settle = settle));
    engine.listen(this.listener());
    const begin = async (ours: Models): Promise<ProjectOpened> => {
      const compare = (other: { text: string; models: Models } | null) => engine.request<ProjectOpened>({ type: "compare_runs", one: { text: one, models: ours }, other });
      return how === "written" ? compare(null) : this.withModels(engine, text, (models) => compare({ text, models }));
    };
    const opened = await this.withModels(engine, one, begin);
    if (opened.problems.length > 0) return { problems: opened.problems.length };
    return { comparison: await compared };
  }

  private playing(): Promise<string> {
    const { preferences, ownProjects } = this.store.state;
    return this.store.request<string>({ type: "save_run", name: titleOf(preferences.scenario, ownProjects), view: "", digests: true });
  }

  /** Models in the files of a run are read first. */
  private async withModels(engine: Engine, text: string, act: (models: Models) => Promise<ProjectOpened>): Promise<ProjectOpened> {
    const { files } = JSON.parse(await engine.request<string>({ type: "check_run", text })) as RunHead;
    return (await this.store.projects.reopen(files, act)).opened;
  }

  private listener(): Listener {
    const nothing = () => {};
    return {
      ready: nothing,
      update: nothing,
      silent: nothing,
      wantsDatabase: nothing,
      answered: nothing,
      replaying: nothing,
      rewound: nothing,
      stopped: nothing,
      comparing: (how) => this.heard(how),
      died: (message) => this.fail?.(new Error(message)),
    };
  }

  private heard(how: Comparing | Compared): void {
    if (how.type === "comparing") this.told(Math.min(1, how.turn / Math.max(1, how.of)));
    else if (how.report) this.settle?.(how.report);
    else this.fail?.(new Error(how.failure ?? ""));
  }
}

/** The reader has given it up. */
export class GivenUp extends Error {}
