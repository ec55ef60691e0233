// Everything the page knows, in one object. Views read it; only the store changes it.
import { LogBuffer } from "./lib/log-buffer";
import { load, type Preferences } from "./lib/preferences";
import type { Files } from "./lib/project/files";
import { Series } from "./lib/series";
import type { TerminalBuffer } from "./lib/terminal-buffer";
import { TraceRing } from "./lib/trace/ring";
import type { GroupRow, Problem, ProcessRow, RunState, Scenario, ServiceRow, Statistics, Target, TerminalRow } from "./protocol";

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
  /** It differs from what runs. */
  changed: boolean;
  problems: Problem[];
  notes: Problem[];
  startable: Target[];
  terminal: boolean;
  /** Files that were no text, and were left out when it was brought. */
  leftOut: number;
  /** What the editor wants to remember. */
  history: unknown;
}

export interface State extends RunData {
  phase: "loading" | "ready" | "failed";
  /** Why the engine died, in its own words. */
  failure: string;
  scenarios: Scenario[];
  /** The project of files that runs; null: a scenario of the engine's own does. */
  project: OpenProject | null;
  ownProjects: { id: string; name: string }[];
  preferences: Preferences;
  /** A line of a source that is to be shown. */
  place: { entry: string; line: number } | null;
  narrow: boolean;
  dialog: "palette" | "help" | "project" | null;
  /** One sentence about something that went wrong and has no better place. */
  notice: string;
}

export type Slice = keyof State;

export function emptyRun(number: number, ring: TraceRing): RunData {
  ring.clear();
  return {
    run: { number, state: "waiting", time: 0, total: 0, dropped: 0, hash: "" },
    ring,
    version: 0,
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
    ...emptyRun(0, new TraceRing()),
    phase: "loading",
    failure: "",
    scenarios: [],
    project: null,
    ownProjects: [],
    preferences: load(),
    place: null,
    narrow: false,
    dialog: null,
    notice: "",
  };
}

/** Whether processes of this scenario have terminals; as long as nobody knows, they may. */
export function hasTerminals({ scenarios, preferences, project }: State): boolean {
  if (project) return project.terminal;
  return scenarios.find(({ id }) => id === preferences.scenario)?.terminal ?? true;
}
