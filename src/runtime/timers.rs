//! Timers, in the order in which they fire: by instant, and at one instant in the order they were set.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::task::Waker;

use super::table::Wait;
use crate::base::{Duration, Time};
use crate::process::TimerKind;

/// Ticks kept for a slow reader.
const TICKS: usize = 16;

/// One setting.
pub(super) struct Timer {
    pub process: u32,
    pub kind: TimerKind,
    pub span: Duration,
    /// Number of the setting, unique in the run; a heap entry with another one is stale.
    pub setting: u64,
    /// The event of the setting.
    pub set_event: u64,
    /// When it fires, or fired last.
    pub due: Time,
    pub armed: bool,
    /// No more will come.
    pub closed: bool,
    /// Firings not taken yet: when, and their events.
    pub fired: VecDeque<(Time, u64)>,
    pub wait: Wait,
    pub waker: Option<Waker>,
}

/// All timers of a run.
#[derive(Default)]
pub(super) struct Timers {
    slots: Vec<Option<Timer>>,
    free: Vec<u32>,
    heap: BinaryHeap<Reverse<(Time, u64, u32)>>,
    armed: usize,
    settings: u64,
}

impl Timers {
    /// Sets a timer. Gives its id, which is used again once it is removed.
    pub fn set(&mut self, now: Time, process: u32, kind: TimerKind, span: Duration) -> u32 {
        let timer = Timer {
            process,
            kind,
            span,
            setting: 0,
            set_event: 0,
            due: now,
            armed: false,
            closed: false,
            fired: VecDeque::new(),
            wait: Wait::default(),
            waker: None,
        };
        let id = if let Some(id) = self.free.pop() {
            self.slots[id as usize] = Some(timer);
            id
        } else {
            self.slots.push(Some(timer));
            (self.slots.len() - 1) as u32
        };
        self.arm(id, now + span);
        id
    }

    fn arm(&mut self, id: u32, due: Time) {
        self.settings += 1;
        let setting = self.settings;
        if let Some(timer) = self.get_mut(id) {
            timer.setting = setting;
            timer.due = due;
            if !std::mem::replace(&mut timer.armed, true) {
                self.armed += 1;
            }
            // The end of time never comes.
            if due < Time::MAX {
                self.heap.push(Reverse((due, setting, id)));
            }
        }
        if self.heap.len() > 64 + 2 * self.armed {
            let slots = &self.slots;
            self.heap.retain(|Reverse((_, setting, id))| {
                slots[*id as usize].as_ref().is_some_and(|t| t.armed && t.setting == *setting)
            });
        }
    }

    pub fn get(&self, id: u32) -> Option<&Timer> {
        self.slots.get(id as usize)?.as_ref()
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut Timer> {
        self.slots.get_mut(id as usize)?.as_mut()
    }

    /// Disarms it. True if it was going to fire.
    pub fn disarm(&mut self, id: u32) -> bool {
        let Some(timer) = self.get_mut(id) else { return false };
        let was = std::mem::replace(&mut timer.armed, false);
        self.armed -= usize::from(was);
        was
    }

    /// Sets it anew, from now.
    pub fn reset(&mut self, id: u32, now: Time, span: Duration) {
        if let Some(timer) = self.get_mut(id) {
            timer.span = span;
        }
        self.arm(id, now + span);
    }

    pub fn remove(&mut self, id: u32) -> Option<Timer> {
        self.disarm(id);
        let timer = self.slots.get_mut(id as usize)?.take()?;
        self.free.push(id);
        Some(timer)
    }

    /// When the next timer fires.
    pub fn next_due(&mut self) -> Option<Time> {
        while let Some(Reverse((due, setting, id))) = self.heap.peek() {
            let live = self.slots[*id as usize].as_ref();
            if live.is_some_and(|timer| timer.armed && timer.setting == *setting) {
                return Some(*due);
            }
            self.heap.pop();
        }
        None
    }

    /// Takes the timer that is due first, if it is due by `now`, and sets a ticker for its next tick, unless its
    /// reader is so late that no tick more would be kept. Gives its id and the instant.
    pub fn pop_due(&mut self, now: Time) -> Option<(u32, Time)> {
        if self.next_due()? > now {
            return None;
        }
        let Reverse((due, _, id)) = self.heap.pop()?;
        self.disarm(id);
        let timer = self.get_mut(id)?;
        let (span, kept) = (timer.span, timer.fired.len() + 1);
        if timer.kind != TimerKind::Ticker {
            timer.closed = true;
        } else if kept < TICKS {
            self.arm(id, due + span);
        }
        Some((id, due))
    }

    /// Takes what has fired first. A ticker that stood still because nobody read it goes on, in its own rhythm.
    pub fn take_fired(&mut self, id: u32, now: Time) -> Option<(Time, u64)> {
        let timer = self.get_mut(id)?;
        let fired = timer.fired.pop_front()?;
        if timer.kind == TimerKind::Ticker && !timer.armed && !timer.closed {
            let missed = now.since(timer.due).as_nanos() / timer.span.as_nanos();
            let ahead = timer.span.as_nanos().saturating_mul(missed + 1);
            let due = timer.due + Duration::from_nanos(ahead);
            self.arm(id, due);
        }
        Some(fired)
    }

    pub fn armed(&self) -> usize {
        self.armed
    }
}
