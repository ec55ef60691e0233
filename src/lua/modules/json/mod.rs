//! `json`.

mod path;
mod schema;
mod values;

use std::cell::Cell;

use mlua::{Lua, MultiValue, Table, Value};

use super::{Arguments, Module, no_value};
use crate::base::{Error, ErrorKind, Str, Value as Plain};
use crate::lua::answer::{Reply, done, failed, refused};
use crate::lua::convert::{DEPTH, broken, from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{ErrorObject, made, object};
use schema::Schema;

pub const MODULE: Module = Module {
    name: "json",
    functions: &[
        ("encode", encode),
        ("decode", decode),
        ("validate", validate),
        ("validate_string", validate_string),
    ],
    value: no_value,
};

/// Values in one text. Tables that share others in each layer would have no end.
const MOST: usize = 1 << 19;

fn encode(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match encoded(lua, &Arguments::new(lua, values, "encode").get(0)) {
        Ok(value) => done(lua, value.to_json()),
        Err(error) => failed(lua, error),
    }
}

/// A value as JSON has it.
pub fn encoded(lua: &Lua, value: &Value) -> Result<Plain, Error> {
    Encoder::new(lua).copy(value, 0)
}

/// Makes a copy in which each table is a list or an object of JSON.
struct Encoder<'a> {
    lua: &'a Lua,
    values: Cell<usize>,
}

impl<'a> Encoder<'a> {
    fn new(lua: &'a Lua) -> Self {
        Self { lua, values: Cell::new(0) }
    }

    fn copy(&self, value: &Value, depth: usize) -> Result<Plain, Error> {
        self.values.set(self.values.get() + 1);
        match value {
            Value::Table(_) if depth == DEPTH => Err(Error::internal(format!(
                "a table lies deeper than {DEPTH} in others, or in itself: it is no JSON"
            ))),
            Value::Table(_) if self.values.get() > MOST => {
                Err(Error::internal(format!("more than {MOST} values are too many for JSON")))
            }
            Value::Table(table) => self.copy_table(table, depth + 1),
            // A float with an integral value has no fraction in JSON either.
            Value::Number(number) => Ok(match Plain::Float(*number).as_int() {
                Some(whole) => Plain::Int(whole),
                None => Plain::Float(*number),
            }),
            other => match object::<ErrorObject>(self.lua, other) {
                Some(error) => Ok(Plain::Str(error.0.message.clone())),
                None => to_value(self.lua, other),
            },
        }
    }

    fn copy_table(&self, table: &Table, depth: usize) -> Result<Plain, Error> {
        let length = table.raw_len();
        let (mut texts, mut others) = (Vec::new(), 0);
        for pair in table.pairs::<Value, Value>() {
            let (key, value) = pair.map_err(|error| broken(&error))?;
            match key {
                Value::String(key) => {
                    let key = Str::from(key.to_string_lossy());
                    texts.push((Plain::Str(key), self.copy(&value, depth)?));
                }
                Value::Integer(_) => others += 1,
                _ => return Err(Error::internal("a key of JSON is a string or an index")),
            }
        }
        // An empty table that once had names is an object.
        let is_record = || made(self.lua).and_then(|made| made.is_record(table));
        if others == 0 && (!texts.is_empty() || is_record().map_err(|error| broken(&error))?) {
            return Ok(Plain::Map(texts.into_iter().collect()));
        }
        if others != length || !texts.is_empty() {
            let mixed = "a table with gaps, or with both kinds of keys, is no JSON";
            return Err(Error::internal(mixed));
        }
        let item = |index| self.copy(&table.raw_get(index).map_err(|error| broken(&error))?, depth);
        (1..=length).map(item).collect::<Result<Vec<_>, _>>().map(Plain::list)
    }
}

fn decode(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let argument = Arguments::new(lua, values, "decode").get(0);
    let Value::String(text) = argument else {
        return failed(lua, Error::invalid("json.decode wants a string"));
    };
    let text = text.to_string_lossy();
    if text.is_empty() {
        return failed(lua, Error::invalid("json.decode wants a string that is not empty"));
    }
    match Plain::from_json(&text) {
        Ok(value) => done(lua, decoded(lua, &value)?),
        Err(error) => failed(lua, Error::internal(error.to_string())),
    }
}

/// A value that was read. An empty object stays one when it is written again.
pub fn decoded(lua: &Lua, value: &Plain) -> mlua::Result<Value> {
    match value {
        Plain::Map(map) => {
            let table = lua.create_table_with_capacity(0, map.len().max(1))?;
            for (key, value) in map.iter() {
                table.raw_set(from_value(lua, key)?, decoded(lua, value)?)?;
            }
            Ok(Value::Table(table))
        }
        Plain::List(items) => {
            let table = lua.create_table_with_capacity(items.len(), 0)?;
            for (index, item) in items.iter().enumerate() {
                table.raw_set(index + 1, decoded(lua, item)?)?;
            }
            Ok(Value::Table(table))
        }
        other => from_value(lua, other),
    }
}

/// Whether a value is as a schema wants it: true; or false, and what is wrong.
fn validate(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "validate");
    let checked = schema_of(lua, &arguments.get(0)).and_then(|schema| {
        let value = Encoder::new(lua).copy(&arguments.get(1), 0)?;
        Schema::new(&schema, true)?.validate(&value)
    });
    verdict(lua, checked)
}

/// The same for a value that is a text of JSON.
fn validate_string(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "validate_string");
    let text = arguments.text(1)?;
    let checked = schema_of(lua, &arguments.get(0)).and_then(|schema| {
        let value = Plain::from_json(&text).map_err(|error| Error::invalid(error.to_string()))?;
        Schema::new(&schema, false)?.validate(&value)
    });
    verdict(lua, checked)
}

/// A schema is a table, or a text of JSON.
fn schema_of(lua: &Lua, value: &Value) -> Result<Plain, Error> {
    match value {
        Value::String(text) => Plain::from_json(&text.to_string_lossy())
            .map_err(|error| Error::invalid(format!("the schema is {error}"))),
        Value::Table(_) => Encoder::new(lua).copy(value, 0),
        _ => Err(Error::invalid("a schema is a table, or a text of JSON")),
    }
}

fn verdict(lua: &Lua, checked: Result<(), Error>) -> Reply {
    match checked {
        Ok(()) => done(lua, true),
        Err(error) => refused(lua, Error { kind: ErrorKind::Invalid, ..error }),
    }
}
