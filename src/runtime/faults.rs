//! What faults keep: those that wait, what they have changed, and messages that are late.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::core::Core;
use super::fault::{Chaos, MessageFault};
use super::mail::Letter;
use super::memory::MESSAGE;
use crate::base::{Rng, Str, Time};
use crate::trace::{Kind, fault_flag};

/// Faults that wait, and what they have changed. A run without faults has none of it.
pub(super) struct Faults {
    /// Dice of their own: a run with chaos must not have others in its processes.
    pub rng: Rng,
    /// The rates, and the event that has set them.
    pub chaos: (Chaos, u64),
    /// Those that wait for a message, oldest first.
    pub next: Vec<Waiting>,
    /// Those that wait for a spawn, oldest first.
    pub spawns: Vec<u64>,
    /// Mailboxes that count as full: whose, how many messages fit into them, and the fault.
    pub filled: Vec<(u32, u32, u64)>,
    pub late: Late,
}

/// A fault that waits for a message.
pub(super) struct Waiting {
    pub event: u64,
    pub topic: Option<Str>,
    pub to: Option<Str>,
    pub what: MessageFault,
}

/// A message that a fault has delayed.
pub(super) struct LateLetter {
    /// When it arrives.
    pub due: Time,
    pub to: u32,
    pub letter: Letter,
}

/// Those that are late: at one instant, the one that was struck first arrives first.
#[derive(Default)]
pub(super) struct Late {
    letters: Vec<Option<LateLetter>>,
    free: Vec<u32>,
    /// By when they arrive, and by the event that they got there with; an entry with another one is stale.
    heap: BinaryHeap<Reverse<(Time, u64, u32)>>,
}

impl Late {
    pub fn push(&mut self, late: LateLetter) {
        let (due, event) = (late.due, late.letter.send);
        let id = self.free.pop().unwrap_or(self.letters.len() as u32);
        match self.letters.get_mut(id as usize) {
            Some(place) => *place = Some(late),
            None => self.letters.push(Some(late)),
        }
        self.heap.push(Reverse((due, event, id)));
    }

    fn due(&mut self) -> Option<Time> {
        while let Some(Reverse((due, event, id))) = self.heap.peek() {
            let late = self.letters[*id as usize].as_ref();
            if late.is_some_and(|late| late.letter.send == *event) {
                return Some(*due);
            }
            self.heap.pop();
        }
        None
    }

    fn pop(&mut self) -> Option<LateLetter> {
        self.due()?;
        let Reverse((.., id)) = self.heap.pop()?;
        self.take(id)
    }

    /// The one that got there with this event.
    pub fn remove(&mut self, event: u64) -> Option<LateLetter> {
        let is_it =
            |late: &Option<LateLetter>| late.as_ref().is_some_and(|late| late.letter.send == event);
        let id = self.letters.iter().position(is_it)?;
        self.take(id as u32)
    }

    fn take(&mut self, id: u32) -> Option<LateLetter> {
        self.free.push(id);
        self.letters[id as usize].take()
    }
}

impl Core {
    pub(super) fn faults(&mut self) -> &mut Faults {
        let seed = self.seed;
        self.faults.get_or_insert_with(|| {
            Box::new(Faults {
                rng: Rng::new(seed ^ 0xfa17_fa17_fa17_fa17),
                chaos: (Chaos::default(), 0),
                next: Vec::new(),
                spawns: Vec::new(),
                filled: Vec::new(),
                late: Late::default(),
            })
        })
    }

    /// The fault that has filled the mailbox of a process; 0: none has.
    pub(super) fn filled_by(&self, number: u32) -> u64 {
        let filled = self.faults.iter().flat_map(|faults| &faults.filled);
        filled.filter(|(whose, ..)| *whose == number).map(|(.., event)| *event).next().unwrap_or(0)
    }

    pub(super) fn is_filled(&self, number: u32) -> bool {
        self.filled_by(number) != 0
    }

    /// When the next message that is late arrives.
    pub(super) fn late_due(&mut self) -> Option<Time> {
        self.faults.as_mut()?.late.due()
    }

    /// Messages that are late.
    pub(super) fn late(&self) -> impl Iterator<Item = &LateLetter> {
        self.faults.iter().flat_map(|faults| faults.late.letters.iter().flatten())
    }

    /// The first message that is late gets into its mailbox, full or not: it was accepted once.
    pub(super) fn arrive(&mut self) {
        let late = self.faults.as_mut().and_then(|faults| faults.late.pop());
        let Some(LateLetter { to, mut letter, .. }) = late else { return };
        let text = self.trace.intern("delay");
        letter.send = self.emit(Kind::Fault, 0, |entry| {
            entry.flags = fault_flag::ARRIVED;
            entry.cause = letter.send;
            entry.peer = to;
            entry.text = text;
        });
        if self.table.get(to).is_some() {
            return self.put(to, letter);
        }
        self.counters.dead_letters += 1;
        let size = u64::from(letter.size);
        self.memory.give_back(MESSAGE + size);
        let payload = self.trace.keep(letter.payload_id, &letter.payload, size);
        self.emit(Kind::DeadLetter, letter.from, |entry| {
            entry.cause = letter.send;
            entry.peer = to;
            entry.text = letter.topic;
            entry.payload = payload;
            entry.payload_hash = letter.payload_hash;
        });
    }
}
