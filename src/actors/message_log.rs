//! The log: messages that are numbered, and kept in the store for whoever reads them later.

use std::collections::{BTreeSet, VecDeque};

use futures::future::join_all;
use futures::{StreamExt, select_biased};

use super::reply::{refusal, reply, unknown};
use crate::base::{Error, ErrorKind, Str, Value};
use crate::process::{Context, EventKind, Message};

/// Requests that are served together: what is appended together is written together.
const TOGETHER: usize = 64;
/// Messages in one answer, if the reader does not say.
const MOST: i64 = 10;

/// Where the log stands.
struct Log {
    ctx: Context,
    /// The number that was given last.
    last: i64,
    /// The numbers of all messages that are kept. Others may have left gaps between them.
    kept: BTreeSet<i64>,
    /// Who has read everything, and waits for more.
    waiting: VecDeque<Message>,
}

/// Registers as `log`. `append {topic, payload}` is answered with `appended {number}` as soon as the message is kept, and
/// `follow {after, most}` with `messages {messages, last}` as soon as there is one after that number. Until CANCEL.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the log. As the store says, when it cannot be read.
pub async fn message_log(ctx: Context) -> Result<(), Error> {
    let (inbox, mut events) = (ctx.inbox(), ctx.events());
    ctx.register("log")?; // requests wait until it is open
    let keys = ctx.kv_store().list("messages:*").await?;
    let mut kept = BTreeSet::new();
    kept.extend(keys.iter().filter_map(number_of));
    let last = kept.last().copied().unwrap_or(0);
    ctx.log_info("log opened", [("messages", kept.len().into()), ("last", last.into())]);

    let mut log = Log { ctx, last, kept, waiting: VecDeque::new() };
    let mut requests = inbox.ready_chunks(TOGETHER).fuse();
    loop {
        select_biased! {
            requests = requests.select_next_some() => log.serve(requests).await,
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
        }
    }
}

impl Log {
    async fn serve(&mut self, requests: Vec<Message>) {
        let mut appended = Vec::new();
        for request in requests {
            match &*request.topic {
                "append" => match self.next_number(&request) {
                    Ok(number) => appended.push((number, request)),
                    Err(error) => self.answer_append(&request, Err(error)),
                },
                "follow" => self.waiting.push_back(request),
                other => {
                    let error = unknown(other, "append and follow");
                    let answer = refusal(other, &Value::Nil, error);
                    reply(&self.ctx, &request, "log_response", answer);
                }
            }
        }
        let kept = join_all(appended.iter().map(|(number, request)| self.keep(*number, request)));
        for (kept, (number, request)) in kept.await.into_iter().zip(&appended) {
            // A message that could not be kept leaves its number unused.
            self.kept.extend(kept.is_ok().then_some(*number));
            self.answer_append(request, kept.map(|()| *number));
        }
        for _ in 0..self.waiting.len() {
            let Some(reader) = self.waiting.pop_front() else { break };
            if !self.give(&reader).await {
                self.waiting.push_back(reader);
            }
        }
    }

    fn next_number(&mut self, request: &Message) -> Result<i64, Error> {
        if request.payload.get("topic").as_str().is_none_or(str::is_empty) {
            return Err(Error::invalid("a message has a topic: append wants {topic, payload}"));
        }
        let full = || Error::new(ErrorKind::Unavailable, "the log has used up its numbers");
        self.last = self.last.checked_add(1).ok_or_else(full)?;
        Ok(self.last)
    }

    async fn keep(&self, number: i64, request: &Message) -> Result<(), Error> {
        let field = |name| request.payload.get(name).clone();
        let message = Value::map([("topic", field("topic")), ("payload", field("payload"))]);
        self.ctx.kv_store().set(&key_of(number), &message).await
    }

    /// Whoever appends need not want to know.
    fn answer_append(&self, request: &Message, kept: Result<i64, Error>) {
        if request.payload.get("reply_to").is_nil() {
            return;
        }
        let answer = match kept {
            Ok(number) => Value::map([("number", number.into())]),
            Err(error) => refusal("append", &Value::Nil, error),
        };
        reply(&self.ctx, request, "appended", answer);
    }

    /// Gives a reader what comes after its number. False if there is nothing yet.
    async fn give(&self, reader: &Message) -> bool {
        let after = reader.payload.get("after").as_int().unwrap_or(0);
        let most = reader.payload.get("most").as_int().unwrap_or(MOST).clamp(1, 1_000);
        let store = self.ctx.kv_store();
        let mut messages = Vec::new();
        for number in self.kept.range(after.saturating_add(1)..).take(most as usize) {
            match store.get::<Value>(&key_of(*number)).await {
                Ok(kept) => messages.push(Value::map([
                    ("number", (*number).into()),
                    ("topic", kept.get("topic").clone()),
                    ("payload", kept.get("payload").clone()),
                ])),
                Err(error) if error.kind == ErrorKind::NotFound => {} // somebody has removed it
                Err(error) => {
                    let answer = refusal("follow", &Value::Nil, error);
                    reply(&self.ctx, reader, "messages", answer);
                    return true;
                }
            }
        }
        if messages.is_empty() {
            return false;
        }
        let answer = Value::map([("messages", Value::list(messages)), ("last", self.last.into())]);
        reply(&self.ctx, reader, "messages", answer);
        true
    }
}

/// Under which key a message is kept: with so many digits, the order of the keys is that of the numbers.
fn key_of(number: i64) -> String {
    format!("messages:{number:010}")
}

fn number_of(key: &Str) -> Option<i64> {
    key.strip_prefix("messages:")?.parse().ok()
}
