//! `errors`: errors as values.

use mlua::{Lua, MultiValue, Table, Value};

use super::{Arguments, Module, constant};
use crate::base::{Error, ErrorKind, Value as Plain};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::convert::{from_value, to_value};
use crate::lua::inner::Inner;
use crate::lua::objects::{ErrorObject, object, text};
use crate::lua::stack;
use crate::lua::tasks::MAIN;

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
        ("stack", stack_text),
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

fn new(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
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
            if let Value::Table(details) = table.raw_get("details")? {
                error.details = named_details(lua, &details)?.map(Box::new);
            }
            error
        }
        Value::String(message) => Error::new(ErrorKind::Unknown, message.to_string_lossy()),
        _ => return Err(arguments.expected(0, "string or table")),
    };
    done(lua, ErrorObject(error.with_stack(here(inner, lua))))
}

/// Details are what stands under names; `None` if that is nothing.
fn named_details(lua: &Lua, table: &Table) -> Result<Option<Plain>, Raise> {
    let mut entries = Vec::new();
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let value = to_value(lua, &value).map_err(|error| Raise(error.to_string()))?;
        if let Value::String(key) = key
            && !value.is_nil()
        {
            entries.push((Plain::Str(key.to_string_lossy().into()), value));
        }
    }
    Ok((!entries.is_empty()).then(|| Plain::Map(entries.into_iter().collect())))
}

/// The stack of the script; its last line names the coroutine, if it is not the first.
fn here(inner: &Inner, lua: &Lua) -> String {
    let stack = stack::trace(lua);
    match inner.tasks.borrow().current {
        MAIN => stack,
        other => format!("{stack}\n{COROUTINE}{other}"),
    }
}

const COROUTINE: &str = "in coroutine ";

/// The message stays; what is added shows in the stack only.
fn wrap(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "wrap");
    let first = arguments.get(0);
    let mut error = match object::<ErrorObject>(lua, &first) {
        Some(error) => error.0.clone(),
        None => Error::new(ErrorKind::Unknown, arguments.text(0)?),
    };
    let stack = error.stack.take().unwrap_or_else(|| here(inner, lua).into());
    let stack = match arguments.optional_text(1) {
        Some(context) => format!("wrapped: {}\n{stack}", context.replace('\n', " ")).into(),
        None => stack,
    };
    done(lua, ErrorObject(error.with_stack(stack)))
}

fn is(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "is");
    let (value, kind) = (arguments.get(0), arguments.optional_text(1));
    let is = object::<ErrorObject>(lua, &value)
        .is_some_and(|error| Some(error.0.kind.name()) == kind.as_deref());
    done(lua, is)
}

fn call_stack(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let value = Arguments::new(lua, values, "call_stack").get(0);
    let stack = object::<ErrorObject>(lua, &value).and_then(|error| error.0.stack.clone());
    let Some(stack) = stack else { return done(lua, Value::Nil) };
    let frames = lua.create_table()?;
    for (source, line, name) in stack.lines().filter_map(frame_of) {
        let frame = lua.create_table_with_capacity(0, 5)?;
        frame.raw_set("level", frames.raw_len())?;
        frame.raw_set("source", source)?;
        frame.raw_set("line", line)?;
        frame.raw_set("name", name)?;
        frame.raw_set("type", "Lua")?; // frames of the host are left out
        frames.raw_push(frame)?;
    }
    let table = lua.create_table_with_capacity(0, 2)?;
    let coroutine = stack.lines().next_back().filter(|line| line.starts_with(COROUTINE));
    table.raw_set("thread", coroutine.map_or("main", |line| &line["in ".len()..]))?;
    table.raw_set("frames", frames)?;
    done(lua, table)
}

/// Entry, line and function of a line of a stack, `app:relay:12: in serve`.
fn frame_of(line: &str) -> Option<(&str, i64, &str)> {
    let (place, name) = line.split_once(": in ").unwrap_or((line, ""));
    let (source, line) = place.rsplit_once(':').filter(|(source, _)| !source.contains(' '))?;
    Some((source, line.parse().ok()?, name))
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

fn stack_text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let error = Arguments::new(lua, values, "stack").object::<ErrorObject>(0, "error")?;
    let stack = error.0.stack.clone().unwrap_or_default();
    done(lua, format!("{}\n{stack}", error.0.message).trim_end())
}
