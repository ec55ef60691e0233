//! Whether a record is what a breakpoint is about.

use super::{Breakpoint, On, Pattern, Step};
use crate::base::Value;
use crate::runtime::Kernel;
use crate::trace::{Kind, Record, exit_flag};

impl Breakpoint {
    /// Whether this has happened. Counters are no events: they never have.
    pub(super) fn is_met(&self, kernel: &Kernel, record: &Record) -> bool {
        let trace = kernel.trace();
        match &self.on {
            On::Message { step, topic, from, to, payload } => {
                let (sender, receiver) = match (step, record.kind()) {
                    (Step::Send, Kind::Send) | (Step::DeadLetter, Kind::DeadLetter) => {
                        (record.process(), record.peer())
                    }
                    (Step::Receive, Kind::Receive) => (record.peer(), record.process()),
                    _ => return false,
                };
                topic.fits(&trace.text(record.text()))
                    && from.names(kernel, sender)
                    && to.names(kernel, receiver)
                    && payload.as_ref().is_none_or(|wanted| {
                        carried(kernel, record).is_some_and(|value| covers(wanted, value))
                    })
            }
            On::Spawn(process) => {
                record.kind() == Kind::Spawn && process.names(kernel, record.peer())
            }
            On::Exit { process, failed } => {
                record.kind() == Kind::Exit
                    && (!failed || record.flags() == exit_flag::FAILED)
                    && process.names(kernel, record.process())
            }
            On::Log { level, message } => {
                record.kind() == Kind::Log
                    && level.fits(&trace.text(record.text()))
                    && (message.is_anything() || {
                        let line = trace.payload_of(record).map(|value| value.get("message"));
                        line.is_some_and(|text| message.is_in(&text.to_string()))
                    })
            }
            On::Counter(..) => false,
        }
    }
}

/// What a message carries. A receive has it at its send.
fn carried<'a>(kernel: &'a Kernel, record: &Record) -> Option<&'a Value> {
    let trace = kernel.trace();
    let own = trace.payload_of(record);
    own.or_else(|| trace.get(record.cause()).and_then(|send| trace.payload_of(&send)))
}

impl Pattern {
    fn fits(&self, text: &str) -> bool {
        self.0.is_empty() || glob(&self.0, text)
    }

    /// Whether a text has it in it.
    fn is_in(&self, text: &str) -> bool {
        glob(&format!("*{}*", self.0), text)
    }

    /// Whether it is one of the names of a process.
    fn names(&self, kernel: &Kernel, number: u32) -> bool {
        if self.is_anything() {
            return true;
        }
        if number == 0 {
            return self.fits("outside");
        }
        let Some(process) = kernel.process(number) else { return false };
        let short = process.entry.rsplit_once(':').map_or(&*process.entry, |(_, name)| name);
        self.fits(&process.entry)
            || self.fits(short)
            || process.names.iter().any(|name| self.fits(name))
            || self.fits(&process.pid.to_string())
            || self.fits(&format!("0x{number:05x}"))
    }
}

/// Whether a value is what is wanted of it: of a map the named values, of a list all, texts with `*`.
fn covers(wanted: &Value, value: &Value) -> bool {
    match wanted {
        Value::Str(pattern) => value.as_str().is_some_and(|text| glob(pattern, text)),
        Value::Map(wanted) => value.as_map().is_some_and(|map| {
            let has = |(key, wanted): (&Value, &Value)| {
                map.get(key.as_str().unwrap_or_default()).is_some_and(|it| covers(wanted, it))
            };
            wanted.iter().all(has)
        }),
        Value::List(wanted) => value.as_list().is_some_and(|list| {
            wanted.len() == list.len() && wanted.iter().zip(list).all(|(a, b)| covers(a, b))
        }),
        Value::Int(number) => value == wanted || *value == Value::Float(*number as f64),
        Value::Float(number) => {
            value == wanted || matches!(value, Value::Int(int) if *int as f64 == *number)
        }
        wanted => value == wanted,
    }
}

/// Whether a text is a pattern's, in which `*` is any text. It takes no longer than both lengths multiplied.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last star stands, and what it has taken so far.
    let mut star = None;
    while t < text.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            p += 1;
            t += 1;
        } else if let Some((at, taken)) = star {
            star = Some((at, taken + 1));
            p = at + 1;
            t = taken + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::glob;

    /// The page's search has the same patterns, and its tests read the same table.
    #[test]
    fn a_star_is_any_text() {
        let table: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/globs.json")).unwrap();
        for (list, expected) in [("match", true), ("differ", false)] {
            let cases = table[list].as_array().unwrap();
            assert!(cases.len() > 10);
            for case in cases {
                let [pattern, text] = [&case[0], &case[1]].map(|part| part.as_str().unwrap());
                assert_eq!(glob(pattern, text), expected, "{pattern:?} {text:?}");
            }
        }
    }

    #[test]
    fn many_stars_take_no_age() {
        let (pattern, text) = ("*a".repeat(2_000) + "b", "a".repeat(20_000));
        assert!(!glob(&pattern, &text));
    }
}
