//! Sends, receives and selects: what is ready is done at once, and the task waits for the rest.

use std::rc::Rc;
use std::task::Poll;

use luac::object;
use mlua::{AnyUserData, IntoLuaMulti, Lua, Value};

use super::answer::{Answer, Reply, done};
use super::channels::{Case, Chosen, Completion, Id, Ready, Source};
use super::convert::from_value;
use super::inner::Inner;
use super::objects::{Channel, ErrorObject, Instant, MessageObject, Object};
use super::tasks::{Answered, Tasks, Wait};
use crate::base::Time;
use crate::base::calendar::{DateTime, Zone};
use crate::process::{Event, EventKind, Mailbox, Message};

impl Inner {
    /// A channel and a handle for the script.
    pub fn open(&self, lua: &Lua, source: Source, capacity: usize) -> mlua::Result<AnyUserData> {
        let id = self.channels.borrow_mut().open(source, capacity);
        Channel { id, dropped: Rc::downgrade(&self.dropped) }.into_object(lua)
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
        self.close_source(lua, source);
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

    fn close_source(&self, lua: &Lua, source: Source) {
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
                    object::get::<Channel>(lua, handle)
                        .is_some_and(|channel| channels.source(channel.id) != source)
                });
            }
            Source::Timer(timer) => {
                calls.stop_timer(me, timer);
            }
        }
    }

    /// Asks the runtime for the next value of a channel whose values come from outside. Asking is also how the process
    /// says that it waits for one.
    pub fn poll(&self, lua: &Lua, id: Id) -> mlua::Result<Option<Ready<Value>>> {
        let (calls, me) = (&self.context.calls, self.context.number);
        let source = self.channels.borrow().source(id);
        let waker = self.waker.borrow();
        let value = match source {
            Source::Tasks => return Ok(None),
            Source::Inbox => match calls.receive(me, Mailbox::Inbox, &waker) {
                Poll::Ready(Some(message)) => {
                    Value::UserData(MessageObject(message).into_object(lua)?)
                }
                _ => return Ok(None),
            },
            Source::Topic { slot, whole } => {
                match calls.receive(me, Mailbox::Topic(slot), &waker) {
                    Poll::Ready(Some(message)) if whole => {
                        Value::UserData(MessageObject(message).into_object(lua)?)
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
                Poll::Ready(Some(at)) => Value::UserData(self.instant(at).into_object(lua)?),
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
        let date = DateTime::new(self.script.calendar().saturating_add(passed), Zone::utc());
        Instant(date, Some(passed))
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

/// Whoever waited for this goes on.
pub fn over(tasks: &mut Tasks, completion: Completion<Value>) {
    let Completion { ticket, case, ready } = completion;
    tasks.over(ticket, |wait| Answered::Case { wait, case, ready });
}
