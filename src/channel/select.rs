//! [`select`]: the first ready of several cases.

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use super::queue::Channel;
use super::watch::Operation;

/// One of several things to wait for.
pub enum Case<T> {
    /// Take a value, or learn that the channel is closed.
    Receive(Channel<T>),
    /// Send a value. Never ready on a closed channel.
    Send(Channel<T>, T),
}

impl<T> Case<T> {
    /// A receive case.
    pub fn receive(channel: &Channel<T>) -> Self {
        Self::Receive(channel.clone())
    }

    /// A send case.
    pub fn send(channel: &Channel<T>, value: T) -> Self {
        Self::Send(channel.clone(), value)
    }
}

/// What a [`select`] ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected<T> {
    /// Index of the case.
    pub case: usize,
    /// The value received; `None` for a closed channel and for a send.
    pub value: Option<T>,
}

/// Waits for the first ready of several cases. When several are ready, the first in their order wins.
///
/// ```
/// use futures::FutureExt;
/// use rehearsal::channel::{Case, Channel, Selected, select};
///
/// let (first, second) = (Channel::new(1), Channel::new(1));
/// second.try_send("two").unwrap();
/// first.try_send("one").unwrap();
/// let ready = select([Case::receive(&first), Case::receive(&second)]).now_or_never();
/// assert_eq!(ready, Some(Selected { case: 0, value: Some("one") }));
/// ```
pub fn select<T>(cases: impl IntoIterator<Item = Case<T>>) -> Select<T> {
    Select { cases: cases.into_iter().map(|case| (Some(case), None)).collect() }
}

/// The first ready of several cases, `None` if none is: a select with a default.
pub fn try_select<T>(cases: impl IntoIterator<Item = Case<T>>) -> Option<Selected<T>> {
    cases.into_iter().enumerate().find_map(|(index, case)| {
        let (channel, value) = match case {
            Case::Receive(channel) => {
                let value = channel.try_receive()?;
                (channel, value)
            }
            Case::Send(channel, value) => {
                channel.try_send(value).ok()?;
                (channel, None)
            }
        };
        channel.note(Operation::Select(index));
        Some(Selected { case: index, value })
    })
}

/// Waits for the first ready case. Made by [`select`].
#[must_use = "nothing is selected unless this is awaited"]
pub struct Select<T> {
    /// The cases, each with its ticket in the queue of its channel.
    cases: Vec<(Option<Case<T>>, Option<u64>)>,
}

// Values are moved in and out, never pinned.
impl<T> Unpin for Select<T> {}

impl<T> Select<T> {
    /// How many places this select has among those who wait to receive from `channel`.
    fn own_places(&self, channel: &Channel<T>) -> usize {
        let own = |(case, place): &&(Option<Case<T>>, Option<u64>)| {
            place.is_some() && matches!(case, Some(Case::Receive(other)) if other.is(channel))
        };
        self.cases.iter().filter(own).count()
    }

    /// Whether this is a send case that could go ahead. A select never sends to itself.
    fn can_send(&self, index: usize) -> bool {
        match &self.cases[index].0 {
            Some(Case::Send(channel, _)) => channel.can_send(self.own_places(channel)),
            _ => false,
        }
    }
}

impl<T> Future for Select<T> {
    type Output = Selected<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Selected<T>> {
        // First who is ready at all, in their order; only then does anybody queue up.
        for index in 0..self.cases.len() {
            let can_send = self.can_send(index);
            let (case, place) = &mut self.cases[index];
            match case {
                Some(Case::Receive(channel)) => {
                    if let Some(value) = channel.try_receive_at(place) {
                        channel.note(Operation::Select(index));
                        return Poll::Ready(Selected { case: index, value });
                    }
                }
                Some(Case::Send(..)) if can_send => {
                    if let Some(Case::Send(channel, value)) = case.take() {
                        if let Some(ticket) = place.take() {
                            channel.leave_watchers(ticket);
                        }
                        if channel.try_send(value).is_ok() {
                            channel.note(Operation::Select(index));
                            return Poll::Ready(Selected { case: index, value: None });
                        }
                    }
                }
                _ => {}
            }
        }
        for (case, place) in &mut self.cases {
            match case {
                Some(Case::Receive(channel)) => channel.queue_receiver(place, cx.waker()),
                Some(Case::Send(channel, _)) => channel.watch_room(place, cx.waker()),
                None => {}
            }
        }
        Poll::Pending
    }
}

impl<T> Drop for Select<T> {
    fn drop(&mut self) {
        for (case, place) in &mut self.cases {
            match (case, place.take()) {
                (Some(Case::Receive(channel)), Some(ticket)) => channel.leave_receivers(ticket),
                (Some(Case::Send(channel, _)), Some(ticket)) => channel.leave_watchers(ticket),
                _ => {}
            }
        }
    }
}
