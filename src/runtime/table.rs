//! The process table: a page of slots for each 64 numbers, given back when all of them were used and the last of
//! them has ended.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use super::mail::Mail;
use crate::base::{Str, Time, Value};
use crate::process::{
    Coroutine, Event, Exit, Handling, Look, Outcome, Process, ReadyList, ServiceState,
};

const PAGE: usize = 64;

/// Where a process is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In the run queue.
    Ready,
    /// In its turn.
    Running,
    /// Waits for a delivery.
    Waiting,
}

/// What a process waits for, as bits.
pub(super) mod wait {
    pub const INBOX: u8 = 1;
    pub const TOPIC: u8 = 2;
    pub const EVENTS: u8 = 4;
    pub const TIMER: u8 = 8;
    pub const EXEC: u8 = 16;
    pub const LINE: u8 = 32;
    pub const STORE: u8 = 64;
}

/// A process, as small as it can be: what most processes never need lies in [`Extra`].
pub(super) struct Slot {
    /// `None` before its first turn, and while it is being run.
    pub body: Option<Pin<Box<dyn Process>>>,
    pub extra: Option<Box<Extra>>,
    pub args: Option<Rc<[Value]>>,
    pub inbox: Mail,
    /// Who waits at the inbox.
    pub inbox_wait: Wait,
    /// The event that everything it does now has as its cause.
    pub cause: u64,
    pub waited_ns: u64,
    pub handled_ns: u64,
    pub received: u32,
    pub sent: u32,
    pub turns: u32,
    pub parent: u32,
    pub entry: u32,
    pub host: u16,
    /// Messages that fit into its mailbox; [`u32::MAX`]: any number.
    pub capacity: u32,
    pub state: State,
    pub started: bool,
    pub trap_links: bool,
    pub supervisor: bool,
    /// It takes no turn, and is in the run queue only once it is resumed.
    pub paused: bool,
    /// How often its main coroutine was polled; tells the waits of the last poll from older ones.
    pub polls: u32,
    /// Waits left by the last poll of the main coroutine.
    pub root_waits: u16,
    /// Waits with a waker of their own: of other coroutines, or of combinators that keep wakers.
    pub foreign_waits: u32,
    pub waits_for: u8,
}

/// Who waits at one place: the main coroutine, known by the number of its poll, and others, known by their wakers.
#[derive(Clone, Copy, Default)]
pub(super) struct Wait {
    /// The poll of the main coroutine that found nothing here.
    pub poll: u32,
    /// Whether [`Extra`] or the timer has wakers for this place.
    pub others: bool,
}

/// What most processes never need.
#[derive(Default)]
pub(super) struct Extra {
    /// Turns in a row in which its script has used its slice up, without a delivery and without waiting.
    pub busy: u32,
    pub context: Vec<(Str, Value)>,
    pub names: BTreeSet<u32>,
    pub inbox_wakers: Vec<Waker>,
    pub events: VecDeque<Pending<Event>>,
    pub events_wait: Wait,
    pub events_wakers: Vec<Waker>,
    pub topics: Vec<Topic>,
    /// Whom it watches, and who watches it.
    pub monitors: BTreeSet<u32>,
    pub monitored_by: BTreeSet<u32>,
    pub links: BTreeSet<u32>,
    /// Results and answers that it has asked for.
    pub awaited: BTreeMap<u32, Awaited>,
    pub last_awaited: u32,
    /// The call to `exec` that made this process: caller, and its id there.
    pub exec_for: Option<(u32, u32)>,
    pub coroutines: BTreeMap<u32, Coroutine>,
    pub next_coroutine: u32,
    pub ready: Option<Arc<ReadyList>>,
    /// What the main coroutine has received and not done, when it waits in the midst of it.
    pub handling: Handling,
    pub shown: Option<Value>,
    /// What it answers to onlookers.
    pub look: Option<Look>,
    /// How it must end at its next step, by whom and because of which event.
    pub doom: Option<Doom>,
    pub terminal: Option<TerminalState>,
    /// The exit that the last EXIT or LINK_DOWN event told of.
    pub last_cause: u64,
    pub service: Option<(ServiceState, u32, u32)>,
    /// Logical bytes that its interpreter holds.
    pub interpreter: u64,
}

pub(super) struct Doom {
    pub exit: Exit,
    pub by: u32,
    pub cause: u64,
}

/// Something that waits to be taken, with the event that put it there.
pub(super) struct Pending<T> {
    pub item: T,
    pub cause: u64,
    pub at: Time,
    pub peer: u32,
}

/// A topic listened to.
pub(super) struct Topic {
    pub id: u32,
    pub mail: Mail,
    pub open: bool,
    pub wait: Wait,
    pub wakers: Vec<Waker>,
}

/// A result of `exec`, or an answer of the store.
pub(super) struct Awaited {
    /// Whose: one of [`wait`].
    pub of: u8,
    /// The event with which the store was asked.
    pub asked: u64,
    pub result: Option<Pending<Outcome>>,
    pub wait: Wait,
    pub wakers: Vec<Waker>,
    pub size: u64,
}

#[derive(Default)]
pub(super) struct TerminalState {
    /// Lines typed ahead; `None` is the end of input.
    pub lines: VecDeque<Pending<Option<Str>>>,
    /// It has asked for a line and not got it.
    pub reading: bool,
    pub wait: Wait,
    pub wakers: Vec<Waker>,
}

impl Slot {
    pub fn new(entry: u32, host: u16, parent: u32, capacity: u32) -> Self {
        Self {
            body: None,
            extra: None,
            args: None,
            inbox: Mail::default(),
            inbox_wait: Wait::default(),
            cause: 0,
            waited_ns: 0,
            handled_ns: 0,
            received: 0,
            sent: 0,
            turns: 0,
            parent,
            entry,
            host,
            capacity,
            state: State::Ready,
            started: false,
            trap_links: false,
            supervisor: false,
            paused: false,
            polls: 0,
            root_waits: 0,
            foreign_waits: 0,
            waits_for: 0,
        }
    }

    pub fn extra(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    /// The end that it must come to at its next step.
    pub fn take_doom(&mut self) -> Option<Doom> {
        self.extra.as_mut()?.doom.take()
    }

    /// Messages that lie unread, in the inbox and in topics listened to.
    pub fn depth(&self) -> u32 {
        let topics = self.extra.as_ref().map_or(0, |x| x.topics.iter().map(|t| t.mail.len()).sum());
        self.inbox.len() + topics
    }
}

/// Numbers count up and never repeat, so a number finds its page by division.
#[derive(Default)]
pub(super) struct Table {
    pages: Vec<Option<Box<Page>>>,
    /// Number 0 is the outside.
    last: u32,
    alive: u32,
}

struct Page {
    slots: [Option<Slot>; PAGE],
    alive: u8,
}

impl Table {
    /// The next number, used by nobody yet; `None` when all of them were used.
    pub fn take_number(&mut self) -> Option<u32> {
        let page = self.last as usize / PAGE;
        self.last = self.last.checked_add(1)?;
        self.give_back(page);
        Some(self.last)
    }

    /// Gives an empty page back, unless there are numbers of it to come: whoever spawns one process after the other
    /// would make a page for each.
    fn give_back(&mut self, page: usize) {
        if page != self.last as usize / PAGE
            && let Some(place) = self.pages.get_mut(page)
            && place.as_ref().is_some_and(|page| page.alive == 0)
        {
            *place = None;
        }
    }

    pub fn insert(&mut self, number: u32, slot: Slot) {
        let (page, index) = (number as usize / PAGE, number as usize % PAGE);
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, || None);
        }
        let page = self.pages[page]
            .get_or_insert_with(|| Box::new(Page { slots: [const { None }; PAGE], alive: 0 }));
        page.slots[index] = Some(slot);
        page.alive += 1;
        self.alive += 1;
    }

    pub fn get(&self, number: u32) -> Option<&Slot> {
        self.pages.get(number as usize / PAGE)?.as_ref()?.slots[number as usize % PAGE].as_ref()
    }

    pub fn get_mut(&mut self, number: u32) -> Option<&mut Slot> {
        self.pages.get_mut(number as usize / PAGE)?.as_mut()?.slots[number as usize % PAGE].as_mut()
    }

    pub fn remove(&mut self, number: u32) -> Option<Slot> {
        let index = number as usize / PAGE;
        let page = self.pages.get_mut(index)?.as_mut()?;
        let slot = page.slots[number as usize % PAGE].take()?;
        page.alive -= 1;
        self.alive -= 1;
        self.give_back(index);
        Some(slot)
    }

    /// Takes the futures out of all processes.
    pub fn take_futures(&mut self) -> (Vec<Pin<Box<dyn Process>>>, Vec<Coroutine>) {
        let (mut bodies, mut coroutines) = (Vec::new(), Vec::new());
        for slot in self.pages.iter_mut().flatten().flat_map(|page| page.slots.iter_mut().flatten())
        {
            bodies.extend(slot.body.take());
            if let Some(extra) = &mut slot.extra {
                coroutines.extend(std::mem::take(&mut extra.coroutines).into_values());
            }
        }
        (bodies, coroutines)
    }

    pub fn alive(&self) -> u32 {
        self.alive
    }

    /// How many numbers were given out: processes, supervisors and watchers.
    pub fn last(&self) -> u32 {
        self.last
    }

    /// The living, by number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Slot)> {
        self.pages.iter().enumerate().flat_map(|(page, slots)| {
            slots.iter().flat_map(move |p| {
                p.slots.iter().enumerate().filter_map(move |(index, slot)| {
                    slot.as_ref().map(|slot| ((page * PAGE + index) as u32, slot))
                })
            })
        })
    }
}

/// Empties a place where somebody waits: whether the main coroutine did, and the wakers of others.
pub(super) fn rouse(wait: &mut Wait, wakers: &mut Vec<Waker>, polls: u32) -> (bool, Vec<Waker>) {
    wait.others = false;
    (wait.is_root(polls), std::mem::take(wakers))
}
