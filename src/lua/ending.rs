//! How a script ends: what it has returned, or why it has failed.

use mlua::{Lua, MultiValue, Value};

use super::answer::Raise;
use super::convert::to_value;
use super::inner::Inner;
use super::objects::{ErrorObject, object, text, type_name};
use crate::base::{Error, ErrorKind};
use crate::process::Outcome;

impl Inner {
    /// Keeps the stack of the error that is being raised.
    pub fn note_failure(&self, stack: String) {
        *self.failure.borrow_mut() = Some(stack);
    }

    /// An error that nobody caught, as the one that the process fails with.
    pub fn failure(&self, lua: &Lua, error: &Value) -> Error {
        let stack = self.failure.borrow_mut().take().filter(|stack| !stack.is_empty());
        let mut failure = match object::<ErrorObject>(lua, error) {
            Some(error) => error.0.clone(),
            None => match (text(lua, error), error) {
                (Some(text), _) if text == "not enough memory" => self.out_of_memory(),
                (Some(text), _) => Error::internal(text),
                (None, Value::Nil) => Error::internal("an error without a value"),
                (None, Value::Table(_)) => {
                    let value = to_value(lua, error).unwrap_or_default();
                    Error::internal(value.to_json()).with_details(value)
                }
                (None, other) => {
                    Error::internal(format!("an error that is a {}", type_name(other)))
                }
            },
        };
        failure.stack = stack.map(Into::into).or(failure.stack);
        failure
    }

    /// The run has no room for what the script holds.
    pub fn out_of_budget(&self, lua: &Lua) -> Error {
        let (name, held) = (self.script.name(), luac::memory(lua) / 1024);
        let message = format!("the memory budget of the run is used up: {name} holds {held} KiB");
        Error::new(ErrorKind::RateLimited, message)
    }

    fn out_of_memory(&self) -> Error {
        let limit = self.script.memory() / (1024 * 1024);
        Error::new(
            ErrorKind::Unavailable,
            format!("not enough memory: {} may use {limit} MiB", self.script.name()),
        )
    }
}

/// An error of the interpreter itself, not of the script.
pub fn memory(error: mlua::Error) -> Error {
    Error::internal(Raise::from(error).0)
}

/// What `main` has returned, as its result: the first value; or a failure, if the second is an error or its text.
pub fn outcome(lua: &Lua, results: &MultiValue) -> Outcome {
    let second = results.get(1).unwrap_or(&Value::Nil);
    if let Some(error) = object::<ErrorObject>(lua, second) {
        return Err(error.0.clone());
    }
    match second {
        Value::String(message) => {
            Err(Error::internal(message.to_string_lossy()).with_retryable(false))
        }
        _ => to_value(lua, results.front().unwrap_or(&Value::Nil)),
    }
}
