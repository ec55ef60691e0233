//! The key-value store: a process that keeps state, and a client that asks for it.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::{kv::kv, kv_client::dialogue, visitor::visitor};
use crate::project::{Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "key-value",
    build,
    targets: || vec![target("app:cli", "app:terminal"), target("app:visitor", "app:processes")],
    quick: &[
        Quick {
            label: "set",
            to: "kv",
            topic: "set",
            payload: r#"{"key": "name", "value": "Rehearsal", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "get",
            to: "kv",
            topic: "get",
            payload: r#"{"key": "name", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "missing",
            to: "kv",
            topic: "get",
            payload: r#"{"key": "nothing here", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "delete",
            to: "kv",
            topic: "delete",
            payload: r#"{"key": "name", "reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "keys",
            to: "kv",
            topic: "keys",
            payload: r#"{"reply_to": "{page|0x00000}"}"#,
        },
        Quick {
            label: "stats",
            to: "kv",
            topic: "stats",
            payload: r#"{"reply_to": "{page|0x00000}"}"#,
        },
    ],
    visitor: Some("app:visitor"),
};

fn build() -> Result<Project, ProjectError> {
    Project::new()
        .terminal_host("app:terminal")?
        .process_host("app:processes")?
        .process("app:kv_server", actor!(kv, "kv.rs"))?
        .service("app:kv_server.service", "app:kv_server", "app:processes", auto_start())?
        .process("app:cli", actor!(dialogue, "kv_client.rs"))?
        .process("app:visitor", actor!(visitor, "visitor.rs"))
}
