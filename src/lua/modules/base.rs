//! What the prelude builds Lua's own functions anew with. Their numbers stand there.

use mlua::{Lua, MultiValue, Value};

use super::logger::write;
use super::{Arguments, Module, field, id, no_value, number, types};
use crate::base::Str;
use crate::lua::answer::{Answer, Raise, Reply, done};
use crate::lua::inner::Inner;
use crate::lua::stack;
use crate::lua::tasks::MAIN;
use crate::process::Level;

/// Functions from this number on are called by the prelude alone, and leave no events.
pub const INTERNAL: usize = 8;

pub const MODULE: Module = Module {
    name: "base",
    functions: &[
        ("print", print),
        ("upper", upper),
        ("lower", lower),
        ("spawn", spawn),
        ("is", types::declared),
        ("require", require),
        ("string", types::string),
        ("running", running),
        ("answer", |inner, lua, _| inner.answer(lua)),
        ("wait", |_, _, _| Ok(Answer::Wait)),
        ("find", find),
        ("global", global),
        ("abandon", |inner, lua, _| done(lua, inner.abandon())),
        ("failed", failed),
    ],
    value: no_value,
};

/// There are no files to load: what old scripts look at, and no more.
pub const PACKAGE: Module = Module {
    name: "package",
    functions: &[("loadlib", no_library), ("seeall", see_all)],
    value: |lua, key| match key {
        "path" | "cpath" => lua.create_string("").map(Value::String),
        _ => Ok(Value::Nil),
    },
};

fn no_library(_: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, (Value::Nil, "there are no dynamic libraries", "absent"))
}

/// What a table has not is looked up among the globals.
fn see_all(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let module = Arguments::new(lua, values, "seeall").table(0)?;
    let meta = match module.metatable() {
        None => lua.create_table()?,
        Some(meta) if meta.raw_get::<Value>("__metatable")?.is_nil() => meta,
        Some(_) => return Err(Raise("cannot change a protected metatable".into())),
    };
    meta.raw_set("__index", lua.globals())?;
    module.set_metatable(Some(meta))?;
    done(lua, ())
}

/// What an unknown number stands for: there is none.
pub fn nothing(_: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, ())
}

/// One text, at the level of information.
fn print(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let message = Arguments::new(lua, values, "print").text(0)?;
    write(inner, lua, Level::Info, message, &Str::EMPTY, Vec::new());
    done(lua, ())
}

/// Rune by rune, as Go maps them: one to one, so that `ß` stays.
fn mapped(
    lua: &Lua,
    values: &MultiValue,
    name: &'static str,
    map: fn(char) -> Option<char>,
) -> Reply {
    let value = Arguments::new(lua, values, name).get(0);
    // Bytes that are no text stay as they are.
    if let Some(bytes) = value.as_string().filter(|text| text.to_str().is_err()) {
        let bytes = bytes.as_bytes().to_vec();
        let chunks = bytes.utf8_chunks().flat_map(|chunk| {
            let mapped: String = chunk.valid().chars().map(|c| map(c).unwrap_or(c)).collect();
            mapped.into_bytes().into_iter().chain(chunk.invalid().to_vec())
        });
        return done(lua, lua.create_string(chunks.collect::<Vec<u8>>())?);
    }
    let text = Arguments::new(lua, values, name).text(0)?;
    done(lua, text.chars().map(|c| map(c).unwrap_or(c)).collect::<String>())
}

/// The only one of an iterator.
fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

fn upper(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    mapped(lua, values, "upper", |c| single(c.to_uppercase()))
}

fn lower(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    mapped(lua, values, "lower", |c| single(c.to_lowercase()))
}

/// The field of a module: the id of a function, or nil and a value.
fn find(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "find");
    let module = usize::try_from(arguments.integer(0)?).unwrap_or(usize::MAX);
    done(lua, field(lua, module, &name(arguments, 1))?)
}

/// What is global under a name that the script has not set: the number of a module; or nil and a value; or two nils and
/// the id of a function.
fn global(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    match &*name(Arguments::new(lua, values, "global"), 0) {
        "package" => done(lua, number(PACKAGE.name)),
        // What declarations of types call, under a name that no variable can have.
        "is" => done(lua, (Value::Nil, Value::Nil, id("base", "is"))),
        // Types that need no declaration.
        name @ ("integer" | "number" | "boolean") => {
            done(lua, (Value::Nil, types::primitive(inner, lua, name)?))
        }
        name => done(lua, inner.script.visible(name).ok()),
    }
}

/// What is global under a name.
fn require(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "require");
    let found: Value = lua.globals().get(arguments.get(0))?;
    if !found.is_nil() {
        return done(lua, found);
    }
    let name = name(arguments, 0);
    let why = inner.script.visible(&name).err();
    Err(Raise(why.unwrap_or_else(|| format!("module '{name}' not found"))))
}

/// What a script asks for by name: anything but a text is the name of nothing.
fn name(arguments: Arguments<'_>, index: usize) -> String {
    arguments.get(index).as_string().map(|name| name.to_string_lossy()).unwrap_or_default()
}

/// Notes where an error was raised, and gives it back.
fn failed(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    inner.note_failure(stack::trace(lua));
    done(lua, Arguments::new(lua, values, "failed").get(0))
}

fn spawn(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "spawn");
    let body = arguments.get(0);
    if !body.is_function() {
        return Err(arguments.expected(0, "function"));
    }
    inner.spawn(lua, body)
}

/// The coroutine that runs; nil for the one that runs `main`.
fn running(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    let current = lua.current_thread();
    let is_main = inner.tasks.borrow_mut().get(MAIN).is_some_and(|main| main.thread == current);
    done(lua, (!is_main).then_some(current))
}
