//! `channel`: new channels, their methods, select.

use mlua::{AnyUserData, Lua, MultiValue, Table, Value};

use super::{Arguments, Module, no_value};
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::channels::{Case, Id, Source};
use crate::lua::inner::Inner;
use crate::lua::objects::{Channel, object};
use crate::lua::tasks::{Answered, Wait};

pub const MODULE: Module =
    Module { name: "channel", functions: &[("new", new), ("select", select)], value: no_value };

pub const METHODS: Module = Module {
    name: "channel.Channel",
    functions: &[
        ("send", send),
        ("receive", receive),
        ("close", close),
        ("case_receive", case_receive),
        ("case_send", case_send),
        ("tostring", |_, lua, _| done(lua, "channel")),
    ],
    value: no_value,
};

/// The most that a buffer may be made for; it grows as it is filled.
const MOST: i64 = 1 << 30;

fn new(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let capacity = Arguments::new(lua, values, "new").optional_integer(0).unwrap_or(0);
    let capacity = capacity.clamp(0, MOST) as usize;
    let handle = inner.open(lua, Source::Tasks, capacity)?;
    done(lua, handle)
}

fn id(arguments: Arguments<'_>) -> Result<Id, Raise> {
    Ok(arguments.object::<Channel>(0, "channel")?.id)
}

fn send(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "send");
    let id = id(arguments)?;
    if inner.channels.borrow().is_closed(id) {
        return Err(Raise("send on closed channel".into()));
    }
    if inner.channels.borrow().source(id) != Source::Tasks {
        return Err(Raise("this channel can only be received from".into()));
    }
    inner.choose(lua, vec![Case::Send(id, arguments.get(1))], Wait::Send)
}

fn receive(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = id(Arguments::new(lua, values, "receive"))?;
    inner.choose(lua, vec![Case::Receive(id)], Wait::Receive)
}

fn close(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let id = id(Arguments::new(lua, values, "close"))?;
    inner.close(lua, id, ())
}

/// A case is a table of ours: the channel, and whether it sends, and what.
fn case_receive(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "case_receive");
    id(arguments)?;
    let table = lua.create_table_with_capacity(0, 1)?;
    table.raw_set("receive_from", arguments.get(0))?;
    done(lua, table)
}

fn case_send(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "case_send");
    id(arguments)?;
    let table = lua.create_table_with_capacity(0, 2)?;
    table.raw_set("send_to", arguments.get(0))?;
    table.raw_set("value", arguments.get(1))?;
    done(lua, table)
}

fn select(inner: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let arguments = Arguments::new(lua, values, "select");
    let table = arguments.table(0)?;
    let is_true = |value: Value| value == Value::Boolean(true);
    let has_default = is_true(table.raw_get("default")?) || is_true(arguments.get(1));
    let (mut cases, mut handles) = (Vec::new(), Vec::new());
    for index in 1..=table.raw_len() {
        let Value::Table(case) = table.raw_get(index)? else { continue };
        if let Some((made, handle)) = read_case(lua, &case)? {
            cases.push(made);
            handles.push(handle);
        }
    }
    if has_default {
        return match inner.try_choose(lua, &cases)? {
            Some((case, ready, woken)) => {
                let wait = Wait::Select(handles);
                inner.go_on(lua, Answered::Case { wait, case, ready }, woken)
            }
            None => {
                let table = lua.create_table_with_capacity(0, 2)?;
                table.raw_set("default", true)?;
                table.raw_set("ok", true)?;
                done(lua, table)
            }
        };
    }
    inner.choose(lua, cases, Wait::Select(handles))
}

/// A case, and what its answer is made of: its channel, and what it sends.
type Read = (Case<Value>, (AnyUserData, Value));

fn read_case(lua: &Lua, case: &Table) -> mlua::Result<Option<Read>> {
    for (key, sends) in [("receive_from", false), ("send_to", true)] {
        let handle: Value = case.raw_get(key)?;
        let Some(id) = object::<Channel>(lua, &handle).map(|channel| channel.id) else { continue };
        let value: Value = case.raw_get("value")?;
        let made = if sends { Case::Send(id, value.clone()) } else { Case::Receive(id) };
        return Ok(handle.as_userdata().map(|handle| (made, (handle.clone(), value))));
    }
    Ok(None)
}
