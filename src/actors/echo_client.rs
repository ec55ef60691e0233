//! The client of the echo service: a dialogue on a terminal.

use futures::{StreamExt, select_biased};

use super::ansi::{cyan, dim, green, yellow};
use crate::base::{Error, Value};
use crate::process::Context;

/// Reads lines, sends each to the relay, and prints the answer; an empty line or the end of input ends it.
///
/// # Errors
/// `UNAVAILABLE`: its host is no terminal host.
pub async fn echo_client(ctx: Context) -> Result<i64, Error> {
    let terminal = ctx.terminal()?;
    let mut inbox = ctx.inbox();

    ctx.sleep("200ms").await?; // until the relay has registered

    terminal.print(cyan("Echo Client"));
    terminal.print(dim("Type messages to echo. Ctrl+C to exit.\n"));

    loop {
        terminal.write(yellow("> "));
        let Some(line) = terminal.read_line().await else { break };
        if line.is_empty() {
            break;
        }

        let request = Value::map([("sender", ctx.pid().into()), ("data", line.into())]);
        if ctx.send("relay", "echo", request).is_err() {
            terminal.print(dim("  error: relay not available"));
            continue;
        }

        let mut timeout = ctx.after("2s")?;
        loop {
            select_biased! {
                answer = inbox.select_next_some() => if answer.topic == "echo_response" {
                    let data = answer.payload.get("data").as_str().unwrap_or_default();
                    let worker = answer.payload.get("worker").as_str().unwrap_or_default();
                    terminal.print(green(&format!("  {data}")));
                    terminal.print(dim(&format!("  from worker: {worker}")));
                    break;
                },
                _ = timeout.select_next_some() => {
                    terminal.print(dim("  timeout"));
                    break;
                }
            }
        }
    }

    terminal.print("\nGoodbye!");
    Ok(0)
}
