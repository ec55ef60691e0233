//! A child that cannot count to three, and whoever is interested in it.

use futures::{StreamExt, select_biased};

use crate::base::{Error, Value};
use crate::process::Context;

/// Registers as `child`, counts each `work` up, and fails at the third. Its supervisor starts it anew, from zero.
///
/// # Errors
/// `INTERNAL`, at the third message: that is what it is here for.
pub async fn child(ctx: Context) -> Result<(), Error> {
    ctx.register("child")?;
    ctx.log_info("child started", [("pid", ctx.pid().into())]);
    let mut inbox = ctx.inbox();
    let mut count = 0i64;
    while let Some(message) = inbox.next().await {
        if message.topic != "work" {
            continue;
        }
        count += 1;
        ctx.show(Value::map([("count", count.into())]));
        if count == 3 {
            return Err(Error::internal("cannot count to three"));
        }
        ctx.send(&message.from, "worked", Value::map([("count", count.into())])).ok();
    }
    Ok(())
}

/// Registers as `boss`, sends `work` to `child` every two seconds, whoever `child` is by then, and shows how far it has counted.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the boss.
pub async fn boss(ctx: Context) -> Result<(), Error> {
    ctx.register("boss")?;
    let (mut inbox, mut tick) = (ctx.inbox(), ctx.ticker("2s")?);
    loop {
        select_biased! {
            worked = inbox.select_next_some() => ctx.show(worked.payload),
            _ = tick.select_next_some() => if let Err(failed) = ctx.send("child", "work", ()) {
                ctx.log_info("nobody to work", [("error", failed.error.message.into())]);
            },
        }
    }
}
