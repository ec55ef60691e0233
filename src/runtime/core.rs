//! [`Core`]: the state of a run, and the small steps that everything else is made of.

use std::collections::VecDeque;
use std::task::Waker;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::faults::Faults;
use super::mail::MailPool;
use super::memory::Memory;
use super::registry::Registry;
use super::run_queue::RunQueue;
use super::table::{Slot, State, Table, Wait};
use super::timers::Timers;
use super::view::{Tombstone, Waits};
use crate::base::{Duration, EntryId, Error, Pid, Rng, Str, Time, Value, nearest};
use crate::process::{Actor, Destination, Handling, Level, Output, StoreRequest};
use crate::trace::{Entry, Kind, Recorder};

/// What one delivery takes, in virtual time; a turn without one takes as much.
pub(super) const DELIVERY: Duration = Duration::from_micros(1);
/// What one tick of an interpreter takes.
pub(super) const TICK: Duration = Duration::from_nanos(10);
/// Deliveries handled in one turn before it is another's.
pub(super) const DELIVERIES_PER_TURN: u32 = 64;

/// A definition that processes can be made of.
#[derive(Clone, Debug)]
pub struct EntryDef {
    /// Its id.
    pub id: EntryId,
    /// What makes the process.
    pub actor: Actor,
    /// Messages that fit into its mailbox; `None`: as its host says.
    pub mailbox_capacity: Option<u32>,
    /// Whether it is the supervisor of a service.
    pub supervisor: bool,
}

/// A host: where processes live.
#[derive(Clone, Debug)]
pub struct HostDef {
    /// Its registry id, `app:processes`.
    pub id: Str,
    /// Whether its processes have a terminal.
    pub terminal: bool,
    /// Messages that fit into the mailbox of each of its processes; `None`: any number.
    pub mailbox_capacity: Option<u32>,
}

pub(super) struct Host {
    pub def: HostDef,
    pub text: u32,
}

/// What a run gives to the outside. It is never waited for.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the trace")]
pub enum Effect {
    /// A process wrote to its terminal.
    Terminal { process: u32, output: Output, text: Str, event: u64 },
    /// Somebody typed a line at the terminal of a process. It is no answer of the run's, but what a terminal shows.
    Typed { process: u32, text: Str, event: u64 },
    /// A process wrote a log line.
    Log { process: u32, level: Level, message: Str, fields: Value, at: Time, event: u64 },
    /// A message for the outside.
    Answer { from: Pid, topic: Str, payload: Value, event: u64 },
}

/// A process asks the key-value store, and waits for [`Kernel::answer_store`](super::Kernel::answer_store).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreQuestion {
    /// Who asks.
    pub process: u32,
    /// The number of the question among those of this process.
    pub id: u32,
    /// What for.
    pub request: StoreRequest,
}

/// How much has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Counters {
    pub messages: u64,
    pub deliveries: u64,
    pub turns: u64,
    /// What interpreters used.
    pub ticks: u64,
    pub spawned: u64,
    pub dead_letters: u64,
    pub refused: u64,
}

/// The turn that is being run. Between turns it stands for the outside.
pub(super) struct Current {
    pub number: u32,
    pub deliveries: u32,
    /// Rounds and steps without a delivery.
    pub steps: u32,
    /// What an interpreter used.
    pub ticks: u64,
    /// Whether the last delivery's time has not passed yet.
    pub unpaid: bool,
    /// Something came for it while it ran.
    pub again: bool,
    /// Its turn has had its deliveries or steps: there is more for it, in its next turn.
    pub held: bool,
    /// Its interpreter has used its slice up.
    pub used_up: bool,
    pub handling: Handling,
    pub failure: Option<Error>,
}

impl Current {
    /// As it is when the turn of process `number` begins; 0 is the outside.
    pub fn new(number: u32, handling: Handling) -> Self {
        Self {
            number,
            deliveries: 0,
            steps: 0,
            ticks: 0,
            unpaid: false,
            again: false,
            held: false,
            used_up: false,
            handling,
            failure: None,
        }
    }
}

pub(super) struct Core {
    pub time: Time,
    pub turn: u64,
    pub table: Table,
    pub mail: MailPool,
    pub names: Registry,
    pub queue: RunQueue,
    pub timers: Timers,
    pub trace: Recorder,
    pub rng: Rng,
    pub hosts: Vec<Host>,
    pub entries: IndexMap<Str, EntryDef, FxBuildHasher>,
    pub memory: Memory,
    pub current: Current,
    /// Wakers of those who were held, in their order.
    pub held: Vec<Waker>,
    pub effects: Vec<Effect>,
    pub questions: Vec<StoreQuestion>,
    pub counters: Counters,
    pub waits: Waits,
    pub tombstones: VecDeque<Tombstone>,
    /// How many have ended, by entry and host: there are few of those, however many processes.
    pub ended: Vec<(u32, u16, u64)>,
    /// Processes that wait for a line.
    pub readers: u32,
    /// Questions to the store that it has not answered.
    pub asked_store: u32,
    pub service_changed: bool,
    /// Feeds everything random.
    pub seed: u64,
    /// `None` until there is one.
    pub faults: Option<Box<Faults>>,
    /// How many channels there have been, if what happens at them is recorded.
    pub channels: Option<u32>,
    /// Wakes whoever is being run.
    pub waker: Waker,
}

/// Host 0 is the outside, host 1 the runtime itself, for messages that nobody sent.
pub(super) const OUTSIDE: u16 = 0;
pub(super) const NOBODY: u16 = 1;

/// What a destination turned out to be.
pub(super) enum Resolved {
    Process(u32),
    Outside,
}

impl Core {
    /// Records an event of `process`, caused by what is being handled, and changed by `fill`.
    pub fn emit(&mut self, kind: Kind, process: u32, fill: impl FnOnce(&mut Entry)) -> u64 {
        let mut entry = Entry::new(kind, process, self.current.handling.cause);
        fill(&mut entry);
        self.trace.record(self.time, self.turn, &entry)
    }

    pub fn pid_of(&self, number: u32, host: u16) -> Pid {
        let id = self.hosts.get(host as usize).map(|host| host.def.id.clone()).unwrap_or_default();
        Pid::new(id, number)
    }

    /// The PID of a living process.
    pub fn pid(&self, number: u32) -> Pid {
        let host = self.table.get(number).map_or(OUTSIDE, |slot| slot.host);
        self.pid_of(number, host)
    }

    pub fn host_named(&self, id: &str) -> Option<u16> {
        self.hosts.iter().position(|host| host.def.id == *id).map(|index| index as u16)
    }

    /// Who is meant.
    pub fn resolve(&self, to: &Destination<'_>) -> Result<Resolved, Error> {
        let pid = match to {
            Destination::Pid(pid) => pid,
            Destination::Ref(pid) => *pid,
            Destination::Text(text) if text.starts_with('{') => {
                let split = Pid::split(text).map_err(|error| Error::invalid(error.to_string()));
                return split.and_then(|(host, number)| self.resolve_parts(host, number));
            }
            Destination::Text(name) => return self.resolve_name(name).map(Resolved::Process),
        };
        // Nearly always: a living process, whose PID the runtime itself has made.
        match self.table.get(pid.number()) {
            Some(slot) if self.hosts[slot.host as usize].def.id.is_same(pid.host()) => {
                Ok(Resolved::Process(pid.number()))
            }
            _ => self.resolve_parts(pid.host(), pid.number()),
        }
    }

    fn resolve_parts(&self, host: &str, number: u32) -> Result<Resolved, Error> {
        if number == 0 && self.hosts[OUTSIDE as usize].def.id == *host {
            return Ok(Resolved::Outside);
        }
        match self.table.get(number) {
            Some(slot) if self.hosts[slot.host as usize].def.id == *host => {
                Ok(Resolved::Process(number))
            }
            _ if self.host_named(host).is_none() => Err(self.unknown_host(host)),
            _ => {
                let pid = Pid::new(short(host), number);
                Err(Error::not_found(format!("process not found: {pid}")))
            }
        }
    }

    pub fn resolve_name(&self, name: &str) -> Result<u32, Error> {
        self.names.get(name).ok_or_else(|| {
            let hint = self.names.nearest(name);
            let hint = hint.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
            Error::not_found(format!("no process is registered as {:?}{hint}", short(name)))
        })
    }

    /// A living process, not the outside.
    pub fn resolve_process(&self, to: &Destination<'_>) -> Result<u32, Error> {
        match self.resolve(to)? {
            Resolved::Process(number) => Ok(number),
            Resolved::Outside => Err(Error::invalid("the outside is no process")),
        }
    }

    pub fn unknown_entry(&self, id: &str) -> Error {
        let hint = nearest(id, self.entries.keys());
        let hint = hint.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
        Error::not_found(format!("no entry {:?} that a process can be made of{hint}", short(id)))
    }

    pub fn unknown_host(&self, id: &str) -> Error {
        let hint = nearest(id, self.hosts.iter().skip(2).map(|host| &host.def.id));
        let hint = hint.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
        Error::not_found(format!("host not found: {:?}{hint}", short(id)))
    }

    /// A process has something to do.
    pub fn wake(&mut self, number: u32) {
        if let Some(slot) = self.table.get_mut(number) {
            Self::wake_slot(number, slot, &mut self.queue, &mut self.current);
        }
    }

    /// [`Core::wake`] for whoever has found the slot already.
    pub fn wake_slot(number: u32, slot: &mut Slot, queue: &mut RunQueue, current: &mut Current) {
        match slot.state {
            State::Waiting => {
                slot.state = State::Ready;
                // One that is paused joins when it is resumed.
                if !slot.paused {
                    queue.push(number);
                }
            }
            State::Running => current.again = true,
            State::Ready => {}
        }
    }

    /// Whether another delivery may be taken in this turn.
    pub fn may_take(&mut self, waker: &Waker) -> bool {
        if self.current.deliveries < DELIVERIES_PER_TURN {
            return true;
        }
        self.hold(waker);
        false
    }

    /// Puts off until the next turn whoever polls with this waker.
    pub fn hold(&mut self, waker: &Waker) {
        self.current.held = true;
        if !waker.will_wake(&self.waker) {
            self.held.push(waker.clone());
        }
    }

    /// Counts something that a process does without a delivery: a turn has room for so many of them, too.
    pub fn step(&mut self) {
        self.current.steps += 1;
        self.current.held |= self.current.steps >= DELIVERIES_PER_TURN;
    }

    /// A delivery is being taken.
    pub fn begin_delivery(&mut self) {
        self.pay();
        self.current.deliveries += 1;
        self.current.unpaid = true;
        self.counters.deliveries += 1;
    }

    /// Lets the time of the last delivery pass.
    pub fn pay(&mut self) {
        if std::mem::take(&mut self.current.unpaid) {
            self.time = self.time + DELIVERY;
        }
    }

    /// What was received is done: the process asks for more, or ends.
    pub fn settle(&mut self, me: u32) {
        if let Some(open) = self.current.handling.open.take() {
            self.pay();
            let handled = self.time.since(open.at).as_nanos();
            let turns = self.turn - open.turn + 1;
            self.emit(Kind::Done, me, |entry| {
                entry.cause = open.receive;
                entry.peer = open.peer;
                entry.text = open.topic;
                entry.a = handled;
                entry.b = turns;
            });
            if let Some(slot) = self.table.get_mut(me) {
                slot.handled_ns += handled;
            }
        }
    }

    /// Notes that a process waits at a place of its own, and gives the kind of waiter it is.
    pub fn wait_at(waker: &Waker, root: &Waker, slot: &mut Slot, bit: u8) -> Waiter {
        slot.waits_for |= bit;
        if waker.will_wake(root) {
            slot.root_waits = slot.root_waits.saturating_add(1);
            Waiter::Root(slot.polls)
        } else {
            Waiter::Other
        }
    }

    /// The budget is used up: says so once.
    pub fn out_of_memory(&mut self) {
        if !std::mem::replace(&mut self.memory.told, true) {
            let text = self.trace.intern("memory budget");
            let (process, used) = (self.current.number, self.memory.used());
            self.emit(Kind::Limit, process, |entry| {
                entry.text = text;
                entry.a = used;
            });
        }
    }
}

#[cfg(feature = "lua")]
impl Core {
    /// Counts what a process's interpreter holds; false, and nothing more is counted, when there is no room for it.
    pub fn use_memory(&mut self, me: u32, bytes: u64) -> bool {
        let Some(slot) = self.table.get_mut(me) else { return true };
        let held = &mut slot.extra().interpreter;
        // Who takes nothing more is not refused, even when others have gone over the budget.
        if bytes > *held && !self.memory.take(bytes - *held) {
            self.out_of_memory();
            return false;
        }
        self.memory.give_back(held.saturating_sub(bytes));
        *held = bytes;
        true
    }
}

/// How somebody waits.
pub(super) enum Waiter {
    /// The main coroutine, in this poll.
    Root(u32),
    /// One with a waker of its own.
    Other,
}

impl Wait {
    /// Adds a waiter; `wakers` holds those with wakers of their own. Gives how many were added to those: 0 or 1.
    pub fn add(&mut self, waiter: Waiter, waker: &Waker, wakers: &mut Vec<Waker>) -> u32 {
        match waiter {
            Waiter::Root(poll) => self.poll = poll,
            Waiter::Other if wakers.iter().any(|other| other.will_wake(waker)) => {}
            Waiter::Other => {
                self.others = true;
                wakers.push(waker.clone());
                return 1;
            }
        }
        0
    }

    /// Whether the main coroutine waited here when it was last polled.
    pub fn is_root(self, polls: u32) -> bool {
        self.poll != 0 && self.poll == polls
    }
}

/// A text as it is shown in an error: user code may hold a hundred megabytes.
pub(super) fn short(text: &str) -> String {
    if text.len() <= 80 { text.to_owned() } else { text.chars().take(80).chain(['…']).collect() }
}

/// Whoever called is no longer there.
pub(super) fn gone() -> Error {
    Error::internal("the process has ended")
}
