//! A `sequenceDiagram` of Mermaid: a line a message, notes for the rest.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::about::About;
use super::cast::Cast;
use super::json;
use super::words;
use super::writer::{End, Event, Writer};
use crate::trace::Kind;

/// Characters of a payload that are shown.
const SHOWN: usize = 40;
/// Mermaid refuses texts of more than 50,000 characters, unless it is told otherwise.
const ROOM: usize = 44_000;
/// About as many characters as a participant takes.
const PARTICIPANT: usize = 50;

pub struct Mermaid {
    about: About,
    limit: u64,
    body: String,
    seen: BTreeSet<u32>,
    /// Messages that were drawn with their sends.
    sent: BTreeSet<u64>,
    lines: u64,
    /// Lines for which there was no room.
    cut: u64,
    is_full: bool,
}

impl Mermaid {
    pub fn new(about: About, limit: u64) -> Self {
        let (body, seen, sent) = Default::default();
        Self { about, limit, body, seen, sent, lines: 0, cut: 0, is_full: false }
    }

    /// What stands for an event, if something does, and for whom there must be a place then.
    fn line(&mut self, event: &Event<'_>, cast: &Cast) -> Option<(Vec<u32>, String)> {
        let record = event.record;
        let (number, cause) = (record.number(), record.cause());
        let (process, peer) = (record.process(), record.peer());
        let arrow = |from: u32, arrow: &str, to: u32, said: &str| {
            Some((vec![from, to], format!("P{from}{arrow}P{to}: {}", escaped(said))))
        };
        let note = |over: u32, said: &str| {
            Some((vec![over], format!("Note over P{over}: {}", escaped(said))))
        };
        let what = words::what(event, cast, SHOWN);
        match record.kind() {
            Kind::Send => {
                self.sent.insert(number);
                arrow(process, "->>", peer, &what)
            }
            // Its send is not among the events that are shown.
            Kind::Receive if !self.sent.remove(&cause) => arrow(peer, "->>", process, &what),
            Kind::Receive | Kind::Start => None,
            Kind::Refused if peer != 0 => arrow(process, "-x", peer, &what),
            Kind::DeadLetter if record.flags() & 1 != 0 => {
                self.sent.remove(&cause);
                note(peer, &format!("unread: {}", what.trim_start_matches("dead letter: ")))
            }
            Kind::Spawn => arrow(process, "-->>", peer, &what),
            Kind::Event if peer != process => arrow(peer, "--)", process, &what),
            Kind::Input | Kind::Fault if peer != 0 => {
                note(0, &format!("{what} → {}", cast.name(peer)))
            }
            kind if kind.is_row() => note(process, &what),
            _ => None,
        }
    }

    /// The whole text.
    fn write(&self, cast: &Cast, out: &mut String) {
        out.push_str("---\ntitle: ");
        json::text(out, &self.about.line().replace('%', " "));
        out.push_str("\n---\nsequenceDiagram\n");
        let order = cast.in_order(self.seen.iter().copied());
        let mut hosts = BTreeSet::new();
        hosts.extend(order.iter().map(|number| &cast.role(*number).host));
        let mut last = None;
        for number in &order {
            let host = &cast.role(*number).host;
            // One host besides the outside needs no box.
            let boxed =
                (*number != 0 && hosts.len() > 2).then_some((host, cast.role(*number).terminal));
            if boxed != last {
                if last.is_some() {
                    out.push_str("    end\n");
                }
                if let Some((host, _)) = boxed {
                    let _ = writeln!(
                        out,
                        "    box transparent {}",
                        escaped(&words::short(host, SHOWN))
                    );
                }
                last = boxed;
            }
            let name = words::short(&cast.name(*number), SHOWN);
            let _ = writeln!(out, "    participant P{number} as {}", escaped(&name));
        }
        if last.is_some() {
            out.push_str("    end\n");
        }
        out.push_str(&self.body);
        let over = match (order.first(), order.last()) {
            (Some(first), Some(last)) if first != last => format!("P{first},P{last}"),
            (Some(only), _) => format!("P{only}"),
            (None, _) => {
                out.push_str(
                    "    participant P0 as outside\n    Note over P0: nothing happens here\n",
                );
                return;
            }
        };
        if self.cut > 0 {
            let said = format!(
                "CUT OFF: {} more are not in this diagram, only the first {} (--limit, --from and --to say which are)",
                self.cut, self.lines
            );
            let _ = writeln!(out, "    Note over {over}: {}", escaped(&said));
        }
    }
}

impl Writer for Mermaid {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, _out: &mut String) {
        if !event.picked {
            return;
        }
        let Some((who, line)) = self.line(event, cast) else { return };
        let room = self.body.len() + line.len() + self.seen.len() * PARTICIPANT;
        self.is_full |= self.lines >= self.limit || room > ROOM;
        if self.is_full {
            self.cut += 1;
            return;
        }
        self.lines += 1;
        let _ = writeln!(self.body, "    {line}");
        self.seen.extend(who);
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        self.write(cast, out);
    }
}

/// A text as Mermaid takes it for a text: what means something to it as the number of the character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        let is_plain = char.is_alphanumeric()
            || matches!(char, ' ' | '_' | '.' | '(' | ')' | '/' | '…' | '→' | '\'' | '!' | '?');
        if is_plain {
            escaped.push(char);
        } else {
            let _ = write!(escaped, "#{};", u32::from(char));
        }
    }
    escaped
}
