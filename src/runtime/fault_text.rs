//! Faults as text, a line each. `fault_parse.rs` reads them.

use std::fmt::{self, Display};

use super::fault::{Chaos, Fault, MessageFault, Place, Struck};
use crate::base::{ErrorKind, Str, Value};

/// Words that mean something where a topic or a process may stand.
pub(super) const MEANT: [&str; 9] =
    ["to", "by", "as", "topic", "payload", "front", "later", "back", "next"];

/// A topic or a process as one word: in quotes, if it could be taken for something else.
struct Word<'a>(&'a str);

impl Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| c.is_alphanumeric() || "_-.:/@|{}*+=!?".contains(c);
        if !self.0.is_empty() && self.0.chars().all(plain) && !MEANT.contains(&self.0) {
            return f.write_str(self.0);
        }
        f.write_str(&Value::Str(Str::new(self.0)).to_json())
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kill(who)
            | Self::Pause(who)
            | Self::Resume(who)
            | Self::Fill(who)
            | Self::Unfill(who) => {
                write!(f, "{} {}", self.name(), Word(who))
            }
            Self::Crash { process, kind, message } => {
                write!(f, "crash {}", Word(process))?;
                if *kind != ErrorKind::Internal {
                    write!(f, " as {}", kind_name(*kind))?;
                }
                if message.starts_with('"')
                    || message.starts_with("as ")
                    || **message != *message.trim()
                    || message.contains('\n')
                {
                    return write!(f, " {}", Value::from(message.clone()).to_json());
                }
                if message.is_empty() { f.write_str(" \"\"") } else { write!(f, " {message}") }
            }
            Self::Message(struck, what) => {
                write!(f, "{}", what.name())?;
                match struck {
                    Struck::Sent(message) => write!(f, " #{message}")?,
                    Struck::Next { topic, to } => {
                        f.write_str(" next")?;
                        topic.iter().try_for_each(|topic| write!(f, " {}", Word(topic)))?;
                        to.iter().try_for_each(|who| write!(f, " to {}", Word(who)))?;
                    }
                }
                match what {
                    MessageFault::Drop | MessageFault::Duplicate => Ok(()),
                    MessageFault::Delay(by) => write!(f, " by {by}"),
                    MessageFault::Move(place) => write!(f, " {}", place.name()),
                    MessageFault::Edit { topic, payload } => {
                        topic.iter().try_for_each(|topic| write!(f, " topic {}", Word(topic)))?;
                        payload
                            .iter()
                            .try_for_each(|payload| write!(f, " payload {}", payload.to_json()))
                    }
                }
            }
            Self::FailSpawn => f.write_str("fail spawn"),
            Self::Chaos(chaos) if chaos.is_off() => f.write_str("chaos off"),
            Self::Chaos(chaos) => {
                f.write_str("chaos")?;
                for (name, rate) in RATES {
                    let rate = *rate(&mut chaos.clone());
                    if rate > 0 {
                        write!(f, " {name} {rate}")?;
                    }
                }
                if chaos.late == Chaos::LATE { Ok(()) } else { write!(f, " by {}", chaos.late) }
            }
        }
    }
}

/// The rates of chaos by name.
pub(super) type Rate = fn(&mut Chaos) -> &mut u16;
pub(super) const RATES: [(&str, Rate); 6] = [
    ("drop", |chaos| &mut chaos.drop),
    ("duplicate", |chaos| &mut chaos.duplicate),
    ("delay", |chaos| &mut chaos.delay),
    ("reorder", |chaos| &mut chaos.reorder),
    ("crash", |chaos| &mut chaos.crash),
    ("spawn", |chaos| &mut chaos.spawn),
];

impl Place {
    pub(super) const ALL: [Self; 3] = [Self::Front, Self::Later, Self::Back];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Later => "later",
            Self::Back => "back",
        }
    }
}

pub(super) fn kind_name(kind: ErrorKind) -> &'static str {
    if kind == ErrorKind::Unknown { "Unknown" } else { kind.name() }
}
