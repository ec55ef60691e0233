//! The persistent store's actor: what other processes ask the key-value store outside of the run through.

use futures::{StreamExt, select_biased};

use super::reply::{refusal, reply, unknown, wrong_key};
use crate::base::{Error, Value};
use crate::process::{Context, EventKind, Message};

/// Registers as `kv_store`, and answers `get {key}`, `set {key, value}` and `list {glob}` on `kv_response`, until CANCEL.
///
/// Each request has a coroutine of its own: what waits together, the store can write together.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the store.
pub async fn kv_store(ctx: Context) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    ctx.register("kv_store")?;

    loop {
        select_biased! {
            request = inbox.select_next_some() => ctx.spawn(serve(ctx.clone(), request)),
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
        }
    }
}

async fn serve(ctx: Context, request: Message) {
    let answer = answer(&ctx, &request).await;
    let answer =
        answer.unwrap_or_else(|error| refusal(&request.topic, request.payload.get("key"), error));
    reply(&ctx, &request, "kv_response", answer);
}

async fn answer(ctx: &Context, request: &Message) -> Result<Value, Error> {
    let store = ctx.kv_store();
    let key = || match request.payload.get("key") {
        Value::Str(key) => Ok(key.clone()),
        other => Err(wrong_key(other)),
    };
    Ok(match &*request.topic {
        "get" => {
            let key = key()?;
            let value = store.get::<Value>(&key).await?;
            Value::map([("op", "get".into()), ("key", key.into()), ("value", value)])
        }
        "set" => {
            let key = key()?;
            store.set(&key, request.payload.get("value")).await?;
            Value::map([("op", "set".into()), ("key", key.into()), ("ok", true.into())])
        }
        "list" => {
            let glob = match request.payload.get("glob") {
                Value::Nil => "*",
                other => other.as_str().ok_or_else(|| Error::invalid("a glob is a string"))?,
            };
            let keys = store.list(glob).await?;
            let count = keys.len().into();
            let keys = Value::list(keys.into_iter().map(Value::from));
            Value::map([("op", "list".into()), ("keys", keys), ("count", count)])
        }
        other => return Err(unknown(other, "get, set and list")),
    })
}
