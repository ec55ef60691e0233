//! [`Context`]: what a process may do. It reads like the words of the process model.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use futures::future::{Either, select};

use super::calls::{Calls, Destination, Level};
use super::coroutine::{Conclusion, Coroutine};
use super::inbox::{Events, Inbox, Listener};
use super::kv_store::KvStoreHandle;
use super::message::SendError;
use super::service::ServiceState;
use super::spawner::Spawner;
use super::terminal::Terminal;
use super::timer::{After, Sleep, Ticker, Timer, timed_out};
use crate::base::{EntryId, Error, ErrorKind, IntoDuration, Pid, Str, Time, Value};
use crate::channel::{Channel, Operation, Watch};

/// The world as one process sees it. Clones are the same process.
///
/// Each call answers at once, but for those that take time: receiving, sleeping, [`Spawner::exec`], reading a line.
///
/// ```
/// use futures::StreamExt;
/// use rehearsal::{Context, Error, Value};
///
/// async fn echo(ctx: Context) -> Result<(), Error> {
///     ctx.register("echo")?;
///     let mut inbox = ctx.inbox();
///     while let Some(message) = inbox.next().await {
///         ctx.send(&message.from, "answer", message.payload)?;
///     }
///     Ok(())
/// }
///
/// let mut sim = rehearsal::Sim::new();
/// sim.actor("app:echo", echo);
/// sim.spawn("app:echo", []);
/// sim.run(); // until it has registered
/// sim.send("echo", "ask", Value::from("hello"));
/// sim.run();
/// assert_eq!(sim.answers(), [("answer".into(), Value::from("hello"))]);
/// ```
#[derive(Clone)]
pub struct Context {
    pub(crate) calls: Rc<dyn Calls>,
    pub(crate) number: u32,
}

/// Who I am.
impl Context {
    pub(crate) fn new(calls: Rc<dyn Calls>, number: u32) -> Self {
        Self { calls, number }
    }

    /// My PID.
    pub fn pid(&self) -> Pid {
        self.calls.pid(self.number)
    }

    /// The id of the entry that I am made from, `app:worker`.
    pub fn entry(&self) -> EntryId {
        self.calls.entry(self.number)
    }

    /// What I was spawned with.
    pub fn args(&self) -> Rc<[Value]> {
        self.calls.args(self.number)
    }

    /// The argument at `index`, counted from 0; [`Value::Nil`] if there are fewer.
    pub fn arg(&self, index: usize) -> Value {
        self.args().get(index).cloned().unwrap_or_default()
    }

    /// A value of my context, given by [`Spawner::with_context`] to me or to one who spawned me.
    ///
    /// # Errors
    /// `NOT_FOUND`: there is no such key.
    pub fn value(&self, key: &str) -> Result<Value, Error> {
        let missing = || Error::not_found(format!("no context value is named {key:?}"));
        self.calls.context_value(self.number, key).ok_or_else(missing)
    }

    /// The time now, virtual: it stands still between two deliveries.
    pub fn now(&self) -> Time {
        self.calls.now()
    }

    /// 64 random bits, from the seed of the run.
    pub fn random(&self) -> u64 {
        self.calls.random()
    }

    /// A random number from 0 up to, not including, 1, from the seed of the run.
    pub fn random_unit(&self) -> f64 {
        (self.random() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Messages.
impl Context {
    /// Sends a message; whether it was accepted is known at once. Order is kept between one sender and one receiver.
    ///
    /// # Errors
    /// The message is handed back with the reason. `NOT_FOUND`: nobody has that name or PID. `INVALID`: the topic is
    /// empty or begins with `@`, or the PID is malformed. `RATE_LIMITED`: the mailbox is full, or the memory budget
    /// of the run is used up.
    pub fn send<'a>(
        &self,
        to: impl Into<Destination<'a>>,
        topic: &str,
        payload: impl Into<Value>,
    ) -> Result<(), SendError> {
        self.calls.send(self.number, to.into(), topic, payload.into())
    }

    /// My messages.
    pub fn inbox(&self) -> Inbox {
        Inbox { context: self.clone() }
    }

    /// Takes a topic out of the inbox, into a channel of its own.
    ///
    /// # Errors
    /// `INVALID`: the topic is empty or begins with `@`. `ALREADY_EXISTS`: it is listened to.
    pub fn listen(&self, topic: &str) -> Result<Listener, Error> {
        let slot = self.calls.listen(self.number, topic)?;
        Ok(Listener { context: self.clone(), slot })
    }

    /// What the runtime tells me: EXIT of those I monitor, LINK_DOWN when I trap links, CANCEL.
    pub fn events(&self) -> Events {
        Events { context: self.clone() }
    }

    /// A channel between my coroutines; `capacity` values fit in, 0 hands over from hand to hand. What happens at
    /// it is in the trace if the run's settings ask for that.
    pub fn channel<T: 'static>(&self, capacity: usize) -> Channel<T> {
        let watch = |number| -> Rc<dyn Watch> {
            Rc::new(Recorded { context: self.clone(), channel: number })
        };
        Channel::watched(capacity, self.calls.watch_channel().map(watch))
    }
}

/// Tells the runtime what happens at a channel.
struct Recorded {
    context: Context,
    channel: u32,
}

impl Watch for Recorded {
    fn note(&self, operation: Operation, values: usize) {
        let Context { calls, number } = &self.context;
        calls.note_channel(*number, self.channel, operation, values);
    }
}

/// Time.
impl Context {
    /// Waits. Zero returns at once.
    ///
    /// Awaiting it gives `INVALID` for a text that is no duration.
    pub fn sleep(&self, span: impl IntoDuration) -> Sleep {
        Sleep::new(self, span)
    }

    /// A channel that gives the time once after `span`, and closes.
    ///
    /// # Errors
    /// `INVALID`: a span of zero, or a text that is no duration.
    pub fn after(&self, span: impl IntoDuration) -> Result<After, Error> {
        After::new(self, span)
    }

    /// A channel that gives the time every `span`.
    ///
    /// # Errors
    /// `INVALID`: a span of zero, or a text that is no duration.
    pub fn ticker(&self, span: impl IntoDuration) -> Result<Ticker, Error> {
        Ticker::new(self, span)
    }

    /// A timer that can be stopped and set again.
    ///
    /// # Errors
    /// `INVALID`: a span of zero, or a text that is no duration.
    pub fn timer(&self, span: impl IntoDuration) -> Result<Timer, Error> {
        Timer::new(self, span)
    }

    /// What `work` gives, if it gives it within `span`.
    ///
    /// # Errors
    /// `TIMEOUT`: it took longer. `INVALID`: a text that is no duration.
    pub async fn timeout<F: Future>(
        &self,
        span: impl IntoDuration,
        work: F,
    ) -> Result<F::Output, Error> {
        let span = span.into_duration().map_err(|error| Error::invalid(error.to_string()))?;
        match select(pin!(work), pin!(self.sleep(span))).await {
            Either::Left((output, _)) => Ok(output),
            Either::Right(_) => Err(timed_out(span)),
        }
    }
}

/// Others.
impl Context {
    /// Begins to make a process of `entry` on `host`.
    pub fn process(&self, entry: impl Into<Str>, host: impl Into<Str>) -> Spawner {
        Spawner::new(self, entry.into(), host.into())
    }

    /// Runs `body` concurrently inside this process. It runs at once until it first waits, and ends with the process.
    /// If it fails, the process fails.
    pub fn spawn<F>(&self, body: F)
    where
        F: Future<Output: Conclusion> + 'static,
    {
        let (flag, handling) = self.calls.new_coroutine(self.number);
        let mut coroutine = Coroutine::new(body, flag, handling);
        let spawner = self.calls.swap_handling(coroutine.handling);
        let polled = coroutine.run();
        coroutine.handling = self.calls.swap_handling(spawner);
        match polled {
            Poll::Pending => self.calls.adopt(self.number, coroutine),
            Poll::Ready(None) => {}
            Poll::Ready(Some(error)) => self.calls.fail(self.number, error),
        }
    }

    /// Makes a process stop at its next step, whatever it is doing.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID.
    pub fn terminate<'a>(&self, to: impl Into<Destination<'a>>) -> Result<(), Error> {
        self.calls.terminate(self.number, to.into())
    }

    /// Asks a process to end: it gets a CANCEL event, and does as it likes.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID.
    pub fn cancel<'a>(
        &self,
        to: impl Into<Destination<'a>>,
        reason: impl Into<Str>,
    ) -> Result<(), Error> {
        self.calls.cancel(self.number, to.into(), reason.into())
    }

    /// Watches a process: when it ends, I get EXIT. One-way.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID. `ALREADY_EXISTS`: I watch it already.
    pub fn monitor<'a>(&self, to: impl Into<Destination<'a>>) -> Result<(), Error> {
        self.calls.monitor(self.number, to.into())
    }

    /// Stops watching. Nothing happens if I did not.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID.
    pub fn unmonitor<'a>(&self, to: impl Into<Destination<'a>>) -> Result<(), Error> {
        self.calls.unmonitor(self.number, to.into())
    }

    /// Ties my fate to another's: when one of us fails, the other fails too, unless it traps links. Linking twice is
    /// fine.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID.
    pub fn link<'a>(&self, to: impl Into<Destination<'a>>) -> Result<(), Error> {
        self.calls.link(self.number, to.into())
    }

    /// Unties it. Nothing happens if there was no link.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody has that name or PID.
    pub fn unlink<'a>(&self, to: impl Into<Destination<'a>>) -> Result<(), Error> {
        self.calls.unlink(self.number, to.into())
    }

    /// Whether the failure of a linked process comes as a LINK_DOWN event instead of failing me.
    pub fn trap_links(&self, trap: bool) {
        self.calls.trap_links(self.number, trap);
    }
}

/// Names.
impl Context {
    /// Registers me under a name. Again is fine.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`: another process holds it. `INVALID`: it is empty or looks like a PID.
    pub fn register(&self, name: &str) -> Result<(), Error> {
        self.calls.register(self.number, name, None)
    }

    /// Registers another process under a name.
    ///
    /// # Errors
    /// As [`Context::register`]; `NOT_FOUND`: nobody has that PID.
    pub fn register_for<'a>(
        &self,
        name: &str,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Error> {
        self.calls.register(self.number, name, Some(to.into()))
    }

    /// Frees a name. False if nobody held it.
    pub fn unregister(&self, name: &str) -> bool {
        self.calls.unregister(self.number, name)
    }

    /// Who holds a name.
    ///
    /// # Errors
    /// `NOT_FOUND`: nobody does.
    pub fn lookup(&self, name: &str) -> Result<Pid, Error> {
        self.calls.lookup(name)
    }
}

/// What others can see.
impl Context {
    /// Writes a log line.
    pub fn log<const N: usize>(
        &self,
        level: Level,
        message: impl Into<Str>,
        fields: [(&'static str, Value); N],
    ) {
        self.calls.log(self.number, level, message.into(), Value::map(fields));
    }

    /// Writes a log line of the normal course of things.
    pub fn log_info<const N: usize>(
        &self,
        message: impl Into<Str>,
        fields: [(&'static str, Value); N],
    ) {
        self.log(Level::Info, message, fields);
    }

    /// Writes a log line of something that failed.
    pub fn log_error<const N: usize>(
        &self,
        message: impl Into<Str>,
        fields: [(&'static str, Value); N],
    ) {
        self.log(Level::Error, message, fields);
    }

    /// Publishes what I want seen of my state; the last one counts.
    pub fn show(&self, value: impl Into<Value>) {
        self.calls.show(self.number, value.into());
    }

    /// Says what is answered to somebody who looks at my state from outside, as a test or the page does. Nobody in the run can
    /// ask, and that somebody has asked is not recorded, so the answer must change nothing.
    ///
    /// ```
    /// use std::cell::Cell;
    /// use std::rc::Rc;
    ///
    /// use futures::StreamExt;
    /// use rehearsal::{Context, Error, Sim, Value};
    ///
    /// async fn counter(ctx: Context) -> Result<(), Error> {
    ///     let count = Rc::new(Cell::new(0));
    ///     let seen = count.clone();
    ///     ctx.on_look(move |_| seen.get().into());
    ///     let mut inbox = ctx.inbox();
    ///     while inbox.next().await.is_some() {
    ///         count.set(count.get() + 1);
    ///     }
    ///     Ok(())
    /// }
    ///
    /// let mut sim = Sim::new();
    /// sim.actor("app:counter", counter);
    /// let pid = sim.spawn("app:counter", []);
    /// sim.send(&pid, "one", Value::Nil);
    /// sim.run();
    /// assert_eq!(sim.look(&pid, &Value::Nil), Some(Value::Int(1)));
    /// ```
    pub fn on_look(&self, answer: impl Fn(&Value) -> Value + 'static) {
        self.calls.on_look(self.number, Rc::new(answer));
    }

    /// My terminal.
    ///
    /// # Errors
    /// `UNAVAILABLE`: my host is no terminal host.
    pub fn terminal(&self) -> Result<Terminal, Error> {
        if self.calls.has_terminal(self.number) {
            Ok(Terminal { context: self.clone() })
        } else {
            let message = format!("{} has no terminal: its host is no terminal.host", self.pid());
            Err(Error::new(ErrorKind::Unavailable, message))
        }
    }
}

/// What lasts.
impl Context {
    /// The key-value store of the run. It stands outside of it: what is stored there outlives me, and the run.
    pub fn kv_store(&self) -> KvStoreHandle {
        KvStoreHandle::new(self)
    }
}

/// What only a supervisor does.
impl Context {
    pub(crate) fn report_service(&self, state: ServiceState, child: Option<&Pid>, details: Value) {
        self.calls.report_service(self.number, state, child, details);
    }

    /// Number of the exit that the last EXIT event told of.
    pub(crate) fn last_cause(&self) -> u64 {
        self.calls.last_cause(self.number)
    }
}
