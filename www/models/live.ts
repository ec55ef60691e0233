// Models that are edited while a project runs: they are put into the run's typed store by a message, which is an input of the run as
// any other. So it needs no fresh run.
import { Follower } from "../lib/outcome";
import { storeIn, TYPED_STORE } from "../lib/typed-store";
import type { Command, Payload } from "../protocol";
import { errorText } from "../store";
import type { Replaced, RightModels, Slice, State } from "../state";
import { isModels } from "./files";

export { readModels } from "./read";

/** As it writes the outside. Whatever has no address gets no answer. */
const PAGE = "{page|0x00000}";

/** A run, and the models that it began with: each process that becomes its store has these until it is told of others. */
export interface Begun {
  run: number;
  models: RightModels | null;
}

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  set(patch: Partial<State>): void;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  request<T>(command: Command): Promise<T>;
}

export class LiveModels {
  /** The process that is the store, and what it was told last. */
  private told: { begun: Begun; process: number; models: RightModels | null } | null = null;
  /** Messages that are not answered yet. */
  private readonly open = new Set<Follower>();

  constructor(
    private readonly store: Lent,
    private readonly begun: () => Begun,
  ) {
    store.subscribe(["phase", "names", "project"], () => void this.put());
    store.subscribe(["version"], () => void this.follow());
  }

  /** Puts the newest models into the run, if it has others. */
  private async put(): Promise<void> {
    const { project, names, run, phase } = this.store.state;
    const begun = this.begun();
    if (phase !== "ready" || !project?.running || !project.models || project.faulty || run.number !== begun.run) return;
    const process = storeIn(names);
    if (process === undefined) return;
    const told = this.known(begun, process);
    const { models } = project;
    if (told.models === models) return;
    const before = told.models;
    told.models = models;
    if ((before?.meaning ?? "[]") !== models.meaning) {
      try {
        const event = await this.send(models.schema);
        if (told !== this.told) return; // another run, or another process
        this.open.add(new Follower(this.store.state.ring, event));
        this.say({ state: "sent" });
      } catch (error) {
        if (told === this.told) this.say({ state: "refused", why: errorText(error) });
        return;
      }
    }
    this.runs(models);
  }

  /** What a process was told last. */
  private known(begun: Begun, process: number): NonNullable<LiveModels["told"]> {
    if (this.told?.begun !== begun) {
      this.open.clear();
    } else if (this.told.process === process) return this.told;
    return (this.told = { begun, process, models: begun.models });
  }

  private send(schema: string): Promise<number> {
    const payload = `{"schema":${schema},"reply_to":${JSON.stringify(PAGE)}}`;
    return this.store.request<number>({ type: "send", to: TYPED_STORE, topic: "models", payload });
  }

  /** From now on these are the models that run. */
  private runs({ files }: RightModels): void {
    const { project } = this.store.state;
    if (!project?.running) return;
    const others = Object.entries(project.running).filter(([path]) => !isModels(path));
    this.store.set({ project: { ...project, running: { ...Object.fromEntries(others), ...files } } });
  }

  /** Looks for answers. */
  private async follow(): Promise<void> {
    if (this.open.size === 0) return;
    const { ring } = this.store.state;
    for (const follower of this.open) {
      const found = follower.look();
      const lost = !found && ring.first > follower.send;
      if (!lost && (!found || found.state === "waiting" || found.state === "taken")) continue;
      this.open.delete(follower);
      await this.answered(found?.state === "answered" ? found.event : 0);
    }
  }

  private async answered(event: number): Promise<void> {
    const begun = this.begun();
    const answer = event === 0 ? null : await this.store.request<Payload>({ type: "payload", event }).catch(() => null);
    if (begun !== this.begun()) return;
    const said = read(answer?.payload ?? "");
    if (said.state === "refused" || this.open.size === 0) this.say(said);
  }

  private say(replaced: Replaced): void {
    const { project } = this.store.state;
    if (project) this.store.set({ project: { ...project, replaced } });
  }
}

/** What the store answered. Another process may have its name, and answer what it likes. */
function read(payload: string): Replaced {
  try {
    const { aside, error } = JSON.parse(payload) as { aside?: unknown; error?: unknown };
    if (typeof error === "string") return { state: "refused", why: error.slice(0, 1_000) };
    return { state: "taken", aside: Number.isSafeInteger(aside) && (aside as number) >= 0 ? (aside as number) : null };
  } catch {
    return { state: "taken", aside: null };
  }
}
