//! Faults that strike by themselves: those that were waiting for a message or a spawn, and those that come by chance.

use super::core::Core;
use super::fault::{Fault, MessageFault, Place, Struck};
use super::faults::Waiting;
use super::mail::Letter;
use super::strike::Strike;
use super::table::Doom;
use crate::base::{Duration, Error, ErrorKind, Str, Value};
use crate::process::{Exit, SendError};
use crate::trace::fault_flag;

impl Core {
    /// A fault is to strike the next message about a topic, for a process.
    pub(super) fn await_message(
        &mut self,
        event: u64,
        topic: Option<Str>,
        to: Option<Str>,
        what: MessageFault,
    ) {
        self.faults().next.push(Waiting { event, topic, to, what });
    }

    /// Puts a message that was just sent where it belongs, unless a fault has waited for it, or chance strikes.
    #[cold]
    pub(super) fn put_or_strike(&mut self, to: u32, letter: Letter) {
        let topic = self.trace.text(letter.topic);
        let waiting =
            self.faults.iter().flat_map(|faults| faults.next.iter()).position(|waiting| {
                waiting.topic.as_ref().is_none_or(|wanted| *wanted == topic)
                    && waiting.to.as_ref().is_none_or(|who| self.is_meant(to, who))
            });
        if let Some(index) = waiting {
            let Waiting { event, what, .. } = self.faults().next.remove(index);
            return self.strike_sent(to, letter, &what, event);
        }
        let (chaos, event) = self.faults().chaos;
        if chaos.of_messages() == 0 {
            return self.put(to, letter);
        }
        let mut dice = self.faults().rng.below(1_000);
        let mut is = |rate: u16| {
            let (is, rate) = (dice < u64::from(rate), u64::from(rate));
            dice = if is { u64::MAX } else { dice - rate };
            is
        };
        let what = if is(chaos.drop) {
            MessageFault::Drop
        } else if is(chaos.duplicate) {
            MessageFault::Duplicate
        } else if is(chaos.delay) {
            let most = chaos.late.as_nanos().max(1);
            let by = 1 + self.faults().rng.below(most);
            MessageFault::Delay(Duration::from_nanos(by))
        } else if is(chaos.reorder) {
            if self.table.get(to).is_none_or(|slot| slot.depth() == 0) {
                return self.put(to, letter); // there is nobody to overtake
            }
            MessageFault::Move(Place::Front)
        } else {
            if is(chaos.crash) {
                let event = self.emit_struck("crash", to, letter.send, event, Value::Nil);
                let error = Error::new(ErrorKind::Internal, "crashed by chance");
                self.doom(to, Doom { exit: Exit::Failed(error), by: 0, cause: event });
            }
            return self.put(to, letter);
        };
        self.strike_sent(to, letter, &what, event);
    }

    /// Strikes a message that is in no mailbox yet. `waited` is the fault that has waited for it.
    fn strike_sent(&mut self, to: u32, letter: Letter, what: &MessageFault, waited: u64) {
        let line = Fault::Message(Struck::Sent(letter.send), what.clone()).to_string();
        let event = self.emit_struck(what.name(), to, letter.send, waited, line.into());
        let front = matches!(what, MessageFault::Move(Place::Front));
        for letter in self.change(to, letter, what, event) {
            let send = letter.send;
            self.put(to, letter);
            if front && let Some(at) = self.search(|letter| letter.send == send) {
                self.strike_message(at, what, send);
            }
        }
    }

    /// Records that a fault which was waiting, or chance, has struck process `to`.
    fn emit_struck(&mut self, name: &str, to: u32, cause: u64, waited: u64, line: Value) -> u64 {
        self.emit_fault(name, line, Strike { flags: fault_flag::STRUCK, to, cause, waited })
    }

    /// Whether the spawn that a process asks for fails because of a fault. What the process does about it has the fault as
    /// its cause.
    #[cold]
    pub(super) fn strike_spawn(&mut self, me: u32) -> Result<(), Error> {
        let faults = self.faults();
        let (chaos, by_chance) = faults.chaos;
        let event = match faults.spawns.first() {
            Some(_) => faults.spawns.remove(0),
            None if chaos.spawn == 0 || faults.rng.below(1_000) >= u64::from(chaos.spawn) => {
                return Ok(());
            }
            None => by_chance,
        };
        let cause = self.current.handling.cause;
        self.current.handling.cause = self.emit_struck("fail spawn", me, cause, event, Value::Nil);
        let message = "no process can be spawned now: a fault";
        Err(Error::new(ErrorKind::Unavailable, message).with_retryable(true))
    }

    /// A message that a mailbox refuses which a fault has filled: the fault is the cause.
    pub(super) fn refuse_for_fault(&mut self, letter: Letter, to: u32, fault: u64) -> SendError {
        let before = std::mem::replace(&mut self.current.handling.cause, fault);
        let message = format!("the mailbox of {} is full: a fault has filled it", self.pid(to));
        let full = Error::new(ErrorKind::RateLimited, message).with_retryable(true);
        let error = self.refuse(letter, to, "mailbox full", full);
        self.current.handling.cause = before;
        error
    }
}
