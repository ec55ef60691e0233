//! A quiet visitor: sends a request to the store now and then, until it is asked to leave.

use futures::{StreamExt, select_biased};

use crate::base::{Error, Value};
use crate::process::{Context, EventKind};

/// Sets and gets its own key in turn, every three seconds, until CANCEL.
///
/// # Errors
/// None of its own: a store that is gone is simply asked again later.
pub async fn visitor(ctx: Context) -> Result<(), Error> {
    let (mut inbox, mut events) = (ctx.inbox(), ctx.events());
    let mut tick = ctx.ticker("3s")?;
    let mut visits: u64 = 0;
    loop {
        select_biased! {
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                return Ok(());
            },
            _answer = inbox.select_next_some() => {}
            _ = tick.select_next_some() => {
                visits += 1;
                let reply_to = || Value::from(ctx.pid());
                let sent = if visits % 2 == 1 {
                    let request = [("key", "visits".into()), ("value", visits.into()), ("reply_to", reply_to())];
                    ctx.send("kv", "set", Value::map(request))
                } else {
                    ctx.send("kv", "get", Value::map([("key", "visits".into()), ("reply_to", reply_to())]))
                };
                sent.ok(); // nobody there: next time, perhaps
            }
        }
    }
}
