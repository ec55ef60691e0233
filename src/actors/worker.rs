//! The worker of the echo service: one message, one answer.

use crate::base::{Error, Value};
use crate::process::Context;

/// Spawned with a sender and a text: thinks for 100 ms, and answers `echo_response {data, worker}` in upper case.
///
/// # Errors
/// `INVALID`: its arguments are no PID and text.
pub async fn worker(ctx: Context) -> Result<i64, Error> {
    let (sender, data) = (ctx.arg(0), ctx.arg(1));
    let wrong = || Error::invalid("a worker needs the pid of a sender, and a text");
    let (sender, data) = sender.as_str().zip(data.as_str()).ok_or_else(wrong)?;

    ctx.sleep("100ms").await?;

    let answer = Value::map([("data", data.to_uppercase().into()), ("worker", ctx.pid().into())]);
    ctx.send(sender, "echo_response", answer)?;
    Ok(0)
}
