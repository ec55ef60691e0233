//! Mailboxes: queues of messages whose nodes come from one pool.

use crate::base::{Time, Value};

const NONE: u32 = u32::MAX;

/// A queue of messages in the [`MailPool`].
#[derive(Clone, Copy)]
pub(super) struct Mail {
    head: u32,
    tail: u32,
    len: u32,
}

impl Default for Mail {
    fn default() -> Self {
        Self { head: NONE, tail: NONE, len: 0 }
    }
}

impl Mail {
    pub fn len(self) -> u32 {
        self.len
    }
}

/// A message on its way.
pub(super) struct Letter {
    pub topic: u32,
    pub from: u32,
    pub from_host: u16,
    pub payload: Value,
    /// Id of the payload in the trace, and its logical size.
    pub payload_id: u32,
    pub payload_hash: u64,
    pub size: u32,
    pub send: u64,
    pub at: Time,
}

struct Node {
    letter: Option<Letter>,
    next: u32,
}

/// The nodes of all mailboxes. A node is reused as soon as its message was taken.
pub(super) struct MailPool {
    nodes: Vec<Node>,
    free: u32,
    queued: u64,
}

impl Default for MailPool {
    fn default() -> Self {
        Self { nodes: Vec::new(), free: NONE, queued: 0 }
    }
}

impl MailPool {
    /// Messages in all mailboxes.
    pub fn queued(&self) -> u64 {
        self.queued
    }

    pub fn push(&mut self, mail: &mut Mail, letter: Letter) {
        let index = if self.free == NONE {
            self.nodes.push(Node { letter: Some(letter), next: NONE });
            (self.nodes.len() - 1) as u32
        } else {
            let index = self.free;
            let node = &mut self.nodes[index as usize];
            self.free = node.next;
            node.letter = Some(letter);
            node.next = NONE;
            index
        };
        if mail.tail == NONE {
            mail.head = index;
        } else {
            self.nodes[mail.tail as usize].next = index;
        }
        mail.tail = index;
        mail.len += 1;
        self.queued += 1;
    }

    pub fn pop(&mut self, mail: &mut Mail) -> Option<Letter> {
        if mail.head == NONE {
            return None;
        }
        let index = mail.head;
        let node = &mut self.nodes[index as usize];
        mail.head = node.next;
        node.next = self.free;
        self.free = index;
        if mail.head == NONE {
            mail.tail = NONE;
        }
        mail.len -= 1;
        self.queued -= 1;
        let letter = node.letter.take();
        if self.queued == 0 && self.nodes.len() > 65_536 {
            // A flood is over: give its memory back. (Every queue is empty, so no index is left anywhere.)
            *self = Self::default();
        }
        letter
    }

    /// Puts the message of a send before all others. Whether it was there.
    pub fn bring_forward(&mut self, mail: &mut Mail, send: u64) -> bool {
        let Some(place) = self.iter(*mail).position(|letter| letter.send == send) else {
            return false;
        };
        if place > 0 {
            let mut letters: Vec<Letter> = std::iter::from_fn(|| self.pop(mail)).collect();
            let chosen = letters.remove(place);
            self.push(mail, chosen);
            letters.into_iter().for_each(|letter| self.push(mail, letter));
        }
        true
    }

    /// One queue of two, by the order in which their messages were sent.
    pub fn merge(&mut self, mut one: Mail, mut other: Mail) -> Mail {
        let mut merged = Mail::default();
        loop {
            let sent =
                |mail: Mail| self.nodes.get(mail.head as usize)?.letter.as_ref().map(|l| l.send);
            let first = match (sent(one), sent(other)) {
                (None, None) => return merged,
                (Some(a), Some(b)) if b < a => &mut other,
                (None, Some(_)) => &mut other,
                _ => &mut one,
            };
            // The pool must not believe that a flood is over while it is being sorted.
            self.queued += 1;
            if let Some(letter) = self.pop(first) {
                self.push(&mut merged, letter);
            }
            self.queued -= 1;
        }
    }

    /// The messages of a mailbox, oldest first.
    pub fn iter(&self, mail: Mail) -> impl Iterator<Item = &Letter> {
        let mut next = mail.head;
        std::iter::from_fn(move || {
            let node = self.nodes.get(next as usize)?;
            next = node.next;
            node.letter.as_ref()
        })
    }
}
