//! The echo service: a relay that spawns a worker for every message.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::{echo_client::echo_client, relay::relay, worker::worker};
use crate::project::{Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "echo",
    build,
    targets: || vec![target("app:cli", "app:terminal")],
    quick: &[
        Quick {
            label: "echo",
            to: "relay",
            topic: "echo",
            payload: r#"{"sender": "{page|0x00000}", "data": "break a leg"}"#,
        },
        Quick {
            label: "anonymous",
            to: "relay",
            topic: "echo",
            payload: r#"{"data": "who is asking?"}"#,
        },
    ],
    visitor: None,
};

fn build() -> Result<Project, ProjectError> {
    Project::new()
        .terminal_host("app:terminal")?
        .process_host("app:processes")?
        .process("app:cli", actor!(echo_client, "echo_client.rs"))?
        .process("app:relay", actor!(relay, "relay.rs"))?
        .service("app:relay-service", "app:relay", "app:processes", auto_start())?
        .process("app:worker", actor!(worker, "worker.rs"))
}
