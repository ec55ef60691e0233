//! Messages on their way: sent, refused or put into a mailbox, received; topics listened to.

use std::task::{Poll, Waker};

use super::core::{Core, Effect, OUTSIDE, Resolved, Waiter, gone};
use super::mail::Letter;
use super::memory::MESSAGE;
use super::table::{Topic, Wait, rouse, wait};
use crate::base::{Error, ErrorKind, Value};
use crate::process::{Destination, Handling, Mailbox, Message, Open, SendError};
use crate::trace::Kind;

impl Core {
    pub(super) fn send(
        &mut self,
        me: u32,
        to: &Destination<'_>,
        topic: &str,
        payload: Value,
    ) -> Result<(), SendError> {
        let host = self.table.get(me).map_or(OUTSIDE, |slot| slot.host);
        self.send_as(me, host, to, topic, payload)
    }

    /// First messages have no sender, though their arrow begins at the spawner: they come from the host of nobody.
    pub(super) fn send_as(
        &mut self,
        me: u32,
        from_host: u16,
        to: &Destination<'_>,
        topic: &str,
        payload: Value,
    ) -> Result<(), SendError> {
        let size = payload.logical_size();
        let (payload_id, payload_hash) = self.trace.payload(&payload, size);
        let topic_id = self.trace.intern(topic);
        let letter = Letter {
            topic: topic_id,
            from: me,
            from_host,
            payload,
            payload_id,
            payload_hash,
            size: u32::try_from(size).unwrap_or(u32::MAX),
            send: 0,
            at: self.time,
        };
        if let Err((why, error)) = Self::check_topic(topic) {
            return Err(self.refuse(letter, 0, why, error));
        }
        match self.resolve(to) {
            Ok(Resolved::Process(number)) => self.deliver(number, letter),
            Ok(Resolved::Outside) => {
                self.answer_outside(letter);
                Ok(())
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                self.counters.dead_letters += 1;
                self.emit_letter(Kind::DeadLetter, &letter, 0, 0);
                Err(SendError { error, payload: letter.payload })
            }
            Err(error) => Err(self.refuse(letter, 0, "malformed pid", error)),
        }
    }

    /// Whether a message may have this topic: if not, why in a word and why in a sentence.
    pub(super) fn check_topic(topic: &str) -> Result<(), (&'static str, Error)> {
        if topic.is_empty() {
            return Err(("empty topic", Error::invalid("a topic must not be empty")));
        }
        if topic.starts_with('@') {
            let topic = super::core::short(topic);
            let message =
                format!("topic {topic:?} is reserved: those that begin with '@' are the runtime's");
            return Err(("reserved topic", Error::invalid(message)));
        }
        Ok(())
    }

    pub(super) fn emit_letter(&mut self, kind: Kind, letter: &Letter, to: u32, a: u64) -> u64 {
        self.emit(kind, letter.from, |entry| {
            entry.peer = to;
            entry.text = letter.topic;
            entry.payload = letter.payload_id;
            entry.payload_hash = letter.payload_hash;
            entry.a = a;
        })
    }

    pub(super) fn refuse(&mut self, letter: Letter, to: u32, why: &str, error: Error) -> SendError {
        self.counters.refused += 1;
        let why = self.trace.intern(why);
        self.emit_letter(Kind::Refused, &letter, to, u64::from(why));
        SendError { error, payload: letter.payload }
    }

    /// Puts a message into a mailbox, if there is room for it.
    pub(super) fn deliver(&mut self, to: u32, mut letter: Letter) -> Result<(), SendError> {
        if !self.memory.take(MESSAGE + u64::from(letter.size)) {
            return Err(self.refuse_for_memory(letter, to));
        }
        if let Some(slot) = self.table.get(to)
            && slot.capacity != u32::MAX
            && slot.depth() >= slot.capacity
        {
            return Err(self.refuse_for_room(letter, to));
        }
        letter.send = self.emit_letter(Kind::Send, &letter, to, 0);
        self.counters.messages += 1;
        if let Some(slot) = self.table.get_mut(letter.from) {
            slot.sent = slot.sent.saturating_add(1);
        }
        if self.faults.is_some() {
            self.put_or_strike(to, letter);
        } else {
            self.put(to, letter);
        }
        Ok(())
    }

    /// Into the mailbox.
    pub(super) fn put(&mut self, to: u32, letter: Letter) {
        let Some(slot) = self.table.get_mut(to) else { return };
        if slot.extra.is_some() {
            self.deliver_by_topic(to, letter);
            return;
        }
        self.mail.push(&mut slot.inbox, letter);
        if slot.inbox_wait.is_root(slot.polls) {
            Self::wake_slot(to, slot, &mut self.queue, &mut self.current);
        }
    }

    /// To one that may listen to topics, or wait in other ways than with its main coroutine at the inbox.
    fn deliver_by_topic(&mut self, to: u32, letter: Letter) {
        let Some(slot) = self.table.get_mut(to) else { return };
        let topic = letter.topic;
        let polls = slot.polls;
        let extra = slot.extra();
        let listened = extra.topics.iter_mut().find(|t| t.open && t.id == topic);
        let (others, root, wakers) = match listened {
            Some(topic) => {
                self.mail.push(&mut topic.mail, letter);
                let others = std::mem::take(&mut topic.wait.others);
                (others, topic.wait.is_root(polls), std::mem::take(&mut topic.wakers))
            }
            None => {
                let wakers = std::mem::take(&mut extra.inbox_wakers);
                self.mail.push(&mut slot.inbox, letter);
                let others = std::mem::take(&mut slot.inbox_wait.others);
                (others, slot.inbox_wait.is_root(polls), wakers)
            }
        };
        if others {
            self.wake_others(to, wakers);
        } else if root {
            self.wake(to);
        }
    }

    #[cold]
    fn refuse_for_memory(&mut self, letter: Letter, to: u32) -> SendError {
        self.out_of_memory();
        let error = Error::new(ErrorKind::RateLimited, "the memory budget of the run is used up");
        self.refuse(letter, to, "memory budget", error.with_retryable(true))
    }

    #[cold]
    fn refuse_for_room(&mut self, letter: Letter, to: u32) -> SendError {
        self.memory.give_back(MESSAGE + u64::from(letter.size));
        let fault = self.filled_by(to);
        if fault != 0 {
            return self.refuse_for_fault(letter, to, fault);
        }
        let capacity = self.table.get(to).map_or(0, |slot| slot.capacity);
        let message = format!("the mailbox of {} is full: {capacity} messages", self.pid(to));
        let full = Error::new(ErrorKind::RateLimited, message).with_retryable(true);
        self.refuse(letter, to, "mailbox full", full)
    }

    pub(super) fn wake_others(&mut self, number: u32, wakers: Vec<Waker>) {
        if let Some(slot) = self.table.get_mut(number) {
            slot.foreign_waits = slot.foreign_waits.saturating_sub(wakers.len() as u32);
        }
        wakers.into_iter().for_each(Waker::wake);
        self.wake(number);
    }

    /// A message for the outside is there as soon as it is sent.
    pub(super) fn answer_outside(&mut self, letter: Letter) {
        let send = self.emit_letter(Kind::Send, &letter, 0, 0);
        self.counters.messages += 1;
        if let Some(slot) = self.table.get_mut(letter.from) {
            slot.sent = slot.sent.saturating_add(1);
        }
        let event = self.emit(Kind::Receive, 0, |entry| {
            entry.cause = send;
            entry.peer = letter.from;
            entry.text = letter.topic;
            entry.payload = letter.payload_id;
            entry.payload_hash = letter.payload_hash;
        });
        let from = self.pid_of(letter.from, letter.from_host);
        let topic = self.trace.text(letter.topic);
        self.effects.push(Effect::Answer { from, topic, payload: letter.payload, event });
    }

    pub(super) fn receive(
        &mut self,
        me: u32,
        mailbox: Mailbox,
        waker: &Waker,
    ) -> Poll<Option<Message>> {
        self.settle(me);
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let (len, open) = match mailbox {
            Mailbox::Inbox => (slot.inbox.len(), true),
            Mailbox::Topic(index) => match &slot.extra().topics[index as usize] {
                topic if topic.open => (topic.mail.len(), true),
                _ => (0, false),
            },
        };
        if len == 0 {
            if !open {
                return Poll::Ready(None);
            }
            self.wait_for_mail(me, mailbox, waker);
            return Poll::Pending;
        }
        if !self.may_take(waker) {
            return Poll::Pending;
        }
        self.begin_delivery();
        let time = self.time;
        let Some(slot) = self.table.get_mut(me) else { return Poll::Pending };
        let mail = match (mailbox, &mut slot.extra) {
            (Mailbox::Topic(index), Some(extra)) => &mut extra.topics[index as usize].mail,
            _ => &mut slot.inbox,
        };
        let Some(letter) = self.mail.pop(mail) else { return Poll::Pending };
        let left = mail.len();
        let waited = time.since(letter.at).as_nanos();
        slot.received = slot.received.saturating_add(1);
        slot.waited_ns += waited;
        self.memory.give_back(MESSAGE + u64::from(letter.size));
        self.waits.add(waited);
        let payload = self.trace.keep(letter.payload_id, &letter.payload, u64::from(letter.size));
        let event = self.emit(Kind::Receive, me, |entry| {
            entry.cause = letter.send;
            entry.peer = letter.from;
            entry.text = letter.topic;
            entry.payload = payload;
            entry.payload_hash = letter.payload_hash;
            entry.a = waited;
            entry.b = u64::from(left);
        });
        self.open(event, letter.topic, letter.from);
        let from = self.pid_of(letter.from, letter.from_host);
        let topic = self.trace.text(letter.topic);
        Poll::Ready(Some(Message { topic, from, payload: letter.payload }))
    }

    /// From now on, everything has this delivery as its cause, until it is done.
    pub(super) fn open(&mut self, receive: u64, topic: u32, peer: u32) {
        let open = Open { receive, at: self.time, turn: self.turn, topic, peer };
        self.current.handling = Handling { cause: receive, open: Some(open) };
    }

    pub(super) fn wait_for_mail(&mut self, me: u32, mailbox: Mailbox, waker: &Waker) {
        let root = &self.waker;
        let Some(slot) = self.table.get_mut(me) else { return };
        match mailbox {
            Mailbox::Inbox => match Self::wait_at(waker, root, slot, wait::INBOX) {
                Waiter::Root(poll) => slot.inbox_wait.poll = poll,
                Waiter::Other => {
                    let mut wait = slot.inbox_wait;
                    let added = wait.add(Waiter::Other, waker, &mut slot.extra().inbox_wakers);
                    slot.inbox_wait = wait;
                    slot.foreign_waits += added;
                }
            },
            Mailbox::Topic(index) => {
                let waiter = Self::wait_at(waker, root, slot, wait::TOPIC);
                let topic = &mut slot.extra().topics[index as usize];
                let added = topic.wait.add(waiter, waker, &mut topic.wakers);
                slot.foreign_waits += added;
            }
        }
    }

    pub(super) fn listen(&mut self, me: u32, topic: &str) -> Result<u32, Error> {
        if topic.is_empty() || topic.starts_with('@') {
            let topic = super::core::short(topic);
            return Err(Error::invalid(format!(
                "cannot listen to topic {topic:?}: it is empty or reserved"
            )));
        }
        let id = self.trace.intern(topic);
        let Some(slot) = self.table.get_mut(me) else { return Err(gone()) };
        let extra = slot.extra();
        if extra.topics.iter().any(|t| t.open && t.id == id) {
            let message = format!("topic {:?} is listened to already", super::core::short(topic));
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
        let mut listened = Topic {
            id,
            mail: super::mail::Mail::default(),
            open: true,
            wait: Wait::default(),
            wakers: Vec::new(),
        };
        // What waits in the inbox already is taken along, in its order.
        let mut inbox = std::mem::take(&mut slot.inbox);
        while let Some(letter) = self.mail.pop(&mut inbox) {
            let to = if letter.topic == id { &mut listened.mail } else { &mut slot.inbox };
            self.mail.push(to, letter);
        }
        // A closed channel has no handle any more, so its place is free.
        let topics = &mut slot.extra().topics;
        let index = topics.iter().position(|t| !t.open).unwrap_or(topics.len());
        if index < topics.len() {
            topics[index] = listened;
        } else {
            topics.push(listened);
        }
        self.emit(Kind::Listen, me, |entry| entry.text = id);
        Ok(index as u32)
    }

    pub(super) fn unlisten(&mut self, me: u32, index: u32) {
        let Some(slot) = self.table.get_mut(me) else { return };
        let polls = slot.polls;
        let Some(topic) = slot.extra().topics.get_mut(index as usize).filter(|t| t.open) else {
            return;
        };
        topic.open = false;
        let id = topic.id;
        let mail = std::mem::take(&mut topic.mail);
        let (root, wakers) = rouse(&mut topic.wait, &mut topic.wakers, polls);
        // Oldest first, so that the order between one sender and one receiver is kept.
        slot.inbox = self.mail.merge(slot.inbox, mail);
        let inbox = slot.inbox.len() > 0 && slot.inbox_wait.is_root(polls);
        self.emit(Kind::Unlisten, me, |entry| entry.text = id);
        self.rouse(me, root || inbox, wakers);
    }
}
