//! What the runtime tells a process: delivered, and taken.

use std::task::{Poll, Waker};

use super::core::Core;
use super::memory::EVENT;
use super::table::{Pending, Slot, rouse, wait};
use crate::base::{Time, Value};
use crate::process::{Event, EventKind, Outcome};
use crate::trace::Kind;

impl Core {
    /// Puts an event into a process's mailbox. It is never refused.
    pub(super) fn deliver_event(&mut self, to: u32, event: Pending<Event>) {
        self.memory.force(EVENT);
        let Some(slot) = self.table.get_mut(to) else { return };
        let polls = slot.polls;
        let extra = slot.extra();
        extra.events.push_back(event);
        let (root, wakers) = rouse(&mut extra.events_wait, &mut extra.events_wakers, polls);
        self.rouse(to, root, wakers);
    }

    pub(super) fn rouse(&mut self, number: u32, root: bool, wakers: Vec<Waker>) {
        if !wakers.is_empty() {
            self.wake_others(number, wakers);
        } else if root {
            self.wake(number);
        }
    }

    pub(super) fn next_event(&mut self, me: u32, waker: &Waker) -> Poll<Event> {
        self.settle(me);
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        if slot.extra().events.is_empty() {
            let waiter = Self::wait_at(waker, &root, slot, wait::EVENTS);
            let extra = slot.extra();
            let added = extra.events_wait.add(waiter, waker, &mut extra.events_wakers);
            slot.foreign_waits += added;
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(Pending { item, cause, at, peer }) = extra.events.pop_front() else {
            return Poll::Pending;
        };
        extra.last_cause = cause;
        self.memory.give_back(EVENT);
        let (text, payload) = match &item.kind {
            EventKind::Exit(outcome) => ("EXIT", result_value(outcome)),
            EventKind::LinkDown(outcome) => ("LINK_DOWN", result_value(outcome)),
            EventKind::Cancel { reason } => {
                ("CANCEL", Value::map([("reason", Value::Str(reason.clone()))]))
            }
        };
        self.take_event(me, text, peer, cause, at, &payload);
        Poll::Ready(item)
    }

    /// Records that something other than a message was taken, and that it is being handled from now on.
    pub(super) fn take_event(
        &mut self,
        me: u32,
        text: &str,
        peer: u32,
        cause: u64,
        at: Time,
        payload: &Value,
    ) {
        let text = self.trace.intern(text);
        let (payload, hash) = self.trace.payload(payload, payload.logical_size());
        let waited = self.time.since(at).as_nanos();
        let event = self.emit(Kind::Event, me, |entry| {
            entry.cause = cause;
            entry.peer = peer;
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
            entry.a = waited;
        });
        self.open(event, text, peer);
    }
}

/// `{value, error}`, as EXIT tells it.
pub(super) fn result_value(outcome: &Outcome) -> Value {
    match outcome {
        Ok(value) => Value::map([("value", value.clone())]),
        Err(error) => Value::map([("error", error.to_value())]),
    }
}
