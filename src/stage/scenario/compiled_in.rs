//! The actors of the scenarios by name, for the `process.rust` entries of projects that are read from files.

#[cfg(feature = "typed-kv")]
use rehearsal_typed_kv::Models;

use super::actor;
use crate::actors::crashing::{boss, child};
use crate::actors::echo_client::echo_client;
use crate::actors::fan_in::{consumer, producer, starter};
use crate::actors::ping_pong::{ping, pong};
use crate::actors::{
    kv::kv, kv_client::dialogue, kv_shell::kv_shell, kv_store::kv_store, message_log::message_log,
    posts::posts, relay::relay, visitor::visitor, worker::worker,
};
use crate::process::Actor;

/// The names, sorted.
pub const COMPILED_IN: [&str; 17] = [
    "boss",
    "child",
    "consumer",
    "echo_client",
    "kv",
    "kv_client",
    "kv_shell",
    "kv_store",
    "message_log",
    "ping",
    "pong",
    "posts",
    "producer",
    "relay",
    "starter",
    "visitor",
    "worker",
];

/// An actor by its name, one of [`COMPILED_IN`].
///
/// ```
/// use rehearsal::stage::scenario;
///
/// assert!(scenario::compiled_in("kv").is_some());
/// assert!(scenario::compiled_in("no such actor").is_none());
/// ```
pub fn compiled_in(name: &str) -> Option<Actor> {
    Some(match name {
        "boss" => actor!(boss, "crashing.rs"),
        "child" => actor!(child, "crashing.rs"),
        "consumer" => actor!(consumer, "fan_in.rs"),
        "echo_client" => actor!(echo_client, "echo_client.rs"),
        "kv" => actor!(kv, "kv.rs"),
        "kv_client" => actor!(dialogue, "kv_client.rs"),
        "kv_shell" => actor!(kv_shell, "kv_shell.rs"),
        "kv_store" => actor!(kv_store, "kv_store.rs"),
        "message_log" => actor!(message_log, "message_log.rs"),
        "ping" => actor!(ping, "ping_pong.rs"),
        "pong" => actor!(pong, "ping_pong.rs"),
        "posts" => actor!(posts, "posts.rs"),
        "producer" => actor!(producer, "fan_in.rs"),
        "relay" => actor!(relay, "relay.rs"),
        "starter" => actor!(starter, "fan_in.rs"),
        "visitor" => actor!(visitor, "visitor.rs"),
        "worker" => actor!(worker, "worker.rs"),
        _ => return None,
    })
}

/// The same for a project with models of its own: beside the others there is `typed_kv`, the store for their values.
///
/// ```
/// use rehearsal::stage::scenario;
/// use rehearsal_typed_kv::Models;
///
/// let models = Models::default();
/// let compiled_in = scenario::compiled_in_with(&models);
/// assert!(compiled_in("typed_kv").is_some());
/// assert!(compiled_in("kv").is_some());
/// ```
#[cfg(feature = "typed-kv")]
pub fn compiled_in_with(models: &Models) -> impl Fn(&str) -> Option<Actor> {
    use crate::actors::typed_kv::typed_kv;

    let models = models.clone();
    move |name| match name {
        "typed_kv" => {
            let models = models.clone();
            Some(actor!(move |ctx| typed_kv(ctx, models.clone()), "typed_kv.rs"))
        }
        name => compiled_in(name),
    }
}
