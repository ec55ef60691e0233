//! `process`: messages, events, and other processes.

mod names;
mod spawning;

use mlua::{AnyUserData, Lua, MultiValue, Table, Value};

pub use names::REGISTRY;
pub use spawning::SPAWNER;
use spawning::{
    exec, spawn, spawn_linked, spawn_linked_monitored, spawn_monitored, with_context, with_options,
};

use super::{Arguments, Module, number};
use crate::base::{Error, ErrorKind, Value as Plain};
use crate::lua::answer::{Raise, Reply, done, done_or_failed, failed, refused};
use crate::lua::channels::Source;
use crate::lua::inner::{Handles, Inner};
use crate::lua::objects::{Channel, module, text};

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
        "registry" => module(lua, number(REGISTRY.name)),
        _ => Ok(Value::Nil),
    },
};

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
    let refused = |message: String| refused(lua, Error::invalid(message));
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
    let channels = inner.channels.borrow();
    let is_other = matches!(channels.source(id), Source::Tasks | Source::Timer(_));
    if is_other && !channels.is_closed(id) {
        return refused(lua, Error::invalid("this channel is none of process.listen"));
    }
    drop(channels);
    inner.close(lua, id, true)
}

fn upgrade(_: &Inner, _: &Lua, _: &MultiValue) -> Reply {
    Err(Raise("process.upgrade is not there yet: a process keeps its code".into()))
}
