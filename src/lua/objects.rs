//! What a script holds that Lua has no type for. Each is userdata with a module of methods.

use luac::object::{self, Ref};
use mlua::{AnyUserData, FromLua, Lua, MultiValue, Table, Value};

use super::channels;
use super::modules::{self, Module};
use super::state::Made;
use super::types::Id;
use crate::base::calendar::{DateTime, Zone};
use crate::base::{Duration, Error, Str};
use crate::process::Message;

/// A type of objects.
pub trait Object: Sized + 'static {
    /// Its methods.
    const MODULE: &'static Module;
    /// The number of that module.
    const KIND: u16;

    /// What its values do beside having methods: metamethods that the module has under the same names.
    const METAMETHODS: &'static [&'static str] = &[];

    /// Gives a value to the script.
    fn into_object(self, lua: &Lua) -> mlua::Result<AnyUserData> {
        match object::create(lua, Self::KIND, self)? {
            Ok(object) => Ok(object),
            // The first one of its kind in this state.
            Err(value) => {
                object::define(lua, Self::KIND, &metatable::<Self>(lua)?)?;
                let made = object::create(lua, Self::KIND, value)?;
                made.map_err(|_| mlua::Error::runtime("the state does not know the object"))
            }
        }
    }
}

fn metatable<T: Object>(lua: &Lua) -> mlua::Result<Table> {
    let made = made(lua)?;
    let methods = made.methods(T::MODULE)?;
    let metatable = lua.create_table_with_capacity(0, 8)?;
    for name in T::METAMETHODS {
        metatable.raw_set(*name, methods.get::<Value>(*name)?)?;
    }
    metatable.raw_set("__tostring", methods.get::<Value>("tostring")?)?;
    metatable.raw_set("__concat", made.joined()?)?;
    metatable.raw_set("__name", T::MODULE.name)?;
    if T::METAMETHODS.is_empty() {
        metatable.raw_set("__index", methods)?;
    }
    Ok(metatable)
}

macro_rules! object {
    ($type:ty, $module:expr $(, $metamethods:expr)?) => {
        impl Object for $type {
            const MODULE: &'static Module = &$module;
            const KIND: u16 = modules::number($module.name) as u16;
            $(const METAMETHODS: &'static [&'static str] = $metamethods;)?
        }

        impl mlua::IntoLua for $type {
            fn into_lua(self, lua: &Lua) -> mlua::Result<Value> {
                self.into_object(lua).map(Value::UserData)
            }
        }
    };
}

/// A channel of the script. Dropped with its last handle, it is forgotten.
pub struct Channel {
    pub id: channels::Id,
    pub dropped: std::rc::Weak<std::cell::RefCell<Vec<channels::Id>>>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(dropped) = self.dropped.upgrade() {
            dropped.borrow_mut().push(self.id);
        }
    }
}

/// A message out of the mailbox.
pub struct MessageObject(pub Message);

/// What a message carries, and the format that it is in.
pub struct Payload {
    pub value: crate::base::Value,
    pub format: &'static str,
}

/// An error as a value.
pub struct ErrorObject(pub Error);

/// A Time: an instant, seen from a zone; and the nanoseconds that the run had lasted, if a clock has told it.
#[derive(Clone)]
pub struct Instant(pub DateTime, pub Option<i64>);

impl From<DateTime> for Instant {
    fn from(date: DateTime) -> Self {
        Self(date, None)
    }
}

/// A Location: a zone.
pub struct Location(pub Zone);

/// A Duration in nanoseconds; it may be negative.
#[derive(Clone, Copy)]
pub struct Span(pub i64);

/// A timer or a ticker.
pub struct TimerObject {
    pub timer: u32,
    pub channel: mlua::AnyUserData,
    pub ticker: bool,
}

/// A logger with fields of its own.
#[derive(Clone, Default)]
pub struct Logger {
    pub name: Str,
    pub fields: Vec<(Str, crate::base::Value)>,
}

/// A process that is about to be spawned.
#[derive(Clone, Default)]
pub struct SpawnerObject {
    pub name: Option<Str>,
    pub messages: Vec<(Str, crate::base::Value)>,
    pub context: Vec<(Str, crate::base::Value)>,
}

/// A type as a value.
pub struct TypeObject(pub Id);

object!(Channel, modules::channel::METHODS);
object!(MessageObject, modules::payload::MESSAGE);
object!(Payload, modules::payload::METHODS);
object!(ErrorObject, modules::errors::METHODS);
object!(Instant, modules::time::INSTANT);
object!(Span, modules::time::SPAN);
object!(Location, modules::time::LOCATION);
object!(TimerObject, modules::time::TIMER);
object!(Logger, modules::logger::METHODS);
object!(SpawnerObject, modules::process::SPAWNER);
object!(TypeObject, modules::types::METHODS, &["__index", "__call", "__le", "__lt"]);

/// An iterator over a list, so many of its items at a time.
pub fn each(lua: &Lua, list: Table, width: usize) -> mlua::Result<Value> {
    let mut at = 0;
    let next = move |_: &Lua, ()| {
        let begin = at + 1;
        at += width;
        (begin..=at).map(|place| list.raw_get::<Value>(place)).collect::<mlua::Result<MultiValue>>()
    };
    lua.create_function_mut(next).map(Value::Function)
}

/// A module inside another one.
pub fn module(lua: &Lua, number: usize) -> mlua::Result<Value> {
    made(lua)?.module(number).map(Value::Table)
}

/// What the prelude has made in this state.
pub fn made(lua: &Lua) -> mlua::Result<mlua::AppDataRef<'_, Made>> {
    lua.app_data_ref::<Made>().ok_or_else(|| mlua::Error::runtime("the state has no prelude"))
}

/// An object of this type, if the value is one.
pub fn object<T: Object>(lua: &Lua, value: &Value) -> Option<Ref<T>> {
    object::get(lua, value.as_userdata()?)
}

impl Span {
    /// The span as one that timers take: `None` if it is negative.
    pub fn positive(self) -> Option<Duration> {
        u64::try_from(self.0).ok().map(Duration::from_nanos)
    }
}

/// What an argument of a wrong type is called in an error.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Nil => "nil",
        Value::Boolean(_) => "boolean",
        Value::Integer(_) | Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Table(_) => "table",
        Value::Function(_) => "function",
        Value::Thread(_) => "thread",
        _ => "userdata",
    }
}

/// The text of an argument: a string, a number, or an error.
pub fn text(lua: &Lua, value: &Value) -> Option<String> {
    if let Some(error) = object::<ErrorObject>(lua, value) {
        return Some(error.0.message.to_string());
    }
    match value {
        Value::String(_) | Value::Integer(_) | Value::Number(_) => {
            let text = mlua::LuaString::from_lua(value.clone(), lua).ok()?;
            Some(text.to_string_lossy())
        }
        _ => None,
    }
}
