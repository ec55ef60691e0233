//! A shell for the persistent store: the commands of `rehearsal kv`, and `publish` for the log.

use futures::StreamExt;

use super::ansi::{dim, yellow};
use crate::base::{Error, JsonError, Value};
use crate::process::{Context, Message, Terminal};

const HELP: &str = r#"kv get KEY               a value, as JSON
kv set KEY VALUE         stores a text
kv set --json KEY VALUE  stores JSON, such as {"a": [1, 2]}
kv list [GLOB]           the keys; * ? [a-z] [^a-z]
publish TITLE            appends a post to the log, for the worker
An empty line ends the shell."#;

/// Takes commands until an empty line.
///
/// # Errors
/// `UNAVAILABLE`: it has no terminal.
pub async fn kv_shell(ctx: Context) -> Result<i64, Error> {
    let terminal = ctx.terminal()?;
    ctx.sleep("100ms").await?; // until the store has registered
    terminal.print(dim("A key-value store that lasts. Type help for its commands."));
    loop {
        terminal.write(yellow("> "));
        let Some(line) = terminal.read_line().await else { break };
        if line.is_empty() {
            break;
        }
        if let Err(error) = obey(&ctx, &terminal, &line).await {
            terminal.write_error(format!("{error}\n"));
        }
    }
    terminal.print("\nGoodbye!");
    Ok(0)
}

/// Does what a line says.
async fn obey(ctx: &Context, terminal: &Terminal, line: &str) -> Result<(), Error> {
    let words = shlex::split(line);
    let words = words.ok_or_else(|| Error::invalid("a quotation mark is not closed"))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] | ["help"] => terminal.print(HELP),
        ["kv", "get", key] => {
            let answer = request(ctx, "get", [("key", key.to_owned().into())]).await;
            let answer = answer.map_err(|error| failed("get value", key, &error))?;
            let value = serde_json::to_string_pretty(answer.get("value"));
            terminal.print(value.unwrap_or_default());
        }
        ["kv", "set", "--json", key, ..] if words.len() > 4 => {
            let value = json(line, &words[4..]);
            let value = value.map_err(|error| failed("set value", key, &error))?;
            set(ctx, terminal, key, value).await?;
        }
        ["kv", "set", key, text] if key != "--json" => {
            set(ctx, terminal, key, text.to_owned().into()).await?
        }
        ["kv", "list"] => list(ctx, terminal, "*").await?,
        ["kv", "list", glob] => list(ctx, terminal, glob).await?,
        ["publish", ..] if words.len() > 1 => {
            let title = words[1..].join(" ");
            let payload = Value::map([("title", title.into())]);
            let fields = [("topic", "post.created".into()), ("payload", payload)];
            let answer = ask(ctx, "log", "append", "appended", fields).await?;
            terminal.print(format!("published as message {}", answer.get("number")));
        }
        ["kv", "get" | "set" | "list", ..] | ["publish"] => {
            return Err(Error::invalid(format!("{line} has too few or too many words; try help")));
        }
        _ => {
            let line: String = line.chars().take(40).collect();
            return Err(Error::invalid(format!("unknown command {line:?}; try help")));
        }
    }
    Ok(())
}

/// JSON as it was typed: in quotation marks, or as it is.
fn json(line: &str, words: &[&str]) -> Result<Value, JsonError> {
    let rest = line.find(['{', '[']).map_or("", |at| &line[at..]);
    match words {
        [text] => Value::from_json(text).or_else(|error| Value::from_json(rest).map_err(|_| error)),
        _ => Value::from_json(rest),
    }
}

async fn set(ctx: &Context, terminal: &Terminal, key: &str, value: Value) -> Result<(), Error> {
    let fields = [("key", key.to_owned().into()), ("value", value)];
    request(ctx, "set", fields).await.map_err(|error| failed("set value", key, &error))?;
    terminal.print(format!("✓ Successfully set key '{key}'"));
    Ok(())
}

async fn list(ctx: &Context, terminal: &Terminal, glob: &str) -> Result<(), Error> {
    let answer = request(ctx, "list", [("glob", glob.to_owned().into())]).await;
    let answer = answer.map_err(|error| Error::invalid(format!("failed to list keys: {error}")))?;
    for key in answer.get("keys").as_list().unwrap_or_default() {
        terminal.print(key.as_str().unwrap_or_default());
    }
    Ok(())
}

fn failed(what: &str, key: &str, error: &dyn std::fmt::Display) -> Error {
    Error::invalid(format!("failed to {what} for key '{key}': {error}"))
}

/// Sends a request to the store's actor, and waits for its answer.
async fn request<const N: usize>(
    ctx: &Context,
    op: &str,
    fields: [(&'static str, Value); N],
) -> Result<Value, Error> {
    ask(ctx, "kv_store", op, "kv_response", fields).await
}

/// Sends a request, and waits for the answer to it and to no other: one that came too late is nobody's any more.
async fn ask<const N: usize>(
    ctx: &Context,
    to: &str,
    topic: &str,
    answers: &str,
    fields: [(&'static str, Value); N],
) -> Result<Value, Error> {
    let id = Value::from(ctx.now().as_nanos() as i64);
    let fields = fields.into_iter().chain([("id", id.clone()), ("reply_to", ctx.pid().into())]);
    let payload = Value::Map(fields.map(|(key, value)| (Value::from(key), value)).collect());
    ctx.send(to, topic, payload)?;
    let is_it = |message: &Message| message.topic == answers && message.payload.get("id") == &id;
    let mut answers =
        ctx.inbox().filter(|message| std::future::ready(is_it(message))).boxed_local();
    // A disk may be slow.
    let answer = ctx.timeout("30s", answers.next()).await?;
    let answer = answer.map(|message| message.payload).unwrap_or_default();
    match answer.get("error").get("message").as_str() {
        Some(message) => Err(Error::invalid(message.to_owned())),
        None => Ok(answer),
    }
}
