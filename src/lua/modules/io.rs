//! `io`: the terminal of a process on a terminal host.

use mlua::{Lua, MultiValue};

use super::{Arguments, Module, no_value};
use crate::base::{Error, ErrorKind, Value as Plain};
use crate::lua::answer::{Reply, done, done_or_failed, failed};
use crate::lua::inner::Inner;
use crate::lua::objects::text;
use crate::process::Output;

pub const MODULE: Module = Module {
    name: "io",
    functions: &[
        ("write", write),
        ("print", print),
        ("eprint", print_error),
        ("readline", read_line),
        ("read", read),
        ("raw", raw),
        ("flush", flush),
        ("args", args),
    ],
    value: no_value,
};

/// Writes a text.
fn put(inner: &Inner, lua: &Lua, output: Output, text: String) -> Reply {
    done_or_failed(
        lua,
        inner.context.terminal().map(|terminal| match output {
            Output::Standard => terminal.write(text),
            Output::Error => terminal.write_error(text),
        }),
    )
}

/// Strings, numbers and errors are written; anything else is the empty text.
fn texts(lua: &Lua, values: &MultiValue) -> Vec<String> {
    values.iter().map(|value| text(lua, value).unwrap_or_default()).collect()
}

fn write(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    put(inner, lua, Output::Standard, texts(lua, values).concat())
}

fn print(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    put(inner, lua, Output::Standard, line(lua, values))
}

fn print_error(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    put(inner, lua, Output::Error, line(lua, values))
}

fn line(lua: &Lua, values: &MultiValue) -> String {
    texts(lua, values).join("\t") + "\n"
}

fn read_line(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    match inner.context.terminal() {
        Ok(_) => inner.read_line(lua),
        Err(error) => failed(lua, error),
    }
}

/// Bytes that one call reads if it does not say how many.
const USUAL: i64 = 1024;

fn read(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "read");
    let most = if arguments.get(0).is_nil() { USUAL } else { arguments.integer(0)? };
    match (inner.context.terminal(), usize::try_from(most)) {
        (Err(error), _) => failed(lua, error),
        (Ok(_), Ok(most @ 1..)) => inner.read_bytes(lua, most),
        _ => failed(lua, Error::invalid(format!("cannot read {most} bytes: at least one"))),
    }
}

/// Neither a page nor a pipe can hand over single keys. Who asks for them is told, and can go on with lines.
fn raw(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    let no_keys = "this terminal has no raw mode: it hands over whole lines";
    let refused = |_| Error::new(ErrorKind::Unavailable, no_keys);
    failed(lua, inner.context.terminal().map_or_else(|error| error, refused))
}

/// Nothing is held back.
fn flush(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done_or_failed(lua, inner.context.terminal().map(|_| ()))
}

/// The arguments that are texts, as on a command line.
fn args(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    let table = lua.create_table()?;
    if inner.context.terminal().is_ok() {
        for argument in inner.context.args().iter() {
            if let Plain::Str(text) = argument {
                table.raw_push(text.as_str())?;
            }
        }
    }
    done(lua, table)
}
