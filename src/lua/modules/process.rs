//! `process`: messages, other processes, names.

use mlua::{AnyUserData, Lua, MultiValue, Table, Value};

use super::{Arguments, Module, constant, no_value, number};
use crate::base::{EntryId, Error, ErrorKind, Pid, Str, Value as Plain};
use crate::lua::answer::{Raise, Reply, done, done_or_failed, failed};
use crate::lua::channels::Source;
use crate::lua::convert::to_value;
use crate::lua::inner::{Handles, Inner};
use crate::lua::objects::{Channel, ErrorObject, SpawnerObject, module, text};
use crate::lua::tasks::Wait;
use crate::process::SpawnRequest;

pub const MODULE: Module = Module {
    name: "process",
    functions: &[
        ("id", id),
        ("pid", pid),
        ("send", send),
        ("spawn", spawn),
        ("spawn_monitored", spawn_monitored),
        ("spawn_linked", spawn_linked),
        ("spawn_linked_monitored", spawn_linked_monitored),
        ("exec", exec),
        ("terminate", terminate),
        ("cancel", cancel),
        ("monitor", monitor),
        ("unmonitor", unmonitor),
        ("link", link),
        ("unlink", unlink),
        ("get_options", get_options),
        ("set_options", set_options),
        ("inbox", inbox),
        ("events", events),
        ("listen", listen),
        ("unlisten", unlisten),
        ("with_context", with_context),
        ("with_options", with_options),
        ("upgrade", upgrade),
    ],
    value: |lua, key| match key {
        "event" => Ok(Value::Table(event_names(lua)?)),
        "registry" => module(lua, number(&REGISTRY)),
        _ => Ok(Value::Nil),
    },
};

pub const REGISTRY: Module = Module {
    name: "process.registry",
    functions: &[("register", register), ("lookup", lookup), ("unregister", unregister)],
    value: |lua, key| {
        let scopes = [("LOCAL", LOCAL), ("EVENTUAL", 1), ("CONSISTENT", 2), ("STRONG", 3)];
        constant(lua, &scopes, key)
    },
};

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

/// The one scope of a name that works on a single machine.
const LOCAL: i64 = 0;

fn event_names(lua: &Lua) -> mlua::Result<Table> {
    let names = [("CANCEL", "pid.cancel"), ("EXIT", "pid.exit"), ("LINK_DOWN", "pid.link.down")];
    lua.create_table_from(names)
}

fn id(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, inner.context.entry().as_str().as_str())
}

fn pid(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    done(lua, inner.context.pid().to_string())
}

fn send(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "send");
    let (to, topic) = (arguments.text(0)?, arguments.text(1)?);
    let payload = match payload(arguments) {
        Ok(payload) => payload,
        Err(error) => return failed(lua, error),
    };
    let sent = inner.context.send(&to, &topic, payload);
    done_or_failed(lua, sent.map_err(Error::from))
}

/// What stands after a destination, or a spawner, and a topic.
fn payload(arguments: Arguments<'_>) -> Result<Plain, Error> {
    Ok(Plain::several(arguments.rest(2)?))
}

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

fn spawn(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, Ties::default())
}

fn spawn_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, MONITORED)
}

fn spawn_linked(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, LINKED)
}

fn spawn_linked_monitored(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    spawn_tied(inner, lua, values, BOTH)
}

fn exec(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
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

fn terminate(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let to = Arguments::new(lua, values, "terminate").text(0)?;
    done_or_failed(lua, inner.context.terminate(&to))
}

fn cancel(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "cancel");
    let to = arguments.text(0)?;
    let reason = arguments.optional_text(1).unwrap_or_default();
    done_or_failed(lua, inner.context.cancel(&to, reason))
}

/// Wippy's words and its one kind for what cannot be monitored.
fn monitor(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let to = Arguments::new(lua, values, "monitor").text(0)?;
    let monitored = inner.context.monitor(&to).map_err(|error| match error.kind {
        ErrorKind::AlreadyExists => Error::internal(format!("already monitoring pid {to}")),
        ErrorKind::NotFound => Error::internal(format!("pid not registered: {to}")),
        _ => error,
    });
    done_or_failed(lua, monitored)
}

fn unmonitor(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let to = Arguments::new(lua, values, "unmonitor").text(0)?;
    done_or_failed(lua, inner.context.unmonitor(&to))
}

fn link(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let to = Arguments::new(lua, values, "link").text(0)?;
    done_or_failed(lua, inner.context.link(&to))
}

fn unlink(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let to = Arguments::new(lua, values, "unlink").text(0)?;
    done_or_failed(lua, inner.context.unlink(&to))
}

fn get_options(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    let table = lua.create_table()?;
    table.raw_set("trap_links", inner.traps_links.get())?;
    done(lua, table)
}

fn set_options(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let refused = |message: String| {
        let error = ErrorObject(Error::invalid(message));
        done(lua, (false, error))
    };
    let options = Arguments::new(lua, values, "set_options").table(0)?;
    let mut trap = None;
    for pair in options.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let key = text(lua, &key).unwrap_or_default();
        match (key.as_str(), value) {
            ("trap_links", Value::Boolean(on)) => trap = Some(on),
            ("trap_links", _) => return refused("the option trap_links is true or false".into()),
            _ => return refused(format!("no option is named {key:?}; there is trap_links")),
        }
    }
    if let Some(on) = trap {
        inner.traps_links.set(on);
        inner.context.trap_links(on);
    }
    done(lua, true)
}

/// The channel of a source that has one, made when it is first asked for.
fn only(
    inner: &Inner,
    lua: &Lua,
    source: Source,
    place: fn(&mut Handles) -> &mut Option<AnyUserData>,
) -> Reply {
    let known = place(&mut inner.handles.borrow_mut()).clone();
    let handle = match known {
        Some(handle) => handle,
        None => inner.open(lua, source, 0)?,
    };
    *place(&mut inner.handles.borrow_mut()) = Some(handle.clone());
    done(lua, handle)
}

fn inbox(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    only(inner, lua, Source::Inbox, |handles| &mut handles.inbox)
}

fn events(inner: &Inner, lua: &Lua, _: &MultiValue) -> Reply {
    only(inner, lua, Source::Events, |handles| &mut handles.events)
}

fn listen(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "listen");
    let topic = arguments.text(0)?;
    let whole = match arguments.get(1) {
        Value::Table(options) => options.raw_get::<Value>("message")? == Value::Boolean(true),
        _ => false,
    };
    let known = inner.handles.borrow().topics.iter().find(|(name, _)| *name == topic).cloned();
    if let Some((_, handle)) = known {
        return done(lua, handle);
    }
    match inner.context.calls.listen(inner.context.number, &topic) {
        Ok(slot) => {
            let handle = inner.open(lua, Source::Topic { slot, whole }, 1)?;
            inner.handles.borrow_mut().topics.push((topic, handle.clone()));
            done(lua, handle)
        }
        Err(error) => failed(lua, error),
    }
}

fn unlisten(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = Arguments::new(lua, values, "unlisten").object::<Channel>(0, "channel")?.id;
    match inner.channels.borrow().source(id) {
        Source::Inbox | Source::Events | Source::Topic { .. } => {}
        Source::Tasks | Source::Timer(_) => {
            let error = Error::invalid("this channel is none of process.listen");
            return done(lua, (false, ErrorObject(error)));
        }
    }
    inner.close(lua, id, true)
}

fn register(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "register");
    let name = arguments.text(0)?;
    if let Some(scope) = arguments.optional_integer(2).filter(|scope| *scope != LOCAL) {
        let message = format!("scope {scope} is not available: names are local to this run");
        return failed(lua, Error::internal(message));
    }
    let registered = match arguments.optional_text(1) {
        None => inner.context.register(&name),
        Some(pid) => match pid.parse::<Pid>() {
            Ok(pid) => inner.context.register_for(&name, &pid),
            Err(error) => Err(Error::invalid(error.to_string())),
        },
    };
    done_or_failed(lua, registered)
}

fn lookup(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let name = Arguments::new(lua, values, "lookup").text(0)?;
    match inner.context.lookup(&name) {
        Ok(pid) => done(lua, pid.to_string()),
        Err(error) => failed(lua, error),
    }
}

fn unregister(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let name = Arguments::new(lua, values, "unregister").text(0)?;
    done(lua, inner.context.unregister(&name))
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
        let value = to_value(&value).map_err(|error| Raise(error.to_string()))?;
        merged.retain(|(other, _)| *other != key);
        merged.push((key, value));
    }
    merged.sort_by(|a, b| a.0.cmp(&b.0)); // the order in which a table gives its keys means nothing
    Ok(merged)
}

fn with_context(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let table = Arguments::new(lua, values, "with_context").table(0)?;
    let context = merged(lua, &[], &table)?;
    done(lua, SpawnerObject { context, ..SpawnerObject::default() })
}

/// Options are checked, and mean nothing here.
fn with_options(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let table = Arguments::new(lua, values, "with_options").table(0)?;
    merged(lua, &[], &table)?;
    done(lua, SpawnerObject::default())
}

fn upgrade(_: &Inner, _: &Lua, _: &MultiValue) -> Reply {
    Err(Raise("process.upgrade is not there yet: a process keeps its code".into()))
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
