//! The page's database beside the package that SQLite's makers publish for browsers.

use anyhow::Result;
use serde_json::Value;

use super::figures::{Goal, Row, Section, Work};

/// What `sqlite.mjs` has measured.
pub fn section(samples: &Value) -> Result<Section> {
    use Goal::{AtLeast, AtMost};
    let work = |name: &str| Work(&samples[name]);
    let start = "until a database that was there is open";
    let start = work("start").beside(start, " ms", ["ours", "npm"])?;
    let rows = vec![
        start.goal(AtMost(0.8)).why(WHY_START),
        work("get").against("a get inside the worker", "npm", Some(AtLeast(1.5)))?.why(WHY_GET),
        work("set")
            .against("a set through a port, one after the other", "npm", Some(AtLeast(0.9)))?
            .why(WHY_SET),
        work("sets")
            .against("a set through a port, 100 on their way", "npm", Some(AtLeast(10.0)))?
            .why(WHY_SET),
        work("set").against("one after the other, the other with a WAL, too", "npm-wal", None)?,
        work("sets").against("100 on their way, the other with a WAL, too", "npm-wal", None)?,
    ];
    Ok(Section { title: "The database", text: TEXT, rows })
}

const TEXT: &str = "\
The other is `@sqlite.org/sqlite-wasm` 3.54.1 with prepared statements and the same table, behind a port that it answers one
request after the other, as its user writes it. It has a rollback journal, as it comes, in its fastest mode, which takes four
flushes for a commit; ours has a WAL, which takes one; the last two rows give the other a WAL as well. Both keep a set as soon
as they answer, in `opfs-sahpool`, in a profile on the disk; 1,000 keys, values of some 120 characters. Each round starts both anew, and another one begins. The ratio of the
first row is how many times the other's time we take, those of the others are how many times as fast we are. A set waits for
the disk to be flushed, so its time says as much about the disk; what is on its way together, we flush once.";
const WHY_START: &str = "\
Opening: both load their module from a server on the same machine, compile it, and open their files.";
const WHY_GET: &str = "\
A get: ours looks through the text, too, to see that it is JSON.";
const WHY_SET: &str = "\
A set: the flushes of both share a disk with everything else on the machine.";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn opening_is_a_part_of_the_others_time_and_the_rest_times_as_fast() {
        let pair = json!({"ours": [10.0], "npm": [20.0], "npm-wal": [15.0]});
        let samples = json!({"start": pair, "get": pair, "set": pair, "sets": pair});
        let met: Vec<_> = section(&samples).unwrap().rows.iter().map(Row::is_met).collect();
        assert_eq!(met, [Some(true), Some(true), Some(true), Some(false), None, None]);
    }
}
