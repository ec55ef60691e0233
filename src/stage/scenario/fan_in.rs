//! Fan-in with a full mailbox: what happens when nobody can keep up.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::fan_in::{consumer, producer, starter};
use crate::project::{EntryKind, Language, Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "fan-in",
    build,
    targets: || vec![target("app:starter", "app:processes")],
    quick: &[Quick {
        label: "item",
        to: "consumer",
        topic: "item",
        payload: r#"{"from": "you", "n": 1}"#,
    }],
    visitor: None,
};

fn build() -> Result<Project, ProjectError> {
    let consumer = EntryKind::Process {
        actor: actor!(consumer, "fan_in.rs"),
        language: Language::Rust,
        mailbox_capacity: Some(8),
    };
    Project::new()
        .process_host("app:processes")?
        .with("app:consumer", consumer)?
        .service("app:consumer.service", "app:consumer", "app:processes", auto_start())?
        .process("app:producer", actor!(producer, "fan_in.rs"))?
        .process("app:starter", actor!(starter, "fan_in.rs"))
}
