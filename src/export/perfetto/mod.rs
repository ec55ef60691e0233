//! The trace event format of Chrome, as JSON: a track for each process, what it handles as slices, messages as arrows.
//!
//! Slices are begun and ended in the order of events, so that one of no length contains what happens in it: an arrow is tied to the
//! slice that is open where it stands.

mod sheet;
mod tracks;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::about::About;
use super::cast::Cast;
use super::json;
use super::words;
use super::writer::{End, Event, Writer};
use crate::base::Str;
use crate::trace::Kind;
use sheet::{PROCESS, Place, SHOWN, Sheet, args};

const MESSAGE: &str = "message";
const SPAWN: &str = "spawn";

pub struct Perfetto {
    about: Option<About>,
    sheet: Sheet,
    /// Messages and spawns whose arrows have begun: where they lead, and what they are.
    flying: BTreeMap<u64, (u32, &'static str)>,
    depths: Vec<u64>,
}

impl Perfetto {
    pub fn new(about: About) -> Self {
        let (sheet, flying, depths) = Default::default();
        Self { about: Some(about), sheet, flying, depths }
    }

    fn begin(&mut self, out: &mut String, cast: &Cast) {
        let Some(about) = self.about.take() else { return };
        out.push_str("{\"displayTimeUnit\":\"ns\",\"otherData\":{\"made by\":\"Rehearsal\"");
        json::text_field(out, "run", &about.line());
        json::text_field(out, "hash", &format!("{:016x}", about.end.hash));
        out.push_str("},\"traceEvents\":[");
        self.sheet.begin(out, cast);
    }

    /// Where the cause of an event is being handled, if its process does that now.
    fn handling(&self, event: &Event<'_>) -> Option<Place> {
        let place = self.sheet.tracks.handling(event.record.cause())?;
        (place.0 == event.record.process()).then_some(place)
    }

    /// An arrow begins: in what is being handled, or in a slice of its own.
    fn depart(&mut self, out: &mut String, what: &'static str, event: &Event<'_>, cast: &Cast) {
        let record = event.record;
        self.flying.insert(record.number(), (record.peer(), what));
        let arrow = (what, record.number());
        if let Some(place) = self.handling(event) {
            return self.sheet.arrow(out, "s", arrow, place, cast);
        }
        let place = (record.process(), 0);
        let name = match what {
            MESSAGE => format!("send {}", words::short(&event.text(), SHOWN)),
            _ => words::what(event, cast, SHOWN),
        };
        self.sheet.slice(out, &name, place, cast);
        args(out, event);
        self.sheet.arrow(out, "s", arrow, place, cast);
        self.sheet.close(out, &name, place, cast);
    }

    /// The end of an arrow, if it has begun.
    fn land(&mut self, out: &mut String, id: u64, place: Place, cast: &Cast) {
        if let Some((_, what)) = self.flying.remove(&id) {
            self.sheet.arrow(out, "f", (what, id), place, cast);
        }
    }

    /// An arrow that leads nowhere else ends in a slice of its own.
    fn strand(&mut self, out: &mut String, id: u64, why: &str, cast: &Cast) {
        let Some((to, _)) = self.flying.get(&id) else { return };
        let place = (*to, 0);
        self.sheet.slice(out, why, place, cast);
        out.push('}');
        self.land(out, id, place, cast);
        self.sheet.close(out, why, place, cast);
    }

    fn handle(&mut self, out: &mut String, event: &Event<'_>, cast: &Cast) {
        let record = event.record;
        let (number, process, now) = (record.number(), record.process(), self.sheet.time);
        if record.a() > 0 {
            let name = format!("mailbox of {}", cast.name(process));
            for (phase, time) in [("b", now.saturating_sub(record.a())), ("e", now)] {
                self.sheet.open(out, phase, &name, "waiting", (time, (process, 0)), cast);
                let _ = write!(out, ",\"id\":\"0x{number:x}\"");
                if phase == "b" {
                    args(out, event);
                } else {
                    out.push('}');
                }
            }
        }
        let name = event.text();
        let place = (process, self.sheet.tracks.begin(process, number, name.clone()));
        self.sheet.slice(out, &name, place, cast);
        args(out, event);
        self.land(out, record.cause(), place, cast);
        if process == 0 {
            self.finish(out, number, cast); // nobody there handles anything
        }
    }

    fn finish(&mut self, out: &mut String, receive: u64, cast: &Cast) {
        if let Some((place, name)) = self.sheet.tracks.end(receive) {
            self.sheet.close(out, &name, place, cast);
        }
    }

    fn start(&mut self, out: &mut String, event: &Event<'_>, cast: &Cast) {
        let (name, place) = (Str::new("start"), (event.record.process(), 0));
        self.sheet.slice(out, &name, place, cast);
        out.push('}');
        self.land(out, event.record.cause(), place, cast);
        self.sheet.close(out, &name, place, cast);
    }

    fn instant(&mut self, out: &mut String, event: &Event<'_>, cast: &Cast) {
        let place = self.handling(event).unwrap_or((event.record.process(), 0));
        let (name, at) = (words::what(event, cast, 80), (self.sheet.time, place));
        self.sheet.open(out, "i", &name, event.record.kind().name(), at, cast);
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
            self.sheet.open(out, "C", &name, PROCESS, (self.sheet.time, (owner, 0)), cast);
            let _ = write!(out, ",\"args\":{{\"messages\":{}}}}}", self.depths[at]);
        }
    }
}

impl Writer for Perfetto {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, out: &mut String) {
        self.begin(out, cast);
        let record = event.record;
        if event.picked {
            self.sheet.time = record.time();
        }
        match record.kind() {
            Kind::Send => {
                if event.picked {
                    self.depart(out, MESSAGE, event, cast);
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
            Kind::Done if self.sheet.tracks.handling(record.cause()).is_some() => {
                self.sheet.time = record.time();
                self.finish(out, record.cause(), cast);
            }
            Kind::Exit => {
                for receive in self.sheet.tracks.unfinished(Some(record.process())) {
                    self.sheet.time = record.time();
                    self.finish(out, receive, cast);
                }
                if event.picked {
                    self.instant(out, event, cast);
                }
            }
            _ if !event.picked => {}
            Kind::Event => self.handle(out, event, cast),
            Kind::Spawn => self.depart(out, SPAWN, event, cast),
            Kind::Start => self.start(out, event, cast),
            Kind::Log | Kind::Service | Kind::Terminal => self.instant(out, event, cast),
            kind if kind.is_row() => self.instant(out, event, cast),
            _ => {}
        }
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        self.begin(out, cast);
        for receive in self.sheet.tracks.unfinished(None) {
            self.finish(out, receive, cast);
        }
        for id in self.flying.keys().copied().collect::<Vec<_>>() {
            self.strand(out, id, "not received by the end of this trace", cast);
        }
        out.push_str("\n]}\n");
    }
}
