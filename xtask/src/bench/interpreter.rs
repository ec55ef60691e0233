//! The patched interpreter beside the same one without patches.

use anyhow::Result;
use serde_json::Value;

use super::figures::{Goal, Row, Section, Work};

/// What each of our patches costs a program that calls nothing of ours.
pub fn section(samples: &Value) -> Result<Section> {
    let row = |name: &str, text: &str, most: f64, why: &'static str| -> Result<Row> {
        let work = Work(&samples["works"][name]);
        let row = work.beside(text, " ns", ["patched", "unpatched"])?;
        Ok(row.goal(Goal::AtMost(most)).why(why))
    };
    let rows = vec![
        row("vm-loop", "a loop of arithmetic", 1.15, WHY_TICKS)?,
        row("vm-calls", "calls", 1.15, WHY_TICKS)?,
        row("vm-access", "reading and writing tables", 1.15, WHY_TICKS)?,
        row("vm-strings", "building, searching and cutting strings", 1.4, WHY_BYTES)?,
        row("vm-tables", "making tables", 1.4, WHY_BYTES)?,
        row("vm-closures", "making closures", 1.4, WHY_BYTES)?,
        row("vm-yields", "yielding from a generator", 1.15, WHY_TICKS)?,
    ];
    Ok(Section { title: "The interpreter", text: INTERPRETER, rows })
}

const INTERPRETER: &str = "\
Lua 5.4 twice, in two modules of one worker: with the patches of `crates/luac`, and as it comes. Compiler, flags and libc
are the same, and so is how a state is made and resumed. With the patches a program is paused every 10,000 ticks and
resumed, as scripts are. The ratio is how many times the time without patches it takes. As Lua comes, to yield is to throw
an error, which WebAssembly takes long for; with the patches a coroutine returns to who has resumed it, where that can be
done.";
const WHY_TICKS: &str = "\
Ticks: each jump back and each call counts one down, in a variable in memory, and a store to a table asks whether it is
frozen.";
const WHY_BYTES: &str = "\
Making objects: each is numbered, and its logical bytes are counted and compared with the limit.";
