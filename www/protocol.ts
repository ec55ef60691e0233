// What crosses between the page and the engine worker: plain data, and one transferred buffer of trace records.
// The Rust side of this border is src/web/dto.rs; tests/tidy.rs holds the two lists of names against each other.

import type { StoreFailure } from "./sqlite/protocol";

/** How fast a run goes: times real time, events a second (slow motion), or as fast as it can. */
export type Pace = { kind: "times"; value: number } | { kind: "events"; value: number } | { kind: "max" };

/** Who goes next among ready processes. */
export type Order = "fifo" | "shuffled";

export interface Settings {
  seed: number;
  order: Order;
  pace: Pace;
  playing: boolean;
}

/** What the page may ask. Each is answered by one Reply with the same `id`. */
export type Command =
  | { type: "scenarios" } // → Scenario[]
  | { type: "open"; scenario: string; settings: Settings } // a fresh run → Opened
  // The next two, `http` and `look`, only in the engine with Lua.
  | { type: "open_project"; files: ProjectFile[]; models: Models; keep: boolean; settings: Settings } // → ProjectOpened
  | { type: "check_project"; files: ProjectFile[]; models: Models } // → ProjectOpened without a run
  | { type: "save_run"; name: string; view: string; digests?: boolean; follow?: boolean } // → string, the run as it is now; the name is for a project of files, the view JSON or empty; `follow`: updates bring what comes to it
  // The next three, too, only in the engine with Lua.
  | { type: "check_run"; text: string } // → RunHead, as JSON
  | { type: "open_run"; text: string; models: Models; pace: Pace } // makes it again → ProjectOpened without a run; then Replaying comes, and Replayed
  | { type: "give_up_run" } // the run that was there goes on
  | { type: "export_run"; text: string; models: Models; format: ExportFormat; selection: ExportSelection } // only there, too → ProjectOpened without a run; then Exporting comes, and Exported
  | { type: "compare_runs"; one: RunToCompare; other: RunToCompare | null } // only there, too; without the second, the first is held against what its own file says → ProjectOpened without a run; then Comparing comes, and Compared
  // An earlier moment: just after an event, as it is made again beside the run, which is paused. Rewinding comes, and then Past.
  | { type: "rewind"; event: number; records: boolean } // records: the page has not got that event
  | { type: "to_now" } // what is played is shown again
  | { type: "fork" } // the run goes on from that moment, paused → Forked
  | { type: "breakpoints"; lines: string[] } // what it stops at, if nothing is wrong with any → ReadLine[]
  | { type: "run_until"; until: Until } // as fast as it can; then Stopped comes
  | { type: "play" }
  | { type: "pause" }
  | { type: "step" } // one delivery with all of its turn, then paused again
  | { type: "pace"; pace: Pace }
  // From here to `fault`: inputs of the run → number, the newest event then
  | { type: "send"; to: string; topic: string; payload: string } // payload is JSON text, parsed in Rust; the answer is its send
  | { type: "line"; process: number; text: string } // typed at a terminal
  | { type: "end_of_input"; process: number } // Ctrl+D
  | { type: "interrupt"; process: number } // Ctrl+C
  | { type: "kill"; process: number }
  | { type: "cancel"; process: number; reason: string }
  | { type: "next"; process: number; message: number } // it takes the next turn, and receives the message of that send, if it is not 0
  | { type: "start"; entry: string; host: string } // e.g. the client again, after it has ended
  | { type: "start_service"; service: string }
  | { type: "stop_service"; service: string }
  | { type: "fault"; line: string } // a line of docs/faults.md: "drop #12", "pause relay"
  | { type: "check"; fault: boolean; text: string } // whether a fault, or a payload, can be read; nothing is done
  | { type: "fault_script"; text: string; on: boolean } // → ScriptLine[], what is wrong; if nothing is, its faults are to come, or none when it is off
  | { type: "faults" } // → FaultsSet
  | ({ type: "http" } & HttpRequest) // an input of the run, too → { id, event }: its HttpResponse has the id, and the event is its send
  | { type: "describe"; events: number[] } // → Description[], for the visible rows
  | { type: "payload"; event: number } // → Payload, whole
  | { type: "inspect"; process: number } // → Inspection
  | { type: "look"; process: number; question: string } // → string | null: JSON both ways, as the process wants it; the run does not know of it
  | { type: "sources" } // → Source[]
  | { type: "complete" } // → Completion, for the composer
  | { type: "pids"; numbers: number[] }; // → string[], "{app:processes|0x00004}"

/** How far an earlier moment is that was asked for: events. */
export interface Rewinding {
  type: "rewinding";
  event: number;
  done: number;
}

/** All that is to be seen of the run just after an event, or after the turn in which it happened; the newest of its events, if they were asked for. */
export interface Past extends Tables {
  type: "past";
  event: number;
  records?: ArrayBuffer;
  count?: number;
  /** What was printed is all that was, not what came since the moment before. */
  fresh: boolean;
  time: number;
  total: number;
  hash: string;
}

/** A breakpoint as it is written in full; or the line, and what is wrong with it. */
export interface ReadLine {
  line: string;
  error: string | null;
}

/** Where a run is to go: until a process has taken a turn, until it has received a message, until a virtual time in nanoseconds. */
export type Until = { turn: number } | { receive: number } | { time: number };

/** The run has stopped by itself: at an event, or none; at the breakpoint of this place among all, or, if that is -1, where it was to go. */
export interface Stopped {
  type: "stopped";
  run: number;
  event: number;
  breakpoint: number;
}

/** The number of the run that goes on, and how many events and texts it has of the one before. */
export interface Forked {
  run: number;
  total: number;
  texts: number;
}

/** A command as serde reads it soonest: its fields under its type, or the type alone when it has none. */
export type WireCommand = string | Record<string, object>;

export interface Request {
  id: number;
  command: WireCommand;
}

/** An answer: a value, or an error that says what to do. */
export type Reply = { type: "reply"; id: number; value: unknown } | { type: "reply"; id: number; error: Failure };

/** `kind` is one of the runtime's error kinds ("NotFound", "Invalid", …); `details` are JSON. */
export interface Failure {
  kind: string;
  message: string;
  details?: string | null;
}

export interface Scenario {
  id: string; // "echo", "key-value", "ping-pong", "supervisor", "fan-in"
  terminal: boolean; // some of its processes have terminals
  quick: ReadyMessage[];
}

/** A message that is sent with one click. */
export interface ReadyMessage {
  label: string; // a catalogue's key after `quick.`, or words of the project's own
  to: string; // a name or a PID; empty: whoever lives of the entry
  entry: string;
  topic: string;
  payload: string; // JSON
}

export interface Opened {
  run: number;
  scenario: string;
}

/** A request to the typed store of the run. */
export interface HttpRequest {
  method: string;
  target: string; // path and query as they were sent: "/kv/get/Cursor/user%3A7"
  host: string | null; // the tenant
  body: string;
  bytes: Uint8Array | null; // in place of a body that is no text
}

/** Its answer. There is none while the run stands still, nor after it has ended. */
export interface HttpResponse {
  type: "http_response";
  run: number;
  id: number;
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** What the files in models/storage/ declare: their schema, if there are some and nothing is wrong with them. */
export interface Models {
  schema: string | null;
  problems: Problem[];
}

/** A file of a project: its path from the project's folder, with forward slashes. */
export interface ProjectFile {
  path: string;
  text: string;
}

/** A fresh run; with problems an empty one, or none, and the one that there was goes on, if it was asked to `keep` it. */
export interface ProjectOpened {
  run: number | null;
  problems: Problem[];
  notes: Problem[]; // worth telling, and stop nothing
  terminal: boolean; // it has a host with terminals
  /** Processes that nobody has to start, and the reader may. */
  startable: Target[];
  /** Messages that its manifest has ready. */
  messages: ReadyMessage[];
}

/** What a run file is of: a scenario, or files. */
export interface RunHead {
  scenario: string | null;
  name: string | null;
  files: Record<string, string> | null;
  seed: number;
  shuffled: boolean;
  /** What it is to stop at. */
  breakpoints: string[];
  view: { event?: number } | null;
}

/** How far a run is that is being made again: turns. */
export interface Replaying {
  type: "replaying";
  turn: number;
  of: number;
}

/** It is there, and is the run of this number now, paused. */
export interface Replayed {
  type: "replayed";
  run: number;
  /** It is the one that was written, event for event. If not, both agree up to one event, and part by another. */
  same: boolean;
  agrees: number;
  parts: number;
}

/** What a run can be written as. */
export type ExportFormat = "jsonl" | "perfetto" | "mermaid" | "shiviz" | "svg" | "csv";

/** Which events are exported: those that fit everything that it says. */
export interface ExportSelection {
  from: number | null;
  to: number | null;
  processes: string[]; // "3", "app:relay", "outside"
  topics: string[];
  kinds: string[]; // as Kind has them: "dead_letter"
}

/** How far an export is: turns. `bytes` is what was written since the last word. */
export interface Exporting {
  type: "exporting";
  turn: number;
  of: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** All of it was written, or there was a failure. */
export interface Exported {
  type: "exported";
  events: number;
  selected: number; // of them
  same: boolean; // it is the run that was written
  failure: string | null;
}

export interface RunToCompare {
  text: string;
  models: Models;
}

/** How far a comparison is: turns of both. */
export interface Comparing {
  type: "comparing";
  turn: number;
  of: number;
}

/** All is known that there is to know of it, or there was a failure. */
export interface Compared {
  type: "compared";
  report: Comparison | null;
  failure: string | null;
}

/** Two runs, and where they part. */
export interface Comparison {
  same: boolean;
  written: boolean; // the second is what the file of the first says
  event: number | null; // the first that differs is this one, …
  until: number | null; // … or one after it up to this one
  before: ComparedEvent[]; // the last that both have
  one: ComparedRun;
  other: ComparedRun;
  differences: { field: ComparedField; one: string; other: string }[];
  reasons: Reason[];
}

export interface ComparedRun {
  events: number;
  hash: string;
  turn: number;
  time_ns: number;
  remade: boolean; // what was made again is what was written
  lines: ComparedEvent[]; // from the first that differs on
}

export interface ComparedEvent {
  number: number;
  time_ns: number | null;
  kind: string | null; // as exports have it: "dead letter"
  who: string;
  what: string;
}

/** What of an event differs. */
export type ComparedField =
  | "kind"
  | "time"
  | "turn"
  | "process"
  | "peer"
  | "text"
  | "payload"
  | "cause"
  | "how"
  | "options"
  | "why"
  | "host"
  | "waited"
  | "left"
  | "handled"
  | "turns"
  | "channel"
  | "values"
  | "case"
  | "duration"
  | "timer"
  | "number"
  | "second_number";

export interface ComparedInput {
  turn: number;
  time_ns: number;
  text: string;
}

/** Why two runs may have parted. */
export type Reason =
  | { reason: "project"; one: string; other: string }
  | { reason: "file"; path: string; which: "both" | "one" | "other" }
  | { reason: "overrides"; one: string; other: string }
  | { reason: "setting"; name: "seed" | "order" | "memory_budget" | "record_channels" | "targets"; one: string; other: string }
  | { reason: "input"; number: number; one: ComparedInput | null; other: ComparedInput | null }
  | { reason: "end" }
  | { reason: "recorded" };

/** A line of a project's file, and what is wrong there. Line 0: the file as a whole; column 0: the line as a whole. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  message: string;
}

export interface Target {
  entry: string; // "app:cli"
  host: string; // "app:terminal"
}

export interface Description {
  event: number;
  /** The payload as one line of JSON, at most 200 characters and then an ellipsis; null: none; undefined: no longer kept. */
  payload?: string | null;
  truncated: boolean;
  /** What a message says in a few words, where its topic does not: `set Cursor user:7` of one whose topic is `http`. */
  summary?: string;
}

export interface Payload {
  event: number;
  /** Indented JSON, or null when there is none; undefined: no longer kept. */
  payload?: string | null;
  bytes: number;
}

export interface Inspection {
  row: ProcessRow;
  /** What waits in the mailbox, oldest first, the first 100. */
  mailbox: { topic: string; from: string; payload: string; event: number; late: number | null }[]; // late: when a message arrives that a fault has delayed; those are last
  mailbox_more: number;
  monitors: string[]; // PIDs that it watches
  monitored_by: string[];
  links: string[];
  names: string[];
  listens: string[];
  trap_links: boolean;
  /** What it published with `ctx.show`, as indented JSON. */
  shown: string | null;
  /** What a script is calling: of each task, the innermost function first. Only the engine with Lua knows. */
  stacks?: Frame[][];
}

/** A function that is being called: what it does in that line is not over. */
export interface Frame {
  entry: string; // "app:relay"
  line: number;
  function: string; // what its caller calls it, or nothing
  locals: Variable[];
  captured: Variable[]; // of what stands around it, what it uses
}

/** A variable, and its value as text of Lua: clipped, and not to be read again. */
export interface Variable {
  name: string;
  value: string;
}

/** A line of a fault script, and what is wrong with it or became of it; empty: it was done. */
/** How faults are set: what became of the lines of the script that have come, those that are to come, and what comes by chance, as a line. */
export interface FaultsSet {
  outcomes: ScriptLine[];
  to_come: ScriptLine[];
  chance: string;
}

export interface ScriptLine {
  line: number;
  message: string;
}

export interface Source {
  entry: string; // "app:relay"
  file: string; // "relay.rs", below src/actors; of a script, the path in its project
}

export interface Completion {
  names: string[];
  pids: string[];
  topics: string[];
}

export type ProcessState = "ready" | "running" | "waiting" | "ended";

export interface ProcessRow {
  number: number;
  pid: string;
  entry: string; // "app:relay"
  host: string; // "app:processes"
  names: string[];
  state: ProcessState;
  /** What it waits for: "inbox", "topic", "events", "timer", "line", "exec", "channel"; empty when it does not wait. */
  waits: string;
  depth: number; // messages in the mailbox
  received: number;
  sent: number;
  waited_ns: number; // mean time of a message in the mailbox
  handled_ns: number; // mean time from receive to done
  turns: number;
  /** Turns in a row in which its script has used its slice up, and has neither taken a message nor waited. */
  busy: number;
  parent: number; // 0: the outside
  supervisor: boolean; // the supervisor of a service
  terminal: boolean; // has a terminal
  paused: boolean; // by a fault
  filled: boolean; // a fault has filled its mailbox
  /** How it ended: null while it lives. `text` is its value or its error. */
  ended: { how: "returned" | "failed" | "terminated"; text: string } | null;
}

/** Processes of one entry on one host. When there are many, `rows` holds only the busiest of them. */
export interface GroupRow {
  host: string;
  entry: string;
  alive: number;
  ended: number;
  depth: number;
  sent: number;
  received: number;
}

export interface ServiceRow {
  id: string; // "app:kv_server.service"
  state: "unknown" | "starting" | "running" | "stopping" | "stopped" | "failed" | "exited";
  process: number; // of its current process; 0: none
  up: boolean; // it can be stopped; otherwise it can be started
  restarts: number;
}

export interface LogRow {
  event: number;
  time: number; // virtual nanoseconds
  level: "debug" | "info" | "warn" | "error";
  process: number;
  pid: string;
  entry: string;
  message: string;
  fields: string; // JSON on one line, "" when there are none
}

export interface TerminalChunk {
  process: number;
  /** Text with ANSI colours, as the process wrote it; or a line that somebody has typed. */
  text: string;
  typed: boolean;
  event: number;
}

export interface TerminalRow {
  process: number;
  pid: string;
  entry: string;
  host: string;
  /** It is waiting for a line. */
  reading: boolean;
  ended: boolean;
}

export interface Statistics {
  messages: number; // sent in all
  deliveries: number;
  turns: number;
  spawned: number;
  alive: number;
  depth: number; // in all mailboxes
  dead_letters: number;
  refused: number;
  memory: number; // logical bytes in use
  memory_budget: number;
  /** Wait in the mailbox, virtual ns, over the last 1,024 deliveries. */
  waited: { p50: number; p95: number; p99: number };
  /** Share of wall time that the engine worked since the last update, 0 to 1. */
  load: number;
}

/** `waiting`: nothing can run until an answer comes from outside, or virtual time has not got there yet. */
export type RunState = "running" | "waiting" | "paused" | "ended";

/** What processes have printed since the last time, and, about ten times a second, what is shown of them; null means "as before". */
export interface Tables {
  run: number;
  terminals: TerminalChunk[];
  logs: LogRow[];
  logs_lost: number; // lines before these that were too many
  rows: ProcessRow[] | null;
  groups: GroupRow[] | null;
  services: ServiceRow[] | null;
  terminal_rows: TerminalRow[] | null;
  names: { name: string; process: number }[] | null;
  statistics: Statistics | null;
  /** How often what each breakpoint is about has happened. */
  hits: number[] | null;
}

/** Sent at most once a frame, after the page has acknowledged the one before. */
export interface Update extends Tables {
  type: "update";
  state: RunState;
  time: number; // virtual nanoseconds
  /** Events of the run so far, some of which may come later, and how many of them the engine lost before the page could read them. */
  total: number;
  dropped: number;
  /** `count` records of RECORD_WORDS 32-bit words each; the first has the number in its first two words. */
  records: ArrayBuffer;
  count: number;
  /** Newly interned texts; `first` is the id of the first of them. Ids are dense and start at 1. */
  texts: { first: number; list: string[] };
  /** 16 hexadecimal digits. */
  hash: string;
  /** With the tables, while it stands still: who takes the next turn, and the send of what lies first in its mailbox, or 0. */
  upcoming: [process: number, message: number] | null;
  /** What came to the run since its text was asked for, if that was to be followed. */
  more: More | null;
}

/** Inputs, the first of them by its place in the log, and where the run is: all as a run file has them. */
export interface More {
  first: number;
  /** "" is one that no file can have. */
  inputs: string[];
  end: string;
}

/** The engine died: a bug of ours, or real exhaustion. The page offers a restart. */
export interface Died {
  type: "died";
  message: string;
}

export interface Ready {
  type: "ready";
}

/** A process of a run asks the key-value store. It never reaches the page: the worker passes it on to the database. */
export interface Ask {
  type: "ask";
  run: number;
  process: number;
  id: number;
  op: "get" | "set" | "list";
  key?: string;
  json?: string; // the value to be set, as JSON
  glob?: string;
}

/** Its answer: the JSON text of the value, the keys, an error, or none of these. */
export interface StoreAnswer {
  run: number;
  process: number;
  id: number;
  json?: string;
  keys?: string[];
  error?: StoreFailure;
}

/** page → worker */
export type ToWorker =
  | { type: "start"; engine: { js: string; wasm: string } }
  | { type: "request"; request: Request }
  /**
   * The page has read an update and gives its buffer back: "send me the next one, of at most so many records". `whole`: and leave none out,
   * however long the run has to wait for me.
   */
  | { type: "next"; buffer: ArrayBuffer | null; most: number; whole: boolean }
  /** The database that answers for a run from now on; or none any more, and why. */
  | { type: "database"; run: number; port: MessagePort }
  | { type: "no_database"; why: StoreFailure };

/** worker → page */
export type FromWorker = Ready | Reply | Update | Died | HttpResponse | Replaying | Replayed | Rewinding | Past | Stopped | Exporting | Exported | Comparing | Compared | { type: "wants_database"; run: number };

// ── Trace records ──────────────────────────────────────────────────────────────────────────────────────────────

/** 16 words of 32 bits, little-endian: 64 bytes. */
export const RECORD_WORDS = 16;

/** Word offsets inside a record. The 64-bit fields take two words, the low one first. */
export const Field = {
  number: 0, // 64: 1, 2, 3, …
  time: 2, // 64: virtual nanoseconds
  cause: 4, // 64: number of the event that made it happen; 0: none
  kind: 6, // low 8 bits: Kind; next 8 bits: flags; the other 16: the line of the script whose call it was, 0: none
  turn: 7,
  process: 8, // the process where it happens; 0: the outside
  peer: 9, // the other side; 0: the outside, or none
  text: 10, // id of an interned text; 0: none
  payload: 11, // id in the engine's payload store; 0: none
  a: 12, // 64: see Kind
  b: 14, // 64: see Kind
} as const;

/** What happened. The comment says what the fields hold beside number, time, cause and turn. */
export const Kind = {
  input: 1, // peer: whom it concerns; text: "line", "end of input", "interrupt", "send", "cancel", "next", "start", "stop service", "start service", "kv_store" (then cause: the store request); payload
  spawn: 2, // process: parent; peer: child; text: entry; payload: its arguments; a: id of the host's text; flags: Spawn
  start: 3, // process: child; peer: parent. Its first turn; cause: the spawn
  exit: 4, // process; peer: who ended it, 0: itself or the outside; flags: Exit; payload: the value or the error
  register: 5, // process: owner; text: name
  unregister: 6, // process: owner; text: name
  monitor: 7, // process watches peer
  unmonitor: 8,
  link: 9,
  unlink: 10,
  listen: 11, // text: topic
  unlisten: 12,
  send: 13, // process → peer; text: topic; payload
  refused: 14, // process → peer; text: topic; payload; a: id of the text that says why ("mailbox full", "memory budget", …)
  dead_letter: 15, // process (sender) → peer (0: no such name); text: topic; payload; flags: 1 = lay unread in the mailbox of a process that ended, whose exit is b (cause: the send)
  receive: 16, // process takes it; peer: sender; text: topic; payload; cause: the send; a: waited ns; b: depth left behind
  done: 17, // handled; peer: sender; text: topic; cause: the receive; a: handled ns; b: turns it took
  timer_set: 18, // a: duration ns; b: timer id; flags: Timer
  timer_fired: 19, // cause: the setting; a: duration ns; b: timer id; flags: Timer
  timer_stopped: 20, // cause: the setting; b: timer id; flags: Timer
  event: 21, // a system event is taken by process; peer: about whom; text: "EXIT", "CANCEL", "LINK_DOWN", "line", "end of input", "result", "kv_store"; cause: the exit, the call or the input; payload; a: waited ns
  log: 22, // text: level; payload: {message, fields}
  terminal: 23, // payload: the text written; flags: 1 if to the error output
  service: 24, // process: supervisor; peer: its process; text: state; payload: {service, …}
  limit: 25, // text: which limit was reached; a: logical bytes in use
  show: 26, // payload: what the process published
  mark: 27, // a user's mark (later)
  channel_send: 28, // inside one process, if the run's settings ask; a: number of the channel; b: values in it
  channel_receive: 29, // the same
  channel_close: 30, // the same
  select: 31, // a: number of the channel; b: index of the case
  ask: 32, // the process asks the outside and waits for its answer; text: "line"
  store_request: 33, // the process asks the key-value store; text: "get", "set", "list"; payload
  fault: 34, // something was made to go wrong; peer: the process struck, 0: none; text: "kill", "drop", …; payload: its line; cause: the message struck, its send or the fault before; flags: Fault; a: if it has struck by itself, the fault that was waiting, or the one that set chaos
} as const;

export type KindName = keyof typeof Kind;

/** Flags of a spawn. */
export const Spawn = { linked: 1, monitored: 2, supervisor: 4, terminal: 8 } as const;

/** Flags of an exit. */
export const Exit = { returned: 0, failed: 1, terminated: 2 } as const;

/** Flags of a fault: it was waiting, or came by chance; it could not be done; a message that it delayed has arrived. */
export const Fault = { struck: 1, refused: 2, arrived: 4 } as const;

/** Flags of a timer. */
export const Timer = { sleep: 1, after: 2, ticker: 3, timer: 4 } as const;
