//! Two processes and one ball.

use futures::StreamExt;

use crate::base::{Error, Value};
use crate::process::Context;

/// Registers as `pong`, and returns each `ping {n}` as `pong {n}`.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is `pong`.
pub async fn pong(ctx: Context) -> Result<(), Error> {
    ctx.register("pong")?;
    let mut inbox = ctx.inbox();
    while let Some(ball) = inbox.next().await {
        if ball.topic == "ping" {
            ctx.send(&ball.from, "pong", ball.payload)?;
        }
    }
    Ok(())
}

/// Plays a rally of `rounds` (its first argument, 5 when there is none), rests for two seconds, and begins again.
///
/// # Errors
/// `NOT_FOUND`: there is no `pong`.
pub async fn ping(ctx: Context) -> Result<(), Error> {
    ctx.register("ping")?;
    let rounds = ctx.arg(0).as_int().unwrap_or(5);
    let mut inbox = ctx.inbox();
    let mut rally = 0i64;
    loop {
        rally += 1;
        for n in 1..=rounds {
            ctx.send("pong", "ping", Value::map([("n", n.into())]))?;
            while inbox.receive().await.topic != "pong" {}
        }
        ctx.show(Value::map([("rallies", rally.into())]));
        ctx.log_info("rally over", [("rally", rally.into()), ("rounds", rounds.into())]);
        ctx.sleep("2s").await?;
    }
}
