//! Waiting for what comes from outside of the script: results, lines, the ends of pauses.

use std::collections::VecDeque;
use std::task::Poll;

use mlua::{IntoLuaMulti, Lua, MultiValue, Value};

use super::answer::{Answer, Reply, done, failed};
use super::channels::{Ready, Source, Ticket};
use super::choosing::over;
use super::convert::from_value;
use super::inner::Inner;
use super::modules::kvstore;
use super::objects::MessageObject;
use super::tasks::{Answered, MAIN, Wait};
use crate::base::{Duration, Error, ErrorKind};
use crate::process::{Handling, Mailbox, TimerKind};

impl Inner {
    /// Sets a timer.
    pub fn set_timer(&self, kind: TimerKind, span: Duration) -> u32 {
        let timer = self.context.calls.set_timer(self.context.number, kind, span);
        self.timers.borrow_mut().insert(timer);
        timer
    }

    pub fn drop_timer(&self, timer: u32) {
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
    pub fn pull(&self, lua: &Lua) -> mlua::Result<bool> {
        let mut last = 0; // before the first ticket
        loop {
            let next = self.tasks.borrow().wait_after(last);
            let Some((ticket, task)) = next else { return Ok(false) };
            last = ticket;
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
    }

    fn handling_of(&self, task: u32) -> Handling {
        self.tasks.borrow_mut().get(task).map(|task| task.handling).unwrap_or_default()
    }

    fn is_over(&self, lua: &Lua, ticket: Ticket) -> mlua::Result<bool> {
        let (calls, me) = (&self.context.calls, self.context.number);
        let mut case = 0;
        loop {
            let next = self.channels.borrow().outside(ticket, case);
            let Some((found, id, source)) = next else { break };
            let is_receive = matches!(self.tasks.borrow().wait_of(ticket), Some(Wait::Receive));
            if is_receive && source == Source::Inbox {
                let received = calls.receive(me, Mailbox::Inbox, &self.waker.borrow());
                let Poll::Ready(Some(message)) = received else { return Ok(false) };
                self.channels.borrow_mut().abandon(ticket);
                self.tasks.borrow_mut().over(ticket, |_| Answered::Message(message));
                return Ok(true);
            }
            if let Some(ready) = self.poll(lua, id)? {
                let completion = self.channels.borrow_mut().complete(ticket, found, ready);
                over(&mut self.tasks.borrow_mut(), completion);
                return Ok(true);
            }
            case = found + 1;
        }
        let waker = self.waker.borrow();
        let mut tasks = self.tasks.borrow_mut();
        let answered = match tasks.wait_of(ticket) {
            Some(Wait::Exec(exec)) => match calls.result(me, *exec, &waker) {
                Poll::Ready(Ok(value)) => {
                    Answered::Values(from_value(lua, &value)?.into_lua_multi(lua)?)
                }
                Poll::Ready(Err(error)) => Answered::Failed(error),
                Poll::Pending => return Ok(false),
            },
            Some(Wait::Store(question)) => match calls.result(me, *question, &waker) {
                Poll::Ready(Ok(answer)) => {
                    Answered::Values(kvstore::answered(lua, &answer)?.into_lua_multi(lua)?)
                }
                Poll::Ready(Err(error)) => Answered::Failed(error),
                Poll::Pending => return Ok(false),
            },
            Some(Wait::Sleep(timer)) => {
                if calls.fired(me, *timer, &waker).is_pending() {
                    return Ok(false);
                }
                self.drop_timer(*timer);
                Answered::Values(MultiValue::new())
            }
            Some(Wait::Line) => match calls.read_line(me, &waker) {
                Poll::Ready(Some(line)) => Answered::Values(line.as_str().into_lua_multi(lua)?),
                Poll::Ready(None) => Answered::Failed(end_of_input()),
                Poll::Pending => return Ok(false),
            },
            Some(Wait::Bytes(most)) => match calls.read_line(me, &waker) {
                Poll::Ready(Some(line)) => {
                    let mut typed = self.typed.borrow_mut();
                    typed.extend(line.as_bytes().iter().chain(b"\n"));
                    let bytes = take(&mut typed, *most);
                    Answered::Values(lua.create_string(bytes)?.into_lua_multi(lua)?)
                }
                Poll::Ready(None) => Answered::Failed(end_of_input()),
                Poll::Pending => return Ok(false),
            },
            _ => return Ok(false),
        };
        tasks.over(ticket, |_| answered);
        Ok(true)
    }

    /// Waits for bytes of the terminal, at most so many. What an earlier call has left is there at once.
    pub fn read_bytes(&self, lua: &Lua, most: usize) -> Reply {
        let mut typed = self.typed.borrow_mut();
        if typed.is_empty() {
            return self.wait(Wait::Bytes(most));
        }
        done(lua, lua.create_string(take(&mut typed, most))?)
    }

    /// Waits for a line of the terminal, or for the rest of one whose beginning was read as bytes.
    pub fn read_line(&self, lua: &Lua) -> Reply {
        let mut typed = self.typed.borrow_mut();
        let Some(end) = typed.iter().position(|byte| *byte == b'\n') else {
            return self.wait(Wait::Line);
        };
        let mut line = take(&mut typed, end + 1);
        line.pop();
        done(lua, lua.create_string(line)?)
    }

    /// Gives up what the current task has begun to wait for. False if it was over already.
    pub fn abandon(&self) -> bool {
        let Some((ticket, wait)) = self.tasks.borrow_mut().take_back() else { return false };
        self.channels.borrow_mut().abandon(ticket);
        let (calls, me) = (&self.context.calls, self.context.number);
        match wait {
            Wait::Exec(id) | Wait::Store(id) => calls.forget_result(me, id),
            Wait::Sleep(timer) => self.drop_timer(timer),
            Wait::Line | Wait::Bytes(_) => calls.stop_reading(me, &self.waker.borrow()),
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

    pub fn make_reply(&self, lua: &Lua, answered: Answered) -> Reply {
        match answered {
            Answered::Values(values) => Ok(Answer::Done(values)),
            Answered::Failed(error) => failed(lua, error),
            Answered::Message(message) => done(lua, (MessageObject(message), true)),
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

/// Takes bytes off the front of what was typed and is not read yet.
fn take(typed: &mut VecDeque<u8>, most: usize) -> Vec<u8> {
    let most = most.min(typed.len());
    typed.drain(..most).collect()
}

fn end_of_input() -> Error {
    Error::new(ErrorKind::Unavailable, "EOF")
}
