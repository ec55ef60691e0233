//! `payload`, and the messages that carry one.

use luac::object::Ref;
use mlua::{Lua, MultiValue, Table, Value};

use super::{Arguments, Module, no_value};
use crate::base::{Error, Value as Plain};
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::convert::{from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{MessageObject, Object, Payload};

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
        ("unmarshal", unmarshal),
        ("get_format", get_format),
        ("transcode", transcode),
        ("tostring", payload_text),
    ],
    value: no_value,
};

const JSON: &str = "json/plain";
const STRING: &str = "text/plain";
const BYTES: &str = "application/octet-stream";
const LUA: &str = "lua/any";
const ERROR: &str = "golang/error";

fn formats(lua: &Lua) -> mlua::Result<Table> {
    lua.create_table_from([
        ("JSON", JSON),
        ("YAML", "yaml/plain"),
        ("STRING", STRING),
        ("BYTES", BYTES),
        ("MSGPACK", "application/msgpack"),
        ("LUA", LUA),
        ("GOLANG", "golang/any"),
        ("ERROR", ERROR),
    ])
}

impl Payload {
    /// A value of a script as a payload.
    pub fn of(value: Plain) -> Self {
        let format = if value.as_error().is_some() { ERROR } else { LUA };
        Self { value, format }
    }

    /// The value that a text in the payload's format stands for.
    fn unmarshalled(&self) -> Result<Plain, Error> {
        match (self.format, &self.value) {
            (JSON, Plain::Str(text)) => {
                Plain::from_json(text).map_err(|error| Error::internal(error.to_string()))
            }
            (_, value) => Ok(value.clone()),
        }
    }

    fn transcoded(&self, format: &str) -> Result<Self, Error> {
        if format == self.format {
            return Ok(Self { value: self.value.clone(), format: self.format });
        }
        let value = self.unmarshalled()?;
        let text = value.as_text().cloned();
        match format {
            LUA => Ok(Self { value, format: LUA }),
            JSON => Ok(Self { value: value.to_json().into(), format: JSON }),
            STRING => {
                let text = text.unwrap_or_else(|| value.to_json().into());
                Ok(Self { value: text.into(), format: STRING })
            }
            // To a script, text and bytes are one.
            BYTES if text.is_some() || matches!(value, Plain::Bytes(_)) => {
                Ok(Self { value, format: BYTES })
            }
            _ => {
                let from = self.format;
                Err(Error::invalid(format!("a payload of format {from} cannot become {format:?}")))
            }
        }
    }
}

fn new(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = to_value(lua, &Arguments::new(lua, values, "new").get(0));
    done(lua, Payload::of(value.map_err(|error| Raise(error.to_string()))?))
}

fn receiver(arguments: Arguments<'_>) -> Result<Ref<Payload>, Raise> {
    arguments.object::<Payload>(0, "payload")
}

/// As it is: of JSON, the text.
fn data(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let payload = receiver(Arguments::new(lua, values, "data"))?;
    done(lua, from_value(lua, &payload.value)?)
}

fn unmarshal(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match receiver(Arguments::new(lua, values, "unmarshal"))?.unmarshalled() {
        Ok(value) => done(lua, from_value(lua, &value)?),
        Err(error) => failed(lua, error),
    }
}

fn get_format(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    done(lua, receiver(Arguments::new(lua, values, "get_format"))?.format)
}

fn transcode(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "transcode");
    match receiver(arguments)?.transcoded(&arguments.text(1)?) {
        Ok(payload) => done(lua, payload),
        Err(error) => failed(lua, error),
    }
}

fn payload_text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let payload = receiver(Arguments::new(lua, values, "tostring"))?;
    done(lua, format!("payload{{format={}}}", payload.format))
}

fn topic(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "topic").object::<MessageObject>(0, "message")?;
    done(lua, message.0.topic.as_str())
}

/// Empty for what nobody has sent.
fn from(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "from").object::<MessageObject>(0, "message")?;
    let from = &message.0.from;
    done(lua, if from.host().is_empty() { String::new() } else { from.to_string() })
}

fn payload(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "payload").object::<MessageObject>(0, "message")?;
    match message.0.payload.payloads() {
        [] => done(lua, Value::Nil),
        [one] => done(lua, Payload::of(one.clone())),
        several => {
            let table = lua.create_table_with_capacity(several.len(), 0)?;
            for payload in several {
                table.raw_push(Payload::of(payload.clone()).into_object(lua)?)?;
            }
            done(lua, table)
        }
    }
}

fn message_text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "tostring").object::<MessageObject>(0, "message")?;
    done(lua, format!("process.Message{{topic={}}}", message.0.topic))
}
