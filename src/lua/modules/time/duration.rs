//! The methods of a Duration.

use mlua::{Lua, MultiValue};

use super::super::{Arguments, Module, no_value};
use crate::base::Duration;
use crate::lua::answer::{Raise, Reply, done};
use crate::lua::inner::Inner;
use crate::lua::objects::Span;

pub const METHODS: Module = Module {
    name: "time.Duration",
    functions: &[
        ("hours", |_, lua, values| done(lua, nanos(lua, values)? as f64 / 3.6e12)),
        ("minutes", |_, lua, values| done(lua, nanos(lua, values)? as f64 / 6e10)),
        ("seconds", |_, lua, values| done(lua, nanos(lua, values)? as f64 / 1e9)),
        ("milliseconds", |_, lua, values| done(lua, nanos(lua, values)? / 1_000_000)),
        ("microseconds", |_, lua, values| done(lua, nanos(lua, values)? / 1_000)),
        ("nanoseconds", |_, lua, values| done(lua, nanos(lua, values)?)),
        ("tostring", text),
    ],
    value: no_value,
};

fn nanos(lua: &Lua, values: &MultiValue) -> Result<i64, Raise> {
    Ok(Arguments::new(lua, values, "duration").object::<Span>(0, "duration")?.0)
}

/// In Go's form, `1h30m0s`.
fn text(_: &Inner, lua: &Lua, values: &MultiValue) -> Reply {
    let nanos = nanos(lua, values)?;
    let sign = if nanos < 0 { "-" } else { "" };
    done(lua, format!("{sign}{}", Duration::from_nanos(nanos.unsigned_abs())))
}
