//! The relay of the echo service: a worker for every message.

use std::cell::Cell;
use std::rc::Rc;

use futures::{StreamExt, select_biased};

use crate::base::Error;
use crate::process::{Context, Event, EventKind, Message};

/// What the relay has done so far; shared with its statistics coroutine.
#[derive(Default)]
struct Stats {
    messages: Cell<u64>,
    workers_spawned: Cell<u64>,
}

/// Registers as `relay`, and spawns a monitored `app:worker` for each `echo {sender, data}`.
///
/// # Errors
/// `ALREADY_EXISTS`: somebody else is the relay.
pub async fn relay(ctx: Context) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    let stats = Rc::new(Stats::default());

    ctx.register("relay")?;
    ctx.log_info("relay started", [("pid", ctx.pid().into())]);
    ctx.spawn(report(ctx.clone(), Rc::clone(&stats)));

    loop {
        select_biased! {
            message = inbox.select_next_some() => echo(&ctx, &message, &stats),
            event = events.select_next_some() => note(&ctx, event),
        }
    }
}

/// The answer comes from the worker, straight to the sender.
fn echo(ctx: &Context, message: &Message, stats: &Stats) {
    if message.topic != "echo" {
        return;
    }
    stats.messages.set(stats.messages.get() + 1);
    let (sender, data) = (message.payload.get("sender"), message.payload.get("data"));
    let worker = ctx.process("app:worker", "app:processes").arg(sender.clone()).arg(data.clone());
    match worker.spawn_monitored() {
        Ok(_) => stats.workers_spawned.set(stats.workers_spawned.get() + 1),
        Err(error) => ctx.log_error("spawn failed", [("error", error.message.into())]),
    }
}

fn note(ctx: &Context, event: Event) {
    if let EventKind::Exit(outcome) = event.kind {
        let result = outcome.unwrap_or_else(|error| error.to_value());
        ctx.log_info("worker exited", [("from", event.from.into()), ("result", result)]);
    }
}

/// A coroutine: every five seconds, one log line.
async fn report(ctx: Context, stats: Rc<Stats>) -> Result<(), Error> {
    loop {
        ctx.sleep("5s").await?;
        let fields = [
            ("messages", stats.messages.get().into()),
            ("workers_spawned", stats.workers_spawned.get().into()),
        ];
        ctx.log_info("stats", fields);
    }
}
