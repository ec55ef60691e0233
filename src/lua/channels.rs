//! The channels of one script: their state, and who waits at them. What they carry is not looked at.
//!
//! They differ from [`crate::channel`] in one thing: whoever is woken is told at once what came of it, so the order in
//! which tasks go on is the one that Wippy's runtime has.

use std::collections::{BTreeMap, VecDeque};

/// A channel of this script.
pub type Id = u32;

/// A wait of a task: numbers that grow, so their order is the order in which waiting began.
pub type Ticket = u64;

/// Where the values of a channel come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From `send`, inside the process.
    Tasks,
    /// The inbox of the process.
    Inbox,
    /// The events of the process.
    Events,
    /// A topic that is listened to, by its slot; as whole messages or as payloads.
    Topic { slot: u32, whole: bool },
    /// A timer.
    Timer(u32),
}

/// One of several things that a task waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Case<V> {
    Receive(Id),
    Send(Id, V),
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Ready<V> {
    Received(V),
    Sent,
    /// The channel is closed: there is nothing to receive, and nothing can be sent.
    Closed,
}

/// A wait that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion<V> {
    pub ticket: Ticket,
    pub case: usize,
    pub ready: Ready<V>,
}

/// A case that was ready, what came of it, and who goes on because of it.
pub type Chosen<V> = (usize, Ready<V>, Option<Completion<V>>);

struct Channel<V> {
    source: Source,
    capacity: usize,
    closed: bool,
    buffer: VecDeque<V>,
    senders: VecDeque<(Ticket, usize, V)>,
    receivers: VecDeque<(Ticket, usize)>,
}

/// All channels of a script, and the waits at them.
pub struct Channels<V> {
    /// In boxes: a vector makes room for four at once, and most scripts have one channel.
    list: Vec<Option<Box<Channel<V>>>>,
    free: Vec<Id>,
    /// The channels of each wait, by case.
    waits: BTreeMap<Ticket, Vec<Id>>,
}

impl<V> Default for Channels<V> {
    fn default() -> Self {
        Self { list: Vec::new(), free: Vec::new(), waits: BTreeMap::new() }
    }
}

impl<V: Clone> Channels<V> {
    /// A new channel; `capacity` values fit into it, 0 hands over from hand to hand.
    pub fn open(&mut self, source: Source, capacity: usize) -> Id {
        let channel = Box::new(Channel {
            source,
            capacity,
            closed: false,
            buffer: VecDeque::new(),
            senders: VecDeque::new(),
            receivers: VecDeque::new(),
        });
        if let Some(id) = self.free.pop() {
            self.list[id as usize] = Some(channel);
            return id;
        }
        self.list.push(Some(channel));
        self.list.len() as Id - 1
    }

    /// Forgets a channel that nothing of the script refers to any more.
    pub fn forget(&mut self, id: Id) {
        if self.list.get_mut(id as usize).and_then(Option::take).is_some() {
            self.free.push(id);
        }
    }

    /// Where its values come from. One that is closed is an ordinary channel.
    pub fn source(&self, id: Id) -> Source {
        self.get(id).map_or(Source::Tasks, |channel| channel.source)
    }

    /// Whether it was closed.
    pub fn is_closed(&self, id: Id) -> bool {
        self.get(id).is_none_or(|channel| channel.closed)
    }

    /// Does what the first case that is ready says; and who goes on because of it. `None` if none is ready.
    pub fn try_cases(&mut self, cases: &[Case<V>]) -> Option<Chosen<V>> {
        cases.iter().enumerate().find_map(|(index, case)| {
            let (ready, woken) = match case {
                Case::Receive(id) => self.receive(*id)?,
                Case::Send(id, _) if cases.len() > 1 && self.is_closed(*id) => return None,
                Case::Send(id, value) => self.send(*id, value)?,
            };
            Some((index, ready, woken))
        })
    }

    fn receive(&mut self, id: Id) -> Option<(Ready<V>, Option<Completion<V>>)> {
        let channel = self.get_mut(id)?;
        let value = channel.buffer.pop_front();
        if value.is_none() && channel.closed {
            return Some((Ready::Closed, None));
        }
        let woken = channel.senders.pop_front();
        let (value, woken) = match (value, woken) {
            (None, None) => return None,
            (None, Some((ticket, case, sent))) => (sent, Some((ticket, case))),
            (Some(value), Some((ticket, case, sent))) => {
                channel.buffer.push_back(sent);
                (value, Some((ticket, case)))
            }
            (Some(value), None) => (value, None),
        };
        let woken = woken.map(|(ticket, case)| self.complete(ticket, case, Ready::Sent));
        Some((Ready::Received(value), woken))
    }

    fn send(&mut self, id: Id, value: &V) -> Option<(Ready<V>, Option<Completion<V>>)> {
        let channel = self.get_mut(id)?;
        if channel.closed {
            return Some((Ready::Closed, None));
        }
        if let Some((ticket, case)) = channel.receivers.pop_front() {
            let woken = self.complete(ticket, case, Ready::Received(value.clone()));
            return Some((Ready::Sent, Some(woken)));
        }
        if channel.buffer.len() < channel.capacity {
            channel.buffer.push_back(value.clone());
            return Some((Ready::Sent, None));
        }
        None
    }

    /// Begins to wait for the first of these cases.
    pub fn wait(&mut self, ticket: Ticket, cases: Vec<Case<V>>) {
        let mut ids = Vec::with_capacity(cases.len());
        for (index, case) in cases.into_iter().enumerate() {
            let (Case::Receive(id) | Case::Send(id, _)) = case;
            ids.push(id);
            let Some(channel) = self.get_mut(id) else { continue };
            match case {
                Case::Receive(_) => channel.receivers.push_back((ticket, index)),
                Case::Send(_, value) if !channel.closed => {
                    channel.senders.push_back((ticket, index, value));
                }
                Case::Send(..) => {} // never ready
            }
        }
        self.waits.insert(ticket, ids);
    }

    /// Gives a wait up.
    pub fn abandon(&mut self, ticket: Ticket) {
        for id in self.waits.remove(&ticket).unwrap_or_default() {
            let Some(channel) = self.get_mut(id) else { continue };
            channel.receivers.retain(|(other, _)| *other != ticket);
            channel.senders.retain(|(other, _, _)| *other != ticket);
        }
    }

    /// Closes a channel: whoever sends fails, then whoever receives is told. Twice is fine.
    pub fn close(&mut self, id: Id) -> Vec<Completion<V>> {
        let Some(channel) = self.get_mut(id) else { return Vec::new() };
        channel.closed = true;
        channel.source = Source::Tasks;
        let senders: Vec<_> =
            channel.senders.iter().map(|(ticket, case, _)| (*ticket, *case)).collect();
        let receivers: Vec<_> = channel.receivers.iter().copied().collect();
        let mut over = Vec::new();
        for (ticket, case) in senders.into_iter().chain(receivers) {
            // A select may wait at one channel twice; a wait ends once.
            if self.waits.contains_key(&ticket) {
                over.push(self.complete(ticket, case, Ready::Closed));
            }
        }
        over
    }

    /// The first case of a wait, from an index on, that something outside of the script can make ready.
    pub fn outside(&self, ticket: Ticket, from: usize) -> Option<(usize, Id, Source)> {
        let ids = self.waits.get(&ticket)?;
        let mut cases = ids.iter().enumerate().skip(from);
        cases.find_map(|(case, id)| match self.source(*id) {
            Source::Tasks => None,
            source => Some((case, *id, source)),
        })
    }

    /// Ends a wait.
    pub fn complete(&mut self, ticket: Ticket, case: usize, ready: Ready<V>) -> Completion<V> {
        self.abandon(ticket);
        Completion { ticket, case, ready }
    }

    fn get(&self, id: Id) -> Option<&Channel<V>> {
        self.list.get(id as usize)?.as_deref()
    }

    fn get_mut(&mut self, id: Id) -> Option<&mut Channel<V>> {
        self.list.get_mut(id as usize)?.as_deref_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(capacity: usize) -> (Channels<u32>, Id) {
        let mut channels = Channels::default();
        let id = channels.open(Source::Tasks, capacity);
        (channels, id)
    }

    fn received(ticket: Ticket, case: usize, value: u32) -> Completion<u32> {
        Completion { ticket, case, ready: Ready::Received(value) }
    }

    #[test]
    fn a_value_goes_to_the_receiver_that_waited_first() {
        let (mut channels, id) = open(0);
        channels.wait(1, vec![Case::Receive(id)]);
        channels.wait(2, vec![Case::Receive(id)]);
        let sent = channels.try_cases(&[Case::Send(id, 7)]);
        assert_eq!(sent, Some((0, Ready::Sent, Some(received(1, 0, 7)))));
        let sent = channels.try_cases(&[Case::Send(id, 8)]);
        assert_eq!(sent, Some((0, Ready::Sent, Some(received(2, 0, 8)))));
        assert_eq!(channels.try_cases(&[Case::Send(id, 9)]), None);
    }

    #[test]
    fn a_waiting_sender_moves_up_into_the_buffer() {
        let (mut channels, id) = open(1);
        assert_eq!(channels.try_cases(&[Case::Send(id, 1)]), Some((0, Ready::Sent, None)));
        channels.wait(5, vec![Case::Send(id, 2)]);
        let (_, ready, woken) = channels.try_cases(&[Case::Receive(id)]).expect("a value");
        assert_eq!(ready, Ready::Received(1));
        assert_eq!(woken, Some(Completion { ticket: 5, case: 0, ready: Ready::Sent }));
        assert_eq!(channels.try_cases(&[Case::Receive(id)]), Some((0, Ready::Received(2), None)));
    }

    #[test]
    fn a_select_waits_at_one_channel_only_until_another_was_ready() {
        let (mut channels, first) = open(0);
        let second = channels.open(Source::Tasks, 0);
        channels.wait(1, vec![Case::Receive(first), Case::Receive(second)]);
        assert!(channels.try_cases(&[Case::Send(second, 3)]).is_some());
        assert_eq!(channels.try_cases(&[Case::Send(first, 4)]), None, "nobody waits here any more");
    }

    #[test]
    fn closing_tells_senders_first_then_receivers_and_each_wait_once() {
        let (mut channels, id) = open(0);
        channels.wait(1, vec![Case::Receive(id), Case::Receive(id)]);
        channels.wait(2, vec![Case::Receive(id)]);
        let tickets =
            |list: Vec<Completion<u32>>| list.iter().map(|one| one.ticket).collect::<Vec<_>>();
        assert_eq!(tickets(channels.close(id)), [1, 2]);
        assert_eq!(tickets(channels.close(id)), Vec::<Ticket>::new());
        assert_eq!(channels.try_cases(&[Case::Receive(id)]), Some((0, Ready::Closed, None)));
    }

    #[test]
    fn a_send_case_on_a_closed_channel_is_never_ready() {
        let (mut channels, closed) = open(0);
        let open = channels.open(Source::Tasks, 1);
        channels.close(closed);
        let ready = channels.try_cases(&[Case::Send(closed, 1), Case::Send(open, 2)]);
        assert_eq!(ready, Some((1, Ready::Sent, None)));
    }

    #[test]
    fn what_is_left_in_a_closed_channel_can_be_received() {
        let (mut channels, id) = open(2);
        channels.try_cases(&[Case::Send(id, 1)]);
        channels.close(id);
        assert_eq!(channels.try_cases(&[Case::Receive(id)]), Some((0, Ready::Received(1), None)));
        assert_eq!(channels.try_cases(&[Case::Receive(id)]), Some((0, Ready::Closed, None)));
    }
}
