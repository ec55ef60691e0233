//! Events: what the runtime tells a process about others.

use std::fmt;

use super::exit::Outcome;
use crate::base::{Pid, Str, Time};

/// What an [`Event`] tells.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// A monitored process has ended, with its result.
    Exit(Outcome),
    /// A linked process has failed, and this one traps links.
    LinkDown(Outcome),
    /// Somebody asks this process to end, in its own time.
    Cancel {
        /// Why; may be empty.
        reason: Str,
    },
}

impl EventKind {
    /// The printed name, `pid.exit`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Exit(_) => "pid.exit",
            Self::LinkDown(_) => "pid.link.down",
            Self::Cancel { .. } => "pid.cancel",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// An event as its receiver sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Whom it is about: the process that ended, or who asks.
    pub from: Pid,
    /// When it happened, in virtual time.
    pub at: Time,
}
