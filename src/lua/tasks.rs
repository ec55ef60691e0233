//! The tasks of one script: coroutines that its scheduler knows. One runs at a time, and they take turns first come, first
//! served.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;

use mlua::{AnyUserData, MultiValue, Thread, Value};

use super::channels::{Ready, Ticket};
use crate::base::Error;
use crate::process::{Handling, Message};

/// The first task: the one that runs `main`.
pub const MAIN: u32 = 0;

/// A task between two of its goes.
pub struct Task {
    pub thread: Thread,
    /// What it is started with.
    pub arguments: Option<MultiValue>,
    /// What it is handling. The first task's is kept by the runtime, as that of the process.
    pub handling: Handling,
    /// What came of its last wait.
    pub answer: Option<Answered>,
}

/// What a task waits for.
pub enum Wait {
    /// One channel: the answer is a value and whether there was one.
    Receive,
    /// Room in a channel, or a receiver.
    Send,
    /// Several cases; of each, its channel, and what it sends.
    Select(Vec<(AnyUserData, Value)>),
    /// The result of a process.
    Exec(u32),
    /// An answer of the key-value store.
    Store(u32),
    /// A timer.
    Sleep(u32),
    /// A line of the terminal.
    Line,
    /// Bytes of the terminal, at most so many.
    Bytes(usize),
}

/// What came of a wait.
pub enum Answered {
    /// Results of the call.
    Values(MultiValue),
    /// Nil and an error object.
    Failed(Error),
    /// A message, and true.
    Message(Message),
    /// One of the cases of a wait at channels.
    Case { wait: Wait, case: usize, ready: Ready<Value> },
}

/// All tasks.
#[derive(Default)]
pub struct Tasks {
    /// In boxes: a map keeps room for eleven from the first one on, and most scripts have one task.
    list: BTreeMap<u32, Box<Task>>,
    ready: VecDeque<u32>,
    /// Whose go it is.
    pub current: u32,
    waits: BTreeMap<Ticket, (u32, Wait)>,
    made: u32,
    tickets: Ticket,
}

impl Tasks {
    /// Adds a task to the end of the queue.
    pub fn add(&mut self, thread: Thread, arguments: MultiValue, handling: Handling) {
        let id = self.made;
        self.made += 1;
        let task = Task { thread, arguments: Some(arguments), handling, answer: None };
        self.list.insert(id, Box::new(task));
        self.ready.push_back(id);
    }

    pub fn get(&mut self, id: u32) -> Option<&mut Task> {
        self.list.get_mut(&id).map(Box::as_mut)
    }

    /// What runs each of them, in the order in which they were made.
    pub fn threads(&self) -> impl Iterator<Item = &Thread> {
        self.list.values().map(|task| &task.thread)
    }

    pub fn remove(&mut self, id: u32) {
        self.list.remove(&id);
    }

    /// Takes the one whose go is next.
    pub fn next(&mut self) -> Option<u32> {
        self.ready.pop_front()
    }

    /// Whether somebody waits for a go.
    pub fn is_queue_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// Puts a task at the end of the queue, with what came of its wait.
    pub fn ready(&mut self, id: u32, answer: Option<Answered>) {
        if let Some(task) = self.list.get_mut(&id) {
            task.answer = answer.or(task.answer.take());
            self.ready.push_back(id);
        }
    }

    /// The current task begins to wait.
    pub fn wait(&mut self, wait: Wait) -> Ticket {
        self.tickets += 1;
        self.waits.insert(self.tickets, (self.current, wait));
        self.tickets
    }

    /// The wait is over: its task gets its go, with what `answer` makes of what it waited for.
    pub fn over(&mut self, ticket: Ticket, answer: impl FnOnce(Wait) -> Answered) {
        if let Some((task, wait)) = self.waits.remove(&ticket) {
            self.ready(task, Some(answer(wait)));
        }
    }

    /// The wait that began next after one: ticket and task.
    pub fn wait_after(&self, ticket: Ticket) -> Option<(Ticket, u32)> {
        let mut later = self.waits.range((Bound::Excluded(ticket), Bound::Unbounded));
        later.next().map(|(ticket, (task, _))| (*ticket, *task))
    }

    /// What is waited for under a ticket.
    pub fn wait_of(&self, ticket: Ticket) -> Option<&Wait> {
        self.waits.get(&ticket).map(|(_, wait)| wait)
    }

    /// Takes back what the current task has just begun: its wait, which is given back, or its place in the queue.
    pub fn take_back(&mut self) -> Option<(Ticket, Wait)> {
        let current = self.current;
        let mut of_current = self.waits.iter().filter(|(_, (task, _))| *task == current);
        let Some(ticket) = of_current.next_back().map(|(ticket, _)| *ticket) else {
            self.ready.retain(|id| *id != current);
            return None;
        };
        self.waits.remove(&ticket).map(|(_, wait)| (ticket, wait))
    }
}
