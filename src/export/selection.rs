//! [`Selection`]: which events of a run are exported.

use std::str::FromStr;

use super::cast::Cast;
use crate::base::{Error, Pid, nearest};
use crate::trace::{Kind, Record, Recorder};

/// Which events are exported: those that fit everything that it says. By default it says nothing, and all are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// From this event on.
    pub from: Option<u64>,
    /// Up to this event.
    pub to: Option<u64>,
    /// Where it happens, or the other side, is one of these.
    pub processes: Vec<Who>,
    /// It is about a message with one of these topics.
    pub topics: Vec<String>,
    /// It is of one of these kinds.
    pub kinds: Vec<Kind>,
}

/// Processes, as one names them: `3`, `relay#3`, a PID; `app:relay` or `relay`, all of that entry; `outside`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The one of this number; 0 is the outside.
    Number(u32),
    /// All of an entry.
    Entry(String),
}

impl Selection {
    /// Whether everything is exported.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nothing that comes from this event on can be exported any more.
    pub(super) fn is_over(&self, number: u64) -> bool {
        self.to.is_some_and(|to| number > to)
    }

    pub(super) fn picks(&self, record: &Record, trace: &Recorder, cast: &Cast) -> bool {
        let number = record.number();
        self.from.is_none_or(|from| number >= from)
            && !self.is_over(number)
            && (self.kinds.is_empty() || self.kinds.contains(&record.kind()))
            && (self.processes.is_empty() || self.is_of(record, cast))
            && (self.topics.is_empty() || self.has_topic(record, trace))
    }

    fn is_of(&self, record: &Record, cast: &Cast) -> bool {
        let other = has_other_side(record.kind()).then_some(record.peer());
        let is = |number: u32| self.processes.iter().any(|who| who.is(number, cast));
        is(record.process()) || other.is_some_and(is)
    }

    fn has_topic(&self, record: &Record, trace: &Recorder) -> bool {
        let text = trace.text(record.text());
        is_of_a_message(record.kind()) && self.topics.iter().any(|topic| *topic == *text)
    }

    /// A kind of event by its name: `dead letter`, also `dead-letter` and `dead_letter`.
    ///
    /// # Errors
    /// `INVALID`: there is none.
    pub fn kind(name: &str) -> Result<Kind, Error> {
        let plain = name.replace(['-', '_'], " ");
        Kind::ALL.into_iter().find(|kind| kind.name() == plain).ok_or_else(|| {
            let near = nearest(&plain, Kind::ALL.into_iter().map(Kind::name));
            let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or(".".into());
            let all = Kind::ALL.map(Kind::name).join(", ");
            Error::invalid(format!("there is no kind of event {name:?}{hint} There are: {all}"))
        })
    }
}

impl Who {
    fn is(&self, number: u32, cast: &Cast) -> bool {
        match self {
            Self::Number(own) => *own == number,
            Self::Entry(entry) => {
                number != 0 && (*entry == *cast.role(number).entry || entry == cast.short(number))
            }
        }
    }
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "outside" {
            return Ok(Self::Number(0));
        }
        if let Ok(pid) = text.parse::<Pid>() {
            return Ok(Self::Number(pid.number()));
        }
        let number = text.rsplit_once('#').map_or(text, |(_, number)| number);
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = number.parse().map_err(|_| {
                Error::invalid(format!("{text:?}: no process has so large a number"))
            })?;
            return Ok(Self::Number(number));
        }
        if text.is_empty() || text.contains(char::is_whitespace) {
            return Err(Error::invalid(format!(
                "{text:?} names no process: that is a number (3), a name with one (relay#3), a PID, an entry (app:relay), \
                 or outside"
            )));
        }
        Ok(Self::Entry(text.into()))
    }
}

/// Whether the text of such an event is a message's topic.
pub(super) fn is_of_a_message(kind: Kind) -> bool {
    use Kind::{DeadLetter, Done, Receive, Refused, Send};
    matches!(kind, Send | Refused | DeadLetter | Receive | Done)
}

/// Whether such an event has another side.
pub(super) fn has_other_side(kind: Kind) -> bool {
    use Kind::{Event, Exit, Input, Link, Monitor, Service, Spawn, Start, Unlink, Unmonitor};
    is_of_a_message(kind)
        || matches!(
            kind,
            Input | Spawn | Start | Exit | Monitor | Unmonitor | Link | Unlink | Event | Service
        )
}
