//! Spawning, by the functions of `process` and by spawners.

use mlua::{Lua, MultiValue, Table, Value};

use super::payload;
use crate::base::{EntryId, Error, Str, Value as Plain, sort_by};
use crate::lua::answer::{Raise, Reply, done, failed};
use crate::lua::convert::to_value;
use crate::lua::inner::Inner;
use crate::lua::modules::{Arguments, Module, no_value};
use crate::lua::objects::{SpawnerObject, text};
use crate::lua::tasks::Wait;
use crate::process::SpawnRequest;

pub const SPAWNER: Module = Module {
    name: "process.Spawner",
    functions: &[
        ("with_context", spawner_with_context),
        ("with_options", spawner_with_options),
        ("with_name", spawner_with_name),
        ("with_message", spawner_with_message),
        ("with_actor", with_actor),
        ("with_scope", with_scope),
        ("spawn", spawner_spawn),
        ("spawn_monitored", spawner_spawn_monitored),
        ("spawn_linked", spawner_spawn_linked),
        ("spawn_linked_monitored", spawner_spawn_linked_monitored),
        ("exec", spawner_exec),
        ("tostring", |_, lua, _| done(lua, "process.Spawner")),
    ],
    value: no_value,
};

/// How a process is to be tied to its spawner.
#[derive(Clone, Copy, Default)]
struct Ties {
    linked: bool,
    monitored: bool,
}

const MONITORED: Ties = Ties { linked: false, monitored: true };
const LINKED: Ties = Ties { linked: true, monitored: false };
const BOTH: Ties = Ties { linked: true, monitored: true };

/// Entry, host and arguments, from an index on.
fn request(
    arguments: Arguments<'_>,
    from: usize,
    spawner: &SpawnerObject,
    ties: Ties,
) -> Result<SpawnRequest, Error> {
    let named = |index: usize, what: &str| {
        let text = arguments.optional_text(index).filter(|text| !text.is_empty());
        let text =
            text.ok_or_else(|| Error::invalid(format!("{what} is missing: spawn(entry, host, …)")));
        text.map(Str::from)
    };
    Ok(SpawnRequest {
        entry: named(from, "the id of an entry")?,
        host: named(from + 1, "the id of a host")?,
        args: arguments.rest(from + 2)?,
        linked: ties.linked,
        monitored: ties.monitored,
        name: spawner.name.clone(),
        messages: spawner.messages.clone(),
        context: spawner.context.clone(),
        because: None,
    })
}

fn spawn_with(inner: &Inner, lua: &Lua, request: Result<SpawnRequest, Error>) -> Reply {
    let context = &inner.context;
    match request.and_then(|request| context.calls.spawn(context.number, request)) {
        Ok(pid) => done(lua, pid.to_string()),
        Err(error) => failed(lua, error),
    }
}

fn exec_with(inner: &Inner, lua: &Lua, request: Result<SpawnRequest, Error>) -> Reply {
    let context = &inner.context;
    match request.and_then(|request| context.calls.exec(context.number, request)) {
        Ok(exec) => inner.wait(Wait::Exec(exec)),
        Err(error) => failed(lua, error),
    }
}

fn spawn_tied(inner: &Inner, lua: &Lua, values: &MultiValue, ties: Ties) -> Reply {
    let arguments = Arguments::new(lua, values, "spawn");
    spawn_with(inner, lua, request(arguments, 0, &SpawnerObject::default(), ties))
}

pub fn spawn(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, Ties::default())
}

pub fn spawn_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, MONITORED)
}

pub fn spawn_linked(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, LINKED)
}

pub fn spawn_linked_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, BOTH)
}

pub fn exec(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "exec");
    let request = request(arguments, 0, &SpawnerObject::default(), Ties::default());
    // That nothing can be named so is known before it is looked for.
    let request = request.and_then(|request| {
        for id in [&request.entry, &request.host] {
            id.parse::<EntryId>().map_err(|error| Error::invalid(error.to_string()))?;
        }
        Ok(request)
    });
    exec_with(inner, lua, request)
}

/// The entries of a table with text keys, over those that are there.
fn merged(lua: &Lua, known: &[(Str, Plain)], table: &Table) -> Result<Vec<(Str, Plain)>, Raise> {
    let mut merged = known.to_vec();
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let Value::String(key) = key else {
            let key = text(lua, &key).unwrap_or_default();
            return Err(Raise(format!("keys of a context are strings, {key} is none")));
        };
        let key = Str::from(key.to_string_lossy());
        let value = to_value(lua, &value).map_err(|error| Raise(error.to_string()))?;
        merged.retain(|(other, _)| *other != key);
        merged.push((key, value));
    }
    sort_by(&mut merged, |a, b| a.0.cmp(&b.0)); // the order in which a table gives its keys means nothing
    Ok(merged)
}

pub fn with_context(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let table = Arguments::new(lua, values, "with_context").table(0)?;
    let context = merged(lua, &[], &table)?;
    done(lua, SpawnerObject { context, ..SpawnerObject::default() })
}

/// Options are checked, and mean nothing here.
pub fn with_options(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let table = Arguments::new(lua, values, "with_options").table(0)?;
    merged(lua, &[], &table)?;
    done(lua, SpawnerObject::default())
}

fn with_actor(_: &Inner, _: &Lua, _: &MultiValue) -> Reply {
    Err(Raise("with_actor needs security, which is not there".into()))
}

fn with_scope(_: &Inner, _: &Lua, _: &MultiValue) -> Reply {
    Err(Raise("with_scope needs security, which is not there".into()))
}

fn spawner(arguments: Arguments<'_>) -> Result<SpawnerObject, Raise> {
    Ok(arguments.object::<SpawnerObject>(0, "process.Spawner")?.clone())
}

fn spawner_with_context(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "with_context");
    let mut spawner = spawner(arguments)?;
    spawner.context = merged(lua, &spawner.context, &arguments.table(1)?)?;
    done(lua, spawner)
}

fn spawner_with_options(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "with_options");
    merged(lua, &[], &arguments.table(1)?)?;
    done(lua, spawner(arguments)?)
}

fn spawner_with_name(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "with_name");
    let mut spawner = spawner(arguments)?;
    let name = arguments.text(1)?;
    if name.is_empty() {
        return Err(Raise("a process cannot be registered under an empty name".into()));
    }
    spawner.name = Some(name.into());
    done(lua, spawner)
}

fn spawner_with_message(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "with_message");
    let mut spawner = spawner(arguments)?;
    let payload = payload(arguments).map_err(|error| Raise(error.to_string()))?;
    spawner.messages.push((arguments.text(1)?.into(), payload));
    done(lua, spawner)
}

/// A spawner raises where the functions of the module give an error.
fn wrong_use(error: Error) -> Raise {
    Raise(error.message.to_string())
}

fn spawner_spawn_tied(inner: &Inner, lua: &Lua, values: &MultiValue, ties: Ties) -> Reply {
    let arguments = Arguments::new(lua, values, "spawn");
    let spawner = spawner(arguments)?;
    let request = request(arguments, 1, &spawner, ties).map_err(wrong_use)?;
    spawn_with(inner, lua, Ok(request))
}

fn spawner_spawn(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawner_spawn_tied(inner, lua, values, Ties::default())
}

fn spawner_spawn_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawner_spawn_tied(inner, lua, values, MONITORED)
}

fn spawner_spawn_linked(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawner_spawn_tied(inner, lua, values, LINKED)
}

fn spawner_spawn_linked_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawner_spawn_tied(inner, lua, values, BOTH)
}

fn spawner_exec(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "exec");
    let spawner = spawner(arguments)?;
    let request = request(arguments, 1, &spawner, Ties::default()).map_err(wrong_use)?;
    exec_with(inner, lua, Ok(request))
}
