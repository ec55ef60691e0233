//! `errors`: errors as values.

use mlua::{Lua, MultiValue, Value};

use super::{Arguments, Module, constant};
use crate::base::{Error, ErrorKind, Str};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::convert::{from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{ErrorObject, object, text};

pub const MODULE: Module = Module {
    name: "errors",
    functions: &[("new", new), ("wrap", wrap), ("is", is), ("call_stack", call_stack)],
    value: |lua, key| {
        let kinds = ErrorKind::ALL.map(|kind| (constant_name(kind), kind.name()));
        constant(lua, &kinds, key)
    },
};

pub const METHODS: Module = Module {
    name: "error",
    functions: &[
        ("message", message),
        ("kind", kind),
        ("retryable", retryable),
        ("details", details),
        ("stack", stack),
        ("tostring", message),
    ],
    value: super::no_value,
};

fn constant_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "NOT_FOUND",
        ErrorKind::AlreadyExists => "ALREADY_EXISTS",
        ErrorKind::Invalid => "INVALID",
        ErrorKind::PermissionDenied => "PERMISSION_DENIED",
        ErrorKind::Unavailable => "UNAVAILABLE",
        ErrorKind::Internal => "INTERNAL",
        ErrorKind::Canceled => "CANCELED",
        ErrorKind::Conflict => "CONFLICT",
        ErrorKind::Timeout => "TIMEOUT",
        ErrorKind::RateLimited => "RATE_LIMITED",
        ErrorKind::Unknown => "UNKNOWN",
    }
}

fn kind_named(name: &str) -> ErrorKind {
    ErrorKind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or_default()
}

fn new(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "new");
    let error = match arguments.get(0) {
        Value::Table(table) => {
            let Value::String(message) = table.raw_get("message")? else {
                return Err(Raise("errors.new: the table needs a string as its message".into()));
            };
            let kind: Value = table.raw_get("kind")?;
            let kind = kind_named(&text(lua, &kind).unwrap_or_default());
            let mut error = Error::new(kind, message.to_string_lossy());
            if let Value::Boolean(retryable) = table.raw_get("retryable")? {
                error = error.with_retryable(retryable);
            }
            let details: Value = table.raw_get("details")?;
            if details.is_table() {
                error = error
                    .with_details(to_value(&details).map_err(|error| Raise(error.to_string()))?);
            }
            error
        }
        Value::String(message) => Error::new(ErrorKind::Unknown, message.to_string_lossy()),
        _ => return Err(arguments.expected(0, "string or table")),
    };
    done(lua, ErrorObject(error))
}

/// The message stays; what is added shows in the stack only.
fn wrap(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "wrap");
    let first = arguments.get(0);
    let error = match object::<ErrorObject>(&first) {
        Some(error) => error.0.clone(),
        None => Error::new(ErrorKind::Unknown, arguments.text(0)?),
    };
    done(lua, ErrorObject(error))
}

fn is(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "is");
    let (value, kind) = (arguments.get(0), arguments.optional_text(1));
    let is = object::<ErrorObject>(&value)
        .is_some_and(|error| Some(error.0.kind.name()) == kind.as_deref());
    done(lua, is)
}

fn call_stack(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = Arguments::new(lua, values, "call_stack").get(0);
    let stack = object::<ErrorObject>(&value).and_then(|error| stack_of(&error.0));
    let Some(stack) = stack else { return done(lua, Value::Nil) };
    let frames = lua.create_table()?;
    for (level, line) in stack.lines().enumerate() {
        let frame = lua.create_table()?;
        let mut parts = line.rsplitn(2, ": ").last().unwrap_or(line).rsplitn(2, ':');
        let (number, source) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        frame.raw_set("level", level)?;
        frame.raw_set("source", source)?;
        frame.raw_set("line", number.parse::<i64>().unwrap_or(0))?;
        frames.raw_push(frame)?;
    }
    let table = lua.create_table()?;
    table.raw_set("frames", frames)?;
    done(lua, table)
}

fn stack_of(error: &Error) -> Option<Str> {
    error.details.as_ref().and_then(|details| details.get("stack").as_text().cloned())
}

fn message(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "message").object::<ErrorObject>(0, "error")?;
    done(lua, error.0.message.as_str())
}

fn kind(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "kind").object::<ErrorObject>(0, "error")?;
    done(lua, error.0.kind.name())
}

fn retryable(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "retryable").object::<ErrorObject>(0, "error")?;
    done(lua, error.0.retryable)
}

fn details(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "details").object::<ErrorObject>(0, "error")?;
    match &error.0.details {
        Some(details) => done(lua, from_value(lua, details)?),
        None => done(lua, Value::Nil),
    }
}

fn stack(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "stack").object::<ErrorObject>(0, "error")?;
    let stack = stack_of(&error.0).unwrap_or_default();
    done(lua, format!("{}\n{stack}", error.0.message).trim_end())
}
