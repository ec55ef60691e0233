//! A supervisor and its crashing child: failure is not the end.

use super::{Quick, Scenario, actor, auto_start, target};
use crate::actors::crashing::{boss, child};
use crate::process::Lifecycle;
use crate::project::{Project, ProjectError};

pub(super) const SCENARIO: Scenario = Scenario {
    id: "supervisor",
    build,
    targets: || vec![target("app:boss", "app:processes")],
    quick: &[Quick { label: "work", to: "child", topic: "work", payload: "null" }],
    visitor: None,
};

fn build() -> Result<Project, ProjectError> {
    let lifecycle =
        Lifecycle { stable_threshold: "20s".parse().unwrap_or_default(), ..auto_start() };
    Project::new()
        .process_host("app:processes")?
        .process("app:child", actor!(child, "crashing.rs"))?
        .process("app:boss", actor!(boss, "crashing.rs"))?
        .service("app:child.service", "app:child", "app:processes", lifecycle)
}
