//! What scripts can call: modules of functions, found by name when they are first asked for.

pub mod channel;
pub mod errors;
pub mod io;
pub mod json;
pub mod kvstore;
pub mod logger;
pub mod payload;
pub mod process;
pub mod quick;
pub mod time;
pub mod types;

mod arguments;
mod base;

use mlua::{IntoLua, Lua, MultiValue, Value};

pub use arguments::Arguments;

use super::answer::Reply;
use super::inner::Inner;
use crate::base::modules::MODULES;

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
const ALL: [&Module; 24] = [
    &base::MODULE,
    &base::PACKAGE,
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
    &types::METHODS,
    &kvstore::MODULE,
];

/// Modules that a script sees, by the names under which it does.
const NAMED: [&str; 9] =
    ["process", "channel", "time", "errors", "logger", "io", "json", "payload", "kvstore"];

/// Those that need not be listed.
const ALWAYS: [&str; 5] = ["process", "channel", "errors", "payload", "os"];

const FUNCTIONS: usize = 256;

/// The number of a module. It is known when this is compiled, and so is whether there is such a module.
pub const fn number(module: &str) -> usize {
    let mut number = 0;
    while !is_same(ALL[number].name, module) {
        number += 1;
    }
    number
}

/// The id of a function, known in the same way.
pub const fn id(module: &str, function: &str) -> usize {
    let (module, mut place) = (number(module), 0);
    while !is_same(ALL[module].functions[place].0, function) {
        place += 1;
    }
    module * FUNCTIONS + place
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    a.len() == b.len() && at == a.len()
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
    MODULES.contains(&name)
}

/// The name that was probably meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::base::nearest(name, MODULES.iter().copied())
}

/// The field of a module: the id of a function, or nil and a value.
pub fn field(lua: &Lua, module: usize, key: &str) -> mlua::Result<(Option<usize>, Value)> {
    let Some(found) = ALL.get(module) else { return Ok((None, Value::Nil)) };
    match found.functions.iter().position(|(name, _)| *name == key) {
        Some(index) => Ok((Some(module * FUNCTIONS + index), Value::Nil)),
        None => Ok((None, (found.value)(lua, key)?)),
    }
}

/// Whether the function with an id does what others see: then the trace keeps the line that called it.
pub fn leaves_events(id: usize) -> bool {
    const THEIRS: [&str; 9] = [
        "base",
        "process",
        "process.registry",
        "process.Spawner",
        "time",
        "logger",
        "logger.Logger",
        "io",
        "kvstore",
    ];
    let is_internal = (base::INTERNAL..FUNCTIONS).contains(&id);
    !is_internal && ALL.get(id / FUNCTIONS).is_some_and(|module| THEIRS.contains(&module.name))
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
