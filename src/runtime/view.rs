//! What an onlooker may see of a run: processes, mailboxes, tombstones, statistics.

use std::collections::BTreeSet;

use super::core::Core;
use super::kernel::Kernel;
use super::table::{Extra, Slot, State, wait};
use crate::base::{Pid, Str, Time, Value};
use crate::process::{Exit, Frame, ServiceState};

/// A process as an onlooker sees it.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are those of the process model")]
pub struct ProcessView {
    pub pid: Pid,
    pub entry: Str,
    pub names: Vec<Str>,
    pub state: State,
    /// What it waits for; empty when it does not wait.
    pub waits: &'static str,
    pub depth: u32,
    pub received: u32,
    pub sent: u32,
    /// Sum over all messages received, in nanoseconds.
    pub waited_ns: u64,
    /// Sum over all deliveries done, in nanoseconds.
    pub handled_ns: u64,
    pub turns: u32,
    /// Turns in a row in which its script has used its slice up, and has neither taken a message nor waited. A script
    /// that computes for long has many; one with a loop that never ends, ever more.
    pub busy: u32,
    pub parent: u32,
    pub supervisor: bool,
    pub terminal: bool,
    /// It has asked for a line that nobody has typed yet.
    pub reading: bool,
    pub trap_links: bool,
    /// A fault has paused it.
    pub paused: bool,
    /// A fault has filled its mailbox.
    pub filled: bool,
    pub monitors: Vec<Pid>,
    pub monitored_by: Vec<Pid>,
    pub links: Vec<Pid>,
    pub listens: Vec<Str>,
    pub shown: Option<Value>,
    /// Supervisors: state of the service, its process, and how often it was started.
    pub service: Option<(ServiceState, u32, u32)>,
    /// How and when it ended; `None` while it lives.
    pub ended: Option<(Exit, Time)>,
}

/// What is kept of a process that has ended.
#[derive(Clone, Debug)]
pub struct Tombstone {
    number: u32,
    entry: u32,
    pid: Pid,
    exit: Exit,
    at: Time,
    received: u32,
    sent: u32,
    waited_ns: u64,
    handled_ns: u64,
    turns: u32,
    parent: u32,
    supervisor: bool,
    terminal: bool,
    names: Vec<u32>,
    shown: Option<Value>,
    service: Option<(ServiceState, u32, u32)>,
}

impl Tombstone {
    /// How many are kept.
    pub const KEPT: usize = 256;

    pub(super) fn new(
        slot: &Slot,
        extra: Option<Box<Extra>>,
        number: u32,
        pid: Pid,
        exit: Exit,
        at: Time,
    ) -> Self {
        Self {
            number,
            entry: slot.entry,
            pid,
            exit,
            at,
            received: slot.received,
            sent: slot.sent,
            waited_ns: slot.waited_ns,
            handled_ns: slot.handled_ns,
            turns: slot.turns,
            parent: slot.parent,
            supervisor: slot.supervisor,
            terminal: extra.as_ref().is_some_and(|extra| extra.terminal.is_some()),
            service: extra.as_ref().and_then(|extra| extra.service),
            names: extra.as_ref().map_or(Vec::new(), |extra| extra.names.iter().copied().collect()),
            shown: extra.and_then(|extra| extra.shown),
        }
    }
}

/// A message in a mailbox, as an onlooker sees it.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are those of a message")]
pub struct LetterView {
    pub topic: Str,
    pub from: Pid,
    pub payload: Value,
    /// Number of its send, or of the last fault that struck it.
    pub event: u64,
    /// When it arrives, if it is late.
    pub late: Option<Time>,
}

/// Waits of the last 1,024 deliveries, in nanoseconds of virtual time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct WaitPercentiles {
    pub p50: u64,
    pub p95: u64,
    pub p99: u64,
}

/// The last waits.
#[derive(Default)]
pub(super) struct Waits {
    ring: Vec<u64>,
    next: usize,
}

impl Waits {
    const KEPT: usize = 1_024;

    pub fn add(&mut self, nanos: u64) {
        match self.ring.get_mut(self.next) {
            Some(place) => *place = nanos,
            None => self.ring.push(nanos),
        }
        self.next = (self.next + 1) % Self::KEPT;
    }

    fn percentiles(&self) -> WaitPercentiles {
        let mut sorted = self.ring.clone();
        sorted.sort_unstable();
        // The smallest wait that is at least as long as so many per cent of all.
        let at = |percent: usize| {
            let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(index).copied().unwrap_or(0)
        };
        WaitPercentiles { p50: at(50), p95: at(95), p99: at(99) }
    }
}

impl Core {
    fn view(&self, number: u32, slot: &Slot) -> ProcessView {
        let none = Extra::default();
        let extra = slot.extra.as_deref().unwrap_or(&none);
        let pids =
            |numbers: &BTreeSet<u32>| numbers.iter().map(|number| self.pid(*number)).collect();
        let terminal = extra.terminal.as_ref();
        ProcessView {
            pid: self.pid(number),
            entry: self.entries[slot.entry as usize].id.as_str().clone(),
            names: extra.names.iter().map(|name| self.trace.text(*name)).collect(),
            state: slot.state,
            waits: if slot.state == State::Waiting { waits_text(slot.waits_for) } else { "" },
            depth: slot.depth(),
            received: slot.received,
            sent: slot.sent,
            waited_ns: slot.waited_ns,
            handled_ns: slot.handled_ns,
            turns: slot.turns,
            busy: extra.busy,
            parent: slot.parent,
            supervisor: slot.supervisor,
            terminal: terminal.is_some(),
            reading: terminal.is_some_and(|terminal| terminal.reading),
            trap_links: slot.trap_links,
            paused: slot.paused,
            filled: self.is_filled(number),
            monitors: pids(&extra.monitors),
            monitored_by: pids(&extra.monitored_by),
            links: pids(&extra.links),
            listens: extra
                .topics
                .iter()
                .filter(|t| t.open)
                .map(|t| self.trace.text(t.id))
                .collect(),
            shown: extra.shown.clone(),
            service: extra.service,
            ended: None,
        }
    }

    fn view_tombstone(&self, tombstone: &Tombstone) -> ProcessView {
        ProcessView {
            pid: tombstone.pid.clone(),
            entry: self.entries[tombstone.entry as usize].id.as_str().clone(),
            names: tombstone.names.iter().map(|name| self.trace.text(*name)).collect(),
            state: State::Waiting,
            waits: "",
            depth: 0,
            received: tombstone.received,
            sent: tombstone.sent,
            waited_ns: tombstone.waited_ns,
            handled_ns: tombstone.handled_ns,
            turns: tombstone.turns,
            busy: 0,
            parent: tombstone.parent,
            supervisor: tombstone.supervisor,
            terminal: tombstone.terminal,
            reading: false,
            trap_links: false,
            paused: false,
            filled: false,
            monitors: Vec::new(),
            monitored_by: Vec::new(),
            links: Vec::new(),
            listens: Vec::new(),
            shown: tombstone.shown.clone(),
            service: tombstone.service,
            ended: Some((tombstone.exit.clone(), tombstone.at)),
        }
    }
}

fn waits_text(bits: u8) -> &'static str {
    // The most telling one: somebody who waits for a message and a timeout waits for a message.
    let names = [
        (wait::LINE, "line"),
        (wait::EXEC, "exec"),
        (wait::STORE, "store"),
        (wait::INBOX, "inbox"),
        (wait::TOPIC, "topic"),
        (wait::EVENTS, "events"),
        (wait::TIMER, "timer"),
    ];
    names.iter().find(|(bit, _)| bits & bit != 0).map_or("channel", |(_, name)| name)
}

impl Kernel {
    /// A process, living or among the last that ended.
    pub fn process(&self, number: u32) -> Option<ProcessView> {
        let core = self.core();
        if let Some(slot) = core.table.get(number) {
            return Some(core.view(number, slot));
        }
        let dead = core.tombstones.iter().rev().find(|tombstone| tombstone.number == number)?;
        Some(core.view_tombstone(dead))
    }

    /// What a living process answers to an onlooker, if it answers any. The run does not know that somebody has looked.
    pub fn look(&self, number: u32, question: &Value) -> Option<Value> {
        let extra = self.core().table.get(number)?.extra.as_ref()?;
        extra.look.as_ref().map(|look| look(question))
    }

    /// The functions that a living process is calling, for each of its tasks, the innermost first. Only sources that are interpreted
    /// tell them. Nothing of the run changes.
    pub fn stacks(&self, number: u32) -> Vec<Vec<Frame>> {
        let body = self.core().table.get(number).and_then(|slot| slot.body.as_ref());
        body.map(|body| body.stacks()).unwrap_or_default()
    }

    /// Numbers of the living, in the order of their birth.
    pub fn living(&self) -> impl Iterator<Item = u32> {
        self.core().table.iter().map(|(number, _)| number)
    }

    /// Calls `visit` with number, host, entry, depth, received and sent of each living process: cheap enough for a
    /// hundred thousand of them.
    pub fn census(&self, mut visit: impl FnMut(u32, &Str, &Str, u32, u32, u32)) {
        let core = self.core();
        for (number, slot) in core.table.iter() {
            let host = &core.hosts[slot.host as usize].def.id;
            let entry = core.entries[slot.entry as usize].id.as_str();
            visit(number, host, entry, slot.depth(), slot.received, slot.sent);
        }
    }

    /// How many processes have ended: host, entry, and their number.
    pub fn ended(&self) -> impl Iterator<Item = (&Str, &Str, u64)> {
        let core = self.core();
        core.ended.iter().map(|(entry, host, count)| {
            let host = &core.hosts[*host as usize].def.id;
            (host, core.entries[*entry as usize].id.as_str(), *count)
        })
    }

    /// Numbers of the last processes that ended, oldest first.
    pub fn tombstones(&self) -> impl Iterator<Item = u32> {
        self.core().tombstones.iter().map(|tombstone| tombstone.number)
    }

    /// How many processes live.
    pub fn alive(&self) -> u32 {
        self.core().table.alive()
    }

    /// The first messages in a mailbox, oldest first: the inbox, then topics listened to; then those that a fault makes late.
    pub fn mailbox(&self, number: u32, limit: usize) -> Vec<LetterView> {
        let core = self.core();
        let Some(slot) = core.table.get(number) else { return Vec::new() };
        let topics = slot.extra.iter().flat_map(|extra| extra.topics.iter().map(|t| t.mail));
        let there = std::iter::once(slot.inbox).chain(topics);
        let there = there.flat_map(|mail| core.mail.iter(mail)).map(|letter| (letter, None));
        let late = core.late().filter(|late| late.to == number);
        there
            .chain(late.map(|late| (&late.letter, Some(late.due))))
            .take(limit)
            .map(|(letter, late)| LetterView {
                topic: core.trace.text(letter.topic),
                from: core.pid_of(letter.from, letter.from_host),
                payload: letter.payload.clone(),
                event: letter.send,
                late,
            })
            .collect()
    }

    /// All names with their holders, sorted.
    pub fn names(&self) -> Vec<(Str, u32)> {
        self.core().names.sorted()
    }

    /// Changes whenever a name is given or freed.
    pub fn names_version(&self) -> u64 {
        self.core().names.version()
    }

    /// Messages in all mailboxes.
    pub fn queued(&self) -> u64 {
        self.core().mail.queued()
    }

    /// Armed timers.
    pub fn timers(&self) -> usize {
        self.core().timers.armed()
    }

    /// Logical bytes in use, and how many there may be.
    pub fn memory(&self) -> (u64, u64) {
        let core = self.core();
        (core.memory.used() + core.trace.text_bytes(), core.memory.budget())
    }

    /// Numbers given out so far.
    pub fn last_number(&self) -> u32 {
        self.core().table.last()
    }

    /// How long the last messages waited.
    pub fn wait_percentiles(&self) -> WaitPercentiles {
        self.core().waits.percentiles()
    }
}
