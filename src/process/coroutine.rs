//! Coroutines: futures that run concurrently inside one process.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{self, Poll, Wake, Waker};

use super::calls::Handling;
use crate::base::Error;

/// What a coroutine may end with: nothing, or a result. An error fails the whole process.
pub trait Conclusion {
    /// The error, if it failed.
    fn failure(self) -> Option<Error>;
}

impl Conclusion for () {
    fn failure(self) -> Option<Error> {
        None
    }
}

impl<E: Into<Error>> Conclusion for Result<(), E> {
    fn failure(self) -> Option<Error> {
        self.err().map(Into::into)
    }
}

/// Which coroutines of a process are to be polled, in the order in which they were woken.
#[derive(Default)]
pub(crate) struct ReadyList(Mutex<VecDeque<Arc<Flag>>>);

impl ReadyList {
    /// The coroutine that was woken first.
    pub fn pop(&self) -> Option<Arc<Flag>> {
        let flag = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()?;
        flag.woken.store(false, Ordering::Relaxed);
        Some(flag)
    }
}

/// The waker of one coroutine: puts it on the list, once.
pub(crate) struct Flag {
    id: u32,
    woken: AtomicBool,
    /// Weak: the list holds those that are ready, and must not be held by them.
    ready: Weak<ReadyList>,
    /// The process's own waker: somebody in it is to be polled.
    process: Waker,
}

impl Flag {
    pub fn new(id: u32, ready: &Arc<ReadyList>, process: Waker) -> Arc<Self> {
        let ready = Arc::downgrade(ready);
        Arc::new(Self { id, woken: AtomicBool::new(false), ready, process })
    }

    pub fn id(&self) -> u32 {
        self.id
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        if !self.woken.swap(true, Ordering::Relaxed) {
            let process = self.process.clone();
            let Some(ready) = self.ready.upgrade() else { return }; // its process has ended
            ready.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(self);
            process.wake();
        }
    }
}

/// A coroutine between two polls.
pub(crate) struct Coroutine {
    body: Pin<Box<dyn Future<Output = Option<Error>>>>,
    id: u32,
    waker: Waker,
    pub handling: Handling,
}

impl Coroutine {
    pub fn new<F>(body: F, flag: Arc<Flag>, handling: Handling) -> Self
    where
        F: Future<Output: Conclusion> + 'static,
    {
        let body = Box::pin(async move { body.await.failure() });
        Self { body, id: flag.id(), waker: flag.into(), handling }
    }

    pub fn id(&self) -> u32 {
        self.id
    }

    /// Runs it until it waits or ends.
    pub fn run(&mut self) -> Poll<Option<Error>> {
        self.body.as_mut().poll(&mut task::Context::from_waker(&self.waker))
    }
}
