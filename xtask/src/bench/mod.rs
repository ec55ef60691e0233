//! Measures the engine beside other actor crates, and the page; says how far each goal is.
//!
//! The workloads are the crate in bench/, `run.mjs` there runs them in a browser, and `dist.mjs` measures dist/. Both
//! give samples; what they mean is decided here.

mod engine;
mod figures;
mod page;
mod report;
mod scripts;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use figures::Row;

use crate::shell::Shell;
use crate::{browser, setup, sizes};

/// Where the module lies with its page, and what the browser measured.
const FOLDER: &str = "target/bench";
const MODULE: &str = "rehearsal_bench";

/// Builds, measures, prints and writes docs/performance.md.
pub fn run(shell: &mut Shell, json: Option<&Path>, rounds: u32) -> Result<()> {
    ensure!(rounds > 0, "a workload must be measured at least once");
    let browser = browser::find_or_install(shell)?;
    shell.set("CHROME", browser);
    setup::for_building(shell)?;
    crate::page::build(shell)?;
    build(shell)?;
    let samples = format!("{FOLDER}/samples.json");
    let line = format!("node bench/run.mjs --folder {FOLDER} --rounds {rounds} --out {samples}");
    shell.run("Workloads", &line)?;
    let figures = format!("{FOLDER}/page.json");
    shell.run("Page", &format!("node bench/dist.mjs --out {figures}"))?;

    let samples = read(&shell.root.join(samples))?;
    let mut sections = engine::sections(&samples)?;
    sections.push(scripts::section(&samples)?);
    sections.push(page::section(&read(&shell.root.join(figures))?, sizes::first_load(shell)?)?);
    report::print(&sections);
    let document = report::document(&samples, &sections)?;
    fs::write(shell.root.join("docs/performance.md"), document)?;
    if let Some(file) = json {
        let rows: Vec<_> =
            sections.iter().flat_map(|section| &section.rows).map(Row::json).collect();
        let text = serde_json::to_string_pretty(&rows)? + "\n";
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// The module of the workloads as dist/ has the engine's: the release profile, then wasm-opt -O1.
fn build(shell: &Shell) -> Result<()> {
    let line =
        "cargo build --locked --release --package rehearsal-bench --target wasm32-unknown-unknown";
    shell.run("Build of the workloads", line)?;
    let target = shell.target()?;
    let module = format!("{target}/wasm32-unknown-unknown/release/{MODULE}.wasm");
    let line = format!("wasm-bindgen --target web --no-typescript --out-dir {FOLDER} {module}");
    shell.run("Glue", &line)?;
    let module = format!("{FOLDER}/{MODULE}_bg.wasm");
    shell.run(
        "Optimiser",
        &format!("wasm-opt -O1 --enable-exception-handling {module} -o {module}"),
    )?;
    for file in fs::read_dir(shell.root.join("bench/page"))? {
        let file = file?;
        fs::copy(file.path(), shell.root.join(FOLDER).join(file.file_name()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value> {
    let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}
