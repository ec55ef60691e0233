//! The trace event format of Chrome, as JSON: a track for each process, what it handles as slices, messages as arrows.
//!
//! Slices are begun and ended in the order of events, so that one of no length contains what happens in it: an arrow is tied to the
//! slice that is open where it stands.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::about::About;
use super::cast::Cast;
use super::json;
use super::tracks::Tracks;
use super::words;
use super::writer::{End, Event, Writer};
use crate::trace::Kind;

/// Characters of a payload that are shown.
const SHOWN: usize = 500;

pub struct Perfetto {
    about: Option<About>,
    tracks: Tracks,
    /// Messages and spawns whose arrows have begun: where they lead.
    flying: BTreeMap<u64, (u32, Arrow)>,
    depths: Vec<u64>,
    time: u64,
}

#[derive(Clone, Copy)]
enum Arrow {
    Message,
    Spawn,
}

impl Arrow {
    fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Spawn => "spawn",
        }
    }
}

/// A track of a process.
type Place = (u32, usize);

impl Perfetto {
    pub fn new(about: About) -> Self {
        let (tracks, flying, depths) = Default::default();
        Self { about: Some(about), tracks, flying, depths, time: 0 }
    }

    fn begin(&mut self, out: &mut String, cast: &Cast) {
        let Some(about) = self.about.take() else { return };
        out.push_str("{\"displayTimeUnit\":\"ns\",\"otherData\":{\"made by\":\"Rehearsal\"");
        json::text_field(out, "run", &about.line());
        json::text_field(out, "hash", &format!("{:016x}", about.end.hash));
        out.push_str("},\"traceEvents\":[");
        let (host, _) = self.tracks.host(&cast.role(0).host);
        let (thread, _) = self.tracks.thread(0, 0);
        named(out, "\n", "process_name", host, thread, "outside");
        named(out, ",\n", "thread_name", host, thread, "outside");
    }

    /// An event of the format up to its arguments, at a time of its own; the caller closes it.
    fn open(
        &mut self,
        out: &mut String,
        phase: &str,
        name: &str,
        kind: &str,
        (time, place): (u64, Place),
        cast: &Cast,
    ) {
        let (process, track) = place;
        let (host, new_host) = self.tracks.host(&cast.role(process).host);
        let (thread, new_thread) = self.tracks.thread(process, track);
        if new_host {
            named(out, ",\n", "process_name", host, thread, &cast.role(process).host);
        }
        if new_thread {
            let also = if track > 0 { format!(" ({})", track + 1) } else { String::new() };
            named(out, ",\n", "thread_name", host, thread, &(cast.name(process) + &also));
            let _ = write!(
                out,
                ",\n{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{host},\"tid\":{thread},\"args\":{{\"sort_index\":{process}}}}}"
            );
        }
        let _ = write!(out, ",\n{{\"ph\":\"{phase}\",\"name\":");
        json::text(out, name);
        json::text_field(out, "cat", kind);
        let _ = write!(
            out,
            ",\"ts\":{}.{:03},\"pid\":{host},\"tid\":{thread}",
            time / 1000,
            time % 1000
        );
    }

    fn slice(&mut self, out: &mut String, name: &str, kind: &str, place: Place, cast: &Cast) {
        self.open(out, "B", name, kind, (self.time, place), cast);
    }

    fn close(&mut self, out: &mut String, name: &str, kind: &str, place: Place, cast: &Cast) {
        self.open(out, "E", name, kind, (self.time, place), cast);
        out.push('}');
    }

    /// The beginning (`s`) or the end (`f`) of an arrow, in the slice that is open there.
    fn arrow(
        &mut self,
        out: &mut String,
        phase: &str,
        arrow: Arrow,
        id: u64,
        place: Place,
        cast: &Cast,
    ) {
        self.open(out, phase, arrow.name(), arrow.name(), (self.time, place), cast);
        let _ = write!(
            out,
            ",\"id\":\"0x{id:x}\"{}}}",
            if phase == "f" { ",\"bp\":\"e\"" } else { "" }
        );
    }

    /// An arrow begins: in what is being handled, or in a slice of its own.
    fn depart(&mut self, out: &mut String, arrow: Arrow, event: &Event<'_>, cast: &Cast) {
        let record = event.record;
        self.flying.insert(record.number(), (record.peer(), arrow));
        let handling = self
            .tracks
            .handling(record.cause())
            .filter(|(process, _)| *process == record.process());
        if let Some(place) = handling {
            return self.arrow(out, "s", arrow, record.number(), place, cast);
        }
        let place = (record.process(), 0);
        let name = match arrow {
            Arrow::Message => format!("send {}", words::what(event, cast, 0).trim_end_matches('…')),
            Arrow::Spawn => words::what(event, cast, SHOWN),
        };
        self.slice(out, &name, "outside of handling", place, cast);
        args(out, event);
        self.arrow(out, "s", arrow, record.number(), place, cast);
        self.close(out, &name, "outside of handling", place, cast);
    }

    /// An arrow that leads nowhere else ends in a slice of its own.
    fn strand(&mut self, out: &mut String, id: u64, why: &str, cast: &Cast) {
        let Some((to, arrow)) = self.flying.remove(&id) else { return };
        self.slice(out, why, "unread", (to, 0), cast);
        out.push('}');
        self.arrow(out, "f", arrow, id, (to, 0), cast);
        self.close(out, why, "unread", (to, 0), cast);
    }

    fn handle(&mut self, out: &mut String, event: &Event<'_>, cast: &Cast) {
        let record = event.record;
        let (number, process) = (record.number(), record.process());
        if record.a() > 0 {
            let name = format!("mailbox of {}", cast.name(process));
            for (phase, time) in [("b", self.time.saturating_sub(record.a())), ("e", self.time)] {
                self.open(out, phase, &name, "waiting", (time, (process, 0)), cast);
                let _ = write!(out, ",\"id\":\"0x{number:x}\"");
                if phase == "b" { args(out, event) } else { out.push('}') }
            }
        }
        let place = (process, self.tracks.begin(process, number));
        self.slice(out, &event.text(), "handling", place, cast);
        args(out, event);
        if let Some((_, arrow)) = self.flying.remove(&record.cause()) {
            self.arrow(out, "f", arrow, record.cause(), place, cast);
        }
        if process == 0 {
            self.finish(out, number, cast); // nobody there handles anything
        }
    }

    fn finish(&mut self, out: &mut String, receive: u64, cast: &Cast) {
        if let Some(place) = self.tracks.end(receive) {
            self.close(out, "", "handling", place, cast);
        }
    }

    fn instant(&mut self, out: &mut String, event: &Event<'_>, cast: &Cast) {
        let record = event.record;
        let handling = self
            .tracks
            .handling(record.cause())
            .filter(|(process, _)| *process == record.process());
        let place = handling.unwrap_or((record.process(), 0));
        let name = words::what(event, cast, 80);
        self.open(out, "i", &name, record.kind().name(), (self.time, place), cast);
        out.push_str(",\"s\":\"t\"");
        args(out, event);
    }

    /// Follows a mailbox, and shows how deep it is if somebody wants to know.
    fn count(&mut self, out: &mut String, event: &Event<'_>, owner: u32, by: i64, cast: &Cast) {
        let at = owner as usize;
        if at >= self.depths.len() {
            self.depths.resize(at + 1, 0);
        }
        self.depths[at] = self.depths[at].saturating_add_signed(by);
        if event.picked && owner != 0 {
            let name = format!("messages in the mailbox of {}", cast.name(owner));
            self.open(out, "C", &name, "depth", (self.time, (owner, 0)), cast);
            let _ = write!(out, ",\"args\":{{\"messages\":{}}}}}", self.depths[at]);
        }
    }
}

impl Writer for Perfetto {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, out: &mut String) {
        self.begin(out, cast);
        let record = event.record;
        if event.picked {
            self.time = record.time();
        }
        match record.kind() {
            Kind::Send => {
                if event.picked {
                    self.depart(out, Arrow::Message, event, cast);
                }
                self.count(out, event, record.peer(), 1, cast);
            }
            Kind::Receive => {
                if event.picked {
                    self.handle(out, event, cast);
                }
                self.count(out, event, record.process(), -1, cast);
            }
            Kind::DeadLetter if record.flags() & 1 != 0 => {
                if event.picked {
                    self.strand(out, record.cause(), &words::what(event, cast, SHOWN), cast);
                }
                self.count(out, event, record.peer(), -1, cast);
            }
            // What has begun to be handled is ended, whatever is picked.
            Kind::Done if self.tracks.handling(record.cause()).is_some() => {
                self.time = record.time();
                self.finish(out, record.cause(), cast);
            }
            Kind::Exit => {
                for receive in self.tracks.unfinished(Some(record.process())) {
                    self.time = record.time();
                    self.finish(out, receive, cast);
                }
                if event.picked {
                    self.instant(out, event, cast);
                }
            }
            _ if !event.picked => {}
            Kind::Event => self.handle(out, event, cast),
            Kind::Spawn => self.depart(out, Arrow::Spawn, event, cast),
            Kind::Start => {
                let place = (record.process(), 0);
                self.slice(out, "start", "start", place, cast);
                out.push('}');
                if let Some((_, arrow)) = self.flying.remove(&record.cause()) {
                    self.arrow(out, "f", arrow, record.cause(), place, cast);
                }
                self.close(out, "start", "start", place, cast);
            }
            Kind::Log | Kind::Service | Kind::Terminal => self.instant(out, event, cast),
            kind if kind.is_row() => self.instant(out, event, cast),
            _ => {}
        }
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        self.begin(out, cast);
        for receive in self.tracks.unfinished(None) {
            self.finish(out, receive, cast);
        }
        for id in self.flying.keys().copied().collect::<Vec<_>>() {
            self.strand(out, id, "not received by the end of this trace", cast);
        }
        out.push_str("\n]}\n");
    }
}

fn named(out: &mut String, before: &str, what: &str, host: u32, thread: u32, name: &str) {
    let _ = write!(
        out,
        "{before}{{\"ph\":\"M\",\"name\":\"{what}\",\"pid\":{host},\"tid\":{thread},\"args\":{{\"name\":"
    );
    json::text(out, name);
    out.push_str("}}");
}

/// What is known of an event, and the end of its object.
fn args(out: &mut String, event: &Event<'_>) {
    let _ = write!(out, ",\"args\":{{\"event\":{}", event.record.number());
    let payload = words::shown(event, SHOWN);
    if !payload.is_empty() {
        json::text_field(out, "payload", &payload);
    }
    out.push_str("}}");
}
