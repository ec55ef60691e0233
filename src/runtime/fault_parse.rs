//! Faults read from text, a line each. `fault_text.rs` prints them.

use std::str::FromStr;

use super::fault::{Chaos, Fault, MessageFault, Place, Struck};
use super::fault_text::{MEANT, RATES, kind_name};
use crate::base::{Duration, Error, ErrorKind, Str, Value, nearest};

/// What is left of a line.
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    /// The next word, and whether it stood in quotes.
    fn next(&mut self) -> Result<Option<(Str, bool)>, Error> {
        self.0 = self.0.trim_start();
        if self.0.is_empty() {
            return Ok(None);
        }
        if !self.0.starts_with('"') {
            let end = self.0.find(char::is_whitespace).unwrap_or(self.0.len());
            let (word, rest) = self.0.split_at(end);
            self.0 = rest;
            return Ok(Some((Str::new(word), false)));
        }
        let mut escaped = false;
        let end = self.0[1..].find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let quoted = end.map(|end| self.0.split_at(end + 2));
        let text = quoted.and_then(|(text, rest)| Some((Value::from_json(text).ok()?, rest)));
        let Some((Value::Str(text), rest)) = text else {
            return Err(Error::invalid("a text in quotes is not closed, or is no text of JSON"));
        };
        self.0 = rest;
        Ok(Some((text, true)))
    }

    /// The next word, if it is this one; else nothing is taken.
    fn takes(&mut self, word: &str) -> Result<bool, Error> {
        let before = self.0;
        let is = self.next()?.is_some_and(|(next, quoted)| !quoted && *next == *word);
        if !is {
            self.0 = before;
        }
        Ok(is)
    }

    /// The next word, which must be there.
    fn word(&mut self, what: &str) -> Result<Str, Error> {
        self.next()?
            .map(|(word, _)| word)
            .ok_or_else(|| Error::invalid(format!("here is missing: {what}")))
    }

    fn duration(&mut self) -> Result<Duration, Error> {
        let word = self.word("how long, such as 500ms")?;
        word.parse()
            .map_err(|error: crate::base::ParseDurationError| Error::invalid(error.to_string()))
    }

    /// All that is left.
    fn rest(&mut self) -> &'a str {
        std::mem::take(&mut self.0).trim()
    }
}

impl FromStr for Fault {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self, Error> {
        let mut words = Words(line);
        let name = words.word("a fault")?;
        let who = |words: &mut Words<'_>| words.word("a process: a name, a PID or an entry");
        let fault = match &*name {
            "kill" => Self::Kill(who(&mut words)?),
            "pause" => Self::Pause(who(&mut words)?),
            "resume" => Self::Resume(who(&mut words)?),
            "fill" => Self::Fill(who(&mut words)?),
            "unfill" => Self::Unfill(who(&mut words)?),
            "crash" => {
                let process = who(&mut words)?;
                let kind = if words.takes("as")? {
                    read_kind(&words.word("a kind of error")?)?
                } else {
                    ErrorKind::Internal
                };
                let message: Str = match words.0.trim_start() {
                    quoted if quoted.starts_with('"') => words.word("a message")?,
                    "" => "crashed by a fault".into(),
                    _ => Str::new(words.rest()),
                };
                Self::Crash { process, kind, message }
            }
            "drop" | "delay" | "duplicate" | "move" | "edit" => {
                let struck = read_struck(&mut words)?;
                Self::Message(struck, read_change(&name, &mut words)?)
            }
            "fail" if words.takes("spawn")? => Self::FailSpawn,
            "fail" => return Err(Error::invalid("what fails is the next spawn: fail spawn")),
            "chaos" => Self::Chaos(read_chaos(&mut words)?),
            other => {
                const ALL: [&str; 13] = [
                    "kill",
                    "crash",
                    "pause",
                    "resume",
                    "fill",
                    "unfill",
                    "drop",
                    "delay",
                    "duplicate",
                    "move",
                    "edit",
                    "fail",
                    "chaos",
                ];
                let near = nearest(other, ALL.iter());
                let hint = near.map_or_else(
                    || format!("the faults are {}", ALL.join(", ")),
                    |near| format!("did you mean {near:?}?"),
                );
                return Err(Error::invalid(format!("there is no fault {other:?}; {hint}")));
            }
        };
        match words.rest() {
            "" => Ok(fault),
            more => Err(Error::invalid(format!(
                "behind {:?} nothing more is expected, but there is {more:?}",
                fault.to_string()
            ))),
        }
    }
}

fn read_kind(word: &str) -> Result<ErrorKind, Error> {
    let found = ErrorKind::ALL.into_iter().find(|kind| kind_name(*kind) == word);
    found.ok_or_else(|| {
        let all: Vec<_> = ErrorKind::ALL.into_iter().map(kind_name).collect();
        Error::invalid(format!("{word:?} is no kind of error; they are {}", all.join(", ")))
    })
}

fn read_struck(words: &mut Words<'_>) -> Result<Struck, Error> {
    if words.takes("next")? {
        let before = words.0;
        let topic = match words.next()? {
            Some((word, quoted)) if quoted || !MEANT.contains(&&*word) => Some(word),
            _ => {
                words.0 = before;
                None
            }
        };
        let to = if words.takes("to")? { Some(words.word("whom it is for")?) } else { None };
        return Ok(Struck::Next { topic, to });
    }
    let word = words.word("a message: #12, the number of its send, or next TOPIC to PROCESS")?;
    let number = word.strip_prefix('#').and_then(|digits| digits.parse().ok());
    number.map(Struck::Sent).ok_or_else(|| {
        Error::invalid(format!(
            "{word:?} is no message: it is #12, the number of its send, or next TOPIC to PROCESS"
        ))
    })
}

fn read_change(name: &str, words: &mut Words<'_>) -> Result<MessageFault, Error> {
    Ok(match name {
        "drop" => MessageFault::Drop,
        "duplicate" => MessageFault::Duplicate,
        "delay" if words.takes("by")? => MessageFault::Delay(words.duration()?),
        "delay" => return Err(Error::invalid("by how long? For one: by 500ms")),
        "move" => {
            let word = words.word("where to: front, later or back")?;
            let place = Place::ALL.into_iter().find(|place| place.name() == &*word);
            MessageFault::Move(place.ok_or_else(|| {
                Error::invalid(format!(
                    "{word:?} is no place in a mailbox: front, later or back is"
                ))
            })?)
        }
        _ => {
            let topic =
                if words.takes("topic")? { Some(words.word("the new topic")?) } else { None };
            let payload = if words.takes("payload")? {
                let value = Value::from_json(words.rest());
                Some(value.map_err(|error| Error::invalid(format!("the payload is {error}")))?)
            } else {
                None
            };
            if topic.is_none() && payload.is_none() {
                return Err(Error::invalid(
                    "what is to be other? topic TOPIC, or payload JSON, or both",
                ));
            }
            MessageFault::Edit { topic, payload }
        }
    })
}

fn read_chaos(words: &mut Words<'_>) -> Result<Chaos, Error> {
    let mut chaos = Chaos { late: Chaos::LATE, ..Chaos::default() };
    if words.takes("off")? {
        return Ok(chaos);
    }
    while let Some((word, _)) = words.next()? {
        if *word == *"by" {
            chaos.late = words.duration()?;
            continue;
        }
        let Some((_, rate)) = RATES.iter().find(|(name, _)| *name == &*word) else {
            let names = RATES.map(|(name, _)| name).join(", ");
            return Err(Error::invalid(format!(
                "{word:?} does not come by chance; {names} do, and by LONGEST DELAY"
            )));
        };
        let per_mille = words.word("a rate: so many of 1,000")?;
        *rate(&mut chaos) =
            per_mille.parse().ok().filter(|rate| *rate <= 1_000).ok_or_else(|| {
                Error::invalid(format!("{per_mille:?} is no rate: it says of how many of 1,000"))
            })?;
    }
    if chaos.is_off() {
        return Err(Error::invalid(
            "how often? For one: chaos drop 10 delay 20, of 1,000 messages; or chaos off",
        ));
    }
    Ok(chaos)
}
