//! What a function of the host answers to a script.

use mlua::{IntoLuaMulti, Lua, MultiValue, Value};

use super::objects::ErrorObject;
use crate::base::Error;

/// The answer to a call.
pub enum Answer {
    /// Its results.
    Done(MultiValue),
    /// The task has to wait: something was noted that will end the wait.
    Wait,
}

/// An error raised in the script: a mistake in how a function is called.
#[derive(Debug)]
pub struct Raise(pub String);

/// What a call comes to.
pub type Reply = Result<Answer, Raise>;

impl From<mlua::Error> for Raise {
    fn from(error: mlua::Error) -> Self {
        match error {
            // The text alone: Lua's own allocator wrote it.
            mlua::Error::MemoryError(_) => Self("not enough memory".into()),
            // The text alone, without the stack of the prelude.
            mlua::Error::RuntimeError(text) => {
                let text = text.split("\nstack traceback:").next().unwrap_or(&text);
                Self(text.to_owned())
            }
            other => Self(other.to_string()),
        }
    }
}

/// Results.
pub fn done(lua: &Lua, values: impl IntoLuaMulti) -> Reply {
    Ok(Answer::Done(values.into_lua_multi(lua)?))
}

/// A failure of the operation, not of the call: nil and an error object.
pub fn failed(lua: &Lua, error: Error) -> Reply {
    done(lua, (Value::Nil, ErrorObject(error)))
}

/// What could not be done, where scripts look at a boolean first: false and an error object.
pub fn refused(lua: &Lua, error: Error) -> Reply {
    done(lua, (false, ErrorObject(error)))
}

/// `true`, or nil and an error object.
pub fn done_or_failed(lua: &Lua, result: Result<(), Error>) -> Reply {
    match result {
        Ok(()) => done(lua, true),
        Err(error) => failed(lua, error),
    }
}
