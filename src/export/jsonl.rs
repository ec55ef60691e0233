//! JSONL: an object of JSON a line, of all that is known of each event. `docs/exports/events.schema.json` describes it.

use std::fmt::Write;

use super::about::About;
use super::cast::Cast;
use super::json::{self, Beyond};
use super::selection::{Who, has_other_side, is_of_a_message};
use super::words;
use super::writer::{End, Event, Writer};
use crate::runtime::Order;
use crate::stage::Replayed;
use crate::trace::{Kind, spawn_flag};

/// The version of the format.
const VERSION: u64 = 1;

pub struct Jsonl {
    about: Option<About>,
    /// Of each process, whether it was said who it is.
    told: Vec<bool>,
}

impl Jsonl {
    pub fn new(about: About) -> Self {
        Self { about: Some(about), told: vec![true] }
    }

    /// The first line.
    fn begin(&mut self, out: &mut String) {
        let Some(about) = self.about.take() else { return };
        out.push_str(r#"{"type":"run","format":"rehearsal-events""#);
        json::number_field(out, "version", VERSION);
        json::text_field(out, "project", &about.title);
        json::number_field(out, "seed", about.seed);
        json::text_field(
            out,
            "order",
            if about.order == Order::Fifo { "fifo" } else { "shuffled" },
        );
        json::number_field(out, "events", about.end.events);
        json::number_field(out, "turns", about.end.moment.turn);
        json::number_field(out, "time_ns", about.end.moment.time.as_nanos());
        json::text_field(out, "hash", &format!("{:016x}", about.end.hash));
        let all = &about.selection;
        if !all.is_all() {
            json::field(out, "selection");
            out.push('{');
            let start = out.len();
            for (name, bound) in [("from", all.from), ("to", all.to)] {
                if let Some(bound) = bound {
                    json::number_field(out, name, bound);
                }
            }
            let who = |who: &Who| match who {
                Who::Number(number) => number.to_string(),
                Who::Entry(entry) => entry.clone(),
            };
            list(out, "processes", all.processes.iter().map(who));
            list(out, "topics", all.topics.iter().cloned());
            list(out, "kinds", all.kinds.iter().map(|kind| kind.name().to_owned()));
            if out[start..].starts_with(',') {
                out.remove(start);
            }
            out.push('}');
        }
        out.push_str("}\n");
    }

    /// Says who a process is, if a line is about to name it that was not named before.
    fn introduce(&mut self, number: u32, cast: &Cast, out: &mut String) {
        let at = number as usize;
        if at >= self.told.len() {
            self.told.resize(at + 1, false);
        }
        if std::mem::replace(&mut self.told[at], true) {
            return;
        }
        let role = cast.role(number);
        out.push_str(r#"{"type":"process""#);
        json::number_field(out, "number", number.into());
        json::text_field(out, "pid", &cast.pid(number));
        json::text_field(out, "entry", &role.entry);
        json::text_field(out, "host", &role.host);
        json::number_field(out, "parent", role.parent.into());
        out.push_str("}\n");
    }
}

impl Writer for Jsonl {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, out: &mut String) {
        self.begin(out);
        if !event.picked {
            return;
        }
        let record = event.record;
        self.introduce(record.process(), cast, out);
        if has_other_side(record.kind()) {
            self.introduce(record.peer(), cast, out);
        }
        write(event, out);
    }

    fn end(&mut self, end: &End, _cast: &Cast, out: &mut String) {
        self.begin(out);
        out.push_str(r#"{"type":"end""#);
        json::number_field(out, "written", end.picked);
        json::number_field(out, "events", end.run.events);
        json::number_field(out, "turns", end.run.moment.turn);
        json::number_field(out, "time_ns", end.run.moment.time.as_nanos());
        json::text_field(out, "hash", &format!("{:016x}", end.run.hash));
        json::field(out, "same");
        let _ = writeln!(out, "{}}}", end.replayed == Replayed::Same);
    }
}

fn write(event: &Event<'_>, out: &mut String) {
    let record = event.record;
    let kind = record.kind();
    out.push_str(r#"{"type":"event""#);
    json::number_field(out, "number", record.number());
    json::number_field(out, "time_ns", record.time());
    json::number_field(out, "turn", record.turn().into());
    json::text_field(out, "kind", kind.name());
    json::number_field(out, "process", record.process().into());
    if has_other_side(kind) {
        json::number_field(out, "peer", record.peer().into());
    }
    if record.cause() != 0 {
        json::number_field(out, "cause", record.cause());
    }
    if record.text() != 0 {
        json::text_field(out, text_name(kind), &event.text());
    }
    write_rest(event, out);
    if record.line() != 0 {
        json::number_field(out, "line", record.line().into());
    }
    if let Some(payload) = event.payload() {
        json::field(out, "payload");
        let mut beyond = Beyond::default();
        json::value(out, payload, &mut beyond);
        list(out, "beyond_json", beyond.names().map(str::to_owned));
    } else if record.payload() != 0 {
        out.push_str(r#","payload_lost":true"#);
    }
    out.push_str("}\n");
}

/// What the text of an event is.
fn text_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Spawn => "entry",
        Kind::Register | Kind::Unregister => "name",
        Kind::Listen | Kind::Unlisten => "topic",
        Kind::Log => "level",
        Kind::Service => "state",
        _ if is_of_a_message(kind) => "topic",
        _ => "what",
    }
}

/// What the flags and the two numbers of an event are.
fn write_rest(event: &Event<'_>, out: &mut String) {
    let record = event.record;
    let (flags, a, b) = (record.flags(), record.a(), record.b());
    let mut numbers = |names: [&str; 2]| {
        json::number_field(out, names[0], a);
        json::number_field(out, names[1], b);
    };
    match record.kind() {
        Kind::Receive => numbers(["waited_ns", "left_in_mailbox"]),
        Kind::Done => numbers(["handled_ns", "turns"]),
        Kind::ChannelSend | Kind::ChannelReceive | Kind::ChannelClose => {
            numbers(["channel", "values"]);
        }
        Kind::Select => numbers(["channel", "case"]),
        Kind::Event => json::number_field(out, "waited_ns", a),
        Kind::Limit => json::number_field(out, "bytes", a),
        Kind::Refused => json::text_field(out, "why", &words::text(event, a)),
        Kind::Exit => json::text_field(out, "how", words::ending(flags)),
        Kind::Fault if flags != 0 => json::text_field(out, "how", words::fault(flags)),
        Kind::DeadLetter if flags & 1 != 0 => json::number_field(out, "unread_at_exit", b),
        Kind::Terminal if flags & 1 != 0 => out.push_str(r#","to_errors":true"#),
        Kind::TimerSet | Kind::TimerFired | Kind::TimerStopped => {
            json::text_field(out, "timer", words::timer(flags));
            json::number_field(out, "timer_id", b);
            if record.kind() != Kind::TimerStopped {
                json::number_field(out, "duration_ns", a);
            }
        }
        Kind::Spawn => {
            json::text_field(out, "host", &words::text(event, a));
            let names = [
                (spawn_flag::LINKED, "linked"),
                (spawn_flag::MONITORED, "monitored"),
                (spawn_flag::SUPERVISOR, "supervisor"),
                (spawn_flag::TERMINAL, "terminal"),
            ];
            let set = names.into_iter().filter(|(flag, _)| flags & flag != 0);
            list(out, "options", set.map(|(_, name)| name.to_owned()));
        }
        _ => {}
    }
}

/// A field with a list of texts; none if there are none.
fn list(out: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    json::field(out, name);
    let mut comma = '[';
    for item in items {
        out.push(comma);
        comma = ',';
        json::text(out, &item);
    }
    out.push(']');
}
