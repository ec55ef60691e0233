//! `os`: the clock of the run by the names that Lua gives it.

use mlua::{Lua, MultiValue, Table, Value};

use super::super::{Arguments, Module};
use super::instant_now;
use crate::base::calendar::{DateTime, Timestamp, Zone, strftime};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::inner::Inner;

pub const MODULE: Module = Module {
    name: "os",
    functions: &[("time", time), ("date", date), ("clock", clock), ("difftime", difftime)],
    value: |lua, key| match key {
        "platform" => Ok(Value::String(lua.create_string("wippy")?)),
        _ => Ok(Value::Nil),
    },
};

/// What a date is in C's own words.
const FULL: &str = "%c";

/// Seconds since 1970: now, or of a table. Year, month and day that are missing are today's, the time of day is zero.
fn time(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let now = instant_now(inner).0;
    let Value::Table(table) = Arguments::new(lua, values, "time").get(0) else {
        return done(lua, now.unix());
    };
    let (year, month, day) = now.date();
    let date =
        (field(&table, "year", year)?, field(&table, "month", month)?, field(&table, "day", day)?);
    let clock = (field(&table, "hour", 0)?, field(&table, "min", 0)?, field(&table, "sec", 0)?);
    done(lua, DateTime::from_civil(date, clock, 0, Zone::utc()).unix())
}

fn field(table: &Table, key: &str, missing: i64) -> Result<i64, Raise> {
    match table.raw_get(key)? {
        Value::Nil => Ok(missing),
        Value::Integer(number) => Ok(number),
        Value::Number(number) if number.fract() == 0.0 => Ok(number as i64),
        Value::String(text) if integer(&text).is_some() => Ok(integer(&text).unwrap_or(missing)),
        _ => Err(Raise(format!("field '{key}' of a date is no integer"))),
    }
}

/// A number written as text, which Lua's own functions take for one.
fn integer(text: &mlua::LuaString) -> Option<i64> {
    text.to_str().ok()?.trim().parse().ok()
}

fn date(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "date");
    let format = arguments.optional_text(0).unwrap_or_else(|| FULL.into());
    let seconds = match arguments.get(1) {
        Value::Nil => None,
        Value::String(text) => Some(integer(&text).ok_or_else(|| arguments.expected(1, "number"))?),
        _ => Some(arguments.integer(1)?),
    };
    let date = match seconds {
        Some(seconds) => DateTime::new(Timestamp::from_unix(seconds, 0), Zone::utc()),
        None => instant_now(inner).0,
    };
    let format = format.strip_prefix('!').unwrap_or(&format); // local is UTC
    if format.starts_with("*t") {
        return done(lua, fields(lua, &date)?);
    }
    done(lua, strftime(format, &date).map_err(|error| Raise(error.to_string()))?)
}

fn fields(lua: &Lua, date: &DateTime) -> mlua::Result<Table> {
    let table = lua.create_table_from([
        ("year", date.year()),
        ("month", date.month()),
        ("day", date.day()),
        ("hour", date.hour()),
        ("min", date.minute()),
        ("sec", date.second()),
        ("wday", date.weekday() + 1),
        ("yday", date.year_day()),
    ])?;
    table.raw_set("isdst", false)?;
    Ok(table)
}

/// Seconds since the run began.
fn clock(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, inner.context.now().as_nanos() as f64 / 1e9)
}

fn difftime(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "difftime");
    done(lua, (arguments.integer(0)?.saturating_sub(arguments.integer(1)?)) as f64)
}
