//! The key-value store: state that nobody else can touch, one message at a time.

use std::collections::BTreeMap;

use futures::{StreamExt, select_biased};

use crate::base::{Error, Str, Value};
use crate::process::{Context, EventKind, Level, Message};

/// What the store keeps.
#[derive(Default)]
struct Store {
    data: BTreeMap<Str, Value>,
    total_ops: u64,
}

/// Registers as `kv`, and answers `set`, `get`, `delete`, `keys` and `stats` on `kv_response`, until CANCEL.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the store.
pub async fn kv(ctx: Context) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    let mut store = Store::default();
    ctx.register("kv")?;

    loop {
        select_biased! {
            request = inbox.select_next_some() => serve(&ctx, &mut store, &request),
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
        }
    }
}

/// Answers to where the request wants its answer, or says in the log that it wants none.
fn serve(ctx: &Context, store: &mut Store, request: &Message) {
    let answer = store.answer(request);
    let Some(reply_to) = request.payload.get("reply_to").as_str() else {
        let fields = [("topic", request.topic.clone().into()), ("from", (&request.from).into())];
        return ctx.log(Level::Warn, "request without reply_to", fields);
    };
    if let Err(failed) = ctx.send(reply_to, "kv_response", answer) {
        let fields =
            [("reply_to", reply_to.to_owned().into()), ("error", failed.error.message.into())];
        ctx.log(Level::Warn, "nobody takes the answer", fields);
    }
}

impl Store {
    fn answer(&mut self, request: &Message) -> Value {
        let op = &*request.topic;
        self.total_ops += u64::from(matches!(op, "set" | "get" | "delete" | "keys" | "stats"));
        match op {
            "set" | "get" | "delete" => match request.payload.get("key") {
                Value::Str(key) => self.one(op, key, request.payload.get("value")),
                key => refusal(op, key, wrong_key(key)),
            },
            "keys" => Value::map([
                ("op", "keys".into()),
                ("keys", Value::list(self.data.keys().cloned().map(Value::from))),
                ("count", self.data.len().into()),
            ]),
            "stats" => Value::map([
                ("op", "stats".into()),
                ("total_ops", self.total_ops.into()),
                ("total_keys", self.data.len().into()),
            ]),
            _ => refusal(op, request.payload.get("key"), unknown(op)),
        }
    }

    /// The operations on one key.
    fn one(&mut self, op: &str, key: &Str, value: &Value) -> Value {
        let key_value = Value::from(key.clone());
        match op {
            "set" => {
                self.data.insert(key.clone(), value.clone());
                Value::map([("op", "set".into()), ("key", key_value), ("ok", true.into())])
            }
            "get" => {
                let found = self.data.get(key);
                Value::map([
                    ("op", "get".into()),
                    ("key", key_value),
                    ("value", found.cloned().unwrap_or_default()),
                    ("found", found.is_some().into()),
                ])
            }
            _ => {
                let deleted = self.data.remove(key).is_some();
                Value::map([
                    ("op", "delete".into()),
                    ("key", key_value),
                    ("deleted", deleted.into()),
                ])
            }
        }
    }
}

fn wrong_key(key: &Value) -> Error {
    match key {
        Value::Nil => {
            Error::invalid("the key is missing: a request looks like {key, value, reply_to}")
        }
        other => Error::invalid(format!("a key is a string, not {}", other.type_name())),
    }
}

fn unknown(op: &str) -> Error {
    let op: String = op.chars().take(80).collect();
    Error::invalid(format!("unknown operation {op:?}: there are set, get, delete, keys and stats"))
}

fn refusal(op: &str, key: &Value, error: Error) -> Value {
    let error = Value::map([("kind", error.kind.name().into()), ("message", error.message.into())]);
    Value::map([("op", Value::from(op.to_owned())), ("key", key.clone()), ("error", error)])
}
