//! [`Machine`]: a script as a process. It resumes tasks one after the other, and asks the runtime for what they wait for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll, Waker};

use luac::Pause;
use mlua::thread::ThreadStatus;
use mlua::{AnyUserData, IntoLuaMulti, Lua, MultiValue, Thread, Value};

use super::answer::{Answer, Raise, Reply, done, failed};
use super::channels::{Case, Channels, Chosen, Completion, Id, Ready, Source, Ticket};
use super::convert::{from_value, to_value};
use super::objects::{Channel, ErrorObject, Instant, MessageObject, object, text, type_name};
use super::script::Script;
use super::state::{self, Runners};
use super::tasks::{Answered, MAIN, Tasks, Wait};
use crate::base::calendar::{DateTime, Zone};
use crate::base::{Duration, Error, Time, Value as Plain};
use crate::process::{
    Context, Event, EventKind, Handling, Mailbox, Message, Outcome, Process, TimerKind,
};

/// Ticks of one turn.
const SLICE: i32 = 10_000;
/// How many slices code may take that cannot be paused: about a tenth of a second.
const ALLOWANCE: i32 = 500;

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
    timers: RefCell<BTreeSet<u32>>,
    /// Channels whose last handle was collected.
    pub dropped: Rc<RefCell<Vec<Id>>>,
    waker: RefCell<Waker>,
    /// Where the last error was raised.
    failure: RefCell<Option<String>>,
    runner: RefCell<Option<mlua::Function>>,
}

/// Channels that are the same one each time they are asked for.
#[derive(Default)]
pub struct Handles {
    pub inbox: Option<AnyUserData>,
    pub events: Option<AnyUserData>,
    pub topics: Vec<(String, AnyUserData)>,
}

/// A script that runs.
pub struct Machine {
    inner: Rc<Inner>,
    lua: Option<Lua>,
    /// The task whose slice was used up: it goes on before anybody else.
    paused: Cell<Option<u32>>,
}

impl Machine {
    /// A process of a script. Its state is made in its first turn.
    pub fn new(context: Context, script: Rc<Script>) -> Self {
        let inner = Inner {
            context,
            script,
            channels: RefCell::default(),
            tasks: RefCell::default(),
            handles: RefCell::default(),
            traps_links: Cell::new(false),
            timers: RefCell::default(),
            dropped: Rc::default(),
            waker: RefCell::new(Waker::noop().clone()),
            failure: RefCell::default(),
            runner: RefCell::default(),
        };
        Self { inner: Rc::new(inner), lua: None, paused: Cell::new(None) }
    }

    fn start(&self) -> mlua::Result<Lua> {
        let inner = &self.inner;
        let (script, context) = (&inner.script, &inner.context);
        let lua = state::bare(context.random(), script.memory())?;
        let Runners { task, main } = state::prepare(&lua, inner)?;
        let chunk = state::compile(&lua, script.name(), script.text())?;
        let mut arguments = (main, chunk, script.method()).into_lua_multi(&lua)?;
        for argument in context.args().iter() {
            arguments.push_back(from_value(&lua, argument)?);
        }
        let thread = lua.create_thread(task.clone())?;
        inner.tasks.borrow_mut().add(thread, arguments, Handling::default());
        *inner.runner.borrow_mut() = Some(task);
        Ok(lua)
    }

    /// Takes goes until nobody has anything to do, the slice is used up, or the process ends.
    fn go(&self, lua: &Lua) -> Poll<Outcome> {
        let inner = &self.inner;
        let mut left = SLICE;
        loop {
            let next = self.paused.take().or_else(|| inner.tasks.borrow_mut().next());
            let Some(id) = next else {
                match inner.pull(lua) {
                    Ok(true) => continue,
                    Ok(false) => return Poll::Pending,
                    Err(error) => return Poll::Ready(Err(memory(error))),
                }
            };
            let Some((thread, arguments)) = inner.take_up(id) else { continue };
            luac::begin_slice(left, ALLOWANCE);
            let resumed = thread.resume::<MultiValue>(arguments);
            let (used, pause) = (luac::ticks_used(), luac::pause());
            inner.put_down(id);
            inner.forget_dropped();
            left = left.saturating_sub(i32::try_from(used).unwrap_or(i32::MAX));
            let is_over = left <= 0 || pause == Some(Pause::SliceUsed);
            inner.context.calls.use_ticks(inner.context.number, used, is_over);
            match resumed {
                Err(error) => return Poll::Ready(Err(memory(error))),
                Ok(_) if pause == Some(Pause::SliceUsed) => self.paused.set(Some(id)),
                Ok(_) if pause == Some(Pause::Suspended) => {}
                // A bare `coroutine.yield()`: the others go first.
                Ok(_) if thread.status() == ThreadStatus::Resumable => {
                    inner.tasks.borrow_mut().ready(id, None);
                }
                Ok(mut results) => {
                    inner.tasks.borrow_mut().remove(id);
                    let is_ok = matches!(results.pop_front(), Some(Value::Boolean(true)));
                    if !is_ok {
                        let error = results.pop_front().unwrap_or(Value::Nil);
                        return Poll::Ready(Err(inner.failure(lua, &error)));
                    }
                    if id == MAIN {
                        return Poll::Ready(outcome(lua, &results));
                    }
                }
            }
            if is_over {
                return Poll::Pending;
            }
        }
    }
}

impl Process for Machine {
    fn run(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Outcome> {
        self.inner.waker.borrow_mut().clone_from(cx.waker());
        if self.lua.is_none() {
            match self.start() {
                Ok(lua) => self.lua = Some(lua),
                Err(error) => return Poll::Ready(Err(memory(error))),
            }
        }
        match &self.lua {
            Some(lua) => self.go(lua),
            None => Poll::Pending,
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Objects of ours are finalised: nothing of the script runs, but the ticks are counted.
        luac::begin_slice(i32::MAX, 0);
        self.lua = None;
        self.inner.give_back();
    }
}

/// Goes of tasks.
impl Inner {
    fn take_up(&self, id: u32) -> Option<(Thread, MultiValue)> {
        let mut tasks = self.tasks.borrow_mut();
        tasks.current = id;
        let task = tasks.get(id)?;
        if id != MAIN {
            task.handling = self.context.calls.swap_handling(task.handling);
        }
        Some((task.thread.clone(), task.arguments.take().unwrap_or_default()))
    }

    fn put_down(&self, id: u32) {
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

    fn forget_dropped(&self) {
        for id in self.dropped.borrow_mut().drain(..) {
            // Nobody can wait for this timer any more.
            if let Source::Timer(timer) = self.channels.borrow().source(id) {
                self.drop_timer(timer);
            }
            self.channels.borrow_mut().forget(id);
        }
    }

    /// What the runtime would keep for a process that has ended.
    fn give_back(&self) {
        let (calls, me) = (&self.context.calls, self.context.number);
        for timer in std::mem::take(&mut *self.timers.borrow_mut()) {
            calls.drop_timer(me, timer);
        }
    }
}

/// Channels.
impl Inner {
    /// A channel and a handle for the script.
    pub fn open(&self, lua: &Lua, source: Source, capacity: usize) -> mlua::Result<AnyUserData> {
        let id = self.channels.borrow_mut().open(source, capacity);
        lua.create_userdata(Channel { id, dropped: Rc::downgrade(&self.dropped) })
    }

    /// Does the first case that is ready, or waits for it. `wait` is what the answer is made of.
    pub fn choose(&self, lua: &Lua, cases: Vec<Case<Value>>, wait: Wait) -> Reply {
        match self.try_choose(lua, &cases)? {
            Some((case, ready, woken)) => {
                let answered = Answered::Case { wait, case, ready };
                self.go_on(lua, answered, woken)
            }
            None => {
                let ticket = self.tasks.borrow_mut().wait(wait);
                self.channels.borrow_mut().wait(ticket, cases);
                Ok(Answer::Wait)
            }
        }
    }

    /// Does the first case that is ready.
    pub fn try_choose(
        &self,
        lua: &Lua,
        cases: &[Case<Value>],
    ) -> mlua::Result<Option<Chosen<Value>>> {
        for (index, case) in cases.iter().enumerate() {
            let ready = self.channels.borrow_mut().try_cases(std::slice::from_ref(case));
            // Alone, a send to a closed channel answers that it is closed; among others it is never ready.
            let is_refused =
                matches!((case, &ready), (Case::Send(..), Some((_, Ready::Closed, _))));
            if let Some((_, ready, woken)) = ready
                && !(is_refused && cases.len() > 1)
            {
                return Ok(Some((index, ready, woken)));
            }
            if let Case::Receive(id) = case
                && let Some(ready) = self.poll(lua, *id)?
            {
                return Ok(Some((index, ready, None)));
            }
        }
        Ok(None)
    }

    /// The current task goes on at once, unless others are before it; then whoever was woken.
    pub fn go_on(
        &self,
        lua: &Lua,
        answered: Answered,
        woken: impl IntoIterator<Item = Completion<Value>>,
    ) -> Reply {
        let mut woken = woken.into_iter().peekable();
        let mut tasks = self.tasks.borrow_mut();
        let waits = woken.peek().is_some() && !tasks.is_queue_empty();
        let (current, mut answered) = (tasks.current, Some(answered));
        if waits {
            tasks.ready(current, answered.take());
        }
        for completion in woken {
            over(&mut tasks, completion);
        }
        drop(tasks);
        match answered {
            Some(answered) => self.make_reply(lua, answered),
            None => Ok(Answer::Wait),
        }
    }

    /// Closes a channel: senders go on, then receivers, then the current task.
    pub fn close(&self, lua: &Lua, id: Id, results: impl IntoLuaMulti) -> Reply {
        let source = self.channels.borrow().source(id);
        self.close_source(source);
        let woken = self.channels.borrow_mut().close(id);
        if woken.is_empty() {
            return done(lua, results);
        }
        let mut tasks = self.tasks.borrow_mut();
        for completion in woken {
            over(&mut tasks, completion);
        }
        let current = tasks.current;
        tasks.ready(current, Some(Answered::Values(results.into_lua_multi(lua)?)));
        Ok(Answer::Wait)
    }

    fn close_source(&self, source: Source) {
        let (calls, me) = (&self.context.calls, self.context.number);
        let mut handles = self.handles.borrow_mut();
        match source {
            Source::Tasks => {}
            Source::Inbox => handles.inbox = None,
            Source::Events => handles.events = None,
            Source::Topic { slot, .. } => {
                calls.unlisten(me, slot);
                let channels = self.channels.borrow();
                handles.topics.retain(|(_, handle)| {
                    handle
                        .borrow::<Channel>()
                        .is_ok_and(|channel| channels.source(channel.id) != source)
                });
            }
            Source::Timer(timer) => {
                calls.stop_timer(me, timer);
            }
        }
    }

    /// Asks the runtime for the next value of a channel whose values come from outside. Asking is also how the process
    /// says that it waits for one.
    fn poll(&self, lua: &Lua, id: Id) -> mlua::Result<Option<Ready<Value>>> {
        let (calls, me) = (&self.context.calls, self.context.number);
        let source = self.channels.borrow().source(id);
        let waker = self.waker.borrow();
        let value = match source {
            Source::Tasks => return Ok(None),
            Source::Inbox => match calls.receive(me, Mailbox::Inbox, &waker) {
                Poll::Ready(Some(message)) => {
                    Value::UserData(lua.create_userdata(MessageObject(message))?)
                }
                _ => return Ok(None),
            },
            Source::Topic { slot, whole } => {
                match calls.receive(me, Mailbox::Topic(slot), &waker) {
                    Poll::Ready(Some(message)) if whole => {
                        Value::UserData(lua.create_userdata(MessageObject(message))?)
                    }
                    Poll::Ready(Some(Message { payload, .. })) => from_value(lua, &payload)?,
                    _ => return Ok(None),
                }
            }
            Source::Events => match calls.next_event(me, &waker) {
                Poll::Ready(event) => self.event_table(lua, &event)?,
                Poll::Pending => return Ok(None),
            },
            Source::Timer(timer) => match calls.fired(me, timer, &waker) {
                Poll::Ready(Some(at)) => Value::UserData(lua.create_userdata(self.instant(at))?),
                Poll::Ready(None) => {
                    self.drop_timer(timer);
                    self.channels.borrow_mut().close(id);
                    return Ok(Some(Ready::Closed));
                }
                Poll::Pending => return Ok(None),
            },
        };
        Ok(Some(Ready::Received(value)))
    }

    /// An instant of the run in the run's calendar, and its local zone.
    pub fn instant(&self, at: Time) -> Instant {
        let passed = i64::try_from(at.as_nanos()).unwrap_or(i64::MAX);
        Instant(DateTime::new(self.script.calendar().saturating_add(passed), Zone::utc()))
    }

    fn event_table(&self, lua: &Lua, event: &Event) -> mlua::Result<Value> {
        let table = lua.create_table_with_capacity(0, 4)?;
        table.raw_set("kind", event.kind.name())?;
        table.raw_set("from", event.from.to_string())?;
        table.raw_set("at", self.instant(event.at).0.unix())?;
        match &event.kind {
            EventKind::Cancel { reason } => table.raw_set("reason", reason.as_str())?,
            EventKind::Exit(outcome) | EventKind::LinkDown(outcome) => {
                let result = lua.create_table_with_capacity(0, 2)?;
                match outcome {
                    Ok(value) => result.raw_set("value", from_value(lua, value)?)?,
                    Err(error) => result.raw_set("error", ErrorObject(error.clone()))?,
                }
                table.raw_set("result", result)?;
            }
        }
        Ok(Value::Table(table))
    }
}

/// Waiting for what is outside of the script.
impl Inner {
    /// Sets a timer.
    pub fn set_timer(&self, kind: TimerKind, span: Duration) -> u32 {
        let timer = self.context.calls.set_timer(self.context.number, kind, span);
        self.timers.borrow_mut().insert(timer);
        timer
    }

    fn drop_timer(&self, timer: u32) {
        if self.timers.borrow_mut().remove(&timer) {
            self.context.calls.drop_timer(self.context.number, timer);
        }
    }

    /// The current task waits for something that is neither a channel nor there yet.
    pub fn wait(&self, wait: Wait) -> Reply {
        self.tasks.borrow_mut().wait(wait);
        Ok(Answer::Wait)
    }

    /// Looks, in the order in which waiting began, for the first wait that is over. False if none is: then each has told
    /// the runtime that it waits.
    fn pull(&self, lua: &Lua) -> mlua::Result<bool> {
        let waits: Vec<(Ticket, u32)> =
            self.tasks.borrow().waits().map(|(ticket, task, _)| (ticket, task)).collect();
        for (ticket, task) in waits {
            // What is received is received by this task, and is the cause of what it does then.
            self.tasks.borrow_mut().current = task;
            let handling = (task != MAIN).then(|| self.handling_of(task));
            let main = handling.map(|handling| self.context.calls.swap_handling(handling));
            let over = self.is_over(lua, ticket);
            if let Some(main) = main {
                let handling = self.context.calls.swap_handling(main);
                if let Some(task) = self.tasks.borrow_mut().get(task) {
                    task.handling = handling;
                }
            }
            if over? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn handling_of(&self, task: u32) -> Handling {
        self.tasks.borrow_mut().get(task).map(|task| task.handling).unwrap_or_default()
    }

    fn is_over(&self, lua: &Lua, ticket: Ticket) -> mlua::Result<bool> {
        let (calls, me) = (&self.context.calls, self.context.number);
        let outside = self.channels.borrow().outside(ticket);
        for (case, id) in outside {
            if let Some(ready) = self.poll(lua, id)? {
                let completion = self.channels.borrow_mut().complete(ticket, case, ready);
                over(&mut self.tasks.borrow_mut(), completion);
                return Ok(true);
            }
        }
        let waker = self.waker.borrow();
        let mut tasks = self.tasks.borrow_mut();
        let wait = tasks.waits().find(|(other, _, _)| *other == ticket);
        let answered = match wait {
            Some((_, _, Wait::Exec(exec))) => match calls.exec_result(me, *exec, &waker) {
                Poll::Ready(Ok(value)) => {
                    Answered::Values(from_value(lua, &value)?.into_lua_multi(lua)?)
                }
                Poll::Ready(Err(error)) => Answered::Failed(error),
                Poll::Pending => return Ok(false),
            },
            Some((_, _, Wait::Sleep(timer))) => {
                if calls.fired(me, *timer, &waker).is_pending() {
                    return Ok(false);
                }
                self.drop_timer(*timer);
                Answered::Values(MultiValue::new())
            }
            Some((_, _, Wait::Line)) => match calls.read_line(me, &waker) {
                Poll::Ready(Some(line)) => Answered::Values(line.as_str().into_lua_multi(lua)?),
                Poll::Ready(None) => Answered::Failed(end_of_input()),
                Poll::Pending => return Ok(false),
            },
            _ => return Ok(false),
        };
        tasks.over(ticket, |_| answered);
        Ok(true)
    }

    /// Gives up what the current task has begun to wait for. False if it was over already.
    pub fn abandon(&self) -> bool {
        let Some((ticket, wait)) = self.tasks.borrow_mut().take_back() else { return false };
        self.channels.borrow_mut().abandon(ticket);
        let (calls, me) = (&self.context.calls, self.context.number);
        match wait {
            Wait::Exec(exec) => calls.forget_exec(me, exec),
            Wait::Sleep(timer) => self.drop_timer(timer),
            Wait::Line => calls.stop_reading(me, &self.waker.borrow()),
            Wait::Receive | Wait::Send | Wait::Select(_) => {}
        }
        true
    }

    /// What came of the current task's wait.
    pub fn answer(&self, lua: &Lua) -> Reply {
        let answered = {
            let mut tasks = self.tasks.borrow_mut();
            let current = tasks.current;
            tasks.get(current).and_then(|task| task.answer.take())
        };
        match answered {
            Some(answered) => self.make_reply(lua, answered),
            None => done(lua, ()),
        }
    }

    fn make_reply(&self, lua: &Lua, answered: Answered) -> Reply {
        match answered {
            Answered::Values(values) => Ok(Answer::Done(values)),
            Answered::Failed(error) => failed(lua, error),
            Answered::Case { wait, case, ready } => match wait {
                Wait::Select(handles) => {
                    let table = lua.create_table_with_capacity(0, 3)?;
                    let ok = ready != Ready::Closed;
                    if let Some((channel, sent)) = handles.into_iter().nth(case) {
                        table.raw_set("channel", channel)?;
                        table.raw_set(
                            "value",
                            match ready {
                                Ready::Received(value) => value,
                                Ready::Sent => sent,
                                Ready::Closed => Value::Nil,
                            },
                        )?;
                    }
                    table.raw_set("ok", ok)?;
                    done(lua, table)
                }
                Wait::Send => match ready {
                    Ready::Closed => failed(lua, Error::invalid("send on closed channel")),
                    _ => done(lua, true),
                },
                _ => match ready {
                    Ready::Received(value) => done(lua, (value, true)),
                    _ => done(lua, (Value::Nil, false)),
                },
            },
        }
    }
}

/// How it ends.
impl Inner {
    /// Keeps the stack of the error that is being raised.
    pub fn note_failure(&self, stack: String) {
        *self.failure.borrow_mut() = Some(stack);
    }

    /// An error that nobody caught, as the one that the process fails with.
    fn failure(&self, lua: &Lua, error: &Value) -> Error {
        let stack = self.failure.borrow_mut().take().filter(|stack| !stack.is_empty());
        let mut failure = match object::<ErrorObject>(error) {
            Some(error) => error.0.clone(),
            None => match (text(lua, error), error) {
                (Some(text), _) if text == "not enough memory" => self.out_of_memory(),
                (Some(text), _) => Error::internal(text),
                (None, Value::Nil) => Error::internal("an error without a value"),
                (None, Value::Table(_)) => {
                    let value = to_value(error).unwrap_or_default();
                    Error::internal(value.to_json()).with_details(value)
                }
                (None, other) => {
                    Error::internal(format!("an error that is a {}", type_name(other)))
                }
            },
        };
        if let Some(stack) = stack
            && failure.details.is_none()
        {
            failure = failure.with_details(Plain::map([("stack", stack.into())]));
        }
        failure
    }

    fn out_of_memory(&self) -> Error {
        let limit = self.script.memory() / (1024 * 1024);
        Error::new(
            crate::base::ErrorKind::Unavailable,
            format!("not enough memory: {} may use {limit} MiB", self.script.name()),
        )
    }
}

fn over(tasks: &mut Tasks, completion: Completion<Value>) {
    let Completion { ticket, case, ready } = completion;
    tasks.over(ticket, |wait| Answered::Case { wait, case, ready });
}

fn end_of_input() -> Error {
    Error::new(crate::base::ErrorKind::Unavailable, "EOF")
}

/// An error of the interpreter itself, not of the script.
fn memory(error: mlua::Error) -> Error {
    Error::internal(Raise::from(error).0)
}

/// What `main` has returned, as its result: the first value; or a failure, if the second is an error or its text.
fn outcome(lua: &Lua, results: &MultiValue) -> Outcome {
    match results.get(1) {
        Some(error) if object::<ErrorObject>(error).is_some() => {
            Err(object::<ErrorObject>(error).map(|error| error.0.clone()).unwrap_or_default())
        }
        Some(error @ Value::String(_)) => {
            Err(Error::internal(text(lua, error).unwrap_or_default()).with_retryable(false))
        }
        _ => to_value(results.front().unwrap_or(&Value::Nil)),
    }
}
