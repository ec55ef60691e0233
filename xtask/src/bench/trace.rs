//! A full trace, as the page keeps it.

use anyhow::{Context, Result};
use serde_json::Value;

use super::figures::{Goal, Row, Section, Spread, Work};

/// What is searched for, as `trace.mjs` calls it.
const QUERIES: [(&str, &str); 9] = [
    ("topic", "topic and kind"),
    ("process", "process"),
    ("kind", "kind"),
    ("time", "time"),
    ("cause", "all that came of an event"),
    ("effect", "all that led to an event"),
    ("text", "a word of labels"),
    ("payload", "a word that only payloads may have"),
    ("all", "all of these at once"),
];

/// What `trace.mjs` has measured.
pub fn section(figures: &Value) -> Result<Section> {
    let search = |(query, what): (&str, &str)| {
        let work = figures.pointer(&format!("/search/{query}"));
        let work = Work(work.with_context(|| format!("nobody searched for {what}"))?);
        let row = work.beside(format!("a search: {what}"), " ms", ["ours", "loop"])?;
        anyhow::Ok(row.goal(Goal::AtMost(1.0)))
    };
    let mut rows = QUERIES.into_iter().map(search).collect::<Result<Vec<_>>>()?;
    let bytes = figures["bytes"].as_f64().context("nobody weighed the trace")?;
    let memory = Row::new("what it takes of memory", " MB", Spread::one(bytes / 1e6));
    rows.push(memory.goal(Goal::AtMost(120.0)));
    Ok(Section { title: "A full trace", text: TEXT, rows })
}

const TEXT: &str = "\
1,048,576 events of the ping-pong scenario, in the page: as many as it keeps. Each kind of query is read anew and put to all of
them. The other is a loop of 24 steps for each event: one multiplication, one shift and two operations on bits, each
needing the one before, for which a machine like this one, if it is quiet, takes 50 ms. The ratio is how many times its time we
take. In memory are the records of the events, what is derived of them, and their rows.";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_search_meets_its_goal_beside_the_loop_and_memory_by_itself() {
        let work = json!({"ours": [40.0, 80.0], "loop": [50.0, 100.0]});
        let search: serde_json::Map<_, _> =
            QUERIES.iter().map(|(query, _)| ((*query).to_owned(), work.clone())).collect();
        let section = section(&json!({"bytes": 130e6, "search": search})).unwrap();
        let met: Vec<_> = section.rows.iter().map(Row::is_met).collect();
        assert_eq!(met, [vec![Some(true); 9], vec![Some(false)]].concat());
    }
}
