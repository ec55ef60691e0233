//! How a store answers: to where the request wants it, and with an error as a value.

use crate::base::{Error, Value};
use crate::process::{Context, Level, Message};

/// Answers a request on `topic`, to its `reply_to`, with the `id` that it may have; or says in the log that it names nobody, or that
/// nobody takes it.
pub fn reply(ctx: &Context, request: &Message, topic: &str, answer: Value) {
    let answer = match (request.payload.get("id"), answer.as_map()) {
        (Value::Nil, _) | (_, None) => answer,
        (id, Some(fields)) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), value.clone()));
            Value::Map(fields.chain([("id".into(), id.clone())]).collect())
        }
    };
    let Some(reply_to) = request.payload.get("reply_to").as_str() else {
        let fields = [("topic", request.topic.clone().into()), ("from", (&request.from).into())];
        return ctx.log(Level::Warn, "request without reply_to", fields);
    };
    if let Err(failed) = ctx.send(reply_to, topic, answer) {
        let fields =
            [("reply_to", reply_to.to_owned().into()), ("error", failed.error.message.into())];
        ctx.log(Level::Warn, "nobody takes the answer", fields);
    }
}

/// The answer to a request that cannot be met: `{op, key, error: {kind, message}}`.
pub fn refusal(op: &str, key: &Value, error: Error) -> Value {
    let error = Value::map([("kind", error.kind.name().into()), ("message", error.message.into())]);
    Value::map([("op", Value::from(op.to_owned())), ("key", key.clone()), ("error", error)])
}

/// Why something is no key.
pub fn wrong_key(key: &Value) -> Error {
    match key {
        Value::Nil => {
            Error::invalid("the key is missing: a request looks like {key, value, reply_to}")
        }
        other => Error::invalid(format!("a key is a string, not {}", other.type_name())),
    }
}

/// Why there is no such operation; `known` are those that there are.
pub fn unknown(op: &str, known: &str) -> Error {
    let op: String = op.chars().take(80).collect();
    Error::invalid(format!("unknown operation {op:?}: there are {known}"))
}
