//! The trace as text, one line an event, so that a failing test reads like a story.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::event::{Kind, Record, exit_flag, fault_flag};
use super::recorder::Recorder;
use crate::base::Duration;

/// The events kept, a line each. Processes are named by entry and number: `worker#4`; the outside is `outside`.
pub fn story(trace: &Recorder) -> String {
    let mut names = BTreeMap::from([(0, "outside".to_owned())]);
    let mut text = String::new();
    for number in trace.first()..=trace.total() {
        let Some(record) = trace.get(number) else { continue };
        if record.kind() == Kind::Spawn {
            let entry = trace.text(record.text());
            let name = entry.rsplit(':').next().unwrap_or_default();
            names.insert(record.peer(), format!("{name}#{}", record.peer()));
        }
        text += &line(trace, &record, &names);
        text.push('\n');
    }
    text
}

/// One event as a line: number, time, process, what happened, and its cause in brackets.
pub fn line(trace: &Recorder, record: &Record, names: &BTreeMap<u32, String>) -> String {
    let name = |number: u32| names.get(&number).cloned().unwrap_or_else(|| format!("#{number}"));
    format!(
        "{:>4} {:>12} {} {}{}",
        record.number(),
        Duration::from_nanos(record.time()).to_string(),
        name(record.process()),
        record.kind().name(),
        details(trace, record, name),
    )
}

/// What stands behind the kind of an event: a space, and what belongs to it.
pub fn details(trace: &Recorder, record: &Record, name: impl Fn(u32) -> String) -> String {
    let mut line = String::new();
    let with_peer = !matches!(
        record.kind(),
        Kind::Exit
            | Kind::Start
            | Kind::Register
            | Kind::Unregister
            | Kind::Listen
            | Kind::Unlisten
            | Kind::TimerSet
            | Kind::TimerFired
            | Kind::TimerStopped
            | Kind::Log
            | Kind::Terminal
            | Kind::Limit
            | Kind::Show
            | Kind::Ask
            | Kind::StoreRequest
            | Kind::ChannelSend
            | Kind::ChannelReceive
            | Kind::ChannelClose
            | Kind::Select
    );
    let arrow = match record.kind() {
        Kind::Receive | Kind::Done | Kind::Event => "←",
        _ => "→",
    };
    if record.text() != 0 {
        let _ = write!(line, " {}", trace.text(record.text()));
    }
    if with_peer {
        let _ = write!(line, " {arrow} {}", name(record.peer()));
    }
    match record.kind() {
        Kind::Exit => {
            line += match record.flags() {
                exit_flag::RETURNED => " returned",
                exit_flag::FAILED => " failed",
                _ => " terminated",
            };
        }
        Kind::Fault => {
            line += match record.flags() {
                fault_flag::STRUCK => " struck",
                fault_flag::REFUSED => " refused",
                fault_flag::ARRIVED => " arrived",
                _ => "",
            };
        }
        Kind::TimerSet => {
            let _ = write!(line, " {}", Duration::from_nanos(record.a()));
        }
        Kind::ChannelSend | Kind::ChannelReceive | Kind::ChannelClose => {
            let _ = write!(line, " #{}, {} left", record.a(), record.b());
        }
        Kind::Select => {
            let _ = write!(line, " case {} at #{}", record.b(), record.a());
        }
        _ => {}
    }
    if let Some(payload) = trace.payload_of(record) {
        let _ = write!(line, " {payload}");
    }
    if record.cause() != 0 {
        let _ = write!(line, " [{}]", record.cause());
    }
    line
}
