//! `payload`, and the messages that carry one.

use mlua::{Lua, MultiValue, Table, Value};

use super::{Arguments, Module, no_value};
use crate::base::Error;
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::convert::{from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{MessageObject, Payload};

pub const MODULE: Module = Module {
    name: "payload",
    functions: &[("new", new)],
    value: |lua, key| match key {
        "format" => Ok(Value::Table(formats(lua)?)),
        _ => Ok(Value::Nil),
    },
};

pub const MESSAGE: Module = Module {
    name: "process.Message",
    functions: &[
        ("topic", topic),
        ("from", from),
        ("payload", payload),
        ("tostring", message_text),
    ],
    value: no_value,
};

pub const METHODS: Module = Module {
    name: "payload.Payload",
    functions: &[
        ("data", data),
        ("unmarshal", data),
        ("get_format", get_format),
        ("transcode", transcode),
        ("tostring", |_, lua, _| done(lua, "payload{format=lua/any}")),
    ],
    value: no_value,
};

const JSON: &str = "json/plain";
const STRING: &str = "text/plain";
const LUA: &str = "lua/any";

fn formats(lua: &Lua) -> mlua::Result<Table> {
    lua.create_table_from([
        ("JSON", JSON),
        ("YAML", "yaml/plain"),
        ("STRING", STRING),
        ("BYTES", "application/octet-stream"),
        ("MSGPACK", "application/msgpack"),
        ("LUA", LUA),
        ("GOLANG", "golang/any"),
        ("ERROR", "golang/error"),
    ])
}

fn new(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = to_value(&Arguments::new(lua, values, "new").get(0));
    done(lua, Payload(value.map_err(|error| Raise(error.to_string()))?))
}

fn data(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let payload = Arguments::new(lua, values, "data").object::<Payload>(0, "payload")?;
    done(lua, from_value(lua, &payload.0)?)
}

fn get_format(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    Arguments::new(lua, values, "get_format").object::<Payload>(0, "payload")?;
    done(lua, LUA)
}

fn transcode(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "transcode");
    let payload = arguments.object::<Payload>(0, "payload")?;
    let format = arguments.text(1)?;
    match format.as_str() {
        LUA => done(lua, Payload(payload.0.clone())),
        JSON | STRING => done(lua, Payload(payload.0.to_json().into())),
        _ => failed(lua, Error::invalid(format!("no payload can be made of format {format:?}"))),
    }
}

fn topic(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "topic").object::<MessageObject>(0, "message")?;
    done(lua, message.0.topic.as_str())
}

/// Empty for what nobody has sent.
fn from(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "from").object::<MessageObject>(0, "message")?;
    done(lua, message.0.from.to_string())
}

fn payload(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "payload").object::<MessageObject>(0, "message")?;
    match &message.0.payload {
        crate::base::Value::Nil => done(lua, Value::Nil),
        payload => done(lua, Payload(payload.clone())),
    }
}

fn message_text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "tostring").object::<MessageObject>(0, "message")?;
    done(lua, format!("process.Message{{topic={}}}", message.0.topic))
}
