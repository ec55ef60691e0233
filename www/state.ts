// Everything the page knows, in one object. Views read it; only the store changes it.
import { NO_FILTER, type FilterInfo } from "./filter";
import type { HttpInfo } from "./http";
import { LogBuffer } from "./lib/log-buffer";
import type { BranchTree } from "./lib/branches";
import { load, type Area, type Preferences } from "./lib/preferences";
import type { Files } from "./lib/project/files";
import { Series } from "./lib/series";
import type { TerminalBuffer } from "./lib/terminal-buffer";
import { TraceRing } from "./lib/trace/ring";
import type { Waits } from "./lib/trace/waits";
import { declaresCursors, type TypedStoreInfo } from "./lib/typed-store";
import { isModels } from "./models/files";
import type { DatabaseInfo } from "./run-database";
import type { Shared } from "./share/link";
import type { GroupRow, Problem, ProcessRow, ReadyMessage, RunState, Scenario, ServiceRow, Statistics, Target, TerminalRow } from "./protocol";

export type Selection = { event: number } | { process: number } | null;

/** What a hint asks the reader to do. */
export type Deed = "line" | "send" | "kill" | "pace" | "step" | "point" | "look";

/** An earlier moment of the run that is wanted: just after an event. `progress`: how much of the way to it is done, from 0 to 1; null: it is shown. */
export interface PastInfo {
  event: number;
  progress: number | null;
}

/** What belongs to one run, and starts empty with the next one. */
export interface RunData {
  run: { number: number; state: RunState; time: number; total: number; dropped: number; hash: string };
  /** The trace; `version` grows with each batch of events. */
  ring: TraceRing;
  version: number;
  rows: ProcessRow[];
  groups: GroupRow[];
  services: ServiceRow[];
  names: { name: string; process: number }[];
  /** The typed store of the run; null: there was none yet. */
  typedStore: TypedStoreInfo | null;
  terminalRows: TerminalRow[];
  terminals: Map<number, TerminalBuffer>;
  logs: LogBuffer;
  statistics: Statistics | null;
  series: Series;
  selection: Selection;
  follow: boolean;
  /** How often what each breakpoint is about has happened. */
  hits: readonly number[];
  /** Who takes the next turn, while the run stands still, and the send of the message that it finds first, or 0. */
  upcoming: { process: number; message: number } | null;
  /** Who waits for whom now. */
  waits: Waits;
  /** What is shown is an earlier moment; null: what is played. */
  past: PastInfo | null;
}

/** Models of a project that were right. */
export interface RightModels {
  /** The files that declare them. */
  files: Files;
  /** As the engine has them. */
  schema: string;
  /** The same without what is said about them: of two that are equal here, values know no difference. */
  meaning: string;
  names: string[];
}

/** What became of models that were put into the run. `aside`: values that fit none of them and wait for others; null: nobody knows how many. */
export type Replaced = { state: "sent" } | { state: "taken"; aside: number | null } | { state: "refused"; why: string };

/** A project of files that is open. */
export interface OpenProject {
  id: string;
  name: string;
  files: Files;
  /** It differs from what comes with the page, or did not come with it. */
  edited: boolean;
  /** The files that the run there is was made of; null: none of this project runs. */
  running: Files | null;
  /** The newest models that were right. */
  models?: RightModels;
  /** There are newer ones, and something is wrong with them. */
  faulty?: boolean;
  /** What became of those that were put into the run last. */
  replaced?: Replaced;
  problems: Problem[];
  notes: Problem[];
  startable: Target[];
  messages: ReadyMessage[];
  terminal: boolean;
  /** Files that were no text, and were left out when it was brought. */
  leftOut: number;
  /** What the editor wants to remember. */
  history: unknown;
}

/** A run in a link that brings programs along, or works on what the browser keeps: the reader is asked before it runs. */
export interface LinkedRun {
  shared: Shared;
  name: string;
  /** null: of a scenario. */
  files: Files | null;
  seed: number;
  shuffled: boolean;
  inputs: number;
  events: number;
  /** Virtual nanoseconds. */
  time: number;
}

/** A run that the one that plays is compared with: of a file, or a branch; or, `written`, a file whose run was made again as another one,
    which is held against what it says of its events. */
export interface ToCompare {
  how: "file" | "branch" | "written";
  text: string;
  name: string;
}

/** Something that a notice offers to do. */
export interface Act {
  label: string;
  run(): void;
}

export interface State extends RunData {
  phase: "loading" | "ready" | "failed";
  /** The engine has been silent for longer than anything should take. */
  silent: boolean;
  /** Why the engine died, in its own words. */
  failure: string;
  scenarios: Scenario[];
  /** The project of files that runs; null: a scenario of the engine's own does. */
  project: OpenProject | null;
  /** The reader's own, with the names that are kept; `titleOf` says them in the reader's language. */
  ownProjects: { id: string; name: string }[];
  /** The id of the project that the browser has just refused to keep. */
  unkept: string | null;
  /** The database behind the key-value store of the run; null: nobody has asked for one. */
  database: DatabaseInfo | null;
  /** How the typed store that a run had last is reached by HTTP; null: none has had one. */
  http: HttpInfo | null;
  preferences: Preferences;
  /** What the trace is searched for. */
  filter: FilterInfo;
  /** A line of a source that is to be shown. */
  place: ({ entry: string } | { file: string }) & { line: number } | null;
  /** The runs that came of going back and going on. */
  branches: BranchTree;
  /** How much of a run is there that is being made again, from 0 to 1; null: none is. */
  replaying: number | null;
  /** How much of what the scenario's hint asks for is done. */
  hintStep: number;
  narrow: boolean;
  dialog: "palette" | "help" | "project" | "export" | "compare" | "sharing" | "link" | null;
  /** What the run that plays was last to be compared with. */
  comparison: ToCompare | null;
  /** A run in the address that waits for the reader's word. */
  link: LinkedRun | null;
  /** One sentence that has no better place: about something that went wrong, if it is no `news`; one `about` a deed goes with the next that is done; `again` tries it once more, if that may help; `acts` are what else can be done. */
  notice: { text: string; news?: boolean; about?: "problems" | "deed"; again?: () => void; acts?: readonly Act[] } | null;
}

export type Slice = keyof State;

/** What the run changes, many times a second. Whoever reads waits for all else. */
export const OF_THE_RUN: ReadonlySet<Slice> = new Set<Slice>([
  "run",
  "version",
  "rows",
  "groups",
  "services",
  "names",
  "typedStore",
  "terminalRows",
  "terminals",
  "logs",
  "statistics",
  "series",
  "hits",
  "upcoming",
]);

/** What there is of a run before its first update. `version` never falls: what is drawn of one run is not taken for the next. */
export function emptyRun(number: number, { ring, version }: { ring: TraceRing; version: number }): RunData {
  ring.clear();
  return {
    run: { number, state: "waiting", time: 0, total: 0, dropped: 0, hash: "" },
    ring,
    version: version + 1,
    rows: [],
    groups: [],
    services: [],
    names: [],
    typedStore: null,
    terminalRows: [],
    terminals: new Map(),
    logs: new LogBuffer(),
    statistics: null,
    series: new Series(),
    selection: null,
    follow: true,
    hits: [],
    upcoming: null,
    waits: { list: [], cycle: [] },
    past: null,
  };
}

export function initialState(): State {
  return {
    ...emptyRun(0, { ring: new TraceRing(), version: 0 }),
    phase: "loading",
    silent: false,
    failure: "",
    scenarios: [],
    project: null,
    ownProjects: [],
    unkept: null,
    database: null,
    http: null,
    preferences: load(),
    filter: NO_FILTER,
    place: null,
    branches: { branches: [{ id: 1, from: null, events: 0 }], current: 1 },
    replaying: null,
    hintStep: 0,
    narrow: false,
    dialog: null,
    comparison: null,
    link: null,
    notice: null,
  };
}

/** Whether the files of a project differ from what runs: all of them, or those that count. */
export function isChanged({ files, running }: OpenProject, counts: (path: string) => boolean = () => true): boolean {
  if (!running || files === running) return false;
  return Object.keys({ ...files, ...running }).some((path) => counts(path) && files[path] !== running[path]);
}

/** Whether there is something to play: a project that nothing of can run has no run. */
export function hasRun({ phase, project, preferences }: State): boolean {
  return phase === "ready" && !(project?.id === preferences.scenario && project.running === null);
}

/** Whether an area is there: most are, and some only where there is what they are about. */
export function isThere(area: Area, state: State): boolean {
  const { database, project } = state;
  switch (area) {
    case "database":
      return database !== null;
    case "typed_store":
    case "http":
      return hasTypedStore(state);
    case "cursors":
      return hasTypedStore(state) && declaresCursors(project?.running);
    case "helpers":
      return project !== null && Object.keys(project.files).some(isModels);
    default:
      return true;
  }
}

/** Whether the scenario has a typed store. One that has ended, or begins anew, still counts. */
export function hasTypedStore({ http, preferences }: State): boolean {
  return http?.scenario === preferences.scenario;
}

/** Whether processes of this scenario have terminals; as long as nobody knows, they may. */
export function hasTerminals({ scenarios, preferences, project }: State): boolean {
  if (project) return project.terminal;
  return scenarios.find(({ id }) => id === preferences.scenario)?.terminal ?? true;
}
