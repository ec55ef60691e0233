//! [`Kernel::strike`]: a fault is done, and what it does to a process.

use super::core::Core;
use super::fault::{Fault, Struck};
use super::kernel::Kernel;
use super::table::{Doom, Slot, State};
use crate::base::{Error, ErrorKind, Value};
use crate::process::{Destination, Exit};
use crate::trace::{Kind, fault_flag};

/// What the trace says of a fault beside its words.
pub(super) struct Strike {
    pub flags: u8,
    /// The process that it strikes; 0: none.
    pub to: u32,
    /// The message that it strikes, or what was being handled.
    pub cause: u64,
    /// The fault that was waiting, or that has set chaos; 0: it comes from outside just now.
    pub waited: u64,
}

impl Kernel {
    /// Does a fault, and leaves a `fault` event, which everything that it does has as its cause.
    ///
    /// ```
    /// use rehearsal::{Context, Exit, Sim, runtime::Fault};
    ///
    /// let mut sim = Sim::new();
    /// sim.actor("app:idle", |ctx: Context| async move { ctx.inbox().receive().await; });
    /// let idle = sim.spawn("app:idle", []);
    /// sim.run();
    /// let fault: Fault = "crash app:idle as Timeout the disk is slow".parse()?;
    /// sim.kernel().strike(&fault)?;
    /// sim.run();
    /// assert!(matches!(sim.exit(&idle), Some(Exit::Failed(error)) if error.message == "the disk is slow"));
    /// # Ok::<(), rehearsal::Error>(())
    /// ```
    ///
    /// # Errors
    /// It cannot be done, and nothing of it was: there is no such process, the message was received already, … The event says
    /// that it was refused.
    pub fn strike(&mut self, fault: &Fault) -> Result<(), Error> {
        let core = self.core_mut();
        let mut at = None;
        let found = match fault {
            Fault::Message(Struck::Sent(message), what) => {
                core.check_message(*message, what).map(|found| at.insert(found).to)
            }
            Fault::Message(Struck::Next { .. }, what) => Core::check_change(what).map(|()| 0),
            Fault::FailSpawn => Ok(0),
            Fault::Chaos(chaos) => chaos.check().map(|()| 0),
            Fault::Kill(who)
            | Fault::Crash { process: who, .. }
            | Fault::Pause(who)
            | Fault::Resume(who)
            | Fault::Fill(who)
            | Fault::Unfill(who) => {
                core.find_process(who).and_then(|number| core.may_strike(number, fault))
            }
        };
        let strike = Strike {
            flags: if found.is_err() { fault_flag::REFUSED } else { 0 },
            to: found.as_ref().copied().unwrap_or(0),
            cause: at.as_ref().map_or(0, |at| at.event),
            waited: 0,
        };
        let event = core.emit_fault(fault.name(), fault.to_string().into(), strike);
        let number = found?;
        match (fault, at) {
            (Fault::Message(_, what), Some(at)) => core.strike_message(at, what, event),
            (Fault::Message(Struck::Next { topic, to }, what), _) => {
                core.await_message(event, topic.clone(), to.clone(), what.clone());
            }
            (Fault::FailSpawn, _) => core.faults().spawns.push(event),
            (Fault::Chaos(chaos), _) => core.faults().chaos = (*chaos, event),
            _ => core.strike_process(number, fault, event),
        }
        Ok(())
    }
}

impl Core {
    /// Records a fault.
    #[inline(never)]
    pub(super) fn emit_fault(&mut self, name: &str, line: Value, strike: Strike) -> u64 {
        let Strike { flags, to, cause, waited } = strike;
        let text = self.trace.intern(name);
        let (payload, hash) = self.trace.payload(&line, line.logical_size());
        self.emit(Kind::Fault, 0, |entry| {
            entry.flags = flags;
            entry.cause = cause;
            entry.peer = to;
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
            entry.a = waited;
        })
    }

    /// The process that somebody means.
    fn find_process(&self, who: &str) -> Result<u32, Error> {
        if let Some(number) = number_of(who) {
            return self.living(number).map(|_| number);
        }
        if let Some(number) = self.first_of(who) {
            return Ok(number);
        }
        let found = self.resolve_process(&Destination::Text(who));
        if self.entries.contains_key(who) {
            return found.map_err(|_| Error::not_found(format!("no process of {who} lives")));
        }
        found
    }

    /// The first living process of an entry.
    fn first_of(&self, entry: &str) -> Option<u32> {
        let entry = self.entries.get_index_of(entry)? as u32;
        self.table.iter().find(|(_, slot)| slot.entry == entry).map(|(number, _)| number)
    }

    /// Whether a process is the one, or one of those, that somebody means.
    pub(super) fn is_meant(&self, number: u32, who: &str) -> bool {
        if let Some(meant) = number_of(who) {
            return meant == number;
        }
        let of_entry = |slot: &Slot| self.entries.get_index_of(who) == Some(slot.entry as usize);
        self.table.get(number).is_some_and(of_entry)
            || self.resolve_process(&Destination::Text(who)) == Ok(number)
    }

    /// `number` again, if the fault makes sense there.
    fn may_strike(&self, number: u32, fault: &Fault) -> Result<u32, Error> {
        let paused = self.table.get(number).is_some_and(|slot| slot.paused);
        let filled = self.is_filled(number);
        let wrong = match fault {
            Fault::Pause(_) if paused => "is paused already",
            Fault::Resume(_) if !paused => "is not paused",
            Fault::Fill(_) if filled => "has a full mailbox already",
            Fault::Unfill(_) if !filled => "has no mailbox that a fault has filled",
            _ => return Ok(number),
        };
        Err(Error::invalid(format!("{} {wrong}", self.pid(number))))
    }

    fn strike_process(&mut self, number: u32, fault: &Fault, event: u64) {
        let terminated =
            || Error::new(ErrorKind::Canceled, "process terminated").with_retryable(true);
        match fault {
            Fault::Kill(_) => {
                self.doom(
                    number,
                    Doom { exit: Exit::Terminated(terminated()), by: 0, cause: event },
                );
            }
            Fault::Crash { kind, message, .. } => {
                let exit = Exit::Failed(Error::new(*kind, message.clone()));
                self.doom(number, Doom { exit, by: 0, cause: event });
            }
            Fault::Pause(_) => {
                if let Some(slot) = self.table.get_mut(number) {
                    slot.paused = true;
                    self.queue.remove(number);
                }
            }
            Fault::Resume(_) => self.unpause(number),
            Fault::Fill(_) => {
                if let Some(slot) = self.table.get_mut(number) {
                    let capacity = std::mem::replace(&mut slot.capacity, 0);
                    self.faults().filled.push((number, capacity, event));
                }
            }
            Fault::Unfill(_) => {
                let filled = &mut self.faults().filled;
                let Some(index) = filled.iter().position(|(whose, ..)| *whose == number) else {
                    return;
                };
                let (_, capacity, _) = filled.swap_remove(index);
                if let Some(slot) = self.table.get_mut(number) {
                    slot.capacity = capacity;
                }
            }
            _ => {}
        }
    }

    /// A process that was paused takes its turns again.
    pub(super) fn unpause(&mut self, number: u32) {
        let Some(slot) = self.table.get_mut(number) else { return };
        if std::mem::take(&mut slot.paused) && slot.state == State::Ready {
            self.queue.push(number);
        }
    }
}

/// The number in `0x00005`.
fn number_of(who: &str) -> Option<u32> {
    u32::from_str_radix(who.strip_prefix("0x")?, 16).ok()
}
