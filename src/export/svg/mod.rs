//! A sequence diagram as a picture that stands alone: lanes from top to bottom, a row an event, as the page draws it.

mod draw;
mod labels;
mod layout;
mod lines;
mod style;

use std::collections::BTreeMap;

use super::about::About;
use super::cast::Cast;
use super::words;
use super::writer::{End, Event, Writer};
use crate::base::Duration;
use crate::trace::{Kind, exit_flag};

/// Characters of a text that are shown; more is in its title, which a pointer brings up.
const SHOWN: usize = 28;
const TOLD: usize = 400;

pub struct Svg {
    about: About,
    limit: u64,
    /// The time of each row.
    rows: Vec<u64>,
    /// Rows for which there was no room.
    cut: u64,
    lives: BTreeMap<u32, Life>,
    shapes: Vec<Shape>,
    /// Lines by the event at their beginning, bars by that, timers by their setting.
    flying: BTreeMap<u64, usize>,
    handled: BTreeMap<u64, usize>,
    timers: BTreeMap<u64, f64>,
    /// The rows that others may be drawn from: exits and inputs.
    causes: BTreeMap<u64, f64>,
}

/// A process, and between which rows something of it is shown.
struct Life {
    first: f64,
    last: f64,
    /// Its first turn is shown. If not, it was there before.
    born: Option<f64>,
    ended: Option<f64>,
}

/// Something that is drawn. Rows are whole numbers, and what happens after a row lies between it and the next.
enum Shape {
    Line { style: Style, from: (u32, f64), to: (u32, Option<f64>), label: String, told: String },
    Bar { process: u32, from: f64, to: Option<f64> },
    Arc { process: u32, from: f64, to: f64, label: String },
    Mark { style: Style, at: (u32, f64), label: String, told: String },
}

/// What a line or a mark stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Message,
    Spawn,
    Event,
    Refused,
    Dead,
    Exit,
    Failed,
    Other,
}

impl Svg {
    pub fn new(about: About, limit: u64) -> Self {
        let (rows, lives, shapes) = Default::default();
        let (flying, handled, timers, causes) = Default::default();
        Self { about, limit, rows, cut: 0, lives, shapes, flying, handled, timers, causes }
    }

    /// Something of a process is in this row.
    fn live(&mut self, process: u32, row: f64) -> &mut Life {
        let life = self.lives.entry(process).or_insert(Life {
            first: row,
            last: row,
            born: None,
            ended: None,
        });
        life.last = row;
        life
    }

    fn line(
        &mut self,
        style: Style,
        number: u64,
        from: (u32, f64),
        to: (u32, Option<f64>),
        said: [String; 2],
    ) {
        let [label, told] = said;
        self.flying.insert(number, self.shapes.len());
        self.shapes.push(Shape::Line { style, from, to, label, told });
    }

    /// The line that began with this event arrives. Whether there is one.
    fn arrive(&mut self, number: u64, row: f64) -> bool {
        let Some(shape) = self.flying.remove(&number) else { return false };
        if let Shape::Line { to: (_, to), .. } = &mut self.shapes[shape] {
            *to = Some(row);
        }
        true
    }

    fn handle(&mut self, number: u64, process: u32, row: f64) {
        if process != 0 {
            self.handled.insert(number, self.shapes.len());
            self.shapes.push(Shape::Bar { process, from: row, to: None });
        }
    }

    /// A picked row.
    fn row(&mut self, event: &Event<'_>, cast: &Cast, row: f64) {
        let record = event.record;
        let (number, cause) = (record.number(), record.cause());
        let (process, peer) = (record.process(), record.peer());
        let what = words::what(event, cast, TOLD);
        let topic = words::short(&event.text(), SHOWN);
        let told = format!("{number}: {what}");
        let short = words::what(event, cast, SHOWN);
        self.live(process, row);
        match record.kind() {
            Kind::Send => {
                self.live(peer, row);
                self.line(Style::Message, number, (process, row), (peer, None), [topic, told]);
            }
            Kind::Receive => {
                if !self.arrive(cause, row) {
                    // It was sent before what is shown.
                    self.live(peer, row);
                    self.line(
                        Style::Message,
                        number,
                        (peer, row - 0.8),
                        (process, Some(row)),
                        [topic, told],
                    );
                }
                self.handle(number, process, row);
            }
            Kind::Spawn => {
                self.live(peer, row);
                self.line(
                    Style::Spawn,
                    number,
                    (process, row),
                    (peer, None),
                    [String::new(), told],
                );
            }
            Kind::Start => {
                self.live(process, row).born = Some(row);
                self.arrive(cause, row);
            }
            Kind::Event => {
                self.live(peer, row);
                let from = self.causes.get(&cause).copied().unwrap_or(row - 0.8);
                if peer != process {
                    self.line(
                        Style::Event,
                        number,
                        (peer, from),
                        (process, Some(row)),
                        [topic, told],
                    );
                }
                self.handle(number, process, row);
            }
            Kind::Refused if peer != 0 && peer != process => {
                self.live(peer, row);
                self.line(
                    Style::Refused,
                    number,
                    (process, row),
                    (peer, Some(row + 0.3)),
                    [short, told],
                );
            }
            Kind::DeadLetter if record.flags() & 1 != 0 => {
                self.live(peer, row);
                let style = Style::Dead;
                self.arrive(cause, row);
                self.shapes.push(Shape::Mark {
                    style,
                    at: (peer, row),
                    label: format!("unread: {topic}"),
                    told,
                });
            }
            Kind::TimerFired => {
                let from = self.timers.remove(&cause).unwrap_or(row - 0.8);
                let label = Duration::from_nanos(record.a()).to_string();
                self.shapes.push(Shape::Arc { process, from, to: row, label });
            }
            kind => {
                let style = match (kind, record.flags()) {
                    (Kind::Exit, exit_flag::RETURNED) => Style::Exit,
                    (Kind::Exit, _) | (Kind::Limit, _) => Style::Failed,
                    (Kind::DeadLetter | Kind::Refused, _) => Style::Dead,
                    _ => Style::Other,
                };
                if kind == Kind::Exit {
                    self.live(process, row).ended = Some(row);
                }
                self.causes.insert(number, row);
                self.shapes.push(Shape::Mark { style, at: (process, row), label: short, told });
            }
        }
    }
}

impl Writer for Svg {
    fn event(&mut self, event: &Event<'_>, cast: &Cast, _out: &mut String) {
        let record = event.record;
        let between = self.rows.len() as f64 - 0.5;
        match record.kind() {
            kind if kind.is_row() || kind == Kind::Start => {
                if !event.picked {
                    return;
                }
                if self.rows.len() as u64 >= self.limit {
                    self.cut += 1;
                    return;
                }
                let row = self.rows.len() as f64;
                self.rows.push(record.time());
                self.row(event, cast, row);
            }
            // What is shown up to the limit ends there, and no later.
            _ if self.cut > 0 => {}
            Kind::Done => {
                if let Some(shape) = self.handled.remove(&record.cause())
                    && let Shape::Bar { to, .. } = &mut self.shapes[shape]
                {
                    *to = Some(between);
                }
            }
            Kind::TimerSet if event.picked => {
                self.timers.insert(record.number(), between.max(0.0));
            }
            Kind::TimerStopped => {
                self.timers.remove(&record.cause());
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: &End, cast: &Cast, out: &mut String) {
        draw::draw(self, cast, out);
    }
}
