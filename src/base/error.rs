//! Errors as the runtime's users see them: a kind, a message, whether it is worth trying again, and details.

use std::fmt;

use super::{Str, Value};

/// What kind of thing went wrong. The names are those of the process model; they print in camel case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// What was named does not exist.
    NotFound,
    /// What should be made exists already.
    AlreadyExists,
    /// The request itself is wrong.
    Invalid,
    /// Not allowed.
    PermissionDenied,
    /// Cannot be had now.
    Unavailable,
    /// A failure inside the one who was asked.
    Internal,
    /// Given up on request.
    Canceled,
    /// Somebody else changed it first.
    Conflict,
    /// It took too long.
    Timeout,
    /// Too much at once: a full mailbox, a used-up budget.
    RateLimited,
    /// Not said. Prints as the empty text.
    #[default]
    Unknown,
}

impl ErrorKind {
    /// All kinds, in the order of the process model.
    pub const ALL: [Self; 11] = [
        Self::NotFound,
        Self::AlreadyExists,
        Self::Invalid,
        Self::PermissionDenied,
        Self::Unavailable,
        Self::Internal,
        Self::Canceled,
        Self::Conflict,
        Self::Timeout,
        Self::RateLimited,
        Self::Unknown,
    ];

    /// The printed name, `NotFound`; empty for [`ErrorKind::Unknown`].
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "NotFound",
            Self::AlreadyExists => "AlreadyExists",
            Self::Invalid => "Invalid",
            Self::PermissionDenied => "PermissionDenied",
            Self::Unavailable => "Unavailable",
            Self::Internal => "Internal",
            Self::Canceled => "Canceled",
            Self::Conflict => "Conflict",
            Self::Timeout => "Timeout",
            Self::RateLimited => "RateLimited",
            Self::Unknown => "",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A failure as a value. It displays as its message, in lower case, naming the thing that it is about.
///
/// ```
/// use rehearsal::{Error, ErrorKind};
///
/// let error = Error::not_found("no process is registered as \"kvv\"");
/// assert_eq!(error.kind, ErrorKind::NotFound);
/// assert_eq!(error.to_string(), "no process is registered as \"kvv\"");
/// assert_eq!(error.retryable, None); // not said
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    /// What kind of thing went wrong.
    pub kind: ErrorKind,
    /// One sentence in lower case.
    pub message: Str,
    /// Whether trying again can help; `None` is "not said", which a supervisor takes for yes.
    pub retryable: Option<bool>,
    /// More about it; `None` when there is nothing more to say. Boxed, because errors travel in results.
    pub details: Option<Box<Value>>,
    /// Where in a script it was made or raised: a line a frame, the innermost first. The boundary of a process is not
    /// crossed by it, but as the failure of a process.
    pub stack: Option<Str>,
}

impl Error {
    /// An error of a kind.
    pub fn new(kind: ErrorKind, message: impl Into<Str>) -> Self {
        Self { kind, message: message.into(), retryable: None, details: None, stack: None }
    }

    /// What was named does not exist.
    pub fn not_found(message: impl Into<Str>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// The request itself is wrong.
    pub fn invalid(message: impl Into<Str>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    /// A failure inside the one who was asked.
    pub fn internal(message: impl Into<Str>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// The same error, with a word on whether trying again can help.
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.retryable = Some(retryable);
        self
    }

    /// The same error, with details.
    #[must_use]
    pub fn with_details(mut self, details: impl Into<Value>) -> Self {
        self.details = Some(Box::new(details.into()));
        self
    }

    /// The same error, with the place in a script that it comes from.
    #[must_use]
    pub fn with_stack(mut self, stack: impl Into<Str>) -> Self {
        self.stack = Some(stack.into());
        self
    }

    /// The error as plain data `{kind, message}`, with `retryable` and `details` where they are known. One without
    /// details shows its stack there. As an object it crosses from one process to another by [`Value::from`].
    pub fn to_value(&self) -> Value {
        let mut entries = vec![
            (Value::from("kind"), Value::from(self.kind.name())),
            (Value::from("message"), Value::Str(self.message.clone())),
        ];
        if let Some(retryable) = self.retryable {
            entries.push((Value::from("retryable"), Value::Bool(retryable)));
        }
        if let Some(details) = &self.details {
            entries.push((Value::from("details"), (**details).clone()));
        } else if let Some(stack) = &self.stack {
            let details = Value::map([("stack", Value::Str(stack.clone()))]);
            entries.push((Value::from("details"), details));
        }
        Value::Map(entries.into_iter().collect())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.message)
    }
}

impl std::error::Error for Error {}
