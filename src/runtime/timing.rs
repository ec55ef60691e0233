//! Timers as processes set, await and stop them.

use std::task::{Poll, Waker};

use super::core::{Core, Waiter};
use super::memory::TIMER;
use super::table::wait;
use crate::base::{Duration, Time};
use crate::process::TimerKind;
use crate::trace::Kind;

impl Core {
    pub(super) fn set_timer(&mut self, me: u32, kind: TimerKind, span: Duration) -> u32 {
        self.memory.force(TIMER); // never refused
        let id = self.timers.set(self.time, me, kind, span);
        self.timer_was_set(id);
        id
    }

    pub(super) fn timer_was_set(&mut self, id: u32) {
        let Some(timer) = self.timers.get(id) else { return };
        let (process, kind, span, setting) = (timer.process, timer.kind, timer.span, timer.setting);
        let event = self.emit(Kind::TimerSet, process, |entry| {
            entry.flags = kind as u8;
            entry.a = span.as_nanos();
            entry.b = setting;
        });
        if let Some(timer) = self.timers.get_mut(id) {
            timer.set_event = event;
        }
    }

    pub(super) fn fired(&mut self, me: u32, id: u32, waker: &Waker) -> Poll<Option<Time>> {
        let root = self.waker.clone();
        let Some(timer) = self.timers.get_mut(id) else { return Poll::Ready(None) };
        if timer.fired.is_empty() {
            if timer.closed {
                return Poll::Ready(None);
            }
            let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
            if timer.waker.take().is_some() {
                slot.foreign_waits = slot.foreign_waits.saturating_sub(1);
            }
            match Self::wait_at(waker, &root, slot, wait::TIMER) {
                Waiter::Root(poll) => timer.wait.poll = poll,
                Waiter::Other => {
                    timer.waker = Some(waker.clone());
                    slot.foreign_waits += 1;
                }
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let taken = self.timers.take_fired(id, self.time);
        let Some((at, event)) = taken else { return Poll::Pending };
        self.current.handling.cause = event;
        Poll::Ready(Some(at))
    }

    pub(super) fn stop_timer(&mut self, id: u32) -> bool {
        let was = self.timers.disarm(id);
        let Some(timer) = self.timers.get_mut(id) else { return false };
        timer.closed = true;
        let (process, set, setting, kind) =
            (timer.process, timer.set_event, timer.setting, timer.kind);
        // Whoever waits for it learns that its channel is closed.
        let (waits, waker) = (timer.wait, timer.waker.take());
        if was {
            self.emit(Kind::TimerStopped, process, |entry| {
                entry.flags = kind as u8;
                entry.cause = set;
                entry.b = setting;
            });
        }
        let polls = self.table.get(process).map_or(0, |slot| slot.polls);
        self.rouse(process, waits.is_root(polls), waker.into_iter().collect());
        was
    }

    pub(super) fn reset_timer(&mut self, id: u32, span: Duration) -> bool {
        if self.timers.get(id).is_none_or(|timer| timer.closed) {
            return false;
        }
        let was = self.timers.get(id).is_some_and(|timer| timer.armed);
        self.timers.reset(id, self.time, span);
        self.timer_was_set(id);
        was
    }

    pub(super) fn drop_timer(&mut self, me: u32, id: u32) {
        let armed = self.timers.get(id).is_some_and(|timer| timer.armed);
        let Some(timer) = self.timers.remove(id) else { return };
        self.memory.give_back(TIMER);
        if timer.waker.is_some()
            && let Some(slot) = self.table.get_mut(me)
        {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(1);
        }
        if armed {
            self.emit(Kind::TimerStopped, me, |entry| {
                entry.flags = timer.kind as u8;
                entry.cause = timer.set_event;
                entry.b = timer.setting;
            });
        }
    }
}
