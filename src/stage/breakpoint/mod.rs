//! [`Breakpoint`]: what a run is to stop at.

mod matching;
mod parse;
mod watch;

use std::fmt::{self, Display, Formatter};

use crate::base::{Str, Value};
use crate::runtime::Kernel;

pub use watch::{Stop, Until, Watch, Watched};

/// Something that a run stops at. It is stopped after the turn, or the input, in which that happens: a turn is never cut.
///
/// Breakpoints have a text form, a line each, which the page and run files share. Names are those of processes (registered, or of
/// their entries, `worker` for `app:worker`), their PIDs or the numbers in these, and `outside`; `*` stands for any text.
///
/// ```
/// use rehearsal::stage::{Breakpoint, On};
///
/// let on: Breakpoint = r#"receive echo to worker with {"text": "h*"} after 2"#.parse()?;
/// assert_eq!(on.skip, 2);
/// assert_eq!(on.to_string(), r#"receive echo to worker with {"text":"h*"} after 2"#);
/// assert!("whenever it rains".parse::<Breakpoint>().is_err());
/// # Ok::<(), rehearsal::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Breakpoint {
    /// What happens.
    pub on: On,
    /// How often it may happen before that stops the run.
    pub skip: u64,
}

/// What may happen that somebody wants to stop at.
#[derive(Clone, Debug, PartialEq)]
pub enum On {
    /// A message is sent, is received, or becomes a dead letter.
    Message {
        /// Which of these.
        step: Step,
        /// What it is about.
        topic: Pattern,
        /// Who has sent it.
        from: Pattern,
        /// Whom it is for.
        to: Pattern,
        /// What it carries: of a map the named values, texts with `*`.
        payload: Option<Value>,
    },
    /// A process is spawned.
    Spawn(Pattern),
    /// A process ends: however that is, or by an error.
    Exit {
        /// Who.
        process: Pattern,
        /// Only by an error.
        failed: bool,
    },
    /// A process writes a log line.
    Log {
        /// Of this level; empty: of whichever.
        level: Pattern,
        /// That says this, or has it in it.
        message: Pattern,
    },
    /// A counter comes to a number, or above it.
    Counter(Counter, u64),
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Step {
    Send,
    Receive,
    DeadLetter,
}

/// What is counted of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Counter {
    Messages,
    Deliveries,
    Turns,
    Spawned,
    Alive,
    Queued,
    DeadLetters,
    Refused,
    Memory,
}

/// A text with `*` for any text; an empty one is anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(pub Str);

impl Step {
    const ALL: [(Self, &str); 3] =
        [(Self::Send, "send"), (Self::Receive, "receive"), (Self::DeadLetter, "dead letter")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(step, _)| *step == self).map_or("", |(_, word)| word)
    }
}

impl Counter {
    const ALL: [(Self, &str); 9] = [
        (Self::Messages, "messages"),
        (Self::Deliveries, "deliveries"),
        (Self::Turns, "turns"),
        (Self::Spawned, "spawned"),
        (Self::Alive, "alive"),
        (Self::Queued, "queued"),
        (Self::DeadLetters, "dead letters"),
        (Self::Refused, "refused"),
        (Self::Memory, "memory"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(counter, _)| *counter == self).map_or("", |(_, word)| word)
    }

    fn of(self, kernel: &Kernel) -> u64 {
        let counters = kernel.counters();
        match self {
            Self::Messages => counters.messages,
            Self::Deliveries => counters.deliveries,
            Self::Turns => counters.turns,
            Self::Spawned => counters.spawned,
            Self::Alive => u64::from(kernel.alive()),
            Self::Queued => kernel.queued(),
            Self::DeadLetters => counters.dead_letters,
            Self::Refused => counters.refused,
            Self::Memory => kernel.memory().0,
        }
    }
}

impl Pattern {
    fn is_anything(&self) -> bool {
        self.0.is_empty() || &*self.0 == "*"
    }
}

impl Display for Breakpoint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let named = |f: &mut Formatter<'_>, before: &str, pattern: &Pattern| {
            if pattern.is_anything() { Ok(()) } else { write!(f, "{before}{}", pattern.0) }
        };
        match &self.on {
            On::Message { step, topic, from, to, payload } => {
                write!(f, "{}", step.word())?;
                named(f, " ", topic)?;
                named(f, " from ", from)?;
                named(f, " to ", to)?;
                payload.iter().try_for_each(|payload| write!(f, " with {}", payload.to_json()))?;
            }
            On::Spawn(process) => {
                write!(f, "spawn")?;
                named(f, " ", process)?;
            }
            On::Exit { process, failed } => {
                write!(f, "{}", if *failed { "failure" } else { "exit" })?;
                named(f, " ", process)?;
            }
            On::Log { level, message } => {
                write!(f, "log")?;
                named(f, " ", level)?;
                named(f, " says ", message)?;
            }
            On::Counter(counter, least) => write!(f, "{} >= {least}", counter.word())?,
        }
        if self.skip > 0 { write!(f, " after {}", self.skip) } else { Ok(()) }
    }
}
