//! The log: messages that are numbered, and kept in the store for whoever reads them later.

use std::collections::VecDeque;

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
    /// The number of the last message.
    last: i64,
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
    let last = keys.iter().filter_map(number_of).max().unwrap_or(0);
    ctx.log_info("log opened", [("messages", keys.len().into()), ("last", last.into())]);

    let mut log = Log { ctx, last, waiting: VecDeque::new() };
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
                "append" => {
                    self.last += 1;
                    appended.push((self.last, request));
                }
                "follow" => self.waiting.push_back(request),
                other => {
                    let error = unknown(other, "append and follow");
                    let answer = refusal(other, &Value::Nil, error);
                    reply(&self.ctx, &request, "log_response", answer);
                }
            }
        }
        join_all(appended.iter().map(|(number, request)| self.append(*number, request))).await;
        for _ in 0..self.waiting.len() {
            let Some(reader) = self.waiting.pop_front() else { break };
            if !self.give(&reader).await {
                self.waiting.push_back(reader);
            }
        }
    }

    /// A message that could not be kept leaves its number unused.
    async fn append(&self, number: i64, request: &Message) {
        let payload = &request.payload;
        let message = Value::map([
            ("topic", payload.get("topic").clone()),
            ("payload", payload.get("payload").clone()),
        ]);
        let kept = self.ctx.kv_store().set(&key_of(number), &message).await;
        let answer = match kept {
            Ok(()) => Value::map([("number", number.into())]),
            Err(error) => refusal("append", &Value::Nil, error),
        };
        // Whoever appends need not want to know.
        if !payload.get("reply_to").is_nil() {
            reply(&self.ctx, request, "appended", answer);
        }
    }

    /// Gives a reader what comes after its number. False if there is nothing yet.
    async fn give(&self, reader: &Message) -> bool {
        let after = reader.payload.get("after").as_int().unwrap_or(0).max(0);
        let most = reader.payload.get("most").as_int().unwrap_or(MOST).clamp(1, 1_000);
        let store = self.ctx.kv_store();
        let (mut messages, mut number) = (Vec::new(), after);
        while number < self.last && (messages.len() as i64) < most {
            number += 1;
            match store.get::<Value>(&key_of(number)).await {
                Ok(kept) => messages.push(Value::map([
                    ("number", number.into()),
                    ("topic", kept.get("topic").clone()),
                    ("payload", kept.get("payload").clone()),
                ])),
                Err(error) if error.kind == ErrorKind::NotFound => {} // it was never kept
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
