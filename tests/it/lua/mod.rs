//! Processes written in Lua.

mod channels;
mod dialect;
#[cfg(all(feature = "manifest", not(target_family = "wasm")))]
mod documents; // lie beside the repository, where a browser does not look
mod errors;
#[cfg(feature = "manifest")]
mod imports;
mod json;
mod kvstore;
mod language;
mod life;
mod limits;
mod lines;
mod logging;
mod processes;
#[cfg(feature = "manifest")]
mod seeds;
mod spawners;
mod stacks;
mod time;
mod time_values;
mod topics;
#[cfg(all(feature = "manifest", feature = "typed-kv"))]
mod typed;
mod types;
mod types_parts;
mod types_random;
mod values;

use rehearsal::lua::Script;
use rehearsal::{Exit, Pid, Sim};

use crate::support::plain;

/// All modules that there are.
const MODULES: [&str; 9] =
    ["channel", "errors", "io", "json", "kvstore", "logger", "payload", "process", "time"];

/// A script whose `main` has this body; its arguments are `...`.
fn script(id: &str, body: &str) -> Script {
    let source = format!("local function main(...)\n{body}\nend\nreturn {{ main = main }}");
    Script::new(id, &source).unwrap().with_modules(MODULES).unwrap()
}

fn define(sim: &mut Sim, id: &str, body: &str) {
    sim.define(id, script(id, body).actor());
}

/// Runs a body alone. Its run, and its process.
fn alone(body: &str) -> (Sim, Pid) {
    let mut sim = Sim::new();
    define(&mut sim, "app:solo", body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    (sim, pid)
}

/// What a body returns, as text; or how it has failed.
fn returns(body: &str) -> String {
    let (sim, pid) = alone(body);
    ended(&sim, &pid)
}

/// How a process has ended: the value as text, or the error.
fn ended(sim: &Sim, pid: &Pid) -> String {
    match sim.exit(pid) {
        Some(Exit::Returned(value)) => plain(&value),
        Some(Exit::Failed(error) | Exit::Terminated(error)) => {
            format!("{}: {}", error.kind, error.message)
        }
        None => format!("it waits\n{}", sim.story()),
    }
}

/// What a body returns among others, which are there for it to spawn.
fn among(others: &[(&str, &str)], body: &str) -> String {
    let mut sim = Sim::new();
    others.iter().for_each(|(id, body)| define(&mut sim, id, body));
    define(&mut sim, "app:solo", body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    ended(&sim, &pid)
}

/// Checks bodies against what they return.
fn check(cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        assert_eq!(returns(body), *expected, "{body}");
    }
}
