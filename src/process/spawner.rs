//! [`Spawner`]: making a process, in every way there is.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use super::calls::SpawnRequest;
use super::context::Context;
use super::exit::Outcome;
use crate::base::{Error, Pid, Str, Value};

/// A process that is about to be made. Begun by [`Context::process`].
///
/// ```
/// use rehearsal::{Context, Error};
///
/// async fn relay(ctx: Context) -> Result<(), Error> {
///     let worker = ctx.process("app:worker", "app:processes").arg("hello").spawn_monitored()?;
///     ctx.log_info("spawned", [("worker", worker.into())]);
///     let length = ctx.process("app:count", "app:processes").arg("hello").exec().await?;
///     ctx.log_info("counted", [("length", length)]);
///     Ok(())
/// }
/// # rehearsal::Actor::new(relay);
/// ```
#[must_use = "nothing is spawned yet"]
pub struct Spawner {
    context: Context,
    request: SpawnRequest,
}

impl Spawner {
    pub(super) fn new(context: &Context, entry: Str, host: Str) -> Self {
        let request = SpawnRequest {
            entry,
            host,
            args: Vec::new(),
            linked: false,
            monitored: false,
            name: None,
            messages: Vec::new(),
            context: Vec::new(),
            because: None,
        };
        Self { context: context.clone(), request }
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl Into<Value>) -> Self {
        self.request.args.push(arg.into());
        self
    }

    /// Adds arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = Value>) -> Self {
        self.request.args.extend(args);
        self
    }

    /// Registers it under a name as it starts. If somebody holds the name, nothing is spawned: the holder gets the
    /// first messages, and its PID is returned.
    pub fn with_name(mut self, name: impl Into<Str>) -> Self {
        self.request.name = Some(name.into());
        self
    }

    /// A message that waits in its mailbox when it starts.
    pub fn with_message(mut self, topic: impl Into<Str>, payload: impl Into<Value>) -> Self {
        self.request.messages.push((topic.into(), payload.into()));
        self
    }

    /// A value of its context, which it reads with [`Context::value`]; it inherits those of its spawner.
    pub fn with_context(mut self, key: impl Into<Str>, value: impl Into<Value>) -> Self {
        self.request.context.push((key.into(), value.into()));
        self
    }

    /// Names the event that made this happen, where that is not what the spawner is handling.
    pub(crate) fn because(mut self, event: u64) -> Self {
        self.request.because = Some(event);
        self
    }

    /// Spawns it.
    ///
    /// # Errors
    /// `NOT_FOUND`: no such entry, or no such host. `INVALID`: the name or a topic is none. `UNAVAILABLE`: the memory
    /// budget of the run is used up.
    pub fn spawn(self) -> Result<Pid, Error> {
        self.context.calls.spawn(self.context.number, self.request)
    }

    /// Spawns it, and monitors it from its first moment.
    ///
    /// # Errors
    /// As [`Spawner::spawn`].
    pub fn spawn_monitored(mut self) -> Result<Pid, Error> {
        self.request.monitored = true;
        self.spawn()
    }

    /// Spawns it, and links with it from its first moment.
    ///
    /// # Errors
    /// As [`Spawner::spawn`].
    pub fn spawn_linked(mut self) -> Result<Pid, Error> {
        self.request.linked = true;
        self.spawn()
    }

    /// Spawns it, links with it and monitors it from its first moment.
    ///
    /// # Errors
    /// As [`Spawner::spawn`].
    pub fn spawn_linked_monitored(mut self) -> Result<Pid, Error> {
        self.request.linked = true;
        self.request.monitored = true;
        self.spawn()
    }

    /// Spawns it when awaited, waits until it ends, and gives what it leaves behind.
    pub fn exec(self) -> Exec {
        Exec { context: self.context, request: Some(self.request), id: None }
    }
}

/// Waits for the result of a process. Made by [`Spawner::exec`].
#[must_use = "nothing is spawned unless this is awaited"]
pub struct Exec {
    context: Context,
    request: Option<SpawnRequest>,
    id: Option<u32>,
}

impl Future for Exec {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        let this = &mut *self;
        if let Some(request) = this.request.take() {
            match this.context.calls.exec(this.context.number, request) {
                Ok(id) => this.id = Some(id),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        let Some(id) = this.id else { return Poll::Pending };
        let result = this.context.calls.result(this.context.number, id, cx.waker());
        if result.is_ready() {
            this.id = None;
        }
        result
    }
}

impl Drop for Exec {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.context.calls.forget_result(self.context.number, id);
        }
    }
}
