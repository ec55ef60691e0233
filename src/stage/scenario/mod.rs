//! The scenarios: small projects to watch, each with something to try.

mod compiled_in;
mod echo;
mod fan_in;
mod key_value;
#[cfg(any(feature = "lua", not(feature = "web")))]
mod persistent_kv;
mod ping_pong;
mod supervisor;

#[cfg(feature = "typed-kv")]
pub use compiled_in::compiled_in_with;
pub use compiled_in::{COMPILED_IN, compiled_in};

use crate::project::{Project, ProjectError, Target};

/// A project that is ready to be watched.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// Its id, as commands name it.
    pub id: &'static str,
    build: fn() -> Result<Project, ProjectError>,
    targets: fn() -> Vec<Target>,
    /// One-click messages.
    pub quick: &'static [Quick],
    /// The entry of a visitor that leaves as soon as the reader does something.
    pub visitor: Option<&'static str>,
}

/// A message to send by one click.
#[derive(Clone, Copy, Debug)]
pub struct Quick {
    /// What the button says: the end of a key of the message catalogue.
    pub label: &'static str,
    /// To whom.
    pub to: &'static str,
    /// What it is about.
    pub topic: &'static str,
    /// The payload as JSON.
    pub payload: &'static str,
}

impl Scenario {
    /// Its definitions.
    ///
    /// # Panics
    /// Never: a test builds each of them.
    pub fn project(&self) -> Project {
        (self.build)().unwrap_or_else(|error| panic!("scenario {}: {error}", self.id))
    }

    /// The processes that it begins with, beside its services.
    pub fn targets(&self) -> Vec<Target> {
        (self.targets)()
    }
}

/// All scenarios, in the order in which they are offered.
pub const SCENARIOS: &[&Scenario] = &[
    &key_value::SCENARIO,
    &echo::SCENARIO,
    &ping_pong::SCENARIO,
    &supervisor::SCENARIO,
    &fan_in::SCENARIO,
    // The page's small engine has no room for it: there it comes with the one that runs scripts.
    #[cfg(any(feature = "lua", not(feature = "web")))]
    &persistent_kv::SCENARIO,
];

/// A scenario by its id.
pub fn find(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().copied().find(|scenario| scenario.id == id)
}

/// A process that a scenario begins with.
fn target(entry: &'static str, host: &'static str) -> Target {
    Target { entry: entry.into(), host: host.into(), args: Vec::new() }
}

/// The lifecycle of a service that starts with the run.
fn auto_start() -> crate::process::Lifecycle {
    crate::process::Lifecycle { auto_start: true, ..Default::default() }
}

/// An actor with the name of its file, which lies in `src/actors`: the page shows that to the reader.
macro_rules! actor {
    ($body:expr, $file:literal) => {
        $crate::process::Actor::new($body).with_file($file)
    };
}
use actor;
