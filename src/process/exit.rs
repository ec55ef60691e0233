//! How a process ends.

use crate::base::{Error, Value};

/// What a process leaves behind: a value, or the error that it failed with.
pub type Outcome = Result<Value, Error>;

/// How a process ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Exit {
    /// It returned a value.
    Returned(Value),
    /// It, one of its coroutines, or a process that it is linked with failed.
    Failed(Error),
    /// It was terminated.
    Terminated(Error),
}

impl Exit {
    /// Whether links break.
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::Returned(_))
    }

    /// What a monitor is told.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Returned(value) => Ok(value.clone()),
            Self::Failed(error) | Self::Terminated(error) => Err(error.clone()),
        }
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        outcome.map_or_else(Self::Failed, Self::Returned)
    }
}
