// Projects of files: those that come with the page, and the reader's own, which the browser keeps. All edits are kept as they
// are made; the run takes them when it begins anew.
import { has, t } from "./i18n/index";
import { forgetDraft, listDrafts, loadDraft, saveDraft, type Draft } from "./lib/project/draft";
import { loaded } from "./lib/missing";
import type { Project as Brought } from "./lib/project/files";
import { EXAMPLES, OWN } from "./lib/project/ids";
import { isModels } from "./models/files";
import type { Begun, LiveModels } from "./models/live";
import type { Declared } from "./models/read";
import type { Command, Models, ProjectFile, ProjectOpened, Settings } from "./protocol";
import { isChanged, type OpenProject, type Slice, type State } from "./state";

const CHECK_MS = 300;

/** The scenario whose name and hint suit: an example's model, or the scenario itself. */
export function modelOf(id: string): string {
  return EXAMPLES.find((example) => example.id === id)?.like ?? id;
}

/** The name of a project that begins from a folder of examples/: its title is in the reader's language, whichever that is. */
export function templateName(folder: string): string {
  return `template:${folder}`;
}

/** What the reader calls a template. */
export function templateTitle(folder: string): string {
  const example = EXAMPLES.find((example) => example.folder === folder);
  return example ? titleOf(example.id, []) : t(`project.template.${folder}`);
}

/** What the reader calls a scenario or a project. */
export function titleOf(id: string, own: State["ownProjects"]): string {
  const found = own.find((project) => project.id === id);
  if (found) return found.name.replace(/^template:([\w-]+)/, (_, folder: string) => templateTitle(folder));
  const key = `scenario.${modelOf(id)}`;
  const name = has(key) ? t(key) : id;
  // Two scenarios are told apart by their languages.
  return modelOf(id) === id ? name : t("scenario.lua", { name });
}

/** What the store lends. */
interface Lent {
  readonly state: Readonly<State>;
  set(patch: Partial<State>): void;
  subscribe(slices: readonly Slice[], changed: () => void): () => void;
  request<T>(command: Command): Promise<T>;
  /** A fresh run of what is open. */
  begin(): void;
}

export class Projects {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Tells the page's other tabs which project was changed. */
  private readonly tabs = new BroadcastChannel("rehearsal-projects");
  /** Keeps the edits of the open project that are not kept yet. */
  private pending: (() => Promise<void>) | undefined;
  /** What the browser's storage refused: it lasts as long as this page. */
  private readonly unkept = new Map<string, Draft>();
  /** The run that was made last, and its models. */
  private begun: Begun = { run: 0, models: null };
  private live: LiveModels | undefined;

  constructor(private readonly store: Lent) {
    this.tabs.onmessage = ({ data }: MessageEvent<string>) => void this.changedElsewhere(data);
    // A tab that goes away takes its timers along.
    addEventListener("pagehide", () => void this.flush());
    addEventListener("beforeunload", (event) => this.unkept.size > 0 && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.flush());
  }

  /** Reads which projects of the reader's there are. */
  async list(): Promise<void> {
    const unkept = [...this.unkept].map(([id, draft]) => ({ id, ...draft }));
    const drafts = (await listDrafts()).filter(({ id }) => !this.unkept.has(id));
    const own = [...unkept, ...drafts].filter(({ id }) => id.startsWith(OWN)).sort((a, b) => b.changedAt - a.changedAt);
    this.store.set({ ownProjects: own.map(({ id, name }) => ({ id, name })) });
  }

  /** The files of a project, as they were left; undefined when they are gone. */
  async load(id: string): Promise<OpenProject | undefined> {
    const { project } = this.store.state;
    if (project?.id === id) return project;
    const draft = this.unkept.get(id) ?? (await loadDraft(id));
    const example = EXAMPLES.find((example) => example.id === id);
    if (!draft && !example) return undefined;
    const files = draft?.files ?? (await originals())[example!.folder];
    const name = draft?.name ?? id;
    return { id, name, files, edited: draft !== undefined, running: null, problems: [], notes: [], startable: [], messages: [], terminal: true, leftOut: 0, history: draft?.history };
  }

  /** Asks for a run of a project. The number of the run that there is now; null: it goes on as it was, for there are problems. */
  async open(project: OpenProject, settings: Settings): Promise<number | null> {
    const keep = project.running !== null && this.store.state.phase === "ready";
    const declared = await this.declared(project);
    const opened = await this.store.request<ProjectOpened>({ type: "open_project", files: listed(project), models: told(declared), keep, settings });
    // The reader may have written on meanwhile.
    const current = this.store.state.project?.id === project.id ? this.store.state.project : project;
    const { problems, notes } = opened;
    const begun = problems.length === 0 ? { running: project.files, replaced: undefined, startable: opened.startable, messages: opened.messages, terminal: opened.terminal } : keep ? {} : { running: null };
    if (problems.length === 0) this.begun = { run: opened.run!, models: declared.models };
    this.store.set({ project: { ...current, problems, notes, ...begun, ...(current.files === project.files ? known(declared, current) : {}) } });
    return opened.run;
  }

  /** Has a run of these files made again; null: it is of no project. */
  async reopen(files: OpenProject["files"] | null, open: (models: Models) => Promise<ProjectOpened>): Promise<{ declared: Declared; opened: ProjectOpened }> {
    const declared = await this.declared({ files: files ?? {}, running: null });
    return { declared, opened: await open(told(declared)) };
  }

  /** It was made, and is the run of this number; `made` is what became of the open project, of these files; null: it is of none. */
  reopened(run: number, made: { opened: ProjectOpened; files: OpenProject["files"] } | null, { models }: Declared): void {
    this.begun = { run, models };
    const { project } = this.store.state;
    if (!made || !project) return this.store.set({ project: null });
    const { problems, notes, startable, messages, terminal } = made.opened;
    const running = { ...project, running: made.files };
    const changed = isChanged(running);
    if (!changed) running.running = project.files;
    this.store.set({ project: { ...running, problems, notes, startable, messages, terminal, models: models ?? undefined, faulty: false } });
    // What is wrong with newer files is another matter.
    if (changed) void this.settle();
  }

  /** Files of a run become a project of the reader's; or they are of one that there is, whose newest files are open then. Its id. */
  async take(brought: Brought, id?: string): Promise<string> {
    await this.flush();
    const project = id === undefined ? undefined : await this.load(id);
    if (!project) return this.adopt(brought);
    this.store.set({ project });
    return project.id;
  }

  /** Files that somebody brought become a project of the reader's. Its id. */
  async adopt({ name, files, leftOut }: Brought): Promise<string> {
    await this.flush();
    const id = OWN + crypto.randomUUID();
    const taken = new Set(this.store.state.ownProjects.map((own) => own.name));
    const title = unused(name.slice(0, 80), taken);
    const project = { id, name: title, files, edited: true, running: null, problems: [], notes: [], startable: [], messages: [], terminal: true, leftOut, history: undefined };
    this.store.set({ ownProjects: [{ id, name: title }, ...this.store.state.ownProjects], project });
    await this.save(project);
    return id;
  }

  /** The files after an edit, whichever it was; `history` says what undo may go back to, over a reload, too. */
  change(files: OpenProject["files"], history: () => unknown): void {
    const { project } = this.store.state;
    if (!project) return;
    const changed = { ...project, files, edited: true };
    this.store.set({ project: changed });
    this.pending = () => this.save({ ...changed, history: history() });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.settle(), CHECK_MS);
  }

  /** Keeps what was edited last: to be waited for before something else takes the project's place. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const { pending } = this;
    this.pending = undefined;
    await pending?.();
  }

  /** Forgets what the reader made of an example, or a project of the reader's. */
  async forget(id: string): Promise<void> {
    if (this.store.state.project?.id === id) this.pending = undefined;
    this.unkept.delete(id);
    await forgetDraft(id);
    const { project, ownProjects, unkept } = this.store.state;
    if (unkept === id) this.store.set({ unkept: null });
    this.store.set({ ownProjects: ownProjects.filter((own) => own.id !== id), ...(project?.id === id ? { project: null } : {}) });
  }

  private async settle(): Promise<void> {
    const { project } = this.store.state;
    if (!project) return;
    await this.flush();
    const found = await this.check(project).catch(() => null);
    const { project: now } = this.store.state;
    // Another edit has its own answer coming.
    if (!found || now?.files !== project.files) return;
    const { problems, notes } = found.checked;
    this.store.set({ project: { ...now, problems, notes, ...known(found.declared, now) } });
    // What was said of them is no longer true.
    if (problems.length === 0 && this.store.state.notice?.about === "problems") this.store.set({ notice: null });
    // Nothing is lost by a fresh run where there is none, and nobody has to know how one begins.
    const { phase, replaying, preferences } = this.store.state;
    if (problems.length === 0 && now.running === null && phase === "ready" && replaying === null && preferences.scenario === now.id) this.store.begin();
  }

  private async check(project: OpenProject): Promise<{ declared: Declared; checked: ProjectOpened }> {
    const declared = await this.declared(project);
    return { declared, checked: await this.store.request({ type: "check_project", files: listed(project), models: told(declared) }) };
  }

  /** What the files in models/storage/ declare. None may be left of those that there were. */
  private async declared({ files, running }: Pick<OpenProject, "files" | "running">): Promise<Declared> {
    if (!Object.keys({ ...files, ...running }).some(isModels)) return { models: null, problems: [] };
    const { LiveModels, readModels } = await loaded("part.models", import("./models/live"));
    this.live ??= new LiveModels(this.store, () => this.begun);
    return loaded("part.models", readModels(files));
  }

  private async save({ id, name, files, history }: OpenProject): Promise<void> {
    const draft: Draft = { name, files, changedAt: Date.now(), history };
    if (await saveDraft(id, draft)) {
      this.unkept.delete(id);
      if (this.store.state.unkept === id) this.store.set({ unkept: null });
      this.tabs.postMessage(id);
    } else {
      // Said once, not with each letter.
      if (!this.unkept.has(id)) this.store.set({ unkept: id });
      this.unkept.set(id, draft);
    }
  }

  /** Another tab has kept other files of the project that is open here: they are taken over, for one text can be true. */
  private async changedElsewhere(id: string): Promise<void> {
    if (this.store.state.project?.id !== id) return;
    clearTimeout(this.timer);
    this.pending = undefined;
    const draft = await loadDraft(id);
    this.unkept.delete(id);
    const { project } = this.store.state;
    if (!draft || project?.id !== id) return;
    this.store.set({ project: { ...project, files: draft.files, history: draft.history }, notice: { news: true, text: t("project.elsewhere", { name: titleOf(id, this.store.state.ownProjects) }) } });
    await this.settle();
  }
}

/** The files of each template and example, by folder. */
export async function originals(): Promise<Record<string, Record<string, string>>> {
  return (await loaded("part.examples", import("examples"))).default;
}

/** What the engine is told of models. */
function told({ models, problems }: Declared): Models {
  return { schema: models?.schema ?? null, problems };
}

/** What is known of a project's models from now on. */
function known({ models, problems }: Declared, before: OpenProject): Pick<OpenProject, "models" | "faulty"> {
  return { models: models ?? before.models, faulty: problems.length > 0 };
}

function listed({ files }: OpenProject): ProjectFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** `relay`, `relay 2`, … */
function unused(name: string, taken: ReadonlySet<string>): string {
  let title = name;
  for (let n = 2; taken.has(title); n += 1) title = `${name} ${n}`;
  return title;
}
