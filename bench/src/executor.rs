//! Who polls the peers' tasks: the browser's microtasks, as their users have it, or a plain local queue.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::channel::oneshot;
use futures::future::{FutureExt, LocalBoxFuture, ready};

use crate::work::Done;

/// Runs tasks.
pub trait Executor: Copy + 'static {
    /// Starts a task.
    fn spawn(self, task: impl Future<Output = ()> + 'static);

    /// Runs `task`, and whatever it waits for, until it is done.
    fn drive(self, task: impl Future<Output = Done> + 'static) -> LocalBoxFuture<'static, Done>;

    /// Starts a task whose result somebody waits for.
    fn spawn_for<T: 'static>(
        self,
        task: impl Future<Output = T> + 'static,
    ) -> oneshot::Receiver<T> {
        let (sender, receiver) = oneshot::channel();
        self.spawn(async {
            sender.send(task.await).ok();
        });
        receiver
    }
}

/// `wasm_bindgen_futures::spawn_local`: a microtask whenever somebody wakes while none is on its way.
#[derive(Clone, Copy)]
pub struct SpawnLocal;

impl Executor for SpawnLocal {
    fn spawn(self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn drive(self, task: impl Future<Output = Done> + 'static) -> LocalBoxFuture<'static, Done> {
        task.boxed_local()
    }
}

/// A queue of ready tasks, run in a loop until it is empty. It asks nothing of the browser.
#[derive(Clone, Copy)]
pub struct LocalQueue;

impl Executor for LocalQueue {
    fn spawn(self, task: impl Future<Output = ()> + 'static) {
        let number = TASKS.with_borrow_mut(|tasks| {
            let number = tasks.free.pop().unwrap_or_else(|| {
                tasks.slots.push(None);
                tasks.slots.len() - 1
            });
            let wakeup = Arc::new(Wakeup { number, queued: AtomicBool::new(true) });
            let waker = Waker::from(Arc::clone(&wakeup));
            tasks.slots[number] = Some(Task { future: Box::pin(task), waker, wakeup });
            number
        });
        READY.with_borrow_mut(|ready| ready.push_back(number));
    }

    fn drive(self, task: impl Future<Output = Done> + 'static) -> LocalBoxFuture<'static, Done> {
        let result = self.spawn_for(task);
        run();
        let stuck = || Err("the queue ran empty before the work was done".into());
        ready(result.now_or_never().and_then(Result::ok).unwrap_or_else(stuck)).boxed_local()
    }
}

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    waker: Waker,
    wakeup: Arc<Wakeup>,
}

#[derive(Default)]
struct Tasks {
    /// `None` is free, or is being polled.
    slots: Vec<Option<Task>>,
    free: Vec<usize>,
}

thread_local! {
    static READY: RefCell<VecDeque<usize>> = const { RefCell::new(VecDeque::new()) };
    static TASKS: RefCell<Tasks> = const { RefCell::new(Tasks { slots: Vec::new(), free: Vec::new() }) };
}

struct Wakeup {
    number: usize,
    queued: AtomicBool,
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            READY.with_borrow_mut(|ready| ready.push_back(self.number));
        }
    }
}

/// Polls whoever is ready, until nobody is.
pub fn run() {
    while let Some(number) = READY.with_borrow_mut(VecDeque::pop_front) {
        // A late wake-up of a task that has ended finds nobody, or the next in its place, which does no harm.
        let Some(mut task) = TASKS.with_borrow_mut(|tasks| tasks.slots[number].take()) else {
            continue;
        };
        task.wakeup.queued.store(false, Ordering::Relaxed);
        let polled = task.future.as_mut().poll(&mut Context::from_waker(&task.waker));
        match polled {
            Poll::Pending => TASKS.with_borrow_mut(|tasks| tasks.slots[number] = Some(task)),
            Poll::Ready(()) => {
                drop(task); // before its number is free: it may wake others
                TASKS.with_borrow_mut(|tasks| tasks.free.push(number));
            }
        }
    }
}
