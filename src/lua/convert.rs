//! Values of a script and values of the runtime: what crosses the boundary of a process is copied.

use mlua::{Lua, Table, Value as LuaValue};

use super::objects::{ErrorObject, Instant, Payload, Span, object};
use crate::base::{Error, Map, Str, Value};

/// Tables may lie so deep in each other.
const DEPTH: usize = 128;

/// A copy of a script's value. Tables with the keys 1 to n become lists, others maps; what means nothing outside
/// (functions, channels, coroutines) becomes nil.
///
/// # Errors
/// `INVALID`: a table that lies in itself, or deeper than 128.
pub fn to_value(value: &LuaValue) -> Result<Value, Error> {
    copy(value, 0)
}

fn copy(value: &LuaValue, depth: usize) -> Result<Value, Error> {
    Ok(match value {
        LuaValue::Nil => Value::Nil,
        LuaValue::Boolean(bool) => Value::Bool(*bool),
        LuaValue::Integer(number) => Value::Int(*number),
        LuaValue::Number(number) => Value::Float(*number),
        LuaValue::String(text) => {
            let bytes = text.as_bytes();
            match std::str::from_utf8(&bytes) {
                Ok(text) => Value::Str(Str::new(text)),
                Err(_) => Value::Bytes((&*bytes).into()),
            }
        }
        LuaValue::Table(_) if depth == DEPTH => {
            return Err(Error::invalid(format!(
                "a table lies deeper than {DEPTH} in others, or in itself: it cannot be copied"
            )));
        }
        LuaValue::Table(table) => copy_table(table, depth + 1)?,
        other => {
            if let Some(error) = object::<ErrorObject>(other) {
                error.0.to_value()
            } else if let Some(payload) = object::<Payload>(other) {
                payload.0.clone()
            } else if let Some(span) = object::<Span>(other) {
                Value::Int(span.0)
            } else if let Some(instant) = object::<Instant>(other) {
                Value::Int(instant.0.unix_nanos())
            } else {
                Value::Nil
            }
        }
    })
}

fn copy_table(table: &Table, depth: usize) -> Result<Value, Error> {
    let length = table.raw_len();
    let mut entries = Vec::new();
    for pair in table.pairs::<LuaValue, LuaValue>() {
        let (key, value) = pair.map_err(|error| Error::internal(error.to_string()))?;
        let value = copy(&value, depth)?;
        if !value.is_nil() {
            entries.push((copy(&key, depth)?, value));
        }
    }
    // The keys of a list come first and in their order in nearly every table, but that is not promised.
    if length > 0 && entries.len() == length {
        let is_index = |key: &Value| key.as_int().is_some_and(|n| n >= 1 && n as usize <= length);
        if entries.iter().all(|(key, _)| is_index(key)) {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            return Ok(Value::list(entries.into_iter().map(|(_, value)| value)));
        }
    }
    Ok(Value::Map(entries.into_iter().collect::<Map>()))
}

/// A value as the script has it.
///
/// # Errors
/// The script's memory is used up.
pub fn from_value(lua: &Lua, value: &Value) -> mlua::Result<LuaValue> {
    Ok(match value {
        Value::Nil => LuaValue::Nil,
        Value::Bool(bool) => LuaValue::Boolean(*bool),
        Value::Int(number) => LuaValue::Integer(*number),
        Value::Float(number) => LuaValue::Number(*number),
        Value::Str(text) => LuaValue::String(lua.create_string(text.as_str())?),
        Value::Bytes(bytes) => LuaValue::String(lua.create_string(bytes)?),
        Value::List(items) => {
            let table = lua.create_table_with_capacity(items.len(), 0)?;
            for (index, item) in items.iter().enumerate() {
                table.raw_set(index + 1, from_value(lua, item)?)?;
            }
            LuaValue::Table(table)
        }
        Value::Map(map) => {
            let table = lua.create_table_with_capacity(0, map.len())?;
            for (key, value) in map.iter() {
                table.raw_set(from_value(lua, key)?, from_value(lua, value)?)?;
            }
            LuaValue::Table(table)
        }
    })
}
