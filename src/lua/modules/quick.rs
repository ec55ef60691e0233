//! The calls that a conversation of processes is made of, answered on Lua's own stack.
//!
//! Each is the common case of a function of another file, for arguments that need no handle of `mlua`'s. Whatever is less
//! common (tables, errors, wrong arguments, the first object of its kind in a state) goes to that function.

use luac::call::{Argument, Call, Ids, Quick};

use super::id;
use crate::base::{Str, Value as Plain};
use crate::lua::channels::{Case, Source};
use crate::lua::inner::Inner;
use crate::lua::objects::{Channel, MessageObject, Object, Payload};
use crate::lua::tasks::{Answered, Wait};
use crate::process::{Mailbox, Message};

/// What can be refused.
pub const SEND: usize = id("process", "send");
const RECEIVE: usize = id("channel.Channel", "receive");
const ANSWER: usize = id("base", "answer");
const FROM: usize = id("process.Message", "from");
const TOPIC: usize = id("process.Message", "topic");
const PAYLOAD: usize = id("process.Message", "payload");
const DATA: usize = id("payload.Payload", "data");

/// What is called when a task goes on, and where it cannot be suspended.
pub const IDS: Ids = Ids { answer: ANSWER, wait: id("base", "wait") };

/// Answers a call of the function with an id, if it is one of these.
pub fn answer(inner: &Inner, id: usize, call: &mut Call<'_>) -> Quick {
    let answered = match id {
        SEND => send(inner, call),
        RECEIVE => receive(inner, call),
        ANSWER => what_came(inner, call),
        FROM => from(inner, call),
        TOPIC => message(call).map(|message| call.string(&message.topic)),
        PAYLOAD => payload(call),
        DATA => data(call),
        _ => None,
    };
    answered.unwrap_or(Quick::Not)
}

/// A value that is no table and no object.
fn scalar(argument: Argument<'_>) -> Option<Plain> {
    Some(match argument {
        Argument::Nil => Plain::Nil,
        Argument::Boolean(value) => Plain::Bool(value),
        Argument::Integer(value) => Plain::Int(value),
        Argument::Number(value) => Plain::Float(value),
        Argument::Text(text) => Plain::Str(Str::new(text)),
        Argument::Other => return None,
    })
}

fn push(call: &mut Call<'_>, value: &Plain) -> Option<Quick> {
    Some(match value {
        Plain::Nil => call.nil(),
        Plain::Bool(value) => call.boolean(*value),
        Plain::Int(value) => call.integer(*value),
        Plain::Float(value) => call.number(*value),
        Plain::Str(text) => call.string(text),
        _ => return None,
    })
}

fn send(inner: &Inner, call: &mut Call<'_>) -> Option<Quick> {
    // The last refusal may have been told to nobody: the stack can end before it is.
    inner.refused.take();
    let (to, topic) = (call.text(0)?, call.text(1)?);
    let values = (2..call.count()).map(|place| scalar(call.argument(place)));
    let payload = match (call.count(), call.argument(2)) {
        (3, argument) if argument != Argument::Nil => scalar(argument)?,
        _ => Plain::several(values.collect::<Option<Vec<_>>>()?),
    };
    let calls = &inner.context.calls;
    calls.at_line(call.line());
    let sent = inner.context.send(to, topic, payload);
    calls.at_line(0);
    match sent {
        Ok(()) => Some(call.boolean(true)),
        Err(error) => {
            *inner.refused.borrow_mut() = Some(error.into());
            None
        }
    }
}

fn receive(inner: &Inner, call: &mut Call<'_>) -> Option<Quick> {
    let channel = call.object::<Channel>(0)?.id;
    if inner.channels.borrow().source(channel) != Source::Inbox || !call.knows(MessageObject::KIND)
    {
        return None;
    }
    let (calls, me) = (&inner.context.calls, inner.context.number);
    let received = calls.receive(me, Mailbox::Inbox, &inner.waker.borrow());
    match received {
        std::task::Poll::Ready(Some(message)) => Some(received_message(call, message)),
        _ => {
            let ticket = inner.tasks.borrow_mut().wait(Wait::Receive);
            inner.channels.borrow_mut().wait(ticket, vec![Case::Receive(channel)]);
            Some(Quick::Wait)
        }
    }
}

/// What came of a wait, if it is a message.
fn what_came(inner: &Inner, call: &mut Call<'_>) -> Option<Quick> {
    if !call.knows(MessageObject::KIND) {
        return None;
    }
    let mut tasks = inner.tasks.borrow_mut();
    let current = tasks.current;
    let task = tasks.get(current)?;
    match task.answer.take() {
        Some(Answered::Message(message)) => Some(received_message(call, message)),
        other => {
            task.answer = other;
            None
        }
    }
}

fn received_message(call: &mut Call<'_>, message: Message) -> Quick {
    match call.create(MessageObject::KIND, MessageObject(message)) {
        Quick::Done => call.boolean(true),
        other => other,
    }
}

fn message<'a>(call: &Call<'a>) -> Option<&'a Message> {
    call.object::<MessageObject>(0).map(|object| &object.0)
}

/// Most answers go to whoever has asked last: its PID is printed once.
fn from(inner: &Inner, call: &mut Call<'_>) -> Option<Quick> {
    let from = &message(call)?.from;
    if from.host().is_empty() {
        return Some(call.string(""));
    }
    let mut printed = inner.printed.borrow_mut();
    match &*printed {
        Some((pid, text)) if pid == from => Some(call.string(text)),
        _ => {
            let (_, text) = printed.insert((from.clone(), from.to_string()));
            Some(call.string(text))
        }
    }
}

fn payload(call: &mut Call<'_>) -> Option<Quick> {
    match message(call)?.payload.payloads() {
        [] => Some(call.nil()),
        [one] if call.knows(Payload::KIND) => {
            Some(call.create(Payload::KIND, Payload::of(one.clone())))
        }
        _ => None,
    }
}

fn data(call: &mut Call<'_>) -> Option<Quick> {
    let payload = call.object::<Payload>(0)?;
    push(call, &payload.value)
}
