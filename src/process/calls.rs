//! [`Calls`]: everything that a process can ask of its runtime.
//!
//! The runtime implements it in one place, `runtime/dispatch.rs`.

use std::rc::Rc;
use std::sync::Arc;
use std::task::{Poll, Waker};

use super::coroutine::{Coroutine, Flag};
use super::event::Event;
use super::exit::Outcome;
use super::kv_store::StoreRequest;
use super::message::{Message, SendError};
use super::service::ServiceState;
use crate::base::{Duration, EntryId, Error, Pid, Str, Time, Value};
use crate::channel::Operation;

/// What a process answers to somebody who looks at it from outside: it takes no turn, and leaves no trace.
pub(crate) type Look = Rc<dyn Fn(&Value) -> Value>;

/// Whom something is for: a process by PID, or by text, which is a printed PID or a registered name.
#[derive(Clone, Debug)]
pub enum Destination<'a> {
    /// A process.
    Pid(Pid),
    /// A process, whose PID the caller keeps.
    Ref(&'a Pid),
    /// A registered name, or a printed PID.
    Text(&'a str),
}

impl From<Pid> for Destination<'_> {
    fn from(pid: Pid) -> Self {
        Self::Pid(pid)
    }
}

impl<'a> From<&'a Pid> for Destination<'a> {
    fn from(pid: &'a Pid) -> Self {
        Self::Ref(pid)
    }
}

impl<'a> From<&'a str> for Destination<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Destination<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Str> for Destination<'a> {
    fn from(text: &'a Str) -> Self {
        Self::Text(text)
    }
}

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For whoever looks for a fault.
    Debug,
    /// The normal course of things.
    Info,
    /// Not right, but it goes on.
    Warn,
    /// Something failed.
    Error,
}

impl Level {
    /// The printed name, `info`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// Which of the outputs of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// What the program is asked for.
    Standard,
    /// What it says beside that. A page shows both alike; a shell can tell them apart.
    Error,
}

/// Where messages are taken from: the inbox, or a topic listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mailbox {
    Inbox,
    /// Index of the listened topic within the process.
    Topic(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum TimerKind {
    Sleep = 1,
    After = 2,
    Ticker = 3,
    Timer = 4,
}

/// What a coroutine is doing: the event that made it do so, and the message that it has not finished yet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Handling {
    /// Number of the event that everything it does now has as its cause; 0: none.
    pub cause: u64,
    /// The message or event being handled, for its `done`.
    pub open: Option<Open>,
}

/// A delivery that was received and is not done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub receive: u64,
    pub at: Time,
    pub turn: u64,
    pub topic: u32,
    pub peer: u32,
}

/// What `spawn` and its kin want to have.
pub(crate) struct SpawnRequest {
    pub entry: Str,
    pub host: Str,
    pub args: Vec<Value>,
    pub linked: bool,
    pub monitored: bool,
    pub name: Option<Str>,
    pub messages: Vec<(Str, Value)>,
    pub context: Vec<(Str, Value)>,
    /// The event to name as the cause, where it is not what the spawner is handling: a restart names the exit.
    pub because: Option<u64>,
}

/// The calls. `me` is the number of the calling process. All answer at once; those that take a [`Waker`] say
/// [`Poll::Pending`] when there is nothing yet, and wake it when there is.
pub(crate) trait Calls {
    fn pid(&self, me: u32) -> Pid;
    fn entry(&self, me: u32) -> EntryId;
    fn args(&self, me: u32) -> Rc<[Value]>;
    fn context_value(&self, me: u32, key: &str) -> Option<Value>;
    fn now(&self) -> Time;
    fn random(&self) -> u64;

    fn send(
        &self,
        me: u32,
        to: Destination<'_>,
        topic: &str,
        payload: Value,
    ) -> Result<(), SendError>;
    fn receive(&self, me: u32, mailbox: Mailbox, waker: &Waker) -> Poll<Option<Message>>;
    fn next_event(&self, me: u32, waker: &Waker) -> Poll<Event>;
    fn listen(&self, me: u32, topic: &str) -> Result<u32, Error>;
    fn unlisten(&self, me: u32, slot: u32);

    fn spawn(&self, me: u32, request: SpawnRequest) -> Result<Pid, Error>;
    fn exec(&self, me: u32, request: SpawnRequest) -> Result<u32, Error>;
    fn ask_store(&self, me: u32, request: StoreRequest) -> u32;
    /// Of what `exec` or `ask_store` has given the number of.
    fn result(&self, me: u32, id: u32, waker: &Waker) -> Poll<Outcome>;
    fn forget_result(&self, me: u32, id: u32);
    fn terminate(&self, me: u32, to: Destination<'_>) -> Result<(), Error>;
    fn cancel(&self, me: u32, to: Destination<'_>, reason: Str) -> Result<(), Error>;

    fn monitor(&self, me: u32, to: Destination<'_>) -> Result<(), Error>;
    fn unmonitor(&self, me: u32, to: Destination<'_>) -> Result<(), Error>;
    fn link(&self, me: u32, to: Destination<'_>) -> Result<(), Error>;
    fn unlink(&self, me: u32, to: Destination<'_>) -> Result<(), Error>;
    fn trap_links(&self, me: u32, trap: bool);

    fn register(&self, me: u32, name: &str, to: Option<Destination<'_>>) -> Result<(), Error>;
    fn unregister(&self, me: u32, name: &str) -> bool;
    fn lookup(&self, name: &str) -> Result<Pid, Error>;

    fn set_timer(&self, me: u32, kind: TimerKind, span: Duration) -> u32;
    fn fired(&self, me: u32, timer: u32, waker: &Waker) -> Poll<Option<Time>>;
    fn stop_timer(&self, me: u32, timer: u32) -> bool;
    fn reset_timer(&self, me: u32, timer: u32, span: Duration) -> bool;
    fn drop_timer(&self, me: u32, timer: u32);

    fn log(&self, me: u32, level: Level, message: Str, fields: Value);
    fn show(&self, me: u32, value: Value);
    fn on_look(&self, me: u32, look: Look);
    fn has_terminal(&self, me: u32) -> bool;
    fn print(&self, me: u32, output: Output, text: Str);
    fn read_line(&self, me: u32, waker: &Waker) -> Poll<Option<Str>>;
    fn stop_reading(&self, me: u32, waker: &Waker);

    /// Counts one step inside the process that no delivery caused; `false` when this turn has had enough.
    fn step(&self, me: u32, waker: &Waker) -> bool;
    /// The process has run for so many of its interpreter's ticks; `over`: its slice is used up, and it goes on in its
    /// next turn.
    #[cfg(feature = "lua")]
    fn use_ticks(&self, me: u32, ticks: u64, over: bool);
    /// The process's interpreter holds so many logical bytes now. False when the run has no room for them: then they are
    /// not counted, and the process is to fail.
    #[cfg(feature = "lua")]
    fn use_memory(&self, me: u32, bytes: u64) -> bool;
    /// What the process does from now on is the work of this line of its script; 0: of none that is known.
    #[cfg(feature = "lua")]
    fn at_line(&self, line: u32);
    /// Waker and first cause of a coroutine that is about to be made.
    fn new_coroutine(&self, me: u32) -> (Arc<Flag>, Handling);
    fn adopt(&self, me: u32, coroutine: Coroutine);
    fn fail(&self, me: u32, error: Error);
    fn swap_handling(&self, handling: Handling) -> Handling;

    /// The number of a new channel, if the run records what happens at channels.
    fn watch_channel(&self) -> Option<u32>;
    /// Something happened at such a channel, which has so many values now.
    fn note_channel(&self, me: u32, channel: u32, operation: Operation, values: usize);

    /// Supervisors only: what has become of their service.
    fn report_service(&self, me: u32, state: ServiceState, child: Option<&Pid>, details: Value);
    /// Supervisors only: the event of the last exit that was delivered.
    fn last_cause(&self, me: u32) -> u64;
}
