//! CSV: a line of figures for each process.

use std::fmt::Write;

use super::cast::Cast;
use super::figures::Figures;
use super::words;
use super::writer::{End, Event, Writer};
use crate::trace::Kind;

const HEAD: &str = "number,pid,entry,host,parent,spawned_ns,ended_ns,reason,sent,received,refused,dead_letters,\
    mean_wait_ns,max_wait_ns,mean_handling_ns,max_handling_ns,max_mailbox_depth\r\n";

/// Characters of a reason that are kept.
const REASON: usize = 500;

/// Figures by the number of the process. Those that no picked event is about have none.
#[derive(Default)]
pub struct Csv {
    figures: Vec<Option<Figures>>,
    /// How deep the mailboxes are, whatever is picked.
    depths: Vec<u64>,
}

impl Csv {
    fn of(&mut self, number: u32) -> &mut Figures {
        let at = number as usize;
        if at >= self.figures.len() {
            self.figures.resize(at + 1, None);
        }
        self.figures[at].get_or_insert_default()
    }

    /// Messages come and go, also those that are not counted.
    fn follow(&mut self, event: &Event<'_>) {
        let record = event.record;
        let (owner, by) = match record.kind() {
            Kind::Send => (record.peer() as usize, 1),
            Kind::Receive => (record.process() as usize, -1),
            Kind::DeadLetter if record.flags() & 1 != 0 => (record.peer() as usize, -1),
            _ => return,
        };
        if owner >= self.depths.len() {
            self.depths.resize(owner + 1, 0);
        }
        self.depths[owner] = self.depths[owner].saturating_add_signed(by);
    }
}

impl Writer for Csv {
    fn event(&mut self, event: &Event<'_>, _cast: &Cast, _out: &mut String) {
        self.follow(event);
        if !event.picked {
            return;
        }
        let record = event.record;
        let (process, peer, time) = (record.process(), record.peer(), record.time());
        match record.kind() {
            Kind::Spawn => self.of(peer).spawned = Some(time),
            Kind::Exit => {
                let of = self.of(process);
                (of.ended, of.reason) = (Some(time), words::exit(event, REASON));
            }
            Kind::Send => {
                self.of(process).sent += 1;
                let depth = self.depths[peer as usize];
                let of = self.of(peer);
                of.most = of.most.max(depth);
            }
            Kind::Refused => self.of(process).refused += 1,
            Kind::DeadLetter if record.flags() & 1 == 0 => self.of(process).dead_letters += 1,
            Kind::DeadLetter => self.of(peer).dead_letters += 1,
            Kind::Receive => {
                let of = self.of(process);
                of.received += 1;
                of.waited.add(record.a());
            }
            Kind::Done => self.of(process).handled.add(record.a()),
            _ => {
                self.of(process);
            }
        }
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        out.push_str(HEAD);
        for (number, of) in self.figures.iter().enumerate() {
            if let Some(of) = of {
                line(out, number as u32, of, cast);
            }
        }
    }
}

fn line(out: &mut String, number: u32, of: &Figures, cast: &Cast) {
    let role = cast.role(number);
    let _ = write!(out, "{number},");
    for text in [&*cast.pid(number), &*role.entry, &*role.host] {
        cell(out, text);
        out.push(',');
    }
    let parent = (number != 0).then_some(u64::from(role.parent));
    let optional = |out: &mut String, of: Option<u64>| {
        if let Some(number) = of {
            let _ = write!(out, "{number}");
        }
        out.push(',');
    };
    optional(out, parent);
    optional(out, of.spawned);
    optional(out, of.ended);
    cell(out, &of.reason);
    let _ = write!(out, ",{},{},{},{},", of.sent, of.received, of.refused, of.dead_letters);
    for spans in [of.waited, of.handled] {
        optional(out, spans.mean());
        optional(out, (spans.count > 0).then_some(spans.longest));
    }
    let _ = write!(out, "{}\r\n", of.most);
}

/// A text. A spreadsheet takes one that begins like a formula for a formula, and would compute it: an apostrophe before it tells
/// that it is a text.
fn cell(out: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let apostrophe = if formula { "'" } else { "" };
    if formula || text.contains(['"', ',', '\n', '\r', ';', '\t']) || text.trim() != text {
        let _ = write!(out, "\"{apostrophe}{}\"", text.replace('"', "\"\""));
    } else {
        out.push_str(text);
    }
}
