//! A worker that counts posts: it takes them from the log, and says nothing of where it stands there.

use super::log_worker::log_worker;
use crate::base::{Error, ErrorKind, Value};
use crate::process::{Context, Message};

/// The worker `posts`.
///
/// # Errors
/// As those of [`log_worker`].
pub async fn posts(ctx: Context) -> Result<(), Error> {
    log_worker(ctx, "posts", count).await
}

/// Counts a post: half a second of work, and a state of its own in the store.
async fn count(ctx: Context, post: Message) -> Result<(), Error> {
    if post.topic != "post.created" {
        return Ok(()); // there may be other messages in the log
    }
    ctx.sleep("500ms").await?;
    let store = ctx.kv_store();
    let before: Value = match store.get("worker:posts:state").await {
        Err(error) if error.kind == ErrorKind::NotFound => Value::Nil,
        found => found?,
    };
    let processed = before.get("processed_count").as_int().unwrap_or(0) + 1;
    let title = post.payload.get("title").clone();
    let state = Value::map([("processed_count", processed.into()), ("last_title", title.clone())]);
    store.set("worker:posts:state", &state).await?;
    ctx.log_info("post counted", [("title", title), ("processed_count", processed.into())]);
    Ok(())
}
