//! [`Channel`]: the state of one, and who waits at it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll, Waker};

use futures::Stream;
use futures::stream::FusedStream;

use super::waiting::{Receive, Send};
use super::watch::{Operation, Watch};

/// A channel: unbuffered (capacity 0) or buffered. Clones are the same channel.
///
/// `send` waits while it is full, or, unbuffered, until somebody takes the value. `receive` waits while it is
/// empty, and gives `None` once it is closed and drained. As a `Stream` it is its receiving end.
///
/// ```
/// use rehearsal::channel::Channel;
///
/// let channel = Channel::new(1);
/// assert_eq!(channel.try_send(7), Ok(()));
/// assert_eq!(channel.try_send(8), Err(8)); // full
/// channel.close();
/// channel.close(); // twice is fine
/// assert_eq!(channel.try_receive(), Some(Some(7)));
/// assert_eq!(channel.try_receive(), Some(None)); // closed and drained
/// ```
pub struct Channel<T> {
    state: Rc<RefCell<State<T>>>,
    /// The place of this handle in the queue of receivers, when it is polled as a stream.
    place: Option<u64>,
}

/// A value could not be sent, because the channel is closed. It is handed back.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("send on closed channel")]
pub struct ClosedError<T>(pub T);

impl<T> fmt::Debug for ClosedError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClosedError")
    }
}

pub(super) struct State<T> {
    capacity: usize,
    closed: bool,
    buffer: VecDeque<T>,
    /// Waiting senders with their values, oldest first.
    senders: VecDeque<(u64, T, Waker)>,
    /// Waiting receivers, oldest first. Nobody overtakes them.
    receivers: VecDeque<(u64, Waker)>,
    /// Selects that would send as soon as there is room or a receiver.
    watchers: VecDeque<(u64, Waker)>,
    tickets: u64,
    watch: Option<Rc<dyn Watch>>,
}

impl<T> Channel<T> {
    /// A channel that `capacity` values fit in; 0 hands over from hand to hand.
    pub fn new(capacity: usize) -> Self {
        Self::watched(capacity, None)
    }

    /// The same, with somebody who is told what happens.
    pub(crate) fn watched(capacity: usize, watch: Option<Rc<dyn Watch>>) -> Self {
        let state = State {
            capacity,
            closed: false,
            buffer: VecDeque::new(),
            senders: VecDeque::new(),
            receivers: VecDeque::new(),
            watchers: VecDeque::new(),
            tickets: 0,
            watch,
        };
        Self { state: Rc::new(RefCell::new(state)), place: None }
    }

    /// Sends, waiting for room or for a receiver.
    pub fn send(&self, value: T) -> Send<T> {
        Send::new(self.clone(), value)
    }

    /// Receives, waiting for a value; `None` once the channel is closed and drained.
    pub fn receive(&self) -> Receive<T> {
        Receive::new(self.clone())
    }

    /// Sends if that needs no waiting.
    ///
    /// # Errors
    /// The value, if the channel is full or closed, or unbuffered with nobody waiting at the other end.
    pub fn try_send(&self, value: T) -> Result<(), T> {
        let mut state = self.state.borrow_mut();
        if !state.closed && state.has_room() {
            state.put(value);
            state.note(Operation::Send);
            Ok(())
        } else {
            Err(value)
        }
    }

    /// Receives if that needs no waiting: `Some(None)` is "closed and drained".
    pub fn try_receive(&self) -> Option<Option<T>> {
        self.state.borrow_mut().take(None)
    }

    /// Closes it: receivers get what is left, waiting senders fail. Twice is fine.
    pub fn close(&self) {
        let mut state = self.state.borrow_mut();
        if !state.closed {
            state.closed = true;
            state.senders.iter().for_each(|(_, _, waker)| waker.wake_by_ref());
            state.receivers.iter().for_each(|(_, waker)| waker.wake_by_ref());
            state.note(Operation::Close);
        }
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.state.borrow().closed
    }

    /// Values in the buffer.
    pub fn len(&self) -> usize {
        self.state.borrow().buffer.len()
    }

    /// Whether no value is in the buffer.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether both are one channel.
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }

    pub(super) fn poll_receive(&self, place: &mut Option<u64>, waker: &Waker) -> Poll<Option<T>> {
        if let Some(taken) = self.try_receive_at(place) {
            return Poll::Ready(taken);
        }
        self.queue_receiver(place, waker);
        Poll::Pending
    }

    /// As [`Channel::try_receive`], for one who may have a place in the queue; it is given up on success.
    pub(super) fn try_receive_at(&self, place: &mut Option<u64>) -> Option<Option<T>> {
        let taken = self.state.borrow_mut().take(*place)?;
        *place = None;
        Some(taken)
    }

    /// Takes a place at the end of the queue of receivers, or renews the waker of the one that `place` names.
    pub(super) fn queue_receiver(&self, place: &mut Option<u64>, waker: &Waker) {
        let mut state = self.state.borrow_mut();
        let ticket = state.ticket(place);
        match state.receivers.iter_mut().find(|(id, _)| *id == ticket) {
            Some((_, kept)) => kept.clone_from(waker),
            None => {
                state.receivers.push_back((ticket, waker.clone()));
                // A select that wants to send can go ahead now that somebody is here.
                state.wake_watchers();
            }
        }
    }

    /// Puts the value in, or into the queue of senders. Ready once it has been taken or buffered.
    pub(super) fn poll_send(
        &self,
        place: &mut Option<u64>,
        value: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), ClosedError<T>>> {
        let mut state = self.state.borrow_mut();
        if let Some(ticket) = *place {
            let Some(index) = state.senders.iter().position(|(id, _, _)| *id == ticket) else {
                *place = None; // taken
                return Poll::Ready(Ok(()));
            };
            if state.closed {
                *place = None;
                return match state.senders.remove(index) {
                    Some((_, value, _)) => Poll::Ready(Err(ClosedError(value))),
                    None => Poll::Ready(Ok(())),
                };
            }
            state.senders[index].2.clone_from(waker);
            return Poll::Pending;
        }
        let Some(unsent) = value.take() else { return Poll::Ready(Ok(())) };
        if state.closed {
            return Poll::Ready(Err(ClosedError(unsent)));
        }
        if state.buffer.len() < state.capacity {
            state.put(unsent);
            state.note(Operation::Send);
            return Poll::Ready(Ok(()));
        }
        let ticket = state.ticket(place);
        state.senders.push_back((ticket, unsent, waker.clone()));
        state.wake_receivers();
        state.note(Operation::Send);
        Poll::Pending
    }

    /// Whether a send case could go ahead: the buffer has room, or a receiver waits beside the select's `own`.
    pub(super) fn can_send(&self, own: usize) -> bool {
        let state = self.state.borrow();
        !state.closed && state.has_room_for(state.receivers.len() - own)
    }

    pub(super) fn note(&self, operation: Operation) {
        self.state.borrow().note(operation);
    }

    pub(super) fn leave_receivers(&self, ticket: u64) {
        let mut state = self.state.borrow_mut();
        state.receivers.retain(|(id, _)| *id != ticket);
        state.wake_receivers(); // the next one may have been waiting for this one
    }

    pub(super) fn leave_senders(&self, ticket: u64) {
        self.state.borrow_mut().senders.retain(|(id, _, _)| *id != ticket);
    }

    /// Has `waker` woken when a send may have become possible, without queueing a value.
    pub(super) fn watch_room(&self, place: &mut Option<u64>, waker: &Waker) {
        let mut state = self.state.borrow_mut();
        let ticket = state.ticket(place);
        match state.watchers.iter_mut().find(|(id, _)| *id == ticket) {
            Some((_, kept)) => kept.clone_from(waker),
            None => state.watchers.push_back((ticket, waker.clone())),
        }
    }

    pub(super) fn leave_watchers(&self, ticket: u64) {
        self.state.borrow_mut().watchers.retain(|(id, _)| *id != ticket);
    }
}

impl<T> State<T> {
    fn ticket(&mut self, place: &mut Option<u64>) -> u64 {
        *place.get_or_insert_with(|| {
            self.tickets += 1;
            self.tickets
        })
    }

    fn wake_watchers(&self) {
        self.watchers.iter().for_each(|(_, waker)| waker.wake_by_ref());
    }

    /// Values that a receiver could take now.
    fn available(&self) -> usize {
        self.buffer.len() + if self.closed { 0 } else { self.senders.len() }
    }

    /// Room in the buffer; or receivers that wait for more than there is.
    fn has_room(&self) -> bool {
        self.has_room_for(self.receivers.len())
    }

    fn has_room_for(&self, receivers: usize) -> bool {
        self.buffer.len() < self.capacity || receivers > self.available()
    }

    fn note(&self, operation: Operation) {
        if let Some(watch) = &self.watch {
            watch.note(operation, self.buffer.len());
        }
    }

    fn put(&mut self, value: T) {
        self.buffer.push_back(value);
        self.wake_receivers();
    }

    /// Wakes as many receivers as there are values.
    fn wake_receivers(&mut self) {
        let count = if self.closed { usize::MAX } else { self.available() };
        self.receivers.iter().take(count).for_each(|(_, waker)| waker.wake_by_ref());
    }

    /// Takes a value if there is one that no earlier receiver waits for. `place` is the ticket of a waiting one.
    fn take(&mut self, place: Option<u64>) -> Option<Option<T>> {
        let taken = self.take_unnoted(place)?;
        self.note(Operation::Receive);
        Some(taken)
    }

    fn take_unnoted(&mut self, place: Option<u64>) -> Option<Option<T>> {
        let position =
            place.and_then(|id| self.receivers.iter().position(|(other, _)| *other == id));
        let ahead = position.unwrap_or(self.receivers.len());
        if ahead >= self.available() && !(self.closed && self.buffer.is_empty()) {
            return None;
        }
        if let Some(position) = position {
            self.receivers.remove(position);
        }
        let value = self.buffer.pop_front();
        self.wake_watchers();
        if self.closed && self.buffer.is_empty() {
            self.wake_receivers(); // those who are left have nothing more to wait for
        }
        if !self.closed && (value.is_none() || self.buffer.len() < self.capacity) {
            // The oldest sender moves up: into the buffer, or straight to this receiver.
            if let Some((_, next, waker)) = self.senders.pop_front() {
                waker.wake();
                if value.is_none() {
                    return Some(Some(next));
                }
                self.buffer.push_back(next);
            }
        }
        Some(value)
    }
}

impl<T> Clone for Channel<T> {
    fn clone(&self) -> Self {
        Self { state: Rc::clone(&self.state), place: None }
    }
}

impl<T> Drop for Channel<T> {
    fn drop(&mut self) {
        if let Some(ticket) = self.place {
            self.leave_receivers(ticket);
        }
    }
}

impl<T> fmt::Debug for Channel<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.borrow();
        f.debug_struct("Channel")
            .field("len", &state.buffer.len())
            .field("capacity", &state.capacity)
            .field("closed", &state.closed)
            .finish_non_exhaustive()
    }
}

impl<T> Stream for Channel<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<T>> {
        let mut place = self.place;
        let polled = self.poll_receive(&mut place, cx.waker());
        self.place = place;
        polled
    }
}

impl<T> FusedStream for Channel<T> {
    /// Closed and drained: nothing will ever come.
    fn is_terminated(&self) -> bool {
        let state = self.state.borrow();
        state.closed && state.buffer.is_empty()
    }
}
