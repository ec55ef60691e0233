//! The persistent key-value store: what was acknowledged outlives the run, and a worker goes on where it stopped.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::{
    kv_shell::kv_shell, kv_store::kv_store, message_log::message_log, posts::posts,
};
use crate::process::Lifecycle;
use crate::project::{Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "persistent-kv",
    build,
    targets: || vec![target("app:shell", "app:terminal")],
    quick: &[
        Quick {
            label: "publish",
            to: "log",
            topic: "append",
            payload: r#"{"topic": "post.created", "payload": {"title": "First night"}, "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "set",
            to: "kv_store",
            topic: "set",
            payload: r#"{"key": "user:1:preferences", "value": {"theme": "dark", "language": "en"}, "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "get",
            to: "kv_store",
            topic: "get",
            payload: r#"{"key": "user:1:preferences", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "missing",
            to: "kv_store",
            topic: "get",
            payload: r#"{"key": "nothing here", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "keys",
            to: "kv_store",
            topic: "list",
            payload: r#"{"glob": "*", "reply_to": "{page|0x00000}"}"#,
        },
    ],
    visitor: None,
};

fn build() -> Result<Project, ProjectError> {
    let after_the_log = Lifecycle { requires: vec!["app:log.service".into()], ..auto_start() };
    Project::new()
        .terminal_host("app:terminal")?
        .process_host("app:processes")?
        .process("app:kv_store", actor!(kv_store, "kv_store.rs"))?
        .service("app:kv_store.service", "app:kv_store", "app:processes", auto_start())?
        .process("app:log", actor!(message_log, "message_log.rs"))?
        .service("app:log.service", "app:log", "app:processes", auto_start())?
        .process("app:posts", actor!(posts, "posts.rs"))?
        .service("app:posts.service", "app:posts", "app:processes", after_the_log)?
        .process("app:shell", actor!(kv_shell, "kv_shell.rs"))
}
