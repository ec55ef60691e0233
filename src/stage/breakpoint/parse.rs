//! The text form of a breakpoint, read.

use std::str::FromStr;

use super::{Breakpoint, Counter, On, Pattern, Step};
use crate::base::{Error, Str, Value};

/// What a breakpoint can be, for whoever has written none of it.
const FORMS: &str = "a breakpoint is one of: send TOPIC, receive TOPIC, dead letter TOPIC (each with from WHO, to WHO, with JSON), \
                     spawn WHO, exit WHO, failure WHO, log LEVEL, log says TEXT, or a counter, like messages >= 100; \
                     and “after 3” at its end lets the first three pass";

/// Bytes of a line.
const LONGEST: usize = 1_000;

impl FromStr for Breakpoint {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self, Error> {
        let line = line.trim();
        if line.len() > LONGEST {
            let said =
                format!("a breakpoint has at most {LONGEST} bytes, and this one {}", line.len());
            return Err(Error::invalid(said));
        }
        let (rest, skip) = after(line)?;
        let on = message(rest)
            .or_else(|| process(rest))
            .or_else(|| log(rest))
            .or_else(|| counter(rest))
            .unwrap_or_else(|| {
                Err(Error::invalid(format!("{line:?} is no breakpoint: {FORMS}")))
            })?;
        Ok(Self { on, skip })
    }
}

type Read = Option<Result<On, Error>>;

/// `… after 3`. In a text that is to be logged, or in a payload, the word may stand as well: it is the last one that counts.
fn after(line: &str) -> Result<(&str, u64), Error> {
    let Some((rest, count)) = line.rsplit_once(" after ") else { return Ok((line, 0)) };
    match count.trim().parse() {
        Ok(count) => Ok((rest.trim_end(), count)),
        Err(_) if rest.contains(" says ") || rest.contains(" with ") => Ok((line, 0)),
        Err(_) => Err(Error::invalid(format!("“after {count}” wants a number: after 3"))),
    }
}

/// What follows a word at the beginning, if that is where the word ends.
fn past<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

fn message(line: &str) -> Read {
    let (step, mut rest) =
        Step::ALL.iter().find_map(|(step, word)| Some((*step, past(line, word)?)))?;
    let mut payload = None;
    if let Some((before, json)) = split(rest, "with") {
        match Value::from_json(json) {
            Ok(value) => payload = Some(value),
            Err(error) => {
                let said = format!("what stands after “with” is {error}: with {{\"key\": \"a*\"}}");
                return Some(Err(Error::invalid(said)));
            }
        }
        rest = before;
    }
    let (rest, to) = split(rest, "to").unwrap_or((rest, ""));
    let (topic, from) = split(rest, "from").unwrap_or((rest, ""));
    let [topic, from, to] = [topic, from, to].map(pattern);
    Some(Ok(On::Message { step, topic, from, to, payload }))
}

/// A text before a word, and the one after it.
fn split<'a>(line: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    if let Some(rest) = past(line, word) {
        return Some(("", rest));
    }
    let (before, rest) = line.split_once(&format!(" {word} "))?;
    Some((before.trim(), rest.trim()))
}

fn process(line: &str) -> Read {
    let on = |word, make: fn(Pattern) -> On| Some(Ok(make(pattern(past(line, word)?))));
    on("spawn", On::Spawn)
        .or_else(|| on("exit", |process| On::Exit { process, failed: false }))
        .or_else(|| on("failure", |process| On::Exit { process, failed: true }))
}

fn log(line: &str) -> Read {
    let rest = past(line, "log")?;
    let (level, message) = split(rest, "says").unwrap_or((rest, ""));
    if !["", "*", "debug", "info", "warn", "error"].contains(&level) {
        let said = format!(
            "{level:?} is no level of a log line: it is debug, info, warn or error; a text stands after “says”"
        );
        return Some(Err(Error::invalid(said)));
    }
    Some(Ok(On::Log { level: pattern(level), message: pattern(message) }))
}

fn counter(line: &str) -> Read {
    let (name, least) = line.split_once(">=")?;
    let name = name.trim();
    let Some((counter, _)) = Counter::ALL.iter().find(|(_, word)| *word == name) else {
        let words: Vec<_> = Counter::ALL.iter().map(|(_, word)| *word).collect();
        let said = format!("there is no counter {name:?}: it is one of {}", words.join(", "));
        return Some(Err(Error::invalid(said)));
    };
    let least = least.trim();
    let wrong =
        || Error::invalid(format!("{least:?} is no number: {name} >= 100 stops at the hundredth"));
    Some(least.parse().map(|least| On::Counter(*counter, least)).map_err(|_| wrong()))
}

fn pattern(text: &str) -> Pattern {
    Pattern(Str::new(text.trim()))
}
