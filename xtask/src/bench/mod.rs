//! Measures the engine beside other actor crates, and the page; says how far each goal is.
//!
//! The workloads are the crates in bench/, `run.mjs` there runs them in a browser, `sqlite.mjs` those of databases,
//! `typed.mjs` that of the typed store, `dist.mjs` measures dist/, and `trace.mjs` a full trace in it. All give samples;
//! what they mean is decided here.

mod engine;
mod figures;
mod interpreter;
mod page;
mod report;
mod scripts;
mod sqlite;
mod trace;
mod typed;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use figures::Row;

use crate::shell::Shell;
use crate::{browser, setup, sizes};

/// Where the modules lie with their page, and what the browser measured.
const FOLDER: &str = "target/bench";
/// The packages of the modules. The interpreter alone is built with the patches of luac, and once more without.
const WORKLOADS: &str = "rehearsal-bench";
const INTERPRETER: &str = "rehearsal-bench-vm";

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
    let typed = format!("{FOLDER}/typed.json");
    let line = format!("node bench/typed.mjs --folder {FOLDER} --rounds {rounds} --out {typed}");
    shell.run("Typed store", &line)?;
    let figures = format!("{FOLDER}/page.json");
    shell.run("Page", &format!("node bench/dist.mjs --out {figures}"))?;
    let kept = format!("{FOLDER}/trace.json");
    shell.run("Trace", &format!("node bench/trace.mjs --out {kept}"))?;

    let databases = format!("{FOLDER}/sqlite.json");
    let line = format!("node bench/sqlite.mjs --rounds {rounds} --out {databases}");
    shell.run("Databases", &line)?;

    let samples = read(&shell.root.join(samples))?;
    let mut sections = engine::sections(&samples)?;
    sections.push(scripts::section(&samples)?);
    sections.push(interpreter::section(&samples)?);
    sections.push(typed::section(&read(&shell.root.join(typed))?)?);
    sections.push(sqlite::section(&read(&shell.root.join(databases))?)?);
    sections.push(page::section(&read(&shell.root.join(figures))?, sizes::first_load(shell)?)?);
    sections.push(trace::section(&read(&shell.root.join(kept))?)?);
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

/// The modules as dist/ has the engine's: the release profile, then wasm-opt -O1.
fn build(shell: &Shell) -> Result<()> {
    let target = shell.target()?;
    let compile = |package: &str, options: &str, target: &str, folder: &str| -> Result<()> {
        let line = format!(
            "cargo build --locked --release --package {package} --target wasm32-unknown-unknown \
             --target-dir {target} {options}"
        );
        shell.run("Build of the workloads", &line)?;
        let name = package.replace('-', "_");
        let module = format!("{target}/wasm32-unknown-unknown/release/{name}.wasm");
        let line = format!("wasm-bindgen --target web --no-typescript --out-dir {folder} {module}");
        shell.run("Glue", &line)?;
        let module = format!("{folder}/{name}_bg.wasm");
        let line = format!("wasm-opt -O1 --enable-exception-handling {module} -o {module}");
        shell.run("Optimiser", &line)
    };
    compile(WORKLOADS, "", &target, FOLDER)?;
    compile(INTERPRETER, "", &target, &format!("{FOLDER}/patched"))?;
    // In a folder of its own: nothing else may be linked with an interpreter that is not patched.
    let without = "--config env.LUAC_WITHOUT='all'";
    compile(INTERPRETER, without, &format!("{target}/unpatched"), &format!("{FOLDER}/unpatched"))?;
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
