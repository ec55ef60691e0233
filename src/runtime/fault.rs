//! [`Fault`]: what can be made to go wrong in a run.

use crate::base::{Duration, Error, ErrorKind, Str, Value};

/// Something that goes wrong because somebody wants to see what happens then.
///
/// A process is named as people do: by a name that it has registered, by its PID, by the number in it (`0x00005`), or by its
/// entry, which means the first of it that lives. Faults have a text form, a line each, which the page, fault scripts and run
/// files share:
///
/// ```
/// use rehearsal::runtime::{Fault, MessageFault, Struck};
///
/// let fault: Fault = "drop next echo to relay".parse()?;
/// let struck = Struck::Next { topic: Some("echo".into()), to: Some("relay".into()) };
/// assert_eq!(fault, Fault::Message(struck, MessageFault::Drop));
/// assert_eq!(fault.to_string(), "drop next echo to relay");
/// assert!("drop nothing".parse::<Fault>().is_err());
/// # Ok::<(), rehearsal::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// A process is terminated.
    Kill(Str),
    /// A process fails, as if it had returned this error.
    Crash {
        /// Who.
        process: Str,
        /// What kind of error it is.
        kind: ErrorKind,
        /// What it says.
        message: Str,
    },
    /// A process takes no turn until it is resumed. Its mailbox fills, its timers fire, and nothing of that is lost. An end
    /// comes through: who is killed or crashes while it is paused has ended.
    Pause(Str),
    /// A paused process goes on.
    Resume(Str),
    /// The mailbox of a process counts as full: senders get `RATE_LIMITED`. What lies in it can be received.
    Fill(Str),
    /// A mailbox that was filled takes messages again.
    Unfill(Str),
    /// Something happens to a message between its send and its receive.
    Message(Struck, MessageFault),
    /// The next spawn that a process asks for fails with `UNAVAILABLE`.
    FailSpawn,
    /// Faults come by chance from now on, at these rates; with all of them zero, none do any more.
    Chaos(Chaos),
}

/// Which message is struck.
#[derive(Clone, Debug, PartialEq)]
pub enum Struck {
    /// One that has been sent and not been received: the number of its send, or of the last fault that struck it. (A copy has the
    /// number of the fault that made it.)
    Sent(u64),
    /// The next one that is sent about a topic, to a process; `None`: about whatever, to whomever.
    Next {
        /// What it is about.
        topic: Option<Str>,
        /// Whom it is for.
        to: Option<Str>,
    },
}

/// What happens to a message.
#[derive(Clone, Debug, PartialEq)]
pub enum MessageFault {
    /// It is lost. Its sender is not told.
    Drop,
    /// It is on its way for so long, and gets into the mailbox behind all that came before.
    Delay(Duration),
    /// There are two of it, one behind the other.
    Duplicate,
    /// It changes its place in the mailbox.
    Move(Place),
    /// It is about another topic, or carries another payload; `None` stays as it is.
    Edit {
        /// The new topic.
        topic: Option<Str>,
        /// The new payload.
        payload: Option<Value>,
    },
}

/// A place in a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before all others.
    Front,
    /// Behind the one that is behind it now.
    Later,
    /// Behind all others.
    Back,
}

/// How often faults come by chance. The dice are the seed's, and others than those that processes and the order have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chaos {
    /// Of 1,000 messages, so many are lost.
    pub drop: u16,
    /// So many are there twice.
    pub duplicate: u16,
    /// So many are late, each by some time up to `late`.
    pub delay: u16,
    /// So many overtake all that lie in the mailbox.
    pub reorder: u16,
    /// So many make the process that they are for crash before it receives them.
    pub crash: u16,
    /// Of 1,000 spawns that processes ask for, so many fail.
    pub spawn: u16,
    /// The longest delay.
    pub late: Duration,
}

impl Chaos {
    /// The delay that is meant where none is named.
    pub const LATE: Duration = Duration::from_millis(100);

    /// Whether nothing comes by chance.
    pub fn is_off(&self) -> bool {
        self.of_messages() == 0 && self.spawn == 0
    }

    /// Whether there can be so many.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.of_messages() <= 1_000 && self.spawn <= 1_000 {
            return Ok(());
        }
        Err(Error::invalid(
            "the rates of chaos are too high: of 1,000 messages no more than 1,000 can be struck",
        ))
    }

    /// Of 1,000 messages, so many are struck.
    pub(super) fn of_messages(&self) -> u32 {
        [self.drop, self.duplicate, self.delay, self.reorder, self.crash]
            .iter()
            .map(|rate| u32::from(*rate))
            .sum()
    }
}

impl Fault {
    /// The word that the trace has for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Kill(_) => "kill",
            Self::Crash { .. } => "crash",
            Self::Pause(_) => "pause",
            Self::Resume(_) => "resume",
            Self::Fill(_) => "fill",
            Self::Unfill(_) => "unfill",
            Self::Message(Struck::Sent(_), what) => what.name(),
            Self::Message(Struck::Next { .. }, _) => "next",
            Self::FailSpawn => "fail spawn",
            Self::Chaos(_) => "chaos",
        }
    }
}

impl MessageFault {
    /// The word that the trace has for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Delay(_) => "delay",
            Self::Duplicate => "duplicate",
            Self::Move(_) => "move",
            Self::Edit { .. } => "edit",
        }
    }
}
