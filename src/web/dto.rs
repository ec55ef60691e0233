//! What crosses to the page and back: the one place with JSON names. `www/protocol.ts` is the other side.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::breakpoints::UntilDto;
#[cfg(feature = "projects")]
use super::export::SelectionDto;
use crate::base::{Error, Value};
use crate::process::Exit;
#[cfg(feature = "projects")]
use crate::process::Frame;
use crate::project::ServiceView;
use crate::runtime::{Order, ProcessView, State};
use crate::stage::{GroupView, Pace, RunState};

/// Plain data as a plain object.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(value.serialize(&serializer)?)
}

#[derive(Deserialize)]
pub(super) struct Request {
    pub id: f64,
    pub command: Command,
}

// With the variant's name outside: a tag inside makes serde read everything twice, which is 60 KB of code.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Scenarios,
    Open {
        scenario: String,
        settings: SettingsDto,
    },
    #[cfg(feature = "projects")]
    OpenProject {
        files: Vec<FileDto>,
        models: ModelsDto,
        keep: bool,
        settings: SettingsDto,
    },
    #[cfg(feature = "projects")]
    CheckProject {
        files: Vec<FileDto>,
        models: ModelsDto,
    },
    #[cfg(feature = "projects")]
    Http(super::http::HttpDto),
    SaveRun {
        name: String,
        view: String,
        #[serde(default)]
        digests: bool,
        /// Updates are to bring what comes to be in it from now on.
        #[serde(default)]
        follow: bool,
    },
    #[cfg(feature = "projects")]
    CheckRun {
        text: String,
    },
    #[cfg(feature = "projects")]
    OpenRun {
        text: String,
        models: ModelsDto,
        pace: PaceDto,
    },
    #[cfg(feature = "projects")]
    GiveUpRun,
    Rewind {
        event: f64,
        /// The page has not got that event: those before it go with the answer.
        #[serde(default)]
        records: bool,
    },
    ToNow,
    Fork,
    Breakpoints {
        lines: Vec<String>,
    },
    RunUntil {
        until: UntilDto,
    },
    #[cfg(feature = "projects")]
    ExportRun {
        text: String,
        models: ModelsDto,
        format: String,
        selection: SelectionDto,
    },
    #[cfg(feature = "projects")]
    CompareRuns {
        one: super::compare::RunDto,
        other: Option<super::compare::RunDto>,
    },
    Play,
    Pause,
    Step,
    Pace {
        pace: PaceDto,
    },
    Send {
        to: String,
        topic: String,
        payload: String,
    },
    Line {
        process: u32,
        text: String,
    },
    EndOfInput {
        process: u32,
    },
    Interrupt {
        process: u32,
    },
    Kill {
        process: u32,
    },
    Cancel {
        process: u32,
        reason: String,
    },
    Start {
        entry: String,
        host: String,
    },
    StartService {
        service: String,
    },
    Next {
        process: u32,
        message: f64,
    },
    StopService {
        service: String,
    },
    Fault {
        line: String,
    },
    /// Whether a fault, or a payload, can be read.
    Check {
        fault: bool,
        text: String,
    },
    FaultScript {
        text: String,
        on: bool,
    },
    Faults,
    Describe {
        events: Vec<f64>,
    },
    Payload {
        event: f64,
    },
    Inspect {
        process: u32,
    },
    #[cfg(feature = "projects")]
    Look {
        process: u32,
        question: String,
    },
    Sources,
    Complete,
    Pids {
        numbers: Vec<u32>,
    },
}

/// A file of a project.
#[cfg(feature = "projects")]
#[derive(Deserialize)]
pub(super) struct FileDto {
    pub path: String,
    pub text: String,
}

/// What became of the models among the files of a project, which are read elsewhere.
#[cfg(feature = "projects")]
#[derive(Deserialize)]
pub(super) struct ModelsDto {
    /// None: there are none, or something is wrong with them.
    pub schema: Option<String>,
    pub problems: Vec<ProblemDto>,
}

#[derive(Deserialize)]
pub(super) struct PaceDto {
    kind: PaceKind,
    #[serde(default)]
    value: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PaceKind {
    Times,
    Events,
    Max,
}

impl PaceDto {
    /// The pace meant.
    pub fn pace(&self) -> Result<Pace, Error> {
        let within = |value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                Ok(value)
            } else {
                Err(Error::invalid(format!(
                    "a speed lies between {low} and {high}, not at {value}"
                )))
            }
        };
        Ok(match self.kind {
            PaceKind::Times => Pace::Times(within(self.value, 0.01, 1_000.0)?),
            PaceKind::Events => Pace::Events(within(self.value, 0.1, 1_000.0)?),
            PaceKind::Max => Pace::Max,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct SettingsDto {
    pub seed: f64,
    pub order: OrderDto,
    pub pace: PaceDto,
    pub playing: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OrderDto {
    Fifo,
    Shuffled,
}

impl From<OrderDto> for Order {
    fn from(order: OrderDto) -> Self {
        match order {
            OrderDto::Fifo => Self::Fifo,
            OrderDto::Shuffled => Self::Shuffled,
        }
    }
}

/// All of a reply but its value, which is put into the object afterwards, unless it is an error.
#[derive(Serialize)]
pub(super) struct ReplyDto {
    pub r#type: &'static str,
    pub id: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

#[derive(Serialize)]
pub(super) struct Failure {
    pub kind: &'static str,
    pub message: String,
    /// More about it, as JSON.
    pub details: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Died {
    pub r#type: &'static str,
    pub message: String,
}

#[derive(Serialize)]
pub(super) struct ScenarioDto {
    pub id: &'static str,
    pub terminal: bool,
    pub quick: Vec<QuickDto>,
}

#[derive(Serialize)]
pub(super) struct QuickDto {
    pub label: String,
    /// A name or a PID; empty: whoever lives of the entry.
    pub to: String,
    pub entry: String,
    pub topic: String,
    pub payload: String,
}

#[derive(Serialize)]
pub(super) struct OpenedDto {
    pub run: u32,
    pub scenario: &'static str,
}

/// What became of a project: a run, or what is wrong with it.
#[cfg(feature = "projects")]
#[derive(Default, Serialize)]
pub(super) struct ProjectDto {
    pub run: Option<u32>,
    pub problems: Vec<ProblemDto>,
    pub notes: Vec<ProblemDto>,
    pub terminal: bool,
    pub startable: Vec<TargetDto>,
    pub messages: Vec<QuickDto>,
}

/// A line of a project's file, and what is wrong there. Line 0: the file as a whole; column 0: the line as a whole.
#[cfg(feature = "projects")]
#[derive(Deserialize, Serialize)]
pub(super) struct ProblemDto {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub message: String,
}

/// A process that the reader may start.
#[cfg(feature = "projects")]
#[derive(Serialize)]
pub(super) struct TargetDto {
    pub entry: String,
    pub host: String,
}

/// A payload: left out when it is no longer kept, `null` when there is none.
#[derive(Serialize)]
pub(super) struct DescriptionDto {
    pub event: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<Option<String>>,
    pub truncated: bool,
    /// What a message says in a few words, where its topic does not: `set Cursor user:7` of one whose topic is `http`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

#[derive(Serialize)]
pub(super) struct PayloadDto {
    pub event: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<Option<String>>,
    pub bytes: f64,
}

#[derive(Serialize)]
pub(super) struct InspectionDto {
    pub row: RowDto,
    pub mailbox: Vec<LetterDto>,
    pub mailbox_more: u32,
    pub monitors: Vec<String>,
    pub monitored_by: Vec<String>,
    pub links: Vec<String>,
    pub names: Vec<String>,
    pub listens: Vec<String>,
    pub trap_links: bool,
    pub shown: Option<String>,
    #[cfg(feature = "projects")]
    pub stacks: Vec<Vec<Frame>>,
}

#[derive(Serialize)]
pub(super) struct LetterDto {
    pub topic: String,
    pub from: String,
    pub payload: String,
    pub event: f64,
    pub late: Option<f64>,
}

/// A line of a fault script, and what is wrong with it or became of it; empty: it was done.
#[derive(Serialize)]
pub(super) struct ScriptLineDto {
    pub line: u32,
    pub message: String,
}

/// How faults are set.
#[derive(Serialize)]
pub(super) struct FaultsDto {
    /// What became of the lines of the script that have come.
    pub outcomes: Vec<ScriptLineDto>,
    /// Its lines that are to come.
    pub to_come: Vec<ScriptLineDto>,
    /// What comes by chance, as a line.
    pub chance: String,
}

#[derive(Serialize)]
pub(super) struct SourceDto {
    pub entry: String,
    pub file: String,
}

#[derive(Serialize)]
pub(super) struct CompletionDto {
    pub names: Vec<String>,
    pub pids: Vec<String>,
    pub topics: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct RowDto {
    number: u32,
    pid: String,
    entry: String,
    host: String,
    names: Vec<String>,
    state: &'static str,
    waits: &'static str,
    depth: u32,
    received: u32,
    sent: u32,
    waited_ns: f64,
    handled_ns: f64,
    turns: u32,
    busy: u32,
    parent: u32,
    supervisor: bool,
    terminal: bool,
    paused: bool,
    filled: bool,
    ended: Option<EndedDto>,
}

#[derive(Serialize)]
struct EndedDto {
    how: &'static str,
    text: String,
}

/// A text for a small place.
pub(super) fn clip(text: &str, most: usize) -> (String, bool) {
    match text.char_indices().nth(most) {
        Some((end, _)) => (format!("{}…", &text[..end]), true),
        None => (text.to_owned(), false),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_json(), str::to_owned)
}

impl From<&ProcessView> for RowDto {
    fn from(view: &ProcessView) -> Self {
        let mean =
            |sum: u64| if view.received == 0 { 0.0 } else { sum as f64 / f64::from(view.received) };
        let ended = view.ended.as_ref().map(|(exit, _)| match exit {
            Exit::Returned(value) => EndedDto { how: "returned", text: clip(&plain(value), 200).0 },
            Exit::Failed(error) => EndedDto { how: "failed", text: clip(&error.message, 200).0 },
            Exit::Terminated(error) => {
                EndedDto { how: "terminated", text: clip(&error.message, 200).0 }
            }
        });
        Self {
            number: view.pid.number(),
            pid: view.pid.to_string(),
            entry: view.entry.to_string(),
            host: view.pid.host().to_string(),
            names: view.names.iter().take(10).map(|name| clip(name, 100).0).collect(),
            state: match view.state {
                _ if ended.is_some() => "ended",
                State::Ready => "ready",
                State::Running => "running",
                State::Waiting => "waiting",
            },
            waits: view.waits,
            depth: view.depth,
            received: view.received,
            sent: view.sent,
            waited_ns: mean(view.waited_ns),
            handled_ns: mean(view.handled_ns),
            turns: view.turns,
            busy: view.busy,
            parent: view.parent,
            supervisor: view.supervisor,
            terminal: view.terminal,
            paused: view.paused,
            filled: view.filled,
            ended,
        }
    }
}

#[derive(Serialize)]
pub(super) struct GroupDto {
    host: String,
    entry: String,
    alive: u32,
    ended: f64,
    depth: f64,
    sent: f64,
    received: f64,
}

impl From<&GroupView> for GroupDto {
    fn from(view: &GroupView) -> Self {
        Self {
            host: view.host.to_string(),
            entry: view.entry.to_string(),
            alive: view.alive,
            ended: view.ended as f64,
            depth: view.depth as f64,
            sent: view.sent as f64,
            received: view.received as f64,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ServiceDto {
    id: String,
    state: &'static str,
    process: u32,
    /// Whether it can be stopped; otherwise it can be started.
    up: bool,
    restarts: u32,
}

impl From<&ServiceView> for ServiceDto {
    fn from(view: &ServiceView) -> Self {
        Self {
            id: view.id.to_string(),
            state: view.state.name(),
            process: view.process,
            up: view.up,
            restarts: view.attempts.saturating_sub(1),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TerminalRowDto {
    pub process: u32,
    pub pid: String,
    pub entry: String,
    pub host: String,
    pub reading: bool,
    pub ended: bool,
}

#[derive(Serialize)]
pub(super) struct NameDto {
    pub name: String,
    pub process: u32,
}

#[derive(Serialize)]
pub(super) struct TerminalChunkDto {
    pub process: u32,
    pub text: String,
    pub event: f64,
    pub typed: bool,
}

#[derive(Serialize)]
pub(super) struct LogDto {
    pub event: f64,
    pub time: f64,
    pub level: &'static str,
    pub process: u32,
    pub pid: String,
    pub entry: String,
    pub message: String,
    pub fields: String,
}

#[derive(Serialize)]
pub(super) struct StatisticsDto {
    pub messages: f64,
    pub deliveries: f64,
    pub turns: f64,
    pub spawned: f64,
    pub alive: u32,
    pub depth: f64,
    pub dead_letters: f64,
    pub refused: f64,
    pub memory: f64,
    pub memory_budget: f64,
    pub waited: WaitedDto,
    pub load: f64,
}

#[derive(Serialize)]
pub(super) struct WaitedDto {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

#[derive(Serialize)]
pub(super) struct TextsDto {
    pub first: u32,
    pub list: Vec<String>,
}

/// All of an update but its buffer of records, which is put into the object afterwards.
#[derive(Serialize)]
pub(super) struct UpdateDto {
    pub r#type: &'static str,
    pub run: u32,
    pub state: &'static str,
    pub time: f64,
    pub total: f64,
    pub dropped: f64,
    pub count: u32,
    pub texts: TextsDto,
    pub hash: String,
    pub terminals: Vec<TerminalChunkDto>,
    pub logs: Vec<LogDto>,
    pub logs_lost: u32,
    pub rows: Option<Vec<RowDto>>,
    pub groups: Option<Vec<GroupDto>>,
    pub services: Option<Vec<ServiceDto>>,
    pub terminal_rows: Option<Vec<TerminalRowDto>>,
    pub names: Option<Vec<NameDto>>,
    pub statistics: Option<StatisticsDto>,
    /// How often what each breakpoint is about has happened.
    pub hits: Option<Vec<f64>>,
    /// Who takes the next turn, and the send of the message that lies first in its mailbox, or 0.
    pub upcoming: Option<(u32, f64)>,
    /// What its file has more than the text that was asked for last.
    pub more: Option<MoreDto>,
}

/// Inputs, the first of them by its place in the log, and where the run is, as a run file has them.
#[derive(Serialize)]
pub(super) struct MoreDto {
    pub first: u32,
    /// "" is one that no file can have.
    pub inputs: Vec<String>,
    pub end: String,
}

/// The word that the page has for it.
pub(super) fn state_name(state: RunState) -> &'static str {
    match state {
        RunState::Running => "running",
        RunState::Waiting => "waiting",
        RunState::Paused => "paused",
        RunState::Ended => "ended",
    }
}
