//! [`Sim`]: a run for tests, with no sleeping and no wall clock.

use std::future::Future;

use super::input::Input;
use crate::base::{Duration, Error, ErrorKind, IntoDuration, Pid, Str, Time, Value};
use crate::process::{
    Actor, Context, EventKind, Exit, Frame, IntoOutcome, Outcome, SendError, StoreRequest,
};
use crate::runtime::{
    Budget, Effect, EntryDef, HostDef, Kernel, KernelSettings, Next, Order, ProcessView,
    StoreQuestion,
};
use crate::trace::{Kind, Record, story};

/// A run to test actors with. Virtual time passes only when it is told to.
///
/// ```
/// use futures::StreamExt;
/// use rehearsal::{Context, Error, Sim, Value};
///
/// async fn counter(ctx: Context) -> Result<(), Error> {
///     let mut total = 0;
///     let mut inbox = ctx.inbox();
///     while let Some(message) = inbox.next().await {
///         total += message.payload.as_int().unwrap_or(0);
///         ctx.send(&message.from, "total", total)?;
///     }
///     Ok(())
/// }
///
/// let mut sim = Sim::new();
/// sim.actor("app:counter", counter);
/// let pid = sim.spawn("app:counter", []);
/// sim.send(&pid, "add", 2i64);
/// sim.send(&pid, "add", 3i64);
/// sim.run();
/// assert_eq!(sim.answers().last(), Some(&("total".into(), Value::Int(5))));
/// ```
pub struct Sim {
    kernel: Kernel,
    answers: Vec<(Str, Value)>,
    terminal: String,
    logs: Vec<(Str, Value)>,
    store: Option<Box<Store>>,
}

/// Answers what processes ask the key-value store.
type Store = dyn FnMut(&StoreRequest) -> Outcome;

impl Default for Sim {
    fn default() -> Self {
        Self::new()
    }
}

impl Sim {
    /// A run with the hosts `app:processes` and `app:terminal`, seed 42, ready processes in the order in which they
    /// became ready.
    pub fn new() -> Self {
        Self::with(KernelSettings::default())
    }

    /// A run whose ready processes are shuffled by a seed: for tests of what must hold in every order.
    pub fn shuffled(seed: u64) -> Self {
        Self::with(KernelSettings { seed, order: Order::Shuffled, ..KernelSettings::default() })
    }

    /// A run with settings of one's own.
    pub fn with(settings: KernelSettings) -> Self {
        let mut kernel = Kernel::new(settings);
        kernel.add_host(HostDef {
            id: "app:processes".into(),
            terminal: false,
            mailbox_capacity: None,
        });
        kernel.add_host(HostDef {
            id: "app:terminal".into(),
            terminal: true,
            mailbox_capacity: None,
        });
        Self { kernel, answers: Vec::new(), terminal: String::new(), logs: Vec::new(), store: None }
    }

    /// Defines an actor.
    ///
    /// # Panics
    /// When `id` is no entry id.
    pub fn actor<F, Fut>(&mut self, id: &str, body: F)
    where
        F: Fn(Context) -> Fut + 'static,
        Fut: Future<Output: IntoOutcome> + 'static,
    {
        self.bounded_actor(id, None, body);
    }

    /// Defines an actor whose mailbox holds so many messages.
    ///
    /// # Panics
    /// When `id` is no entry id.
    pub fn bounded_actor<F, Fut>(&mut self, id: &str, mailbox_capacity: Option<u32>, body: F)
    where
        F: Fn(Context) -> Fut + 'static,
        Fut: Future<Output: IntoOutcome> + 'static,
    {
        self.add(id, Actor::new(body), mailbox_capacity);
    }

    /// Defines an actor that is made already: a script, for one.
    ///
    /// # Panics
    /// When `id` is no entry id.
    pub fn define(&mut self, id: &str, actor: Actor) {
        self.add(id, actor, None);
    }

    fn add(&mut self, id: &str, actor: Actor, mailbox_capacity: Option<u32>) {
        let id = id.parse().unwrap_or_else(|error| panic!("{error}"));
        self.kernel.add_entry(EntryDef { id, actor, mailbox_capacity, supervisor: false });
    }

    /// What answers for the key-value store. Without one, asking it is an error.
    pub fn store(&mut self, answer: impl FnMut(&StoreRequest) -> Outcome + 'static) {
        self.store = Some(Box::new(answer));
    }

    /// Spawns a process on `app:processes`.
    ///
    /// # Panics
    /// When there is no such actor.
    pub fn spawn(&mut self, entry: &str, args: impl IntoIterator<Item = Value>) -> Pid {
        self.spawn_on(entry, "app:processes", args)
    }

    /// Spawns a process on a host.
    ///
    /// # Panics
    /// When there is no such actor or host.
    pub fn spawn_on(
        &mut self,
        entry: &str,
        host: &str,
        args: impl IntoIterator<Item = Value>,
    ) -> Pid {
        let args = args.into_iter().collect();
        self.kernel.spawn(entry, host, args).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Sends a message from outside.
    ///
    /// # Panics
    /// When it is refused. [`Sim::try_send`] gives the error instead.
    pub fn send(&mut self, to: impl ToString, topic: &str, payload: impl Into<Value>) {
        self.try_send(to, topic, payload).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Sends a message from outside.
    ///
    /// # Errors
    /// The message is handed back with the reason.
    pub fn try_send(
        &mut self,
        to: impl ToString,
        topic: &str,
        payload: impl Into<Value>,
    ) -> Result<(), SendError> {
        let payload = payload.into();
        let before = self.kernel.cause();
        self.kernel.begin_input("send", 0, &payload);
        let sent = self.kernel.send(&to.to_string(), topic, payload);
        self.kernel.end_input(before);
        sent
    }

    /// Does what an input of the page does.
    ///
    /// # Errors
    /// As the call of the runtime that it stands for.
    pub fn input(&mut self, input: &Input) -> Result<(), Error> {
        input.clone().apply(&mut self.kernel, None)
    }

    /// Runs until nothing can happen any more. An endless ticker needs [`Sim::run_for`].
    ///
    /// # Panics
    /// After ten million turns.
    pub fn run(&mut self) {
        let next = self.go(Time::MAX, 10_000_000);
        assert_eq!(next, Next::Idle, "ten million turns, and no end: is there a ticker or a loop?");
    }

    /// Lets so much virtual time pass.
    ///
    /// # Panics
    /// When the text is no duration.
    pub fn run_for(&mut self, span: impl IntoDuration) {
        let span = span.into_duration().unwrap_or_else(|error| panic!("{error}"));
        let until = self.kernel.time() + span;
        // The ceiling itself is not reached, so what is due at the end takes one nanosecond more.
        self.go(until + Duration::from_nanos(1), u64::MAX);
        self.kernel.advance_to(until);
    }

    /// Takes so many deliveries, the last of them with all of its turn.
    pub fn step(&mut self, deliveries: u64) -> Next {
        let next = self.kernel.run(Time::MAX, Budget::deliveries(deliveries));
        self.collect();
        next
    }

    /// Takes turns, with the store's answers between them.
    fn go(&mut self, ceiling: Time, mut turns: u64) -> Next {
        loop {
            let before = self.kernel.turn();
            let next =
                self.kernel.run(ceiling, Budget { until_asked: true, ..Budget::turns(turns) });
            turns -= self.kernel.turn() - before;
            let answered = self.collect();
            if !answered && (next != Next::AtOnce || turns == 0) {
                return next;
            }
        }
    }

    /// Takes what the run gave to the outside, and answers what it has asked. Whether there was a question.
    fn collect(&mut self) -> bool {
        for effect in self.kernel.take_effects() {
            match effect {
                Effect::Answer { topic, payload, .. } => self.answers.push((topic, payload)),
                Effect::Terminal { text, .. } => self.terminal += &text,
                Effect::Log { message, fields, .. } => self.logs.push((message, fields)),
                Effect::Typed { .. } => {}
            }
        }
        let questions = self.kernel.take_questions();
        let answered = !questions.is_empty();
        for StoreQuestion { process, id, request } in questions {
            let answer = match &mut self.store {
                Some(store) => store(&request),
                None => Err(no_store()),
            };
            let input = Input::Store { process, id, answer };
            input.apply(&mut self.kernel, None).ok(); // who has asked may have given up
        }
        answered
    }

    /// Messages to the outside so far: topic and payload.
    pub fn answers(&self) -> &[(Str, Value)] {
        &self.answers
    }

    /// Everything written to terminals so far.
    pub fn terminal(&self) -> &str {
        &self.terminal
    }

    /// Log lines so far: message and fields.
    pub fn logs(&self) -> &[(Str, Value)] {
        &self.logs
    }

    /// Virtual time now.
    pub fn now(&self) -> Time {
        self.kernel.time()
    }

    /// A process, living or among the last that ended.
    pub fn process(&self, pid: &Pid) -> Option<ProcessView> {
        self.kernel.process(pid.number())
    }

    /// What a living process answers to an onlooker, if it answers any; see [`Context::on_look`].
    pub fn look(&self, pid: &Pid, question: &Value) -> Option<Value> {
        self.kernel.look(pid.number(), question)
    }

    /// The functions that a process is calling, for each of its tasks, the innermost first; see [`Kernel::stacks`].
    ///
    /// ```
    /// # #[cfg(feature = "lua")] {
    /// use rehearsal::{Sim, lua::Script};
    ///
    /// let source = "
    ///     local function main(count)
    ///         process.inbox():receive()
    ///     end
    ///     return { main = main }
    /// ";
    /// let mut sim = Sim::new();
    /// let script = Script::new("app:waits", source).unwrap().with_modules(["process"]).unwrap();
    /// sim.define("app:waits", script.actor());
    /// let pid = sim.spawn("app:waits", [3.into()]);
    /// sim.run();
    /// let frame = &sim.stacks(&pid)[0][0];
    /// assert_eq!((frame.line, &*frame.locals[0].name, &*frame.locals[0].value), (3, "count", "3"));
    /// # }
    /// ```
    pub fn stacks(&self, pid: &Pid) -> Vec<Vec<Frame>> {
        self.kernel.stacks(pid.number())
    }

    /// How a process ended; `None` while it lives.
    pub fn exit(&self, pid: &Pid) -> Option<Exit> {
        self.process(pid)?.ended.map(|(exit, _)| exit)
    }

    /// The trace as text, one line an event.
    pub fn story(&self) -> String {
        story(self.kernel.trace())
    }

    /// The records kept of one kind, oldest first.
    pub fn records(&self, kind: Kind) -> Vec<Record> {
        let trace = self.kernel.trace();
        let all = (trace.first()..=trace.total()).filter_map(|number| trace.get(number));
        all.filter(|record| record.kind() == kind).collect()
    }

    /// The hash of the trace.
    pub fn hash(&self) -> u64 {
        self.kernel.trace().hash()
    }

    /// The run itself.
    pub fn kernel(&mut self) -> &mut Kernel {
        &mut self.kernel
    }
}

fn no_store() -> Error {
    let message = "this run has no key-value store: a test gives it one with Sim::store";
    Error::new(ErrorKind::Unavailable, message)
}

/// A result as a test wants to see it.
impl From<&EventKind> for Value {
    fn from(kind: &EventKind) -> Self {
        match kind {
            EventKind::Exit(Ok(value)) => Value::map([("exit", value.clone())]),
            EventKind::Exit(Err(error)) => Value::map([("failed", error.message.clone().into())]),
            EventKind::LinkDown(outcome) => {
                let message = outcome.as_ref().err().map(|error| error.message.clone());
                Value::map([("link_down", message.into())])
            }
            EventKind::Cancel { reason } => Value::map([("cancel", reason.clone().into())]),
        }
    }
}
