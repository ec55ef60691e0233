//! [`Inner`]: what a running script and the functions that it calls share.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::task::Waker;

use mlua::{AnyUserData, IntoLuaMulti, Lua, MultiValue, Thread, Value};

use super::answer::{Answer, Raise, Reply};
use super::channels::{Channels, Id, Source};
use super::modules::types::Types;
use super::script::Script;
use super::tasks::{Answered, MAIN, Tasks};
use crate::base::{Error, Pid};
use crate::process::{Context, Handling};

/// What the functions of a script reach.
pub struct Inner {
    pub context: Context,
    pub script: Rc<Script>,
    pub channels: RefCell<Channels<Value>>,
    pub tasks: RefCell<Tasks>,
    pub handles: RefCell<Handles>,
    /// Whether the failure of a linked process comes as an event.
    pub traps_links: Cell<bool>,
    /// Timers that are set, to be given back.
    pub timers: RefCell<BTreeSet<u32>>,
    /// Channels whose last handle was collected.
    pub dropped: Rc<RefCell<Vec<Id>>>,
    pub waker: RefCell<Waker>,
    /// What was typed and is not read yet: the rest of a line of which bytes were asked for, with its end.
    pub typed: RefCell<VecDeque<u8>>,
    /// The sender that was printed last, and its text.
    pub printed: RefCell<Option<(Pid, String)>>,
    /// Why a send was refused that is still to be answered.
    pub refused: RefCell<Option<Error>>,
    /// Where the last error was raised.
    pub failure: RefCell<Option<String>>,
    pub runner: RefCell<Option<mlua::Function>>,
    /// Made when the first type is asked for.
    types: RefCell<Option<Types>>,
}

/// Channels that are the same one each time they are asked for.
#[derive(Default)]
pub struct Handles {
    pub inbox: Option<AnyUserData>,
    pub events: Option<AnyUserData>,
    pub topics: Vec<(String, AnyUserData)>,
}

impl Inner {
    pub fn new(context: Context, script: Rc<Script>) -> Self {
        Self {
            context,
            script,
            channels: RefCell::default(),
            tasks: RefCell::default(),
            handles: RefCell::default(),
            traps_links: Cell::new(false),
            timers: RefCell::default(),
            dropped: Rc::default(),
            waker: RefCell::new(Waker::noop().clone()),
            typed: RefCell::default(),
            printed: RefCell::default(),
            refused: RefCell::default(),
            failure: RefCell::default(),
            runner: RefCell::default(),
            types: RefCell::default(),
        }
    }
}

/// Types.
impl Inner {
    pub fn types(&self) -> RefMut<'_, Types> {
        let make = || Types::new(self.script.types().clone());
        RefMut::map(self.types.borrow_mut(), |types| types.get_or_insert_with(make))
    }
}

/// Goes of tasks.
impl Inner {
    pub fn take_up(&self, id: u32) -> Option<(Thread, MultiValue)> {
        let mut tasks = self.tasks.borrow_mut();
        tasks.current = id;
        let task = tasks.get(id)?;
        if id != MAIN {
            task.handling = self.context.calls.swap_handling(task.handling);
        }
        Some((task.thread.clone(), task.arguments.take().unwrap_or_default()))
    }

    pub fn put_down(&self, id: u32) {
        if id != MAIN
            && let Some(task) = self.tasks.borrow_mut().get(id)
        {
            task.handling = self.context.calls.swap_handling(task.handling);
        }
    }

    /// Starts a task that runs `body`; the current one goes on after it.
    pub fn spawn(&self, lua: &Lua, body: Value) -> Reply {
        let runner = self.runner.borrow().clone();
        let runner = runner.ok_or_else(|| Raise("the script has not started".into()))?;
        let thread = lua.create_thread(runner)?;
        // What it does has the same cause, but it has received nothing itself.
        let calls = &self.context.calls;
        let handling = calls.swap_handling(Handling::default());
        calls.swap_handling(handling);
        let handling = Handling { open: None, ..handling };
        let mut tasks = self.tasks.borrow_mut();
        tasks.add(thread.clone(), body.into_lua_multi(lua)?, handling);
        let current = tasks.current;
        tasks.ready(current, Some(Answered::Values(thread.into_lua_multi(lua)?)));
        Ok(Answer::Wait)
    }

    pub fn forget_dropped(&self) {
        for id in self.dropped.borrow_mut().drain(..) {
            // Nobody can wait for this timer any more.
            if let Source::Timer(timer) = self.channels.borrow().source(id) {
                self.drop_timer(timer);
            }
            self.channels.borrow_mut().forget(id);
        }
    }

    /// What the runtime would keep for a process that has ended.
    pub fn give_back(&self) {
        let (calls, me) = (&self.context.calls, self.context.number);
        for timer in std::mem::take(&mut *self.timers.borrow_mut()) {
            calls.drop_timer(me, timer);
        }
    }
}
