//! The typed store beside handlers in JavaScript.

use anyhow::Result;
use serde_json::Value;

use super::figures::{Goal, Section, Work};

/// What `typed.mjs` has measured.
pub fn section(samples: &Value) -> Result<Section> {
    let row = Work(samples).against(
        "a typed set and a get through the actor; handlers in JavaScript",
        "handlers",
        Some(Goal::AtLeast(3.0)),
    )?;
    Ok(Section { title: "The typed store", text: TEXT, rows: vec![row.why(WHY)] })
}

const TEXT: &str = "\
A set, which is validated, and a get of the same key, each a request of HTTP without a network. Both sides run in one
Node.js, ours as WebAssembly. The other is what a server in JavaScript does: handlers over a `Map` for each host, JSON as V8
has it, and Ajv 8 for a JSON schema of the same type. The ratio is how many times as fast as the other we are.";
const WHY: &str = "\
A set and a get: they are four messages, four turns and twelve events, and all texts of requests and answers are
hashed and kept for the trace. The other side is two calls, and V8's JSON is native code.";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_goal_is_met_by_who_is_three_times_as_fast() {
        let met = |ours: f64| {
            let samples = json!({"ours": [ours], "handlers": [3_000.0]});
            section(&samples).unwrap().rows[0].is_met()
        };
        assert_eq!((met(1_000.0), met(1_100.0)), (Some(true), Some(false)));
    }
}
