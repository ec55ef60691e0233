//! Names, monitors, links, and asking others to end.

use super::core::{Core, short};
use super::table::{Doom, Pending, Slot};
use crate::base::{Error, ErrorKind, Str};
use crate::process::{Destination, Event, EventKind, Exit};
use crate::trace::Kind;

impl Core {
    pub(super) fn terminate(&mut self, me: u32, to: &Destination<'_>) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        let error = Error::new(ErrorKind::Canceled, "process terminated").with_retryable(true);
        let cause = self.current.handling.cause;
        self.doom(number, Doom { exit: Exit::Terminated(error), by: me, cause });
        Ok(())
    }

    pub(super) fn cancel(
        &mut self,
        me: u32,
        to: &Destination<'_>,
        reason: Str,
    ) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        let (from, at, cause) = (self.pid(me), self.time, self.current.handling.cause);
        let item = Event { kind: EventKind::Cancel { reason }, from, at };
        self.deliver_event(number, Pending { item, cause, at, peer: me });
        Ok(())
    }

    pub(super) fn monitor(&mut self, me: u32, to: &Destination<'_>) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        let Some(slot) = self.table.get_mut(me) else { return Ok(()) };
        if !slot.extra().monitors.insert(number) {
            let message = format!("{} is monitored already", self.pid(number));
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
        if let Some(watched) = self.table.get_mut(number) {
            watched.extra().monitored_by.insert(me);
        }
        self.emit(Kind::Monitor, me, |entry| entry.peer = number);
        Ok(())
    }

    pub(super) fn unmonitor(&mut self, me: u32, to: &Destination<'_>) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        let had = self.table.get_mut(me).is_some_and(|slot| slot.extra().monitors.remove(&number));
        if had {
            if let Some(watched) = self.table.get_mut(number) {
                watched.extra().monitored_by.remove(&me);
            }
            self.emit(Kind::Unmonitor, me, |entry| entry.peer = number);
        }
        Ok(())
    }

    pub(super) fn link(&mut self, me: u32, to: &Destination<'_>) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        if number == me {
            return Ok(()); // it shares its own fate already
        }
        let Some(slot) = self.table.get_mut(me) else { return Ok(()) };
        if slot.extra().links.insert(number) {
            if let Some(other) = self.table.get_mut(number) {
                other.extra().links.insert(me);
            }
            self.emit(Kind::Link, me, |entry| entry.peer = number);
        }
        Ok(())
    }

    pub(super) fn unlink(&mut self, me: u32, to: &Destination<'_>) -> Result<(), Error> {
        let number = self.resolve_process(to)?;
        if self.table.get_mut(me).is_some_and(|slot| slot.extra().links.remove(&number)) {
            if let Some(other) = self.table.get_mut(number) {
                other.extra().links.remove(&me);
            }
            self.emit(Kind::Unlink, me, |entry| entry.peer = number);
        }
        Ok(())
    }

    /// The relations that a process is spawned with; its spawn event tells of them.
    pub(super) fn relate_spawned(&mut self, me: u32, number: u32, linked: bool, monitored: bool) {
        if !linked && !monitored {
            return;
        }
        if let Some(extra) = self.table.get_mut(me).map(Slot::extra) {
            if linked {
                extra.links.insert(number);
            }
            if monitored {
                extra.monitors.insert(number);
            }
        }
        if let Some(extra) = self.table.get_mut(number).map(Slot::extra) {
            if linked {
                extra.links.insert(me);
            }
            if monitored {
                extra.monitored_by.insert(me);
            }
        }
    }

    pub(super) fn register(
        &mut self,
        me: u32,
        name: &str,
        to: Option<&Destination<'_>>,
    ) -> Result<(), Error> {
        let number = to.map_or(Ok(me), |to| self.resolve_process(to))?;
        Self::check_name(name)?;
        match self.names.get(name) {
            Some(holder) if holder == number => Ok(()),
            Some(holder) => {
                let message = format!("name {:?} is held by {}", short(name), self.pid(holder));
                Err(Error::new(ErrorKind::AlreadyExists, message))
            }
            None => {
                self.give_name(number, Str::new(name));
                Ok(())
            }
        }
    }

    pub(super) fn check_name(name: &str) -> Result<(), Error> {
        if name.is_empty() || name.starts_with('{') {
            let name = short(name);
            return Err(Error::invalid(format!(
                "{name:?} cannot be a name: it is empty or looks like a pid"
            )));
        }
        Ok(())
    }

    pub(super) fn give_name(&mut self, number: u32, name: Str) {
        let text = self.trace.intern(&name);
        self.names.insert(name, number);
        if let Some(slot) = self.table.get_mut(number) {
            slot.extra().names.insert(text);
        }
        self.emit(Kind::Register, number, |entry| entry.text = text);
    }

    pub(super) fn unregister(&mut self, _me: u32, name: &str) -> bool {
        let Some(number) = self.names.remove(name) else { return false };
        let text = self.trace.intern(name);
        if let Some(slot) = self.table.get_mut(number) {
            slot.extra().names.remove(&text);
        }
        self.emit(Kind::Unregister, number, |entry| entry.text = text);
        true
    }
}
