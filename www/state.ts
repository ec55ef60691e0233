// Everything the page knows, in one object. Views read it; only the store changes it.
import { LogBuffer } from "./lib/log-buffer";
import { load, type Area, type Preferences } from "./lib/preferences";
import type { Files } from "./lib/project/files";
import { Series } from "./lib/series";
import type { TerminalBuffer } from "./lib/terminal-buffer";
import { TraceRing } from "./lib/trace/ring";
import type { TypedStoreInfo } from "./http";
import type { DatabaseInfo } from "./run-database";
import type { GroupRow, Problem, ProcessRow, ReadyMessage, RunState, Scenario, ServiceRow, Statistics, Target, TerminalRow } from "./protocol";

export type Selection = { event: number } | { process: number } | null;

/** What a hint asks the reader to do. */
export type Deed = "line" | "send" | "kill" | "pace" | "step";

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
  terminalRows: TerminalRow[];
  terminals: Map<number, TerminalBuffer>;
  logs: LogBuffer;
  statistics: Statistics | null;
  series: Series;
  selection: Selection;
  follow: boolean;
}

/** A project of files that is open. */
export interface OpenProject {
  id: string;
  name: string;
  files: Files;
  /** It differs from what comes with the page, or did not come with it. */
  edited: boolean;
  /** The files that the run there is was made of; null: none of this project runs. */
  running: Files | null;
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
  /** The typed store that a run had last; null: none has had one. */
  typedStore: TypedStoreInfo | null;
  preferences: Preferences;
  /** A line of a source that is to be shown. */
  place: ({ entry: string } | { file: string }) & { line: number } | null;
  narrow: boolean;
  dialog: "palette" | "help" | "project" | null;
  /** One sentence about something that went wrong and has no better place; `again` tries it once more, if that may help. */
  notice: { text: string; again?: () => void } | null;
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
  "terminalRows",
  "terminals",
  "logs",
  "statistics",
  "series",
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
    terminalRows: [],
    terminals: new Map(),
    logs: new LogBuffer(),
    statistics: null,
    series: new Series(),
    selection: null,
    follow: true,
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
    typedStore: null,
    preferences: load(),
    place: null,
    narrow: false,
    dialog: null,
    notice: null,
  };
}

/** Whether the files of a project differ from what runs. */
export function isChanged({ files, running }: OpenProject): boolean {
  if (!running || files === running) return false;
  const paths = Object.keys(files);
  return paths.length !== Object.keys(running).length || paths.some((path) => files[path] !== running[path]);
}

/** Whether an area is there: a database only where a process has asked for one, requests of HTTP only where something answers them. */
export function isThere(area: Area, state: State): boolean {
  if (area === "http") return hasTypedStore(state);
  return area !== "database" || state.database !== null;
}

/** Whether the scenario has a typed store. One that has ended, or begins anew, still counts. */
export function hasTypedStore({ typedStore, preferences }: State): boolean {
  return typedStore?.scenario === preferences.scenario;
}

/** Whether processes of this scenario have terminals; as long as nobody knows, they may. */
export function hasTerminals({ scenarios, preferences, project }: State): boolean {
  if (project) return project.terminal;
  return scenarios.find(({ id }) => id === preferences.scenario)?.terminal ?? true;
}
