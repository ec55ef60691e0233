//! What a process has asked for and waits for: the result of a process that it has executed, or an answer of the store.

use std::task::{Poll, Waker};

use super::core::{Core, StoreQuestion};
use super::events::result_value;
use super::memory::EVENT;
use super::table::{Awaited, Pending, Slot, Wait, rouse, wait};
use crate::base::{Error, ErrorKind, Value};
use crate::process::{Outcome, StoreRequest};
use crate::trace::Kind;

impl Core {
    /// Begins to wait for something; `of` is one of [`wait`]. Its number among what this process waits for.
    pub(super) fn await_result(&mut self, me: u32, of: u8) -> Option<u32> {
        let extra = self.table.get_mut(me).map(Slot::extra)?;
        extra.last_awaited += 1;
        let (wait, wakers) = (Wait::default(), Vec::new());
        let awaited = Awaited { of, asked: 0, result: None, wait, wakers, size: 0 };
        extra.awaited.insert(extra.last_awaited, awaited);
        Some(extra.last_awaited)
    }

    /// Asks the store. What is asked is given to the outside, which answers with an input.
    pub(super) fn ask_store(&mut self, me: u32, request: StoreRequest) -> u32 {
        let Some(id) = self.await_result(me, wait::STORE) else { return 0 };
        self.asked_store += 1;
        let (op, value) = request.shown();
        let text = self.trace.intern(op);
        let (payload, hash) = self.trace.payload(&value, value.logical_size());
        let event = self.emit(Kind::StoreRequest, me, |entry| {
            entry.text = text;
            entry.payload = payload;
            entry.payload_hash = hash;
        });
        let size = EVENT + request.logical_size();
        let fits = self.memory.take(size);
        let awaited = self.table.get_mut(me).and_then(|slot| slot.extra().awaited.get_mut(&id));
        if let Some(awaited) = awaited {
            awaited.asked = event;
            awaited.size = if fits { size } else { 0 };
        }
        if !fits {
            self.out_of_memory();
            let message = "the memory budget of the run is used up: the store cannot be asked";
            let error = Error::new(ErrorKind::RateLimited, message).with_retryable(true);
            self.handling_answers(me, id, Err(error));
            return id;
        }
        self.questions.push(StoreQuestion { process: me, id, request });
        id
    }

    /// The event with which a process has asked the store; 0: it does not wait for that.
    pub(super) fn question(&self, process: u32, id: u32) -> u64 {
        let extra = self.table.get(process).and_then(|slot| slot.extra.as_ref());
        extra.and_then(|extra| extra.awaited.get(&id)).map_or(0, |awaited| awaited.asked)
    }

    /// Whether a process still waits for what it has asked the store.
    pub(super) fn is_open(&self, process: u32, id: u32) -> bool {
        let extra = self.table.get(process).and_then(|slot| slot.extra.as_ref());
        let awaited = extra.and_then(|extra| extra.awaited.get(&id));
        awaited.is_some_and(|awaited| awaited.of == wait::STORE && awaited.result.is_none())
    }

    /// The store answers; false if nobody waits for that any more.
    pub(super) fn answer_store(&mut self, process: u32, id: u32, answer: Outcome) -> bool {
        if !self.is_open(process, id) {
            return false;
        }
        self.handling_answers(process, id, answer);
        true
    }

    /// What is being handled is the answer to a question.
    fn handling_answers(&mut self, process: u32, id: u32, answer: Outcome) {
        self.asked_store -= 1;
        let (cause, at) = (self.current.handling.cause, self.time);
        self.give_result(process, id, Pending { item: answer, cause, at, peer: 0 });
    }

    pub(super) fn give_result(&mut self, process: u32, id: u32, result: Pending<Outcome>) {
        let Some(slot) = self.table.get_mut(process) else { return };
        let polls = slot.polls;
        let Some(awaited) = slot.extra().awaited.get_mut(&id) else { return };
        self.memory.give_back(awaited.size);
        awaited.size = EVENT + result.item.as_ref().map_or(0, Value::logical_size);
        self.memory.force(awaited.size);
        awaited.result = Some(result);
        let (root, wakers) = rouse(&mut awaited.wait, &mut awaited.wakers, polls);
        self.rouse(process, root, wakers);
    }

    pub(super) fn result(&mut self, me: u32, id: u32, waker: &Waker) -> Poll<Outcome> {
        let root = self.waker.clone();
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let awaited = slot.extra().awaited.get(&id);
        if let Some(&Awaited { of, result: None, .. }) = awaited {
            let waiter = Self::wait_at(waker, &root, slot, of);
            if let Some(awaited) = slot.extra().awaited.get_mut(&id) {
                let added = awaited.wait.add(waiter, waker, &mut awaited.wakers);
                slot.foreign_waits += added;
            }
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let Some(extra) = self.table.get_mut(me).map(Slot::extra) else { return Poll::Pending };
        let Some(awaited) = extra.awaited.remove(&id) else { return Poll::Pending };
        self.memory.give_back(awaited.size);
        let Some(Pending { item, cause, at, peer }) = awaited.result else { return Poll::Pending };
        let open = self.current.handling.open;
        // What the store has answered is in the trace already: its input is the cause of this.
        let (text, shown) = match awaited.of {
            wait::STORE => (STORE, Value::Nil),
            _ => ("result", result_value(&item)),
        };
        self.take_event(me, text, peer, cause, at, &shown);
        // The result belongs to what was being handled when it was asked for.
        self.current.handling.open = open;
        Poll::Ready(item)
    }

    pub(super) fn forget_result(&mut self, me: u32, id: u32) {
        let Some(slot) = self.table.get_mut(me) else { return };
        if let Some(awaited) = slot.extra().awaited.remove(&id) {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(awaited.wakers.len() as u32);
            self.memory.give_back(awaited.size);
            self.asked_store -= u32::from(awaited.is_owed_by_outside());
        }
    }
}

/// What the trace calls a question to the store, and its answer.
pub(super) const STORE: &str = "kv_store";

impl Awaited {
    /// Whether somebody outside is to answer it still.
    pub fn is_owed_by_outside(&self) -> bool {
        self.of == wait::STORE && self.result.is_none()
    }
}

/// What is answered to a store's answer that nobody waits for.
pub(super) fn nobody_waits(process: u32) -> Error {
    Error::not_found(format!("process 0x{process:05x} does not wait for this answer of the store"))
}
