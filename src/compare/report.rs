//! [`Report`]: what came of comparing two runs, as plain data.

use serde::Serialize;

use super::event::{Difference, Told};
use super::reasons::Reason;
use crate::trace::Kind;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// All events are the same.
    pub same: bool,
    /// The second is no run that was made again, but what the file of the first says.
    pub written: bool,
    /// The first event that differs: it is this one, …
    pub event: Option<u64>,
    /// … or one after it, up to this one: a file that says too little of its events leaves it open.
    pub until: Option<u64>,
    /// The last events before it.
    pub before: Vec<Told>,
    /// The first run.
    pub one: Shown,
    /// The second run.
    pub other: Shown,
    /// What of the first event that differs differs.
    pub differences: Vec<Difference>,
    /// Why they may have parted.
    pub reasons: Vec<Reason>,
}

/// One of two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// How many events its file says that it has.
    pub events: u64,
    /// The hash of its trace, from the file, too.
    pub hash: String,
    /// Turns at which it was written.
    pub turn: u64,
    /// Virtual time at which it was written.
    pub time_ns: u64,
    /// What was made again is what was written, as far as it was made.
    pub remade: bool,
    /// From the first event that differs on; none, if it ends before that.
    pub lines: Vec<Told>,
}

impl Told {
    /// An event of which only the kind is known, from the file.
    pub(super) fn written(number: u64, kind: Option<Kind>) -> Self {
        let kind = kind.map(Kind::name);
        Self { number, time_ns: None, kind, who: String::new(), what: String::new() }
    }
}

impl Report {
    /// What differs, in a sentence without its end.
    pub fn sentence(&self) -> String {
        let Some((event, until)) = self.event.zip(self.until) else {
            let events = self.one.events;
            let written = "the run is the one that was written";
            return match (self.written, events) {
                (true, _) => written.into(),
                (false, 1) => "both runs have the same event".into(),
                (false, _) => format!("all {events} events are the same"),
            };
        };
        let (first, second) = if self.written {
            ("when it was made again", "as it was written")
        } else {
            ("in the first", "in the second")
        };
        if until > event {
            return format!(
                "the first event that differs is one of {event} to {until}: the file does not say which"
            );
        }
        match (self.one.lines.first(), self.other.lines.first()) {
            (None, _) if !self.written => {
                return format!(
                    "the first run ends after {} events, the second goes on",
                    event - 1
                );
            }
            (_, None) if !self.written => {
                return format!(
                    "the second run ends after {} events, the first goes on",
                    event - 1
                );
            }
            _ => {}
        }
        let differences = self.differences.iter().map(|Difference { field, one, other }| {
            format!("{}: {one} {first}, {other} {second}", field.name())
        });
        let differences: Vec<_> = differences.collect();
        if differences.is_empty() {
            return format!(
                "event {event} is another one: of the written one the file says only the kind, which is the same"
            );
        }
        format!("event {event} differs in {}", differences.join("; "))
    }
}
