//! `json`.

use mlua::{Lua, MultiValue, Table, Value};

use super::{Arguments, Module, no_value};
use crate::base::{Error, Str, Value as Plain};
use crate::lua::answer::{Reply, done, failed};
use crate::lua::convert::{from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{ErrorObject, object};

pub const MODULE: Module =
    Module { name: "json", functions: &[("encode", encode), ("decode", decode)], value: no_value };

/// Tables may lie so deep in each other.
const DEPTH: usize = 128;

fn encode(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match encodable(&Arguments::new(lua, values, "encode").get(0), 0) {
        Ok(value) => done(lua, value.to_json()),
        Err(error) => failed(lua, error),
    }
}

/// A copy in which each table is a list or an object of JSON.
fn encodable(value: &Value, depth: usize) -> Result<Plain, Error> {
    match value {
        Value::Table(_) if depth == DEPTH => Err(Error::internal(format!(
            "a table lies deeper than {DEPTH} in others, or in itself: it is no JSON"
        ))),
        Value::Table(table) => encodable_table(table, depth + 1),
        // A float with an integral value has no fraction in JSON either.
        Value::Number(number) => Ok(match Plain::Float(*number).as_int() {
            Some(whole) => Plain::Int(whole),
            None => Plain::Float(*number),
        }),
        other => match object::<ErrorObject>(other) {
            Some(error) => Ok(Plain::Str(error.0.message.clone())),
            None => to_value(other),
        },
    }
}

fn encodable_table(table: &Table, depth: usize) -> Result<Plain, Error> {
    let broken = |error: mlua::Error| Error::internal(error.to_string());
    let length = table.raw_len();
    let (mut texts, mut others) = (Vec::new(), 0);
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair.map_err(broken)?;
        match key {
            Value::String(key) => {
                let key = Str::from(key.to_string_lossy());
                texts.push((Plain::Str(key), encodable(&value, depth)?));
            }
            Value::Integer(_) => others += 1,
            _ => return Err(Error::internal("a key of JSON is a string or an index")),
        }
    }
    if others == 0 && !texts.is_empty() {
        return Ok(Plain::Map(texts.into_iter().collect()));
    }
    if others != length || !texts.is_empty() {
        return Err(Error::internal("a table with gaps, or with both kinds of keys, is no JSON"));
    }
    let item = |index| encodable(&table.raw_get(index).map_err(broken)?, depth);
    (1..=length).map(item).collect::<Result<Vec<_>, _>>().map(Plain::list)
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
        Ok(value) => done(lua, from_value(lua, &value)?),
        Err(error) => failed(lua, Error::internal(error.to_string())),
    }
}
