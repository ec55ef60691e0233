//! Messages.

use std::fmt;

use crate::base::{Error, Pid, Str, Value};

/// A message as its receiver sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What it is about.
    pub topic: Str,
    /// Who sent it; [`Pid::outside`] for the page.
    pub from: Pid,
    /// What it carries.
    pub payload: Value,
}

/// A message that was not accepted, handed back with the reason.
#[derive(Clone, PartialEq)]
pub struct SendError {
    /// Why.
    pub error: Error,
    /// The payload that was not sent.
    pub payload: Value,
}

impl fmt::Debug for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl std::error::Error for SendError {}

impl From<SendError> for Error {
    fn from(error: SendError) -> Self {
        error.error
    }
}
