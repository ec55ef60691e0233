//! `process.registry`: names of processes.

use mlua::{Lua, MultiValue};

use crate::base::{Error, Pid};
use crate::lua::answer::{Reply, done, done_or_failed, failed};
use crate::lua::inner::Inner;
use crate::lua::modules::{Arguments, Module, constant};

pub const REGISTRY: Module = Module {
    name: "process.registry",
    functions: &[("register", register), ("lookup", lookup), ("unregister", unregister)],
    value: |lua, key| {
        let scopes = [("LOCAL", LOCAL), ("EVENTUAL", 1), ("CONSISTENT", 2), ("STRONG", 3)];
        constant(lua, &scopes, key)
    },
};

/// The one scope of a name that works on a single machine.
const LOCAL: i64 = 0;

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
