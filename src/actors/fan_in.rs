//! Many producers, one slow consumer, and a mailbox that is too small.

use futures::StreamExt;

use crate::base::{Error, Value};
use crate::process::Context;

/// Registers as `consumer`, and takes 200 ms for each `item`.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the consumer.
pub async fn consumer(ctx: Context) -> Result<(), Error> {
    ctx.register("consumer")?;
    let mut inbox = ctx.inbox();
    let mut taken = 0i64;
    while inbox.next().await.is_some() {
        ctx.sleep("200ms").await?;
        taken += 1;
        ctx.show(Value::map([("taken", taken.into())]));
    }
    Ok(())
}

/// Sends an `item {from, n}` every 300 ms; when the mailbox is full it waits a second before it tries again.
///
/// # Errors
/// `INVALID`: the interval given as its second argument is no duration.
pub async fn producer(ctx: Context) -> Result<(), Error> {
    let name = ctx.arg(0);
    let mut refused = 0i64;
    for n in 1i64.. {
        let item = Value::map([("from", name.clone()), ("n", n.into())]);
        if let Err(failed) = ctx.send("consumer", "item", item) {
            refused += 1;
            ctx.show(Value::map([("refused", refused.into())]));
            ctx.log_info("refused", [("n", n.into()), ("error", failed.error.message.into())]);
            ctx.sleep("1s").await?;
        }
        ctx.sleep("300ms").await?;
    }
    Ok(())
}

/// Spawns three producers, one after the other.
///
/// # Errors
/// `NOT_FOUND`: there is no `app:producer`.
pub async fn starter(ctx: Context) -> Result<(), Error> {
    for name in ["ann", "ben", "cem"] {
        ctx.process("app:producer", "app:processes").arg(name).with_name(name).spawn()?;
        ctx.sleep("70ms").await?;
    }
    Ok(())
}
