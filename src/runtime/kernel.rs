//! [`Kernel`]: a run, seen from outside.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};

use super::awaited::nobody_waits;
use super::core::{Core, Counters, Current, Effect, EntryDef, Host, HostDef, StoreQuestion};
use super::fault::Chaos;
use super::lend::Lend;
use super::mail::MailPool;
use super::memory::Memory;
use super::registry::Registry;
use super::run_queue::{Order, RunQueue};
use super::table::Table;
use super::timers::Timers;
use super::view::Waits;
use crate::base::{Error, Pid, Rng, Str, Time, Value};
use crate::process::{Destination, Handling, Outcome, SendError, SpawnRequest};
use crate::trace::{Kind, Recorder};

/// What a run depends on, beside its project and its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KernelSettings {
    /// Feeds everything random.
    pub seed: u64,
    /// Who of the ready processes goes next.
    pub order: Order,
    /// Logical bytes that messages, processes and timers may take together.
    pub memory_budget: u64,
    /// Whether what happens at the processes' channels is recorded, too.
    pub record_channels: bool,
}

impl Default for KernelSettings {
    fn default() -> Self {
        Self { seed: 42, order: Order::Fifo, memory_budget: 512 << 20, record_channels: false }
    }
}

/// When [`Kernel::run`] wants to be called again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At once: the budget was used up, a service has changed its state, the outside is asked for something, or who
    /// was to end has ended, and there may be more to do.
    AtOnce,
    /// As soon as the ceiling is past this instant.
    At(Time),
    /// When something comes from outside.
    Idle,
}

/// How much [`Kernel::run`] may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Turns to begin.
    pub turns: u64,
    /// Deliveries to take; looked at between turns. A turn without a delivery counts as one.
    pub deliveries: u64,
    /// Events to show, see [`Kind::is_row`]; looked at between turns.
    pub events: u64,
    /// Ticks of interpreters to use; looked at between turns. One turn may use millions of them, where other turns take
    /// microseconds.
    pub ticks: u64,
    /// Whether the call ends with the turn in which the outside is asked for something: what it must answer
    /// takes wall time, however high the ceiling is.
    pub until_asked: bool,
    /// The number of a process: the call ends with the turn in which it ends, before time goes on; 0: nobody's.
    pub until_ended: u32,
    /// The number of an event: no turn begins once it is recorded.
    pub until_event: u64,
}

impl Budget {
    /// No limit.
    pub const UNLIMITED: Self = Self {
        turns: u64::MAX,
        deliveries: u64::MAX,
        events: u64::MAX,
        ticks: u64::MAX,
        until_asked: false,
        until_ended: 0,
        until_event: u64::MAX,
    };

    /// So many turns.
    pub const fn turns(turns: u64) -> Self {
        Self { turns, ..Self::UNLIMITED }
    }

    /// So many deliveries.
    pub const fn deliveries(deliveries: u64) -> Self {
        Self { deliveries, ..Self::UNLIMITED }
    }
}

/// A run: processes, their mailboxes, timers and names, and the trace of what happened.
///
/// ```
/// use rehearsal::{Actor, Context, Time, Value};
/// use rehearsal::runtime::{Budget, EntryDef, HostDef, Kernel, KernelSettings, Next};
///
/// async fn sleeper(ctx: Context) -> Result<Value, rehearsal::Error> {
///     ctx.sleep("5ms").await?;
///     Ok(Value::from("rested"))
/// }
///
/// let mut kernel = Kernel::new(KernelSettings::default());
/// kernel.add_host(HostDef { id: "app:processes".into(), terminal: false, mailbox_capacity: None });
/// kernel.add_entry(EntryDef { id: "app:sleeper".parse().unwrap(), actor: Actor::new(sleeper),
///     mailbox_capacity: None, supervisor: false });
/// let pid = kernel.spawn("app:sleeper", "app:processes", vec![]).unwrap();
/// assert_eq!(pid.to_string(), "{app:processes|0x00001}");
/// let wake = Time::from_nanos(5_000_000); // set at the beginning of the first turn
/// assert_eq!(kernel.run(wake, Budget::UNLIMITED), Next::At(wake));
/// assert_eq!(kernel.run(Time::MAX, Budget::UNLIMITED), Next::Idle);
/// ```
pub struct Kernel {
    /// `None` only while a process runs.
    pub(super) core: Option<Box<Core>>,
    pub(super) lend: Rc<Lend>,
    pub(super) woken: Arc<Woken>,
    pub(super) waker: Waker,
}

/// The waker of whoever is being run: it wants to be polled again in this turn.
#[derive(Default)]
pub(super) struct Woken(AtomicBool);

impl Woken {
    pub fn take(&self) -> bool {
        // Looked at first: on most machines an exchange costs far more than a look.
        self.0.load(Ordering::Relaxed) && self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What processes hold may call their context as it is dropped: the core is in reach then, as at every end.
impl Drop for Kernel {
    fn drop(&mut self) {
        let Some(core) = &mut self.core else { return };
        let futures = core.table.take_futures();
        self.lend_core();
        drop(futures);
        self.take_core_back();
    }
}

impl Kernel {
    /// A run with nobody in it.
    pub fn new(settings: KernelSettings) -> Self {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let core = Core {
            time: Time::ZERO,
            turn: 0,
            table: Table::default(),
            mail: MailPool::default(),
            names: Registry::default(),
            queue: RunQueue::new(settings.order, settings.seed),
            timers: Timers::default(),
            trace: Recorder::default(),
            rng: Rng::new(settings.seed),
            hosts: Vec::new(),
            entries: indexmap::IndexMap::default(),
            memory: Memory::new(settings.memory_budget),
            current: Current::new(0, Handling::default()),
            held: Vec::new(),
            effects: Vec::new(),
            questions: Vec::new(),
            counters: Counters::default(),
            waits: Waits::default(),
            tombstones: VecDeque::new(),
            ended: Vec::new(),
            readers: 0,
            asked_store: 0,
            service_changed: false,
            seed: settings.seed,
            faults: None,
            channels: settings.record_channels.then_some(0),
            waker: waker.clone(),
        };
        let lend = Rc::new(Lend::default());
        let mut kernel = Self { core: Some(Box::new(core)), lend, woken, waker };
        kernel.add_host(HostDef { id: "page".into(), terminal: false, mailbox_capacity: None });
        kernel.add_host(HostDef { id: Str::EMPTY, terminal: false, mailbox_capacity: None });
        kernel
    }

    pub(super) fn core(&self) -> &Core {
        self.core
            .as_deref()
            .expect("the core is out only while a process runs, and then nobody can ask")
    }

    pub(super) fn core_mut(&mut self) -> &mut Core {
        self.core
            .as_deref_mut()
            .expect("the core is out only while a process runs, and then nobody can ask")
    }

    /// Adds a host. One with the same id is replaced.
    pub fn add_host(&mut self, def: HostDef) {
        let core = self.core_mut();
        let text = core.trace.intern(&def.id);
        match core.host_named(&def.id) {
            Some(index) => core.hosts[index as usize] = Host { def, text },
            None => core.hosts.push(Host { def, text }),
        }
    }

    /// Adds a definition that processes can be made of. One with the same id is replaced.
    pub fn add_entry(&mut self, def: EntryDef) {
        self.core_mut().entries.insert(def.id.as_str().clone(), def);
    }

    /// Spawns a process from outside.
    ///
    /// # Errors
    /// As [`Spawner::spawn`](crate::process::Spawner::spawn).
    pub fn spawn(&mut self, entry: &str, host: &str, args: Vec<Value>) -> Result<Pid, Error> {
        let request = SpawnRequest {
            entry: Str::new(entry),
            host: Str::new(host),
            args,
            linked: false,
            monitored: false,
            name: None,
            messages: Vec::new(),
            context: Vec::new(),
            because: None,
        };
        self.core_mut().spawn(0, request)
    }

    /// Sends a message from outside.
    ///
    /// # Errors
    /// As [`Context::send`](crate::Context::send).
    pub fn send(&mut self, to: &str, topic: &str, payload: Value) -> Result<(), SendError> {
        self.core_mut().send(0, &Destination::Text(to), topic, payload)
    }

    /// Terminates a process from outside.
    ///
    /// # Errors
    /// `NOT_FOUND`: no process has that number.
    pub fn terminate(&mut self, number: u32) -> Result<(), Error> {
        let core = self.core_mut();
        let pid = core.living(number)?;
        core.terminate(0, &Destination::Pid(pid))
    }

    /// Sends CANCEL from outside.
    ///
    /// # Errors
    /// `NOT_FOUND`: no process has that number.
    pub fn cancel(&mut self, number: u32, reason: Str) -> Result<(), Error> {
        let core = self.core_mut();
        let pid = core.living(number)?;
        core.cancel(0, &Destination::Pid(pid), reason)
    }

    /// A line typed at the terminal of a process; `None` is the end of input.
    ///
    /// # Errors
    /// `NOT_FOUND`: no process has that number. `UNAVAILABLE`: it has no terminal.
    pub fn type_line(&mut self, number: u32, line: Option<Str>) -> Result<(), Error> {
        let core = self.core_mut();
        core.living(number)?;
        core.type_line(number, line)
    }

    /// The event with which a process has asked the store; 0: it does not wait for that.
    pub(crate) fn question(&self, process: u32, id: u32) -> u64 {
        self.core().question(process, id)
    }

    /// The store's answer to what a process has asked: see [`StoreQuestion`].
    ///
    /// # Errors
    /// `NOT_FOUND`: it has ended, or does not wait for that any more.
    pub fn answer_store(&mut self, process: u32, id: u32, answer: Outcome) -> Result<(), Error> {
        let taken = self.core_mut().answer_store(process, id, answer);
        if taken { Ok(()) } else { Err(nobody_waits(process)) }
    }

    /// Records that something came from outside, about process `peer` (0: nobody). Everything done until the next
    /// turn has it as its cause.
    pub fn begin_input(&mut self, what: &str, peer: u32, payload: &Value) -> u64 {
        self.begin_caused_input(what, peer, payload, 0)
    }

    /// The same for an answer: `cause` is the event with which it was asked for.
    pub(crate) fn begin_caused_input(
        &mut self,
        what: &str,
        peer: u32,
        payload: &Value,
        cause: u64,
    ) -> u64 {
        let core = self.core_mut();
        let text = core.trace.intern(what);
        let (payload, hash) = core.trace.payload(payload, payload.logical_size());
        let event = core.emit(Kind::Input, 0, |entry| {
            entry.cause = cause;
            entry.peer = peer;
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        core.current.handling.cause = event;
        event
    }

    /// Ends what [`Kernel::begin_input`] began; `before` is what [`Kernel::cause`] said before that.
    pub fn end_input(&mut self, before: u64) {
        self.core_mut().current.handling.cause = before;
    }

    /// The cause of what happens now: what [`Kernel::end_input`] wants back.
    pub fn cause(&self) -> u64 {
        self.core().current.handling.cause
    }

    /// Lets virtual time pass while nothing happens. Earlier than now, nothing is done.
    pub fn advance_to(&mut self, time: Time) {
        let core = self.core_mut();
        core.time = core.time.max(time);
    }

    /// What the run gave to the outside since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.core_mut().effects)
    }

    /// What processes have asked the key-value store since the last call.
    pub fn take_questions(&mut self) -> Vec<StoreQuestion> {
        let core = self.core_mut();
        let mut questions = std::mem::take(&mut core.questions);
        questions.retain(|question| core.is_open(question.process, question.id));
        questions
    }

    /// Whether the state of a service has changed since the last call.
    pub(crate) fn take_service_changed(&mut self) -> bool {
        std::mem::take(&mut self.core_mut().service_changed)
    }

    /// Virtual time now.
    pub fn time(&self) -> Time {
        self.core().time
    }

    /// Turns taken so far.
    pub fn turn(&self) -> u64 {
        self.core().turn
    }

    /// Whether somebody is ready.
    pub fn is_busy(&self) -> bool {
        !self.core().queue.is_empty()
    }

    /// When the next timer fires, or a late message arrives.
    pub fn next_timer(&mut self) -> Option<Time> {
        self.core_mut().next_due()
    }

    /// Whether a process waits for something of the outside: for a line that somebody must type, or for the store.
    pub fn awaits_outside(&self) -> bool {
        self.core().asked() > 0
    }

    /// The rates at which faults come by chance.
    pub fn chaos(&self) -> Chaos {
        self.core().faults.as_ref().map(|faults| faults.chaos.0).unwrap_or_default()
    }

    /// Whether the store has not answered yet.
    pub fn awaits_store(&self) -> bool {
        self.core().asked_store > 0
    }

    /// The trace.
    pub fn trace(&self) -> &Recorder {
        &self.core().trace
    }

    /// Records nothing any more, or again: only for measuring what recording costs.
    #[doc(hidden)]
    pub fn set_tracing(&mut self, on: bool) {
        self.core_mut().trace.set_on(on);
    }

    /// How much has happened.
    pub fn counters(&self) -> Counters {
        self.core().counters
    }
}
