//! [`Actor`]: what makes a process. A restart needs a new one, so this is a factory and not the process itself.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use super::context::Context;
use super::exit::Outcome;
use super::task::Process;
use crate::base::{Error, Str, Value};

/// Anything an actor may return: nothing, a value, or a result of one of them.
pub trait IntoOutcome {
    /// As the value or the error that the process leaves behind.
    fn into_outcome(self) -> Outcome;
}

impl IntoOutcome for () {
    fn into_outcome(self) -> Outcome {
        Ok(Value::Nil)
    }
}

impl IntoOutcome for Value {
    fn into_outcome(self) -> Outcome {
        Ok(self)
    }
}

impl IntoOutcome for i64 {
    fn into_outcome(self) -> Outcome {
        Ok(Value::Int(self))
    }
}

impl<T: IntoOutcome, E: Into<Error>> IntoOutcome for Result<T, E> {
    fn into_outcome(self) -> Outcome {
        self.map_or_else(|error| Err(error.into()), T::into_outcome)
    }
}

type Factory = dyn Fn(Context) -> Pin<Box<dyn Process>>;

/// An actor that processes can be made of: an `async fn` over a [`Context`], and the file where it is written.
///
/// ```
/// use rehearsal::{Actor, Context};
///
/// async fn greeter(ctx: Context) {
///     ctx.log_info("hello", []);
/// }
///
/// let actor = Actor::new(greeter);
/// assert_eq!(actor.with_file("greeter.rs").file(), Some("greeter.rs"));
/// ```
#[derive(Clone)]
pub struct Actor {
    factory: Rc<Factory>,
    file: Option<Str>,
}

impl Actor {
    /// The actor that `body` describes.
    pub fn new<F, Fut>(body: F) -> Self
    where
        F: Fn(Context) -> Fut + 'static,
        Fut: Future<Output: IntoOutcome> + 'static,
    {
        let factory = move |context| -> Pin<Box<dyn Process>> { Box::pin(body(context)) };
        Self { factory: Rc::new(factory), file: None }
    }

    /// The actor whose processes `make` makes: those of another kind than futures.
    #[cfg(feature = "lua")]
    pub(crate) fn of_processes<P, F>(make: F) -> Self
    where
        P: Process + 'static,
        F: Fn(Context) -> P + 'static,
    {
        let factory = move |context| -> Pin<Box<dyn Process>> { Box::pin(make(context)) };
        Self { factory: Rc::new(factory), file: None }
    }

    /// The same actor with the name of the file where it is written, for whoever wants to read it.
    #[must_use]
    pub fn with_file(mut self, file: impl Into<Str>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The name of the file, if it was given.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    pub(crate) fn make(&self, context: Context) -> Pin<Box<dyn Process>> {
        (self.factory)(context)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor").field("file", &self.file).finish()
    }
}
