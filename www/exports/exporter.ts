// A run in the format of another tool: a second engine makes it again from its text and writes it on the way, so that the one that plays
// is never touched.
import { Engine, type Listener } from "../engine";
import { runBase } from "../lib/run-file";
import { titleOf, type Projects } from "../projects";
import type { Command, ExportFormat, ExportSelection, Exported, Exporting, ProjectOpened, RunHead } from "../protocol";
import type { State } from "../state";

/** How the names of files end. */
export const EXTENSIONS: Record<ExportFormat, string> = {
  jsonl: "jsonl",
  perfetto: "trace.json",
  mermaid: "mmd",
  shiviz: "shiviz.log",
  svg: "svg",
  csv: "csv",
};

const TYPES: Partial<Record<ExportFormat, string>> = { perfetto: "application/json", svg: "image/svg+xml", csv: "text/csv" };

/** What the store has. */
interface Lent {
  readonly state: Readonly<State>;
  readonly projects: Projects;
  request<T>(command: Command): Promise<T>;
}

/** What came of it; or how many faults the run's project has here. */
export type Made = { file: Blob; name: string; exported: Exported } | { problems: number };

export class Exporter {
  private engine: Engine | undefined;
  private parts: Blob[] = [];
  private settle: ((exported: Exported) => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(
    private readonly store: Lent,
    /** How much of it is there, from 0 to 1. */
    private readonly told: (share: number) => void,
  ) {}

  /** Exports the run that plays, as it is now. Rejects with what went wrong; when it is given up, with nothing. */
  async make(format: ExportFormat, selection: ExportSelection): Promise<Made> {
    const { preferences, ownProjects } = this.store.state;
    const title = titleOf(preferences.scenario, ownProjects);
    const text = await this.store.request<string>({ type: "save_run", name: title, view: "" });
    const engine = (this.engine = new Engine("lua"));
    try {
      const over = new Promise<Exported>((settle, fail) => {
        this.settle = settle;
        this.fail = fail;
      });
      over.catch(() => {}); // it is awaited further below
      engine.listen(this.listener());
      const head = JSON.parse(await engine.request<string>({ type: "check_run", text })) as RunHead;
      const begin = (models: Parameters<Parameters<Projects["reopen"]>[1]>[0]) => engine.request<ProjectOpened>({ type: "export_run", text, models, format, selection });
      const { opened } = await this.store.projects.reopen(head.files, begin);
      if (opened.problems.length > 0) return { problems: opened.problems.length };
      const exported = await over;
      if (exported.failure !== null) throw new Error(exported.failure);
      const type = TYPES[format] ?? "text/plain;charset=utf-8";
      return { file: new Blob(this.parts, { type }), name: `${runBase(title)}.${EXTENSIONS[format]}`, exported };
    } finally {
      engine.stop();
      this.engine = undefined;
      this.parts = [];
    }
  }

  /** The reader does not want to wait for it. */
  giveUp(): void {
    this.fail?.(new GivenUp());
    this.engine?.stop();
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
      exporting: (how) => this.heard(how),
      died: (message) => this.fail?.(new Error(message)),
    };
  }

  private heard(how: Exporting | Exported): void {
    if (how.type === "exported") return this.settle?.(how);
    // A blob of its own for each piece: the browser may put it on the disk.
    if (how.bytes.length > 0) this.parts.push(new Blob([how.bytes]));
    this.told(Math.min(1, how.turn / Math.max(1, how.of)));
  }
}

/** The reader has given it up. */
export class GivenUp extends Error {}
