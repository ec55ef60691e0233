//! Processes in Lua beside bare states and bare coroutines.

use anyhow::{Context, Result};
use serde_json::Value;

use super::figures::{Goal, Row, Section, Spread, Work};

/// What scripts cost.
pub fn section(samples: &Value) -> Result<Section> {
    let work = |name: &str| Work(&samples["works"][name]);
    let (spawn, ask) = (work("lua-spawn"), work("lua-ask"));
    let against = |work: &Work, peer: &str, name: &str| work.beside(name, " ns", ["ours", peer]);
    let bytes = samples["scripts"].as_f64().context("no bytes of scripts")?;
    let rows = vec![
        Row::new("an idle process in Lua, with the whole API", " B", Spread::one(bytes))
            .goal(Goal::AtMost(24.0 * 1024.0))
            .why(WHY_BYTES),
        against(&spawn, "bare", "spawn, wait, end; a bare state with its libraries")?
            .goal(Goal::AtMost(1.5))
            .why(WHY_SPAWN),
        against(&ask, "unpatched", "request and answer; two bare resumes and yields")?
            .goal(Goal::AtMost(1.5))
            .why(WHY_ASK),
        against(&ask, "patched", "the same; two of them with our patches")?,
    ];
    Ok(Section { title: "Lua", text: LUA, rows })
}

const LUA: &str = "\
Each process has a state of Lua of its own. The ratio is how many times the other's time we take. A bare state is what
`mlua` makes with the libraries for coroutines, mathematics, strings and tables, of the same patched interpreter. Two
resumes and yields of a bare coroutine are what a request and its answer cannot do without; their own time is that of Lua as
it comes.";
const WHY_BYTES: &str =
    "An idle process in Lua: its state, and the functions of the API that it has asked for.";
const WHY_SPAWN: &str = "\
Spawning: the state is a copy of one that is finished, with the libraries of the dialect, the prelude and the script in it.
What is left is `mlua`'s own part, which takes most of a bare state's time as well; the first task, which makes what it asks
for and runs to where it waits; and the records of spawn and exit.";
const WHY_ASK: &str = "\
A request and its answer: two turns, six events, nine calls out of Lua, four objects that the collector frees, and a
payload that leaves one state and enters the other, twice.";
