//! [`Writer`]: one format, which is told of every event of a run.

use super::cast::Cast;
use crate::base::{Str, Value};
use crate::stage::{Replayed, RunEnd};
use crate::trace::{Record, Recorder};

/// Writes a run in one format. What it has written it appends to `out`, which is taken away again and again.
pub trait Writer {
    /// The next event. Those that are not `picked` are told of, too: what is picked may follow from them.
    fn event(&mut self, event: &Event<'_>, cast: &Cast, out: &mut String);

    /// There are no more.
    fn end(&mut self, end: &End, cast: &Cast, out: &mut String);
}

/// An event, and what belongs to it.
pub struct Event<'a> {
    pub record: &'a Record,
    pub trace: &'a Recorder,
    pub picked: bool,
}

/// How the run ended that was made again.
pub struct End {
    pub run: RunEnd,
    pub replayed: Replayed,
    /// Events that were picked.
    pub picked: u64,
}

impl Event<'_> {
    /// Its text; empty if it has none.
    pub fn text(&self) -> Str {
        self.trace.text(self.record.text())
    }

    /// Its payload, if it has one that is still kept.
    pub fn payload(&self) -> Option<&Value> {
        self.trace.payload_of(self.record)
    }
}
