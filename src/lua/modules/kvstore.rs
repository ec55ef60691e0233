//! `kvstore`: the key-value store outside of the run. Wippy has no such module.

use mlua::{Lua, MultiValue, Value};

use super::{Arguments, Module, json, no_value};
use crate::base::{Str, Value as Plain, stored};
use crate::lua::answer::{Reply, failed};
use crate::lua::inner::Inner;
use crate::lua::tasks::Wait;
use crate::process::StoreRequest;

pub const MODULE: Module = Module {
    name: "kvstore",
    functions: &[("get", get), ("set", set), ("list", list)],
    value: no_value,
};

fn get(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let key = Str::from(Arguments::new(lua, values, "get").text(0)?);
    ask(inner, StoreRequest::Get { key })
}

fn set(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "set");
    let key = Str::from(arguments.text(0)?);
    let value = json::encoded(lua, &arguments.get(1));
    match value.and_then(|value| stored::write(&key, &value)) {
        Ok(json) => ask(inner, StoreRequest::Set { key, json: Str::from(json) }),
        Err(error) => failed(lua, error),
    }
}

fn list(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "list");
    let glob = match arguments.get(0) {
        Value::Nil => Str::from("*"),
        _ => Str::from(arguments.text(0)?),
    };
    ask(inner, StoreRequest::List { glob })
}

fn ask(inner: &Inner, request: StoreRequest) -> Reply {
    let context = &inner.context;
    inner.wait(Wait::Store(context.calls.ask_store(context.number, request)))
}

/// What the store has answered, as a script sees it: the value of a JSON text, keys, or true for what is stored.
pub fn answered(lua: &Lua, answer: &Plain) -> mlua::Result<Value> {
    match answer {
        Plain::Str(text) => match Plain::from_json(text) {
            Ok(value) => json::decoded(lua, &value),
            Err(error) => Err(mlua::Error::runtime(error)), // the store gives JSON
        },
        Plain::Nil => Ok(Value::Boolean(true)),
        keys => json::decoded(lua, keys),
    }
}
