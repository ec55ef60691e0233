//! Waiting at a channel: [`Send`] and [`Receive`].

use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use super::queue::{Channel, ClosedError};

/// Sends a value. Made by [`Channel::send`]; dropped before it is done, it takes the value back.
#[must_use = "nothing is sent unless this is awaited"]
pub struct Send<T> {
    channel: Channel<T>,
    value: Option<T>,
    place: Option<u64>,
}

impl<T> Send<T> {
    pub(super) fn new(channel: Channel<T>, value: T) -> Self {
        Self { channel, value: Some(value), place: None }
    }
}

// The value is moved in and out, never pinned.
impl<T> Unpin for Send<T> {}

impl<T> Future for Send<T> {
    type Output = Result<(), ClosedError<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        let Self { channel, value, place } = &mut *self;
        channel.poll_send(place, value, cx.waker())
    }
}

impl<T> Drop for Send<T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.place {
            self.channel.leave_senders(ticket);
        }
    }
}

/// Receives a value. Made by [`Channel::receive`].
#[must_use = "nothing is received unless this is awaited"]
pub struct Receive<T> {
    channel: Channel<T>,
    place: Option<u64>,
}

impl<T> Receive<T> {
    pub(super) fn new(channel: Channel<T>) -> Self {
        Self { channel, place: None }
    }
}

impl<T> Future for Receive<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<T>> {
        let Self { channel, place } = &mut *self;
        channel.poll_receive(place, cx.waker())
    }
}

impl<T> Drop for Receive<T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.place {
            self.channel.leave_receivers(ticket);
        }
    }
}
