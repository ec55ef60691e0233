//! What faults do to messages that have been sent and not received.

use super::core::Core;
use super::fault::{MessageFault, Place};
use super::faults::LateLetter;
use super::mail::{Letter, Mail};
use super::memory::MESSAGE;
use crate::base::{Error, Time};
use crate::trace::Kind;

/// Where a message is that has not been received.
pub(super) struct At {
    pub to: u32,
    pub event: u64,
    spot: Spot,
}

enum Spot {
    Inbox(usize),
    Topic(usize, usize),
    Late(Time),
}

impl Core {
    /// The message that somebody means, if the fault can be done to it.
    pub(super) fn check_message(&self, message: u64, what: &MessageFault) -> Result<At, Error> {
        Self::check_change(what)?;
        let at = self.find_message(message)?;
        if matches!((&at.spot, what), (Spot::Late(_), MessageFault::Move(_))) {
            return Err(Error::invalid(format!(
                "message {message} is late: it has no place in a mailbox yet"
            )));
        }
        Ok(at)
    }

    /// Whether this can be done to any message.
    pub(super) fn check_change(what: &MessageFault) -> Result<(), Error> {
        match what {
            MessageFault::Edit { topic: Some(topic), .. } => {
                Self::check_topic(topic).map_err(|(_, error)| error)
            }
            _ => Ok(()),
        }
    }

    fn find_message(&self, message: u64) -> Result<At, Error> {
        // Its own number first: a copy comes from the same send as the original.
        self.search(|letter| letter.send == message)
            .or_else(|| self.search(|letter| self.comes_from(letter.send, message)))
            .ok_or_else(|| {
                let send = self
                    .trace
                    .get(message)
                    .filter(|record| matches!(record.kind(), Kind::Send | Kind::Fault));
                Error::not_found(match send {
                    Some(_) => format!(
                        "message {message} is not on its way any more: it was received, or is lost"
                    ),
                    None => format!("event {message} is no message that was sent"),
                })
            })
    }

    pub(super) fn search(&self, is_meant: impl Fn(&Letter) -> bool) -> Option<At> {
        let place = |mail: Mail| self.mail.iter(mail).position(&is_meant);
        let event = |mail: Mail, index| self.mail.iter(mail).nth(index).map_or(0, |l| l.send);
        for (to, slot) in self.table.iter() {
            if let Some(index) = place(slot.inbox) {
                return Some(At { to, event: event(slot.inbox, index), spot: Spot::Inbox(index) });
            }
            let topics = slot.extra.iter().flat_map(|extra| extra.topics.iter());
            for (topic, mail) in topics.map(|topic| topic.mail).enumerate() {
                if let Some(index) = place(mail) {
                    let spot = Spot::Topic(topic, index);
                    return Some(At { to, event: event(mail, index), spot });
                }
            }
        }
        let late = self.late().find(|late| is_meant(&late.letter))?;
        Some(At { to: late.to, event: late.letter.send, spot: Spot::Late(late.due) })
    }

    /// Whether `event`, with which a message got where it is, comes from the send `message`, or from a fault that struck it.
    fn comes_from(&self, mut event: u64, message: u64) -> bool {
        while event > message {
            match self.trace.get(event) {
                Some(record) if record.kind() == Kind::Fault => event = record.cause(),
                _ => return false,
            }
        }
        event == message
    }

    /// Strikes a message where it is. `event` is the fault.
    pub(super) fn strike_message(&mut self, at: At, what: &MessageFault, event: u64) {
        let At { to, event: was, spot } = at;
        if let Spot::Late(due) = spot {
            let Some(LateLetter { letter, .. }) = self.faults().late.remove(was) else { return };
            for letter in self.change(to, letter, what, event) {
                self.faults().late.push(LateLetter { due, to, letter });
            }
            return;
        }
        let Some(slot) = self.table.get_mut(to) else { return };
        let (mail, index) = match (&spot, &mut slot.extra) {
            (Spot::Topic(topic, index), Some(extra)) => (&mut extra.topics[*topic].mail, *index),
            (Spot::Inbox(index), _) => (&mut slot.inbox, *index),
            _ => return,
        };
        let mut mail = std::mem::take(mail);
        let mut letters: Vec<_> = std::iter::from_fn(|| self.mail.pop(&mut mail)).collect();
        let letter = letters.remove(index);
        let listened = self.listened(to, letter.topic);
        let mut moved = Vec::new();
        for (place, letter) in self.change(to, letter, what, event).into_iter().enumerate() {
            let index = match what {
                MessageFault::Move(Place::Front) => 0,
                MessageFault::Move(Place::Later) => index + 1,
                MessageFault::Move(Place::Back) => letters.len(),
                _ => index + place,
            };
            if self.listened(to, letter.topic) == listened {
                letters.insert(index.min(letters.len()), letter);
            } else {
                moved.push(letter);
            }
        }
        for letter in letters {
            self.mail.push(&mut mail, letter);
        }
        if let Some(slot) = self.table.get_mut(to) {
            match (spot, &mut slot.extra) {
                (Spot::Topic(topic, _), Some(extra)) => extra.topics[topic].mail = mail,
                _ => slot.inbox = mail,
            }
        }
        // With another topic it may belong into another channel.
        moved.into_iter().for_each(|letter| self.put(to, letter));
    }

    /// In which of its channels a process gets messages about a topic; `None`: in its inbox.
    fn listened(&self, to: u32, topic: u32) -> Option<usize> {
        let extra = self.table.get(to)?.extra.as_ref()?;
        extra.topics.iter().position(|listened| listened.open && listened.id == topic)
    }

    /// What is left of a message that was taken from its place: nothing, itself, or itself and a copy.
    pub(super) fn change(
        &mut self,
        to: u32,
        mut letter: Letter,
        what: &MessageFault,
        event: u64,
    ) -> Vec<Letter> {
        match what {
            MessageFault::Drop => {
                self.memory.give_back(MESSAGE + u64::from(letter.size));
                return Vec::new();
            }
            MessageFault::Delay(by) => {
                letter.send = event;
                let due = self.time + *by;
                self.faults().late.push(LateLetter { due, to, letter });
                return Vec::new();
            }
            MessageFault::Duplicate => {
                self.memory.force(MESSAGE + u64::from(letter.size));
                let copy = Letter { payload: letter.payload.clone(), send: event, ..letter };
                return vec![letter, copy];
            }
            MessageFault::Move(_) => {}
            MessageFault::Edit { topic, payload } => {
                if let Some(topic) = topic {
                    letter.topic = self.trace.intern(topic);
                }
                if let Some(payload) = payload {
                    let size = payload.logical_size();
                    self.memory.give_back(u64::from(letter.size));
                    self.memory.force(size);
                    (letter.payload_id, letter.payload_hash) = self.trace.payload(payload, size);
                    letter.payload = payload.clone();
                    letter.size = u32::try_from(size).unwrap_or(u32::MAX);
                }
            }
        }
        letter.send = event;
        vec![letter]
    }
}
