// The one store: engine updates and commands go in, state comes out, once a frame.
import { Breakpoints } from "./breakpoints";
import { Engine, EngineError, type Listener } from "./engine";
import { errorText } from "./error-text";
import { Filter } from "./filter";
import { Http } from "./http";
import { LANGUAGE_NAMES, setLanguage, t } from "./i18n/index";
import type { Arrangement } from "./lib/arrangement";
import { nextFrame } from "./lib/frame";
import { nextStep } from "./lib/hints";
import { loaded, Missing } from "./lib/missing";
import { FIRST_SCENARIO, save, type Area, type Lang, type Layout, type Preferences } from "./lib/preferences";
import { Tags } from "./lib/tags";
import type { Project } from "./lib/project/files";
import { engineFor, EXAMPLES, isProject, LATER } from "./lib/project/ids";
import { isBuried, messageFirst } from "./lib/trace/failure";
import { modelOf, Projects, titleOf } from "./projects";
import { RunDatabase } from "./run-database";
import { Rewind } from "./rewind";
import { Kept, isDeed } from "./kept";
import { Links } from "./links";
import { isRunLink } from "./lib/run-link";
import { Runs } from "./runs";
import { Kind, type Command, type Description, type Opened, type Pace, type Payload, type Problem, type Scenario, type Settings, type Update } from "./protocol";
import { emptyRun, hasRun, initialState, type Act, type Deed, type Selection, type Slice, type State } from "./state";
import { Updates } from "./updates";
import { WhoWaits } from "./waits";

export { errorText } from "./error-text";

/** The share of the page's height that the dock has where a scenario is about what it shows. */
const DOCK_SHARE = 0.42;
/** Commands of one process or message, which mostly is the one that is selected. */
const TO_WHAT_IS_SELECTED: ReadonlySet<Command["type"]> = new Set(["fault", "next", "cancel", "kill"]);
export class Store {
  readonly state: Readonly<State> = initialState();

  readonly projects = new Projects({
    state: this.state,
    set: (patch) => this.set(patch),
    subscribe: (slices, changed) => this.subscribe(slices, changed),
    request: (command) => this.request(command),
    begin: () => void this.open(),
  });

  readonly database = new RunDatabase({
    engine: () => this.engine,
    changed: (database) => this.set({ database }),
    news: (what) => this.tell(t(`database.${what}.news`)),
    isFork: () => this.rewind.entersFork,
  });

  readonly http = new Http({
    state: this.state,
    run: () => this.state.run.number,
    request: (command) => this.request(command),
    changed: (http) => this.set({ http }),
  });

  readonly tags = new Tags({
    state: this.state,
    describe: (events) => this.describe(events),
    changed: () => this.touch("rows"),
  });

  private readonly lent = {
    state: this.state,
    played: () => this.updates.ring,
    describe: (events: number[]) => this.describe(events),
    subscribe: (slices: readonly Slice[], changed: () => void) => this.subscribe(slices, changed),
    set: (patch: Partial<State>) => this.set(patch),
    select: (selection: Selection) => this.select(selection),
    follow: (follow: boolean) => this.follow(follow),
    notice: this.notice.bind(this),
    complain: this.complain.bind(this),
  };

  readonly filter = new Filter(this.lent);
  private readonly whoWaits = new WhoWaits(this.lent);

  readonly kept = new Kept(this);

  readonly links = new Links(this);

  readonly runs: Runs = new Runs({
    state: this.state,
    kept: this.kept,
    subscribe: (slices, changed) => this.subscribe(slices, changed),
    select: (selection) => this.select(selection),
    follow: (follow) => this.follow(follow),
    rewind: (event) => this.rewind.to(event),
    projects: this.projects,
    request: (command) => this.request(command),
    requestRun: (command) => this.requestRun(command),
    dismissSpare: () => this.dismissSpare(),
    takeSpare: () => this.takeSpare(),
    set: (patch) => this.set(patch),
    settle: (change) => this.settle(change),
    prefer: (scenario) => this.prefer({ scenario }),
    hold: (on) => this.hold(on),
    stopAt: (lines) => this.breakpoints.adopt(lines),
    begun: (run, scenario) => this.begun(run, scenario),
    offer,
    tell: (text) => this.tell(text),
    notice: (text, acts) => this.notice(text, undefined, acts),
  });

  readonly updates = new Updates({
    state: this.state,
    set: (patch) => this.set(patch),
    touch: (...slices) => this.touch(...slices),
    named: (names) => this.http.met(names),
  });

  readonly rewind = new Rewind({
    state: this.state,
    updates: this.updates,
    request: (command) => this.request(command),
    set: (patch) => this.set(patch),
    paused: () => this.settle({ playing: false }),
    forked: (run) => {
      this.http.begin(run);
      this.database.fork(run);
    },
    hold: (on) => this.hold(on),
    makeAgain: (text) => this.runs.enter(text),
    tell: (text) => this.tell(text),
    complain: (error) => this.complain(error),
  });

  readonly breakpoints = new Breakpoints({
    state: this.state,
    request: (command) => this.request(command),
    act: (command) => this.act(command),
    set: (patch) => this.set(patch),
    settle: (change) => this.settle(change),
    prefer: (change) => this.prefer(change),
    tell: (text) => this.tell(text),
    complain: (error) => this.complain(error),
  });

  private engine: Engine | null = null;
  /** Another one, which makes a run again, and then takes its place. */
  private spare: Engine | undefined;
  private readonly subscribers = new Set<{ slices: readonly Slice[]; changed: (slices: readonly Slice[]) => void }>();
  private readonly dirty = new Set<Slice>();
  /** The project that a reader has just brought, until it was opened. */
  private brought: string | undefined;
  /** How high the dock was before a scenario wanted it higher, and how high it has been since. */
  private raised: { from: number; to: number } | null = null;

  constructor() {
    // For what was chosen just before the tab goes away there is no frame any more.
    addEventListener("pagehide", () => this.dirty.has("preferences") && save(this.state.preferences));
  }

  // ── Out ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Calls `changed` in the frame after some of the slices changed, with those that did. The answer ends it. */
  subscribe(slices: readonly Slice[], changed: (slices: readonly Slice[]) => void): () => void {
    const subscriber = { slices, changed };
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  private set(patch: Partial<State>): void {
    Object.assign(this.state, patch);
    this.touch(...(Object.keys(patch) as Slice[]));
  }

  private touch(...slices: Slice[]): void {
    for (const slice of slices) this.dirty.add(slice);
    nextFrame(this.notify);
  }

  private readonly notify = () => {
    const dirty = new Set(this.dirty);
    this.dirty.clear();
    if (dirty.has("preferences")) save(this.state.preferences);
    for (const { slices, changed } of this.subscribers) {
      const theirs = slices.filter((slice) => dirty.has(slice));
      if (theirs.length > 0) changed(theirs);
    }
  };

  // ── The engine ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Starts the engine again, and leaves the run paused, which goes on where it was kept, if it was: what it did before may happen again. */
  restartPaused(): void {
    this.settle({ playing: false });
    this.kept.paused = true;
    this.start();
  }

  /** Starts the engine, or starts it again after it died: same scenario, same settings, a fresh run. */
  start(engine = new Engine(this.kept.there ? "lua" : engineFor(this.state.preferences.scenario))): void {
    this.engine?.stop();
    // A new engine counts its runs from the beginning again.
    this.http.begin(0);
    this.rewind.begin();
    this.set({ ...emptyRun(0, this.state), phase: "loading", silent: false, failure: "", notice: null });
    this.engine = engine;
    engine.listen(this.listener());
  }

  private listener(): Listener {
    return {
      ready: () => void this.opened(),
      update: (update) => this.apply(update),
      wantsAll: () => this.updates.ring.isSifted,
      silent: (silent) => this.set({ silent }),
      wantsDatabase: (run) => void this.database.want(run),
      answered: (response) => this.http.answered(response),
      replaying: (how) => this.runs.heard(how),
      stopped: (stopped) => this.breakpoints.stopped(stopped),
      rewound: (how) => this.rewind.heard(how),
      died: (message) => this.died(message),
    };
  }

  private died(message: string): void {
    this.runs.giveUp();
    if (this.state.phase === "loading" && this.engine?.kind === "lua" && !this.kept.resuming) {
      // Without a network, or with a project that brings it down each time: the page goes on with what it has.
      const { scenario } = this.state.preferences;
      this.prefer({ scenario: FIRST_SCENARIO });
      this.start();
      return this.notice(t("lua.failed", { message }), () => void this.open(scenario));
    }
    this.set({ phase: "failed", failure: message });
  }

  private async opened(): Promise<void> {
    try {
      const scenarios = await this.know();
      const { scenario } = this.state.preferences;
      const { engine } = this;
      const began = (isRunLink() && (await this.links.open())) || (await this.kept.resume());
      if (!engine || this.engine !== engine || engine.gone) return; // another one was started meanwhile, or this one died over it
      // A remembered scenario may be one that a newer version no longer has.
      const { notice } = this.state;
      if (!began) await this.open(isProject(scenario) || scenarios.some(({ id }) => id === scenario) ? scenario : scenarios[0].id);
      if (!began && notice) this.set({ notice }); // why it did not go on with what there was
      await this.projects.list();
    } catch (error) {
      if (this.state.phase !== "failed") this.set({ phase: "failed", failure: errorText(error) });
    }
  }

  /** Asks which scenarios there are. */
  private async know(): Promise<Scenario[]> {
    const known = await this.request<Scenario[]>({ type: "scenarios" });
    const others = LATER.filter((later) => known.every(({ id }) => id !== later)).map((id) => ({ id, terminal: true, quick: [] }));
    const scenarios = [...known, ...others];
    this.set({ scenarios });
    return scenarios;
  }

  private apply(update: Update): void {
    if (update.run < this.state.run.number) return; // a leftover of the run before
    if (update.run > this.state.run.number) this.adopt(update.run);
    this.updates.apply(update);
    if (update.more) this.kept.heard(update.run, update.more);
  }

  private adopt(run: number): void {
    if (run === this.state.run.number) return;
    this.http.begin(run);
    this.rewind.begin();
    this.set(emptyRun(run, this.state));
  }

  /** Asks the engine; an error is an `EngineError` whose message can be shown. */
  request<T = unknown>(command: Command): Promise<T> {
    const answer = this.engine?.request<T>(command) ?? Promise.reject<T>(new Error("the engine is not running"));
    this.kept.touched(command, answer);
    if (isDeed(command)) this.links.leave();
    return answer;
  }

  /** Payloads of the rows that the diagram and the table show. */
  readonly describe = async (events: number[]): Promise<Description[]> => {
    const { ring } = this.state;
    const lines = await this.request<Description[]>({ type: "describe", events });
    return Promise.all(lines.map((line) => (ring.has(line.event) && ring.kind(line.event) === Kind.exit && isBuried(line) ? this.unbury(line) : line)));
  };

  private async unbury(line: Description): Promise<Description> {
    const { payload } = await this.request<Payload>({ type: "payload", event: line.event });
    return payload ? messageFirst(line, payload) : line;
  }

  /** Says what went wrong, and offers another try where it was the network. */
  complain(error: unknown, again?: () => void): void {
    this.notice(errorText(error), error instanceof Missing ? again : undefined);
  }

  /** Where an earlier moment is shown, the run goes on from there: the reader does something to what they see. */
  async goOn(selected = false): Promise<void> {
    if (this.state.past && !(await this.rewind.fork({ selected }))) throw new Error(t("past.stays"));
  }

  private async act<T>(command: Command): Promise<T> {
    // What cannot be read is told before the run goes on for nothing.
    if (this.state.past && command.type === "fault") await this.request({ type: "check", fault: true, text: command.line });
    if (this.state.past && command.type === "send") await this.request({ type: "check", fault: false, text: command.payload });
    await this.goOn(TO_WHAT_IS_SELECTED.has(command.type));
    if (this.state.replaying !== null) throw new Error(t("run.replaying.wait"));
    return this.request<T>(command);
  }

  /** The run stands still, whatever its button says, or goes on. */
  private async hold(on: boolean): Promise<void> {
    await this.request({ type: on ? "pause" : "play" }).catch(() => {}); // there may be no run yet
  }

  /** A command whose error has no place of its own: it becomes the notice. */
  private order(command: Command, asking = this.act(command)): void {
    asking.then(
      () => this.forgetFailure(),
      (error: unknown) => {
        // Whoever wanted it to end has what they wanted.
        const late = command.type === "kill" && error instanceof EngineError && error.failure.kind === "NotFound";
        if (this.state.phase === "ready" && !late) this.set({ notice: { about: "deed", text: errorText(error) } });
      },
    );
  }

  /** The reader goes on: what became of the deed before is no longer news. */
  private forgetFailure(): void {
    if (this.state.notice?.about === "deed") this.set({ notice: null });
  }

  // ── Commands: the run ────────────────────────────────────────────────────────────────────────────────────────

  /** A fresh run. */
  async open(scenario = this.state.preferences.scenario, change: Partial<Settings> = {}): Promise<void> {
    // The newest wish wins.
    this.runs.giveUp();
    const { scenario: before } = this.state.preferences;
    if (scenario !== before) {
      change = { ...this.presented(scenario), ...change };
      this.set({ hintStep: 0 });
    }
    const settings = { ...this.state.preferences.settings, ...change };
    this.prefer({ scenario, settings });
    await this.projects.flush();
    try {
      const project = isProject(scenario) ? await this.projects.load(scenario) : null;
      if (project === undefined) {
        await this.open(this.state.scenarios[0].id);
        return this.notice(t("project.gone"));
      }
      // Another engine may be needed; it opens the scenario as soon as it is there.
      if (engineFor(scenario) === "lua" && this.engine?.kind === "plain") {
        this.kept.forget();
        return this.start();
      }
      const run = project ? await this.projects.open(project, settings) : (await this.request<Opened>({ type: "open", scenario, settings })).run;
      const problems = project ? (this.state.project?.problems ?? []) : [];
      if (!project) this.set({ project: null });
      // The first run is no answer to what went wrong while the page was loading.
      const notice = this.state.phase === "ready" ? null : this.state.notice;
      if (run !== null) {
        this.begun(run, scenario);
        this.kept.began();
      }
      this.set({ phase: "ready", notice });
      if (problems.length > 0) this.refuse(problems, run === null);
      // What prints to the log only, or waits for messages, is best met with its source.
      else if (project && project.id === this.brought && !this.state.project?.terminal) this.show("source");
      this.brought = undefined;
    } catch (error) {
      if (error instanceof Missing) await this.openInstead(before, scenario);
      else if (this.state.phase !== "ready") throw error;
      this.complain(error, () => void this.open(scenario, change));
    }
  }

  /** A fresh run that the reader asks for: whatever was paused before, this one plays. */
  startFresh(scenario?: string, change: Partial<Settings> = {}): Promise<void> {
    this.links.leave();
    return this.open(scenario, { playing: true, ...change });
  }

  /** Only the engine with Lua reads runs. Where another plays, one starts beside it, and takes its place when there is a run to play. */
  private requestRun<T>(command: Command): Promise<T> {
    if (this.engine?.kind === "lua") return this.request(command);
    if (!this.spare) {
      this.spare = new Engine("lua");
      this.spare.listen({ ...this.listener(), ready: () => {}, update: () => {}, silent: () => {}, died: (message) => this.spareDied(message) });
    }
    return this.spare.request(command);
  }

  private spareDied(message: string): void {
    this.runs.giveUp();
    this.notice(t("lua.failed", { message }));
  }

  private dismissSpare(): void {
    this.spare?.stop();
    this.spare = undefined;
  }

  private takeSpare(): void {
    const { spare } = this;
    if (!spare) return;
    this.spare = undefined;
    this.engine?.stop();
    this.http.begin(0);
    this.engine = spare;
    this.rewind.begin();
    this.set({ ...emptyRun(0, this.state), silent: false, failure: "" });
    spare.listen(this.listener());
    void this.know();
  }

  private begun(run: number, scenario: string): void {
    this.adopt(run);
    this.database.begin(run, scenario);
    this.breakpoints.begin();
    this.whoWaits.begin();
    this.set({ phase: "ready" });
  }

  /** Gives the run to the reader as a file. */
  async saveRun(): Promise<void> {
    await this.runs.save().catch((error: unknown) => this.complain(error, () => void this.saveRun()));
  }

  /** Makes a run again of the text of a file. */
  async openRun(text: string): Promise<void> {
    this.links.leave();
    await this.runs.open(text).catch((error: unknown) => this.complain(error, () => void this.openRun(text)));
  }

  /** Brings to the front what shows best what a scenario does, and has it go at a pace at which that moves. */
  private presented(scenario: string): Partial<Settings> {
    const example = EXAMPLES.find(({ id }) => id === scenario);
    this.raiseDock(example?.shown !== undefined);
    // On a narrow screen the hint stands with the diagram.
    if (this.state.narrow) this.show("diagram");
    else if (example?.shown) this.show(example.shown);
    return example?.paced && this.state.preferences.settings.pace.kind === "events" ? { pace: { kind: "times", value: 1 } } : {};
  }

  /** Gives the dock more room where what it shows is what a scenario is about, and takes that back afterwards, unless the reader has set its height since. */
  private raiseDock(more: boolean): void {
    const { dock } = this.state.preferences.layout;
    const wanted = Math.round(innerHeight * DOCK_SHARE);
    if (more && dock < wanted) {
      this.raised = { from: this.raised?.to === dock ? this.raised.from : dock, to: wanted };
      this.layout({ dock: wanted });
    } else if (!more && this.raised?.to === dock) {
      this.layout({ dock: this.raised.from });
      this.raised = null;
    }
  }

  /** Goes on with what ran before the reader wanted a project that did not come; or begins with something, if nothing did. */
  private async openInstead(before: string, wanted: string): Promise<void> {
    if (this.state.phase !== "ready") await this.open(this.state.scenarios[0].id);
    else if (this.state.preferences.scenario === wanted) this.prefer({ scenario: before });
  }

  /** Says what keeps a project from running, and shows where the first of it is. */
  private refuse(problems: readonly Problem[], goesOn: boolean): void {
    // Without a run there is room for it where the diagram would be.
    const notice = goesOn ? { about: "problems" as const, text: `${t("project.broken", { n: problems.length })} ${t("project.goes_on")}` } : null;
    this.set({ notice });
    this.revealFile(problems[0].file, problems[0].line);
  }

  /** Opens files that somebody brought. */
  async bring(project: Project): Promise<void> {
    this.brought = await this.projects.adopt(project);
    await this.startFresh(this.brought);
  }

  /** Gives a project to the reader as a ZIP file. */
  async download(id: string): Promise<void> {
    try {
      const project = await this.projects.load(id);
      if (!project) return this.notice(t("project.gone"));
      const { toZip } = await loaded("part.files", import("./lib/project/index"));
      const name = titleOf(id, this.state.ownProjects);
      offer(await toZip({ name, files: project.files }), `${name}.zip`);
    } catch (error) {
      this.complain(error, () => void this.download(id));
    }
  }

  /** Gives the database to the reader as a file; one that SQLite cannot read, as it lies there. */
  async downloadDatabase(): Promise<void> {
    if (this.state.database?.state !== "failed") return offer(new Blob([await this.database.download()]), "app.db");
    const files = await this.database.files();
    if (files.length === 0) throw new Error(t("database.no_files"));
    for (const { name, content } of files) offer(content, name);
  }

  /** Puts a file in the place of the database, if all of it is sound. The run begins anew: it has read the one before. */
  async uploadDatabase(file: File): Promise<void> {
    await this.database.upload(new Uint8Array(await file.arrayBuffer()));
    await this.open();
  }

  /** Empties the database, and begins the run anew. */
  async resetDatabase(): Promise<void> {
    await this.database.reset();
    await this.open();
  }

  /** The reader has seen that a project is not kept. */
  dismissUnkept(): void {
    this.set({ unkept: null });
  }

  /** Forgets a project of the reader's, or what became of an example. If it runs, something else does then. */
  async forget(id: string): Promise<void> {
    const runs = this.state.preferences.scenario === id;
    await this.projects.forget(id);
    if (runs) await this.open(EXAMPLES.some((example) => example.id === id) ? id : this.state.scenarios[0].id);
  }

  play(): void {
    this.settle({ playing: true });
    // Where it has stopped, or went on from, is no longer news.
    if (this.state.notice?.news) this.dismissNotice();
    const play = this.act({ type: "play" });
    play.catch(() => this.settle({ playing: false }));
    this.order({ type: "play" }, play);
  }

  pause(): void {
    this.settle({ playing: false });
    const pause = { type: "pause" } as const;
    this.order(pause, this.request(pause));
  }

  toggle(): void {
    // What does not run would be paused as soon as it did.
    if (!hasRun(this.state)) return;
    if (this.state.preferences.settings.playing) this.pause();
    else this.play();
  }

  step(): void {
    if (!hasRun(this.state)) return;
    // What happens next is known there.
    if (this.state.past) return this.rewind.by(1);
    this.settle({ playing: false });
    this.order({ type: "step" });
    this.done("step");
  }

  pace(pace: Pace): void {
    this.settle({ pace });
    const command = { type: "pace", pace } as const;
    this.order(command, this.request(command));
    this.done("pace");
  }

  /** Answers with the event of the send. */
  async send(to: string, topic: string, payload: string): Promise<number> {
    const event = await this.act<number>({ type: "send", to, topic, payload });
    this.forgetFailure();
    this.done("send");
    return event;
  }

  line(process: number, text: string): void {
    this.done("line");
    const command = { type: "line", process, text } as const;
    // What is typed into an earlier moment comes with the run that goes on from there.
    if (this.state.past) return this.order(command);
    const terminal = this.updates.terminal(process);
    terminal.type(text);
    this.touch("terminals");
    const asked = this.act(command);
    asked.catch(() => terminal.typed(null));
    this.order(command, asked);
  }

  endOfInput(process: number): void {
    this.order({ type: "end_of_input", process });
  }

  interrupt(process: number): void {
    this.order({ type: "interrupt", process });
  }

  kill(process: number): void {
    this.order({ type: "kill", process });
    this.done("kill");
  }

  /** A line of docs/faults.md. */
  strike(line: string): Promise<unknown> {
    return this.act({ type: "fault", line });
  }

  fault(line: string): void {
    this.order({ type: "fault", line });
  }

  cancel(process: number, reason: string): void {
    this.order({ type: "cancel", process, reason });
  }

  /** A ready process takes the next turn, and receives the message of this send first; 0: whichever lies first. */
  next(process: number, message = 0): void {
    this.order({ type: "next", process, message });
  }

  startEntry(entry: string, host: string): void {
    this.order({ type: "start", entry, host });
  }

  startService(service: string): void {
    this.order({ type: "start_service", service });
  }

  stopService(service: string): void {
    this.order({ type: "stop_service", service });
  }

  // ── Commands: the page ───────────────────────────────────────────────────────────────────────────────────────

  select(selection: Selection): void {
    this.set({ selection });
  }

  follow(follow: boolean): void {
    this.set({ follow });
  }

  arrange(arrangement: Arrangement): void {
    const { arrangements, scenario } = this.state.preferences;
    this.prefer({ arrangements: { ...arrangements, [scenario]: arrangement } });
  }

  notice(text: string, again?: () => void, acts?: readonly Act[]): void {
    this.set({ notice: { text, again, acts } });
  }

  /** Something that the reader wants to know, and nothing went wrong. */
  tell(text: string, acts?: readonly Act[]): void {
    this.set({ notice: { text, news: true, acts } });
  }

  dismissNotice(): void {
    this.set({ notice: null });
  }

  dialog(dialog: State["dialog"]): void {
    this.set({ dialog });
  }

  /** Asks the reader about the run in a link. */
  ask(link: State["link"]): void {
    this.set({ link, dialog: link ? "link" : null });
  }

  narrow(narrow: boolean): void {
    this.set({ narrow });
  }

  prefer(change: Partial<Preferences>): void {
    this.set({ preferences: { ...this.state.preferences, ...change } });
  }

  /** Changes the language as soon as its texts are there. */
  async speak(lang: Lang): Promise<void> {
    try {
      if (await setLanguage(lang)) this.prefer({ lang });
    } catch {
      this.notice(t("language.missing", { language: LANGUAGE_NAMES[lang] }), () => void this.speak(lang));
    }
  }

  layout(change: Partial<Layout>): void {
    this.prefer({ layout: { ...this.state.preferences.layout, ...change } });
    if (change.tab === "typed_store" || change.area === "typed_store") this.done("look");
  }

  /** Brings an area to the front, wherever it is on this screen. */
  show(area: Area): void {
    const { narrow } = this.state;
    if (narrow) this.layout({ area });
    else if (area === "processes") this.layout({ leftOpen: true });
    else if (area === "message") this.layout({ rightOpen: true });
    else if (area !== "diagram") this.layout({ tab: area, dockOpen: true });
  }

  /** Shows a line of the source that an entry is made of. */
  reveal(entry: string, line: number): void {
    this.show("source");
    this.set({ place: { entry, line } });
  }

  /** Shows a line of a file of the project. */
  revealFile(file: string, line: number): void {
    this.show("source");
    this.set({ place: { file, line } });
  }

  /** The reader did what the scenario's hint says, or does not want it. */
  dismissHint(): void {
    const { scenario, hinted } = this.state.preferences;
    if (!hinted.includes(scenario)) this.prefer({ hinted: [...hinted, scenario] });
  }

  /** The reader did something that a hint may ask for. */
  done(deed: Deed): void {
    const next = nextStep(modelOf(this.state.preferences.scenario), this.state.hintStep, deed);
    if (next === "over") this.dismissHint();
    else if (next !== undefined) this.set({ hintStep: next });
  }

  private settle(change: Partial<Settings>): void {
    this.prefer({ settings: { ...this.state.preferences.settings, ...change } });
  }
}

/** Gives the reader a file to save. */
export function offer(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The download reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
