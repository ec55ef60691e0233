//! The figures as they are printed, and as docs/performance.md has them.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::Value;

use super::figures::{Row, Section};

pub fn print(sections: &[Section]) {
    let head = ["", "ours", "the other", "ratio", "goal", "met"].map(str::to_owned);
    let cells: Vec<_> = sections.iter().flat_map(|section| &section.rows).map(Row::cells).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let lengths = cells.iter().chain([&head]).map(|row| row[column].chars().count());
            lengths.max().unwrap_or(0)
        })
        .collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    };
    for section in sections {
        println!("\n{}", section.title);
        line(&head);
        section.rows.iter().for_each(|row| line(&row.cells()));
    }
    let met = sections.iter().flat_map(|section| &section.rows).filter_map(Row::is_met);
    let (met, missed): (Vec<bool>, Vec<bool>) = met.partition(|met| *met);
    println!("\n{} goals met, {} missed; docs/performance.md says why", met.len(), missed.len());
}

pub fn document(samples: &Value, sections: &[Section]) -> Result<String> {
    let text = |field: &str| samples[field].as_str().unwrap_or("unknown").to_owned();
    let mut page = String::from(INTRODUCTION);
    writeln!(
        page,
        "Measured on {}: {}, Chromium {} headless, {} rounds.\n",
        text("date"),
        text("machine"),
        text("browser"),
        samples["rounds"],
    )?;
    for section in sections {
        writeln!(page, "## {}\n\n{}\n", section.title, section.text)?;
        writeln!(page, "| work | ours | the other | ratio | goal | met |")?;
        writeln!(page, "|---|---|---|---|---|---|")?;
        for row in &section.rows {
            writeln!(page, "| {} |", row.cells().join(" | "))?;
        }
        page.push('\n');
        let missed = section.rows.iter().filter(|row| row.is_met() == Some(false));
        let mut reasons: Vec<&str> =
            missed.map(|row| row.why).filter(|why| !why.is_empty()).collect();
        reasons.dedup();
        for why in reasons {
            writeln!(page, "{why}\n")?;
        }
    }
    Ok(page.trim_end().to_owned() + "\n")
}

const INTRODUCTION: &str = "\
# Performance

`cargo xtask bench` measures this, prints it, and writes this file; `--json FILE` writes the figures for programs,
`--rounds N` takes more or fewer samples.

Every workload runs in a dedicated worker, where the engine of the page runs, too, built as the page's is: the release
profile, then `wasm-opt -O1`. Recording is on wherever nothing else is said. Ours runs through the same calls as every
actor of the page. The peers are published crates, used as their documentation shows: xtra 0.6, act-zero 0.4 and
ractor 0.16. *As shipped* is a peer on the browser's microtasks (`wasm_bindgen_futures::spawn_local`), as its users
have it; *on a local queue* is the same peer polled by a loop over a queue of ready tasks, with nothing of the browser
in it. All contestants of a workload take turns, 10 ms each, and a ratio is made within each round, so a machine that
changes its speed changes both sides. Given is the median, in brackets the quarters of all rounds on both sides of it.
Each round checks its result: sums of answers, counts, the order of messages.

";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::figures::{Goal, Spread};
    use super::*;

    #[test]
    fn only_a_missed_goal_is_explained() {
        let row = |figure| Row::new("an event", " ns", Spread::one(figure));
        let rows = |figure| vec![row(figure).goal(Goal::AtMost(7.0)).why("Because.")];
        let page = |figure| {
            let sections = [Section { title: "Recording", text: "", rows: rows(figure) }];
            document(&json!({}), &sections).unwrap()
        };
        assert!(page(8.0).contains("Because."));
        assert!(!page(6.0).contains("Because."));
    }
}
