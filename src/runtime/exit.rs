//! How processes end, and who is told.

use super::core::Core;
use super::kernel::Kernel;
use super::mail::Mail;
use super::memory::{EVENT, MESSAGE, PROCESS};
use super::table::{Doom, Extra, Pending};
use super::view::Tombstone;
use crate::base::{Error, ErrorKind, Pid, Str, Value};
use crate::process::{Event, EventKind, Exit};
use crate::trace::{Kind, exit_flag};

/// What a process that trusted another says of its end.
const LINKED: &str = "linked process failed";

/// The end of a process: how, by whom, and because of which event (0: of what it is handling).
pub(super) struct Ending {
    pub exit: Exit,
    by: u32,
    cause: u64,
}

impl Ending {
    /// It ended by itself.
    pub fn own(exit: Exit) -> Self {
        Self { exit, by: 0, cause: 0 }
    }
}

impl From<Doom> for Ending {
    fn from(Doom { exit, by, cause }: Doom) -> Self {
        Self { exit, by, cause }
    }
}

impl Kernel {
    /// Ends the process whose turn it is.
    pub(super) fn end_process(&mut self, number: u32, ending: Ending) {
        // Futures give timers back as they are dropped: that needs the core to be in reach, and the slot in place.
        if let Some(slot) = self.core_mut().table.get_mut(number) {
            let body = slot.body.take();
            let coroutines = slot.extra.as_mut().map(|extra| std::mem::take(&mut extra.coroutines));
            self.lend_core();
            drop((body, coroutines));
            self.take_core_back();
        }
        self.core_mut().end(number, ending);
    }
}

impl Core {
    /// Has a process end at its next step.
    pub(super) fn doom(&mut self, number: u32, doom: Doom) {
        if let Some(slot) = self.table.get_mut(number) {
            slot.extra().doom.get_or_insert(doom);
            self.unpause(number);
            self.wake(number);
        }
    }

    fn end(&mut self, number: u32, ending: Ending) {
        self.settle(number);
        let Ending { exit, by, cause } = ending;
        let (flag, left) = match &exit {
            Exit::Returned(value) => (exit_flag::RETURNED, value.clone()),
            Exit::Failed(error) => (exit_flag::FAILED, error.to_value()),
            Exit::Terminated(error) => (exit_flag::TERMINATED, error.to_value()),
        };
        let (payload, hash) = self.trace.payload(&left, left.logical_size());
        let event = self.emit(Kind::Exit, number, |entry| {
            entry.flags = flag;
            entry.peer = by;
            entry.payload = payload;
            entry.payload_hash = hash;
            if cause != 0 {
                entry.cause = cause;
            }
        });
        self.current.handling.cause = event;
        let pid = self.pid(number);
        let Some(mut slot) = self.table.remove(number) else { return };
        self.count_end(slot.entry, slot.host);
        self.service_changed |= slot.supervisor;
        self.memory.give_back(PROCESS);
        let at = self.time;

        let extra = slot.extra.take();
        if let Some(extra) = &extra {
            self.free_names(number, extra);
        }
        let topics = extra.iter().flat_map(|extra| extra.topics.iter().map(|topic| topic.mail));
        for mail in std::iter::once(slot.inbox).chain(topics) {
            self.bury(number, mail, event);
        }
        let args = slot.args.iter().flat_map(|args| args.iter());
        self.memory.give_back(args.map(Value::logical_size).sum());
        if let Some(extra) = &extra {
            self.give_back_extra(extra);
            let pid = Pending { item: pid.clone(), cause: event, at, peer: number };
            self.tell_of_exit(extra, &exit, &pid);
            self.break_links(extra, &exit, &pid);
        }
        self.pass_turn_time();
        self.tombstones.push_back(Tombstone::new(&slot, extra, number, pid, exit, at));
        if self.tombstones.len() > Tombstone::KEPT {
            self.tombstones.pop_front();
        }
    }

    fn count_end(&mut self, entry: u32, host: u16) {
        match self.ended.iter_mut().find(|(e, h, _)| (*e, *h) == (entry, host)) {
            Some((_, _, count)) => *count += 1,
            None => self.ended.push((entry, host, 1)),
        }
    }

    /// Messages that `number` has left unread are dead letters; `exit` is its end.
    fn bury(&mut self, number: u32, mut mail: Mail, exit: u64) {
        while let Some(letter) = self.mail.pop(&mut mail) {
            self.counters.dead_letters += 1;
            let size = u64::from(letter.size);
            self.memory.give_back(MESSAGE + size);
            let payload = self.trace.keep(letter.payload_id, &letter.payload, size);
            self.emit(Kind::DeadLetter, letter.from, |entry| {
                entry.flags = 1;
                entry.cause = letter.send;
                entry.peer = number;
                entry.text = letter.topic;
                entry.payload = payload;
                entry.payload_hash = letter.payload_hash;
                entry.b = exit;
            });
        }
    }

    /// Logical bytes of what nobody has taken.
    fn give_back_extra(&mut self, extra: &Extra) {
        self.memory.give_back(extra.interpreter);
        self.memory.give_back(EVENT * extra.events.len() as u64);
        self.memory.give_back(extra.awaited.values().map(|awaited| awaited.size).sum());
        let owed = extra.awaited.values().filter(|awaited| awaited.is_owed_by_outside());
        self.asked_store -= owed.count() as u32;
        if let Some(terminal) = &extra.terminal {
            self.readers -= u32::from(terminal.reading);
            let lines = terminal.lines.iter();
            let size = |line: &Pending<Option<Str>>| {
                EVENT + line.item.as_ref().map_or(0, |l| l.len() as u64)
            };
            self.memory.give_back(lines.map(size).sum());
        }
    }

    /// Who waits for its result, and who watches it. `gone` is who ended.
    fn tell_of_exit(&mut self, extra: &Extra, exit: &Exit, gone: &Pending<Pid>) {
        let &Pending { item: ref pid, cause, at, peer } = gone;
        if let Some((caller, id)) = extra.exec_for {
            self.give_result(caller, id, Pending { item: exit.outcome(), cause, at, peer });
        }
        for &watched in &extra.monitors {
            if let Some(other) = self.table.get_mut(watched).and_then(|slot| slot.extra.as_mut()) {
                other.monitored_by.remove(&peer);
            }
        }
        for &watcher in &extra.monitored_by {
            if let Some(slot) = self.table.get_mut(watcher) {
                slot.extra().monitors.remove(&peer);
                let item = Event { kind: EventKind::Exit(exit.outcome()), from: pid.clone(), at };
                self.deliver_event(watcher, Pending { item, cause, at, peer });
            }
        }
    }

    fn free_names(&mut self, number: u32, extra: &Extra) {
        for &name in &extra.names {
            let text = self.trace.text(name);
            self.names.remove(&text);
            self.emit(Kind::Unregister, number, |entry| entry.text = name);
        }
    }

    /// A normal end breaks no link; a failure goes on along it. `gone` is who ended.
    fn break_links(&mut self, extra: &Extra, exit: &Exit, gone: &Pending<Pid>) {
        let &Pending { item: ref pid, cause, at, peer } = gone;
        for &linked in &extra.links {
            let Some(slot) = self.table.get_mut(linked) else { continue };
            slot.extra().links.remove(&peer);
            if !exit.is_failure() {
                continue;
            }
            if slot.trap_links {
                let item =
                    Event { kind: EventKind::LinkDown(exit.outcome()), from: pid.clone(), at };
                self.deliver_event(linked, Pending { item, cause, at, peer });
            } else {
                // Along a chain of links everybody is told of the first failure: told of the one before it, the last
                // would hold them all, one in the other.
                let first = match exit.outcome() {
                    Err(error) if error.message == LINKED => {
                        error.details.map_or(Value::Nil, |details| *details)
                    }
                    Err(error) => error.to_value(),
                    Ok(value) => value,
                };
                let error = Error::new(ErrorKind::Internal, LINKED).with_details(first);
                self.doom(linked, Doom { exit: Exit::Failed(error), by: peer, cause });
            }
        }
    }
}
