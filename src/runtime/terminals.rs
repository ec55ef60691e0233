//! Terminals: what processes print, and the lines they wait for.

use std::task::{Poll, Waker};

use super::core::{Core, Effect};
use super::memory::EVENT;
use super::table::{Pending, Slot, rouse, wait};
use crate::base::{Error, ErrorKind, Str, Value};
use crate::process::Output;
use crate::trace::Kind;

impl Core {
    pub(super) fn print(&mut self, me: u32, output: Output, text: Str) {
        let value = Value::Str(text.clone());
        let (payload, hash) = self.trace.payload(&value, value.logical_size());
        let event = self.emit(Kind::Terminal, me, |entry| {
            entry.flags = u8::from(output == Output::Error);
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        self.effects.push(Effect::Terminal { process: me, output, text, event });
    }

    pub(super) fn type_line(&mut self, number: u32, line: Option<Str>) -> Result<(), Error> {
        let (cause, at) = (self.current.handling.cause, self.time);
        let no_terminal = || {
            let message = format!("process 0x{number:05x} has no terminal");
            Error::new(ErrorKind::Unavailable, message)
        };
        let slot = self.table.get_mut(number).ok_or_else(no_terminal)?;
        let polls = slot.polls;
        let terminal = slot.extra().terminal.as_mut().ok_or_else(no_terminal)?;
        if let Some(text) = line.clone() {
            self.effects.push(Effect::Typed { process: number, text, event: cause });
        }
        self.memory.force(EVENT + line.as_ref().map_or(0, |line| line.len() as u64));
        terminal.lines.push_back(Pending { item: line, cause, at, peer: 0 });
        if std::mem::take(&mut terminal.reading) {
            self.readers -= 1;
        }
        let (root, wakers) = rouse(&mut terminal.wait, &mut terminal.wakers, polls);
        self.rouse(number, root, wakers);
        Ok(())
    }

    pub(super) fn read_line(&mut self, me: u32, waker: &Waker) -> Poll<Option<Str>> {
        self.settle(me);
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let Some(terminal) = slot.extra().terminal.as_mut() else { return Poll::Ready(None) };
        if terminal.lines.is_empty() {
            let asks = !std::mem::replace(&mut terminal.reading, true);
            let waiter = Self::wait_at(waker, &root, slot, wait::LINE);
            if let Some(terminal) = slot.extra().terminal.as_mut() {
                let added = terminal.wait.add(waiter, waker, &mut terminal.wakers);
                slot.foreign_waits += added;
            }
            if asks {
                self.readers += 1;
                let text = self.trace.intern("line");
                self.emit(Kind::Ask, me, |entry| entry.text = text);
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(terminal) = extra.terminal.as_mut() else { return Poll::Pending };
        let Some(Pending { item, cause, at, peer }) = terminal.lines.pop_front() else {
            return Poll::Pending;
        };
        if item.is_none() {
            // The end of input stays the end, however often it is read.
            terminal.lines.push_front(Pending { item: None, cause, at, peer });
        } else {
            self.memory.give_back(EVENT + item.as_ref().map_or(0, |line| line.len() as u64));
        }
        let text = if item.is_some() { "line" } else { "end of input" };
        self.take_event(me, text, 0, cause, at, &Value::from(item.clone()));
        Poll::Ready(item)
    }

    /// One who asked for a line gives up; `waker` is whom the line would have woken.
    pub(super) fn stop_reading(&mut self, me: u32, waker: &Waker) {
        let Some(slot) = self.table.get_mut(me) else { return };
        let polls = slot.polls;
        let Some(terminal) = slot.extra().terminal.as_mut() else { return };
        let before = terminal.wakers.len();
        if waker.will_wake(&self.waker) {
            terminal.wait.poll = 0;
        } else {
            terminal.wakers.retain(|other| !other.will_wake(waker));
        }
        let given_up = before - terminal.wakers.len();
        let nobody = terminal.wakers.is_empty() && !terminal.wait.is_root(polls);
        if nobody && std::mem::take(&mut terminal.reading) {
            self.readers -= 1;
        }
        slot.foreign_waits = slot.foreign_waits.saturating_sub(given_up as u32);
    }
}
