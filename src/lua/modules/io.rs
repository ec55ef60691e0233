//! `io`: the terminal of a process on a terminal host.

use mlua::{Lua, MultiValue};

use super::{Module, no_value};
use crate::base::Value as Plain;
use crate::lua::answer::{Reply, done, failed};
use crate::lua::inner::Inner;
use crate::lua::objects::text;
use crate::lua::tasks::Wait;

pub const MODULE: Module = Module {
    name: "io",
    functions: &[
        ("write", write),
        ("print", print),
        ("eprint", print),
        ("readline", read_line),
        ("flush", flush),
        ("args", args),
    ],
    value: no_value,
};

/// Writes what `text` makes of the arguments.
fn put(inner: &Inner, lua: &Lua, make: impl FnOnce() -> String) -> Reply {
    match inner.context.terminal() {
        Ok(terminal) => {
            terminal.write(make());
            done(lua, true)
        }
        Err(error) => failed(lua, error),
    }
}

/// Strings, numbers and errors are written; anything else is the empty text.
fn texts(lua: &Lua, values: &MultiValue) -> Vec<String> {
    values.iter().map(|value| text(lua, value).unwrap_or_default()).collect()
}

fn write(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    put(inner, lua, || texts(lua, values).concat())
}

fn print(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    put(inner, lua, || texts(lua, values).join("\t") + "\n")
}

fn read_line(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    match inner.context.terminal() {
        Ok(_) => inner.wait(Wait::Line),
        Err(error) => failed(lua, error),
    }
}

/// Nothing is held back.
fn flush(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    match inner.context.terminal() {
        Ok(_) => done(lua, true),
        Err(error) => failed(lua, error),
    }
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
