//! [`Actor`]: what makes a process. A restart needs a new one, so this is a factory and not the process itself.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use super::context::Context;
use super::exit::Outcome;
use super::task::Process;
use crate::base::{Error, Value};

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

/// An actor that processes can be made of: an `async fn` over a [`Context`], and its source to read.
///
/// ```
/// use rehearsal::{Actor, Context};
///
/// async fn greeter(ctx: Context) {
///     ctx.log_info("hello", []);
/// }
///
/// let actor = Actor::new(greeter);
/// assert!(actor.source().is_none());
/// ```
#[derive(Clone)]
pub struct Actor {
    factory: Rc<Factory>,
    source: Option<Source>,
}

/// The source of an actor: file name and text.
type Source = (&'static str, &'static str);

impl Actor {
    /// The actor that `body` describes.
    pub fn new<F, Fut>(body: F) -> Self
    where
        F: Fn(Context) -> Fut + 'static,
        Fut: Future<Output: IntoOutcome> + 'static,
    {
        let factory = move |context| -> Pin<Box<dyn Process>> { Box::pin(body(context)) };
        Self { factory: Rc::new(factory), source: None }
    }

    /// The same actor with its source, for whoever wants to read it: a file name, and `include_str!` of it.
    #[must_use]
    pub fn with_source(mut self, file: &'static str, text: &'static str) -> Self {
        self.source = Some((file, text));
        self
    }

    /// File name and text of the source, if it was given.
    pub fn source(&self) -> Option<(&'static str, &'static str)> {
        self.source
    }

    pub(crate) fn make(&self, context: Context) -> Pin<Box<dyn Process>> {
        (self.factory)(context)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor").field("source", &self.source.map(|(file, _)| file)).finish()
    }
}
