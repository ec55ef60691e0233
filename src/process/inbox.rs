//! Where deliveries are taken from: [`Inbox`], [`Listener`], [`Events`]. All are `Stream`s.

use std::pin::Pin;
use std::task::{self, Poll};

use futures::Stream;
use futures::stream::FusedStream;

use super::calls::Mailbox;
use super::context::Context;
use super::event::Event;
use super::message::Message;

/// The messages of a process, oldest first, but for those of topics listened to. It never ends.
///
/// Several of them may be asked for; they are the same inbox.
#[derive(Clone)]
#[must_use = "an inbox does nothing unless it is asked for messages"]
pub struct Inbox {
    pub(super) context: Context,
}

impl Inbox {
    /// The next message, as soon as there is one.
    pub async fn receive(&mut self) -> Message {
        use futures::StreamExt;
        loop {
            // The inbox never closes, so this is one turn of the loop.
            if let Some(message) = self.next().await {
                return message;
            }
        }
    }
}

impl Stream for Inbox {
    type Item = Message;

    fn poll_next(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Message>> {
        self.context.calls.receive(self.context.number, Mailbox::Inbox, cx.waker())
    }
}

/// The messages of one topic, taken out of the inbox. It ends with [`Listener::unlisten`].
#[must_use = "a listener takes its topic out of the inbox; ask it for messages"]
pub struct Listener {
    pub(super) context: Context,
    pub(super) slot: u32,
}

impl Listener {
    /// Closes this channel. What waits in it, and what comes later, goes to the inbox again.
    ///
    /// Dropping it does the same.
    pub fn unlisten(self) {}
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.context.calls.unlisten(self.context.number, self.slot);
    }
}

impl Stream for Listener {
    type Item = Message;

    fn poll_next(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Message>> {
        let mailbox = Mailbox::Topic(self.slot);
        self.context.calls.receive(self.context.number, mailbox, cx.waker())
    }
}

/// The events of a process, oldest first. It never ends.
#[derive(Clone)]
#[must_use = "events do nothing unless they are asked for"]
pub struct Events {
    pub(super) context: Context,
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Event>> {
        self.context.calls.next_event(self.context.number, cx.waker()).map(Some)
    }
}

// They may be asked again and again, which is what `select_biased!` wants to know.
impl FusedStream for Inbox {
    fn is_terminated(&self) -> bool {
        false
    }
}

impl FusedStream for Listener {
    fn is_terminated(&self) -> bool {
        false
    }
}

impl FusedStream for Events {
    fn is_terminated(&self) -> bool {
        false
    }
}
