//! Two processes and one ball: the smallest conversation there is.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::ping_pong::{ping, pong};
use crate::project::{Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "ping-pong",
    build,
    targets: || vec![target("app:ping", "app:processes")],
    quick: &[Quick { label: "ping", to: "pong", topic: "ping", payload: r#"{"n": 42}"# }],
    visitor: None,
};

fn build() -> Result<Project, ProjectError> {
    Project::new()
        .process_host("app:processes")?
        .process("app:ping", actor!(ping, "ping_pong.rs"))?
        .process("app:pong", actor!(pong, "ping_pong.rs"))?
        .service("app:pong.service", "app:pong", "app:processes", auto_start())
}
