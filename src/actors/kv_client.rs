//! The client of the key-value store: plays a script, and then takes commands.

use futures::StreamExt;

use super::ansi::{dim, yellow};
use crate::base::{Error, Value};
use crate::process::{Context, Terminal};

/// Plays the script, and ends.
///
/// # Errors
/// `TIMEOUT`: the store does not answer. `NOT_FOUND`: there is no store.
pub async fn script(ctx: Context) -> Result<i64, Error> {
    let terminal = ctx.terminal()?;
    ctx.sleep("100ms").await?; // until the store has registered
    play(&ctx, &terminal).await?;
    Ok(0)
}

/// Plays the script, and then takes `set k v`, `get k`, `delete k`, `keys`, `stats` and `help` until an empty line.
///
/// # Errors
/// As [`script`].
pub async fn dialogue(ctx: Context) -> Result<i64, Error> {
    let terminal = ctx.terminal()?;
    ctx.sleep("100ms").await?;
    play(&ctx, &terminal).await?;
    terminal.print(dim("\nThe store lives on. Type help for its commands."));
    loop {
        terminal.write(yellow("> "));
        let Some(line) = terminal.read_line().await else { break };
        if line.is_empty() {
            break;
        }
        let answer = obey(&ctx, &line).await.unwrap_or_else(|error| format!("error: {error}"));
        terminal.print(format!("  {answer}"));
    }
    terminal.print("\nGoodbye!");
    Ok(0)
}

async fn play(ctx: &Context, terminal: &Terminal) -> Result<(), Error> {
    terminal.print("=== Key-Value Store as a Process ===\n");

    terminal.print("Setting values:");
    let pairs = [
        ("name", "Wippy"),
        ("version", "0.1"),
        ("lang", "Lua"),
        ("model", "Actor"),
        ("overhead", "13KB"),
    ];
    for (key, value) in pairs {
        let answer = request(ctx, "set", [("key", key.into()), ("value", value.into())]).await?;
        terminal.print(format!("  SET {key} = {value}  → ok: {}", answer.get("ok")));
    }

    terminal.print("\nGetting values:");
    for key in ["name", "version", "lang", "missing_key"] {
        let answer = request(ctx, "get", [("key", key.into())]).await?;
        terminal.print(format!("  GET {key} → {}", found(&answer)));
    }

    terminal.print("\nDeleting 'lang':");
    let answer = request(ctx, "delete", [("key", "lang".into())]).await?;
    terminal.print(format!("  Deleted: {}", answer.get("deleted")));

    terminal.print("\nListing all keys:");
    let answer = request(ctx, "keys", []).await?;
    terminal.print(format!("  Keys ({}): {}", answer.get("count"), keys(&answer)));

    terminal.print("\nServer stats:");
    let answer = request(ctx, "stats", []).await?;
    terminal.print(format!("  Total operations: {}", answer.get("total_ops")));
    terminal.print(format!("  Total keys: {}", answer.get("total_keys")));

    terminal.print("\nThe KV store is a process. State lives in memory.");
    terminal.print("No database, no disk — just actor state + messages.");
    Ok(())
}

/// Does what a line says.
async fn obey(ctx: &Context, line: &str) -> Result<String, Error> {
    let (command, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let rest = rest.trim();
    let one_key = || {
        if rest.is_empty() || rest.contains(' ') {
            return Err(Error::invalid(format!("{command} wants one key: {command} name")));
        }
        Ok(("key", Value::from(rest.to_owned())))
    };
    match command {
        "set" => {
            let (key, text) = rest
                .split_once(' ')
                .ok_or_else(|| Error::invalid("set wants a key and a value: set name Wippy"))?;
            // JSON where it is JSON, plain text otherwise.
            let value =
                Value::from_json(text.trim()).unwrap_or_else(|_| text.trim().to_owned().into());
            let answer =
                request(ctx, "set", [("key", key.to_owned().into()), ("value", value)]).await?;
            Ok(format!("ok: {}", answer.get("ok")))
        }
        "get" => request(ctx, "get", [one_key()?]).await.map(|answer| found(&answer)),
        "delete" => {
            let answer = request(ctx, "delete", [one_key()?]).await?;
            Ok(format!("deleted: {}", answer.get("deleted")))
        }
        "keys" => {
            let answer = request(ctx, "keys", []).await?;
            Ok(format!("({}) {}", answer.get("count"), keys(&answer)))
        }
        "stats" => {
            let answer = request(ctx, "stats", []).await?;
            Ok(format!("{} operations, {} keys", answer.get("total_ops"), answer.get("total_keys")))
        }
        "help" => {
            Ok("set KEY VALUE · get KEY · delete KEY · keys · stats · an empty line ends".into())
        }
        other => {
            let other: String = other.chars().take(40).collect();
            Err(Error::invalid(format!("unknown command {other:?}; try help")))
        }
    }
}

/// Sends a request to the store, and waits up to two seconds for its answer.
async fn request<const N: usize>(
    ctx: &Context,
    topic: &str,
    fields: [(&'static str, Value); N],
) -> Result<Value, Error> {
    let fields = fields.into_iter().chain([("reply_to", ctx.pid().into())]);
    let payload = Value::Map(fields.map(|(key, value)| (Value::from(key), value)).collect());
    ctx.send("kv", topic, payload)?;
    let mut inbox = ctx.inbox();
    let answer =
        inbox.by_ref().filter(|m| std::future::ready(m.topic == "kv_response")).boxed_local();
    let answer = ctx.timeout("2s", answer.into_future()).await?.0;
    let answer = answer.map(|message| message.payload).unwrap_or_default();
    match answer.get("error").get("message").as_str() {
        Some(message) => Err(Error::invalid(message.to_owned())),
        None => Ok(answer),
    }
}

fn found(answer: &Value) -> String {
    match answer.get("value") {
        _ if answer.get("found") == &Value::Bool(false) => "(not found)".into(),
        Value::Str(text) => text.to_string(),
        other => other.to_json(),
    }
}

fn keys(answer: &Value) -> String {
    let keys = answer.get("keys").as_list().unwrap_or_default();
    keys.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}
