//! Workers of the log: each message is handled once, and after a restart it goes on where it stopped.

use std::future::Future;

use futures::{StreamExt, select_biased};

use crate::base::{Error, ErrorKind, Value};
use crate::process::{Context, EventKind, Message};

/// Messages that are asked for at once. The position is saved after each batch.
const BATCH: i64 = 5;

/// Has `handle` take the messages of the log, one after the other, as the worker `name`: from the position that the store
/// has for it, which is saved after each batch. `handle` knows nothing of positions. Until CANCEL.
///
/// A worker that is killed between handling a message and saving its position gets that message again.
///
/// # Errors
/// As those of `handle`, whose message comes again when the worker is started again. `UNAVAILABLE`: the log has ended. As the
/// store says, when it cannot be read or written.
pub async fn log_worker<F, Fut>(ctx: Context, name: &str, handle: F) -> Result<(), Error>
where
    F: Fn(Context, Message) -> Fut,
    Fut: Future<Output = Result<(), Error>>,
{
    let (store, key) = (ctx.kv_store(), format!("worker:{name}:position"));
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    let mut position: i64 = match store.get(&key).await {
        Err(error) if error.kind == ErrorKind::NotFound => 0,
        found => found?,
    };
    ctx.log_info(
        "position loaded",
        [("worker", name.to_owned().into()), ("position", position.into())],
    );
    ctx.monitor("log")?;

    loop {
        ctx.show(Value::map([("worker", name.to_owned().into()), ("position", position.into())]));
        ask(&ctx, position)?;
        let batch = loop {
            select_biased! {
                message = inbox.select_next_some() => if message.topic == "messages" {
                    break message;
                },
                event = events.select_next_some() => match event.kind {
                    EventKind::Cancel { .. } => return Ok(()),
                    _ => return Err(Error::new(ErrorKind::Unavailable, "the log has ended")),
                },
            }
        };
        if let Some(why) = batch.payload.get("error").get("message").as_str() {
            return Err(Error::new(ErrorKind::Unavailable, why.to_owned()));
        }
        for kept in batch.payload.get("messages").as_list().unwrap_or_default() {
            let topic = kept.get("topic").as_text().cloned().unwrap_or_default();
            let payload = kept.get("payload").clone();
            handle(ctx.clone(), Message { topic, from: batch.from.clone(), payload }).await?;
            position = kept.get("number").as_int().unwrap_or(position);
        }
        store.set(&key, &position).await?;
    }
}

fn ask(ctx: &Context, position: i64) -> Result<(), Error> {
    let request = Value::map([
        ("after", position.into()),
        ("most", BATCH.into()),
        ("reply_to", ctx.pid().into()),
    ]);
    Ok(ctx.send("log", "follow", request)?)
}
