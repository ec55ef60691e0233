//! Every check, in the order in which a mistake shows soonest.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::ValueEnum;

use crate::fuzz::{self, Plan};
use crate::page;
use crate::setup;
use crate::shell::{Output, Shell};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// Rust's format
    Format,
    /// The lints, for this machine and for WebAssembly
    Lints,
    /// TypeScript's types
    Types,
    /// The documentation, without a warning
    Docs,
    /// The tests and the documentation's examples, on this machine
    Native,
    /// The same tests in a browser's Web Worker
    Browser,
    /// Random programs in Lua, natively and in a browser
    Fuzz,
    /// dist/, as it is published
    Build,
    /// The page in a browser
    Page,
}

/// All but these tools, whose many dependencies are compiled in a profile of their own.
pub const OURS: &str = "--workspace --exclude xtask --exclude wasm-pack-tool";
pub const NATIVE: &str = "--features projects";
const WASM: &str = "--target wasm32-unknown-unknown --features web,projects";

/// What runs test binaries of the library in a browser; options of Cargo follow.
pub const IN_BROWSER: &str =
    "wasm-pack test --headless --chrome --mode no-install -- --locked --features web,projects";

/// What stands beside the library in a browser: the module of SQLite, and the typed store.
const BESIDE: &str =
    "--target wasm32-unknown-unknown --package rehearsal-sqlite --package rehearsal-typed-kv";

/// The same for the store's own tests. They lie in a folder that wasm-pack wants to be told first, without the dashes.
const SQLITE_IN_BROWSER: &str =
    "wasm-pack test --headless --chrome --mode no-install crates/sqlite --locked --test it";

/// The same for the typed store.
const TYPED_IN_BROWSER: &str =
    "wasm-pack test --headless --chrome --mode no-install crates/typed-kv --locked --test it";

/// How many tests ran, as the runners count.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Count {
    passed: usize,
    failed: usize,
}

/// Sets up what is missing and runs the steps, all of them if none is named. Ends at the first that fails.
pub fn run(shell: &mut Shell, only: &[Step]) -> Result<()> {
    let start = Instant::now();
    setup::for_testing(shell)?;
    let mut total = Count::default();
    let done = Step::value_variants()
        .iter()
        .filter(|step| {
            only.is_empty()
                || only.contains(step)
                || **step == Step::Build && only.contains(&Step::Page)
        })
        .try_for_each(|step| step.run(shell, &mut total));
    if done.is_err() {
        total.failed = total.failed.max(1); // a step that is no test has failed, too
    }
    println!("\nTook {:.0?}.", start.elapsed());
    println!("{} passed, {} failed", total.passed, total.failed);
    done
}

impl Step {
    fn run(self, shell: &Shell, total: &mut Count) -> Result<()> {
        match self {
            Self::Format => shell.run("Format", "cargo fmt --all --check"),
            Self::Lints => {
                let lint =
                    format!("cargo clippy --locked --all-targets {OURS} {NATIVE} -- -D warnings");
                shell.run("Lints", &lint)?;
                let lint = format!("cargo clippy --locked --all-targets {WASM} -- -D warnings");
                shell.run("Lints for WebAssembly", &lint)?;
                let lint = format!("cargo clippy --locked --all-targets {BESIDE} -- -D warnings");
                shell.run("Lints of what stands beside it", &lint)
            }
            Self::Types => shell.run("Types", "tsc"),
            Self::Docs => {
                let docs =
                    "cargo doc --locked --no-deps --config build.rustdocflags=['-Dwarnings']";
                shell.run("Documentation", &format!("{docs} {OURS} {NATIVE}"))?;
                shell.run("Documentation for WebAssembly", &format!("{docs} {WASM}"))?;
                shell.run("Documentation of what stands beside it", &format!("{docs} {BESIDE}"))
            }
            Self::Native => {
                let output = shell
                    .output("Native tests", &format!("cargo test --locked {OURS} {NATIVE}"))?;
                judge("Native tests", &output, total)?;
                let line = "cargo test --locked --package xtask --profile xtask";
                let output = shell.output("Tests of these commands", line)?;
                judge("Tests of these commands", &output, total)
            }
            Self::Browser => {
                let output = shell.output("Browser tests", &format!("{IN_BROWSER} --test it"))?;
                judge("Browser tests", &output, total)?;
                let output = shell.output("Browser tests of SQLite", SQLITE_IN_BROWSER)?;
                judge("Browser tests of SQLite", &output, total)?;
                let output = shell.output("Browser tests of the typed store", TYPED_IN_BROWSER)?;
                judge("Browser tests of the typed store", &output, total)
            }
            Self::Fuzz => {
                let equal = fuzz::run(shell, &Plan::TEST)?;
                total.passed += equal;
                ensure!(equal > 0, "nothing was compared");
                Ok(())
            }
            Self::Build => page::build(shell),
            Self::Page => {
                // A test waits for its page now and then: one file more than there are processors keeps all of them busy.
                let files = thread::available_parallelism().map_or(1, usize::from).min(3) + 1;
                let line = format!(
                    "node --test --test-concurrency={files} --test-reporter=spec {}",
                    page_tests(shell)?
                );
                let output = shell.output("Page tests", &line)?;
                judge("Page tests", &output, total)
            }
        }
    }
}

/// The files by name: what `node --test` makes of a folder differs between its versions. The largest come first, so that none of them
/// is what the others wait for at the end.
fn page_tests(shell: &Shell) -> Result<String> {
    let mut files = Vec::new();
    collect(&shell.root, "tests/page", &mut files)?;
    files.sort();
    files.sort_by_cached_key(|file| {
        Reverse(fs::metadata(shell.root.join(file)).map_or(0, |file| file.len()))
    });
    Ok(files.join(" "))
}

fn collect(root: &Path, folder: &str, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(root, &path, files)?;
        } else if path.ends_with(".test.mjs") {
            files.push(path);
        }
    }
    Ok(())
}

/// Adds up what ran. A runner that ran nothing has failed, whatever it says: wasm-pack, for one,
/// skips a test file without `wasm_bindgen_test_configure!` and succeeds.
fn judge(title: &str, output: &Output, total: &mut Count) -> Result<()> {
    let count = count(&output.text);
    total.passed += count.passed;
    total.failed += count.failed;
    ensure!(output.success && count.failed == 0, "{title}: {} failed", count.failed);
    ensure!(count.passed > 0, "{title}: no test ran");
    Ok(())
}

/// Reads `test result: ok. 3 passed; 0 failed; …` (Rust) and `ℹ pass 3`, `ℹ fail 0` (Node.js).
fn count(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match *words {
            ["test", "result:", _, passed, "passed;", failed, "failed;", ..] => {
                count.passed += passed.parse().unwrap_or(0);
                count.failed += failed.parse().unwrap_or(0);
            }
            ["ℹ", "pass", passed] => count.passed += passed.parse().unwrap_or(0),
            // One that ran out of time is "cancelled".
            ["ℹ", "fail" | "cancelled", failed] => count.failed += failed.parse().unwrap_or(0),
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_several_runs_add_up() {
        let text = "test result: ok. 3 passed; 0 failed; 0 ignored\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(count(text), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn node_is_counted_too() {
        assert_eq!(count("ℹ pass 2\nℹ fail 1\nℹ cancelled 3\n"), Count { passed: 2, failed: 4 });
    }

    #[test]
    fn a_run_without_tests_has_failed() {
        let output = Output { success: true, text: "no tests to run!\n".into() };
        assert!(judge("Browser tests", &output, &mut Count::default()).is_err());
    }
}
