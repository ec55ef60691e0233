//! Events held against each other, and told.

use serde::Serialize;

use crate::base::{Duration, Str};
use crate::export::{Cast, ending, short, timer};
use crate::trace::{Kind, Record, Recorder, details};

/// Characters of a payload or a text that are shown.
const LONGEST: usize = 300;

/// An event, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// 1, 2, 3, …
    pub number: u64,
    /// Virtual nanoseconds; unknown of what is only known from a file.
    pub time_ns: Option<u64>,
    /// What happened; unknown, if a newer Rehearsal has written it.
    pub kind: Option<&'static str>,
    /// The process where it happened: `relay#3`.
    pub who: String,
    /// The rest.
    pub what: String,
}

/// What of two events differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub field: Field,
    /// As the first run has it.
    pub one: String,
    /// As the second has it.
    pub other: String,
}

/// What an event holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "`Field::name` says what each is")]
pub enum Field {
    Kind,
    Time,
    Turn,
    Process,
    Peer,
    Text,
    Payload,
    Cause,
    How,
    Options,
    Why,
    Host,
    Waited,
    Left,
    Handled,
    Turns,
    Channel,
    Values,
    Case,
    Duration,
    Timer,
    Number,
    SecondNumber,
}

impl Field {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "what happens",
            Self::Time => "the time",
            Self::Turn => "the turn",
            Self::Process => "the process",
            Self::Peer => "the other side",
            Self::Text => "the text",
            Self::Payload => "the payload",
            Self::Cause => "the event that caused it",
            Self::How => "how it went",
            Self::Options => "the options",
            Self::Why => "why it was refused",
            Self::Host => "the host",
            Self::Waited => "how long it waited",
            Self::Left => "how many are left in the mailbox",
            Self::Handled => "how long it was handled",
            Self::Turns => "how many turns it took",
            Self::Channel => "the channel",
            Self::Values => "the values in the channel",
            Self::Case => "the case",
            Self::Duration => "the duration",
            Self::Timer => "the timer",
            Self::Number => "its first number",
            Self::SecondNumber => "its second number",
        }
    }
}

/// An event, and what its run knows of it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub record: &'a Record,
    pub trace: &'a Recorder,
    pub cast: &'a Cast,
}

impl Seen<'_> {
    /// In words.
    pub fn told(&self) -> Told {
        let Self { record, trace, cast } = *self;
        let what = details(trace, record, |number| cast.name(number));
        Told {
            number: record.number(),
            time_ns: Some(record.time()),
            kind: Some(record.kind().name()),
            who: cast.name(record.process()),
            what: short(what.trim_start(), LONGEST),
        }
    }

    fn text(&self) -> Str {
        self.trace.text(self.record.text())
    }

    /// Of some kinds the first number is a text.
    fn has_text_in_a(&self) -> bool {
        matches!(self.record.kind(), Kind::Spawn | Kind::Refused)
    }

    fn text_in_a(&self) -> Str {
        self.trace.text(u32::try_from(self.record.a()).unwrap_or_default())
    }

    /// Whether a payload is there, and its content.
    fn payload_hash(&self) -> (bool, u64) {
        let payload = self.trace.payload_of(self.record);
        (self.record.payload() != 0, payload.map_or(0, crate::base::Value::content_hash))
    }

    /// Whether both are the same. The line of the script is none of it: a comment more makes no other run.
    pub fn is_same(&self, other: &Self) -> bool {
        let plain = |seen: &Self| {
            let Record(words) = *seen.record;
            let a = if seen.has_text_in_a() { 0 } else { seen.record.a() };
            // Number, time and cause; kind and flags; turn, process and peer; the numbers.
            (
                [
                    words[0],
                    words[1],
                    words[2],
                    words[3],
                    words[4],
                    words[5],
                    words[6] & 0xffff,
                    words[7],
                    words[8],
                    words[9],
                ],
                a,
                seen.record.b(),
            )
        };
        plain(self) == plain(other)
            && self.text() == other.text()
            && (!self.has_text_in_a() || self.text_in_a() == other.text_in_a())
            && self.payload_hash() == other.payload_hash()
    }

    /// What differs. Of events of different kinds the numbers mean different things, and are left out.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let (one, two) = (self.fields(), other.fields());
        if self.record.kind() != other.record.kind() {
            let (one, other) =
                (self.record.kind().name().into(), other.record.kind().name().into());
            return vec![Difference { field: Field::Kind, one, other }];
        }
        let pairs = one.into_iter().zip(two);
        let differ = pairs.filter(|((_, one), (_, other))| one != other);
        let mut all: Vec<_> =
            differ.map(|((field, one), (_, other))| Difference { field, one, other }).collect();
        if self.payload_hash() != other.payload_hash() {
            let (one, other) = around(&self.payload(), &other.payload());
            all.insert(0, Difference { field: Field::Payload, one, other });
        }
        all
    }

    fn payload(&self) -> String {
        match self.trace.payload_of(self.record) {
            Some(payload) => payload.to_json(),
            None if self.record.payload() != 0 => "gone".into(),
            None => "none".into(),
        }
    }

    /// Everything but the payload; of two events of the same kind these are the same fields.
    fn fields(&self) -> Vec<(Field, String)> {
        let record = self.record;
        let time = |nanos: u64| Duration::from_nanos(nanos).to_string();
        let mut all = vec![
            (Field::Text, short(&self.text(), LONGEST)),
            (Field::Process, self.cast.name(record.process())),
            (Field::Peer, self.cast.name(record.peer())),
            (Field::Time, time(record.time())),
            (Field::Turn, record.turn().to_string()),
            (
                Field::Cause,
                if record.cause() == 0 { "none".into() } else { record.cause().to_string() },
            ),
        ];
        let (a, b) = (record.a(), record.b());
        let (a, b) = match record.kind() {
            Kind::Spawn => {
                ((Field::Host, self.text_in_a().to_string()), (Field::SecondNumber, b.to_string()))
            }
            Kind::Refused => {
                ((Field::Why, self.text_in_a().to_string()), (Field::SecondNumber, b.to_string()))
            }
            Kind::Receive => ((Field::Waited, time(a)), (Field::Left, b.to_string())),
            Kind::Done => ((Field::Handled, time(a)), (Field::Turns, b.to_string())),
            Kind::Event | Kind::Fault => {
                ((Field::Waited, time(a)), (Field::SecondNumber, b.to_string()))
            }
            Kind::TimerSet | Kind::TimerFired | Kind::TimerStopped => {
                ((Field::Duration, time(a)), (Field::Timer, b.to_string()))
            }
            Kind::ChannelSend | Kind::ChannelReceive | Kind::ChannelClose => {
                ((Field::Channel, a.to_string()), (Field::Values, b.to_string()))
            }
            Kind::Select => ((Field::Channel, a.to_string()), (Field::Case, b.to_string())),
            _ => ((Field::Number, a.to_string()), (Field::SecondNumber, b.to_string())),
        };
        let flags = record.flags();
        all.extend([a, b]);
        all.push(match record.kind() {
            Kind::Exit => (Field::How, ending(flags).into()),
            Kind::TimerSet | Kind::TimerFired | Kind::TimerStopped => {
                (Field::How, timer(flags).into())
            }
            _ => (Field::Options, format!("{flags:#b}")),
        });
        all
    }
}

/// The parts of two texts around the first character in which they differ, so that it is seen also in long ones.
fn around(one: &str, other: &str) -> (String, String) {
    const BEFORE: usize = 80;
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let skipped = if same > LONGEST / 2 { same - BEFORE } else { 0 };
    let part = |text: &str| {
        let rest: String = text.chars().skip(skipped).take(LONGEST + 1).collect();
        let before = if skipped > 0 { "…" } else { "" };
        format!("{before}{}", short(&rest, LONGEST))
    };
    (part(one), part(other))
}
