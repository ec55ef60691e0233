//! `logger`, and what `print` writes.

use mlua::{Lua, MultiValue, Value};

use super::{Arguments, Module};
use crate::base::{Map, Str, Value as Plain};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::convert::to_value;
use crate::lua::inner::Inner;
use crate::lua::objects::Logger;
use crate::lua::stack::place;
use crate::process::Level;

pub const MODULE: Module =
    Module { name: "logger", functions: METHODS.functions, value: |_, _| Ok(Value::Nil) };

pub const METHODS: Module = Module {
    name: "logger.Logger",
    functions: &[
        ("debug", debug),
        ("info", info),
        ("warn", warn),
        ("error", error),
        ("with", with),
        ("named", named),
        ("tostring", |_, lua, _| done(lua, "logger")),
    ],
    value: |_, _| Ok(Value::Nil),
};

/// Writes a line with the place where it was written, and its fields.
pub fn write(
    inner: &Inner,
    lua: &Lua,
    level: Level,
    message: String,
    name: &Str,
    fields: Vec<(Str, Plain)>,
) {
    let mut entries: Vec<(Plain, Plain)> = Vec::with_capacity(fields.len() + 2);
    if let Some(place) = place(lua) {
        entries.push((Plain::from("location"), place.into()));
    }
    if !name.is_empty() {
        entries.push((Plain::from("logger"), name.clone().into()));
    }
    entries.extend(fields.into_iter().map(|(key, value)| (key.into(), value)));
    let fields = Plain::Map(entries.into_iter().collect::<Map>());
    let (calls, me) = (&inner.context.calls, inner.context.number);
    calls.log(me, level, message.into(), fields);
}

/// Called as `logger:info(…)`: on the module, or on a logger made of it.
fn log(inner: &Inner, lua: &Lua, values: &MultiValue, level: Level) -> Reply {
    let arguments = Arguments::new(lua, values, level.name());
    let logger = receiver(arguments);
    let message = arguments.text(1)?;
    let mut fields = logger.fields;
    if let Value::Table(table) = arguments.get(2) {
        merge(lua, &mut fields, &table)?;
    }
    write(inner, lua, level, message, &logger.name, fields);
    done(lua, ())
}

fn receiver(arguments: Arguments<'_>) -> Logger {
    arguments.optional_object::<Logger>(0).map(|logger| logger.clone()).unwrap_or_default()
}

fn merge(lua: &Lua, fields: &mut Vec<(Str, Plain)>, table: &mlua::Table) -> Result<(), Raise> {
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let Value::String(key) = key else { continue };
        let value = match &value {
            // Objects, errors among them, as their texts.
            Value::UserData(_) => Plain::from(value.to_string()?),
            other => to_value(lua, other).map_err(|error| Raise(error.to_string()))?,
        };
        let key = Str::from(key.to_string_lossy());
        fields.retain(|(other, _)| *other != key);
        fields.push((key, value));
    }
    Ok(())
}

fn debug(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    log(inner, lua, values, Level::Debug)
}

fn info(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    log(inner, lua, values, Level::Info)
}

fn warn(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    log(inner, lua, values, Level::Warn)
}

fn error(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    log(inner, lua, values, Level::Error)
}

fn with(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "with");
    let mut logger = receiver(arguments);
    merge(lua, &mut logger.fields, &arguments.table(1)?)?;
    done(lua, logger)
}

fn named(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "named");
    let mut logger = receiver(arguments);
    let name = arguments.text(1)?;
    if name.is_empty() {
        return Err(Raise("a logger needs a name".into()));
    }
    logger.name =
        if logger.name.is_empty() { name.into() } else { format!("{}.{name}", logger.name).into() };
    done(lua, logger)
}
