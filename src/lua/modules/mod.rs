//! What scripts can call: modules of functions, found by name when they are first asked for.

pub mod channel;
pub mod errors;
pub mod io;
pub mod json;
pub mod logger;
pub mod payload;
pub mod process;
pub mod time;

mod arguments;
mod base;

use mlua::{IntoLua, Lua, MultiValue, Value};

pub use arguments::Arguments;

use super::answer::Reply;
use super::machine::Inner;

/// A function of the host.
pub type Native = fn(&Inner, &Lua, &MultiValue) -> Reply;

/// A module, or the methods of an object.
pub struct Module {
    pub name: &'static str,
    pub functions: &'static [(&'static str, Native)],
    /// Its other fields.
    pub value: fn(&Lua, &str) -> mlua::Result<Value>,
}

/// For modules of functions only.
pub fn no_value(_: &Lua, _: &str) -> mlua::Result<Value> {
    Ok(Value::Nil)
}

/// All of them. The first one's functions have fixed numbers, which `prelude.lua` names.
const ALL: [&Module; 21] = [
    &base::MODULE,
    &process::MODULE,
    &process::REGISTRY,
    &channel::MODULE,
    &time::MODULE,
    &errors::MODULE,
    &logger::MODULE,
    &io::MODULE,
    &json::MODULE,
    &payload::MODULE,
    &time::OS,
    &process::SPAWNER,
    &channel::METHODS,
    &payload::MESSAGE,
    &payload::METHODS,
    &errors::METHODS,
    &time::INSTANT,
    &time::SPAN,
    &time::TIMER,
    &time::LOCATION,
    &logger::METHODS,
];

/// Modules that a script sees, by the names under which it does.
const NAMED: [&str; 8] =
    ["process", "channel", "time", "errors", "logger", "io", "json", "payload"];

/// Those that need not be listed.
const ALWAYS: [&str; 5] = ["process", "channel", "errors", "payload", "os"];

/// Libraries that are Lua's own, and may be listed.
const LIBRARIES: [&str; 4] = ["coroutine", "string", "table", "math"];

/// Modules of Wippy that are not here yet.
const ABSENT: [&str; 22] = [
    "base64",
    "crypto",
    "ctx",
    "env",
    "events",
    "excel",
    "expr",
    "fs",
    "funcs",
    "hash",
    "html",
    "http",
    "http_client",
    "queue",
    "registry",
    "security",
    "sql",
    "store",
    "system",
    "templates",
    "uuid",
    "yaml",
];

const FUNCTIONS: usize = 256;

/// The number of a module.
pub fn number(module: &'static Module) -> usize {
    let is_it = |other: &&Module| std::ptr::eq(*other, module) || other.name == module.name;
    ALL.iter().position(is_it).expect("every module stands in the list")
}

/// The number of a module by the name under which scripts see it.
pub fn named(name: &str) -> Option<usize> {
    let is_named = NAMED.contains(&name) || name == "os";
    is_named.then(|| ALL.iter().position(|module| module.name == name)).flatten()
}

pub fn is_always_there(name: &str) -> bool {
    ALWAYS.contains(&name)
}

/// Whether `modules:` may list it.
pub fn is_known(name: &str) -> bool {
    named(name).is_some() || LIBRARIES.contains(&name) || ABSENT.contains(&name)
}

/// The name that was probably meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    let names = NAMED.iter().chain(&LIBRARIES).chain(&ABSENT).copied();
    let scored = names.map(|known| (strsim::damerau_levenshtein(name, known), known));
    scored.filter(|(distance, _)| *distance <= 2).min().map(|(_, known)| known)
}

/// The field of a module: the id of a function, or nil and a value.
pub fn field(lua: &Lua, module: usize, key: &str) -> mlua::Result<(Option<usize>, Value)> {
    let Some(found) = ALL.get(module) else { return Ok((None, Value::Nil)) };
    match found.functions.iter().position(|(name, _)| *name == key) {
        Some(index) => Ok((Some(module * FUNCTIONS + index), Value::Nil)),
        None => Ok((None, (found.value)(lua, key)?)),
    }
}

/// The function with an id.
pub fn native(id: usize) -> Native {
    let module = ALL.get(id / FUNCTIONS);
    let function = module.and_then(|module| module.functions.get(id % FUNCTIONS));
    function.map_or(base::nothing, |(_, function)| *function)
}

/// A constant among the fields of a module.
fn constant<T: IntoLua + Copy>(
    lua: &Lua,
    constants: &[(&str, T)],
    key: &str,
) -> mlua::Result<Value> {
    match constants.iter().find(|(name, _)| *name == key) {
        Some((_, value)) => value.into_lua(lua),
        None => Ok(Value::Nil),
    }
}
