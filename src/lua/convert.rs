//! Values of a script and values of the runtime: what crosses the boundary of a process is copied.

use std::collections::BTreeSet;
use std::ffi::c_void;

use mlua::{Lua, Table, Value as LuaValue};

use super::objects::{ErrorObject, Object, object};
use super::tables;
use crate::base::{Error, Map, Str, Value, sort_by};

/// Tables may lie so deep in each other.
pub const DEPTH: usize = 128;

/// A copy of a script's value. Tables with the keys 1 to n become lists, others maps; errors stay errors. What means
/// nothing outside (functions, channels, coroutines, all other objects) becomes nil.
///
/// # Errors
/// `INVALID`: a table that lies deeper than 128 in others; or one that is larger than 64 MiB, all that it shares counted
/// as often as it is there.
pub fn to_value(lua: &Lua, value: &LuaValue) -> Result<Value, Error> {
    let mut trees = Trees { lua, seen: BTreeSet::new() };
    match trees.copy(value, 0) {
        Ok(value) => Ok(value),
        Err(Stop::NoTree) => tables::copy(lua, value),
        Err(Stop::Refused(error)) => Err(error),
    }
}

/// Why a value is not copied as plain data.
enum Stop {
    /// A table is there twice, or has a metatable.
    NoTree,
    Refused(Error),
}

/// Copies tables of which each is there once. Nearly all are like that.
struct Trees<'a> {
    lua: &'a Lua,
    seen: BTreeSet<*const c_void>,
}

impl Trees<'_> {
    fn copy(&mut self, value: &LuaValue, depth: usize) -> Result<Value, Stop> {
        match value {
            LuaValue::Table(table) => self.copy_table(table, depth + 1),
            other => Ok(scalar(self.lua, other)),
        }
    }

    fn copy_table(&mut self, table: &Table, depth: usize) -> Result<Value, Stop> {
        if table.metatable().is_some() || !self.seen.insert(table.to_pointer()) {
            return Err(Stop::NoTree);
        }
        if depth > DEPTH {
            return Err(Stop::Refused(too_deep()));
        }
        let mut entries = Vec::new();
        for pair in table.pairs::<LuaValue, LuaValue>() {
            let (key, value) = pair.map_err(|error| Stop::Refused(broken(&error)))?;
            let (key, value) = (self.copy(&key, depth)?, self.copy(&value, depth)?);
            if !key.is_nil() && !value.is_nil() {
                entries.push((key, value));
            }
        }
        Ok(list_or_map(entries, table.raw_len()))
    }
}

/// A copy of what is no table.
pub fn scalar(lua: &Lua, value: &LuaValue) -> Value {
    match value {
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
        other => object::<ErrorObject>(lua, other)
            .map_or(Value::Nil, |error| Value::from(error.0.clone())),
    }
}

/// A list, if the keys are 1 to `length`, else a map.
pub fn list_or_map(mut entries: Vec<(Value, Value)>, length: usize) -> Value {
    // The keys of a list come first and in their order in nearly every table, but that is not promised.
    if length > 0 && entries.len() == length {
        let is_index = |key: &Value| key.as_int().is_some_and(|n| n >= 1 && n as usize <= length);
        if entries.iter().all(|(key, _)| is_index(key)) {
            sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
            return Value::list(entries.into_iter().map(|(_, value)| value));
        }
    }
    Value::Map(entries.into_iter().collect::<Map>())
}

pub fn too_deep() -> Error {
    Error::invalid(format!("a table lies deeper than {DEPTH} in others: it cannot be copied"))
}

pub fn broken(error: &mlua::Error) -> Error {
    Error::internal(error.to_string())
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
        Value::List(items) => from_list(lua, items)?,
        Value::Map(map) => {
            let table = lua.create_table_with_capacity(0, map.len())?;
            for (key, value) in map.iter() {
                table.raw_set(from_value(lua, key)?, from_value(lua, value)?)?;
            }
            LuaValue::Table(table)
        }
        Value::Rich(_) => from_rich(lua, value)?,
    })
}

fn from_list(lua: &Lua, items: &[Value]) -> mlua::Result<LuaValue> {
    let table = lua.create_table_with_capacity(items.len(), 0)?;
    for (index, item) in items.iter().enumerate() {
        table.raw_set(index + 1, from_value(lua, item)?)?;
    }
    Ok(LuaValue::Table(table))
}

fn from_rich(lua: &Lua, value: &Value) -> mlua::Result<LuaValue> {
    if let Some(error) = value.as_error() {
        return Ok(LuaValue::UserData(ErrorObject(error.clone()).into_object(lua)?));
    }
    if let Some(copied) = value.as_tables() {
        return tables::make(lua, copied).map(LuaValue::Table);
    }
    match value.payloads() {
        [one] => from_value(lua, one),
        several => from_list(lua, several),
    }
}
