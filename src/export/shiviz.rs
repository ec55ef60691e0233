//! A log for ShiViz: each event with its vector clock, and, on the first line, the expression that reads them.

use std::fmt::Write;

use super::cast::Cast;
use super::clocks::{Clock, Clocks};
use super::json;
use super::words;
use super::writer::{End, Event, Writer};
use crate::trace::Kind;

/// What the first line says: where in the text the host is, its clock, and the event. The second line would say what
/// separates several runs.
const HEAD: &str = "(?<host>\\S+) (?<clock>\\{.*\\})\\n(?<event>.*)\n\n";

/// Characters of a payload that are shown.
const SHOWN: usize = 200;

pub struct ShiViz {
    begun: bool,
    clocks: Clocks,
    last: Clock,
    limit: u64,
    written: u64,
    /// Events for which there was no room.
    cut: u64,
}

impl ShiViz {
    pub fn new(limit: u64) -> Self {
        let (clocks, last) = Default::default();
        Self { begun: false, clocks, last, limit, written: 0, cut: 0 }
    }

    fn begin(&mut self, out: &mut String) {
        if !std::mem::replace(&mut self.begun, true) {
            out.push_str(HEAD);
        }
    }
}

impl Writer for ShiViz {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, out: &mut String) {
        self.begin(out);
        let kind = event.record.kind();
        let shown = event.picked && (kind.is_row() || matches!(kind, Kind::Start | Kind::Log));
        if self.written == self.limit {
            self.cut += u64::from(shown);
            return;
        }
        let clock = self.clocks.take(event.record, shown);
        if !shown {
            return;
        }
        self.written += 1;
        if event.record.process() == 0 {
            self.last.clone_from(&clock);
        }
        line(out, event.record.process(), &clock, &said(event, cast), cast);
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        self.begin(out);
        if self.cut > 0 {
            *self.last.entry(0).or_insert(0) += 1;
            let said = format!(
                "CUT OFF: {} more events are not in this log, only the first {} (--limit, --from and --to say which are)",
                self.cut, self.limit
            );
            line(out, 0, &self.last, &said, cast);
        }
    }
}

fn line(out: &mut String, process: u32, clock: &Clock, said: &str, cast: &Cast) {
    let _ = write!(out, "{} {{", host(process, cast));
    let mut comma = "";
    for (process, count) in clock {
        out.push_str(comma);
        comma = ", ";
        json::text(out, &host(*process, cast));
        let _ = write!(out, ": {count}");
    }
    let _ = writeln!(out, "}}\n{said}");
}

/// The name of a process, without spaces: those end it.
fn host(process: u32, cast: &Cast) -> String {
    let name = cast.name(process);
    name.replace(|char: char| char.is_whitespace() || words::is_unseen(char), "_")
}

/// What happened, on one line.
fn said(event: &Event<'_>, cast: &Cast) -> String {
    let record = event.record;
    let what = words::what(event, cast, SHOWN);
    let peer = cast.name(record.peer());
    match record.kind() {
        Kind::Send => format!("to {peer}: {what}"),
        Kind::Receive => format!("from {peer}: {what}"),
        Kind::Input | Kind::Fault if record.peer() != 0 => format!("{what} (for {peer})"),
        Kind::Event if record.peer() != 0 => format!("{what} (of {peer})"),
        Kind::DeadLetter if record.peer() != 0 => format!("{what} (unread by {peer})"),
        _ => what,
    }
}
