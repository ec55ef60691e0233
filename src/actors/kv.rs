//! The key-value store: state that nobody else can touch, one message at a time.

use std::collections::BTreeMap;

use futures::{StreamExt, select_biased};

use super::reply::{refusal, reply, unknown, wrong_key};
use crate::base::{Error, Str, Value};
use crate::process::{Context, EventKind, Message};

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
            request = inbox.select_next_some() => {
                let answer = store.answer(&request);
                reply(&ctx, &request, "kv_response", answer);
            }
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
        }
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
            _ => refusal(
                op,
                request.payload.get("key"),
                unknown(op, "set, get, delete, keys and stats"),
            ),
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
