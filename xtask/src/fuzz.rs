//! Random programs in Lua run natively and in a browser, side by side; all that they show must be equal.
//!
//! Both sides are the crate in crates/fuzz. Each prints one line a program, with a hash of all that must be equal, and here
//! the lines are compared. Of a program that differs both reports are asked for.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::shell::Shell;
use crate::test::{NATIVE, OURS};

/// Where the browser's side lies.
const FOLDER: &str = "target/fuzz";
const TARGET: &str = "wasm32-unknown-unknown";
/// From so many programs on it pays to compile with optimisation.
const MANY: u64 = 10_000;
/// Of so many programs that differ the reports are shown.
const SHOWN: usize = 10;
/// A program takes milliseconds, and an answer of the browser's side is about a few dozen of them.
const PATIENCE: Duration = Duration::from_secs(300);

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The patched interpreter
    Vm,
    /// Scripts, in runs with several processes
    Dialect,
    /// One half each
    Both,
}

pub struct Plan {
    pub programs: u64,
    /// The seed of the first program.
    pub seed: u64,
    pub which: Which,
}

impl Plan {
    /// What the test command does.
    pub const TEST: Self = Self { programs: 2_000, seed: 1, which: Which::Both };
    /// What the soak command does: other programs than those.
    pub const SOAK: Self = Self { programs: 200_000, seed: 1_000_001, which: Which::Both };

    /// The names of the kinds of programs, and how many there are of each.
    fn kinds(&self) -> Vec<(&'static str, u64)> {
        match self.which {
            Which::Vm => vec![("vm", self.programs)],
            Which::Dialect => vec![("dialect", self.programs)],
            Which::Both => {
                vec![("vm", self.programs.div_ceil(2)), ("dialect", self.programs / 2)]
            }
        }
    }

    /// The profile, and the name of its folder.
    fn profile(&self) -> (&'static str, &'static str) {
        if self.programs < MANY { ("dev", "debug") } else { ("soak", "soak") }
    }
}

/// Builds both sides and compares them. How many kinds of programs were equal on both.
pub fn run(shell: &Shell, plan: &Plan) -> Result<usize> {
    ensure!(plan.programs > 0, "no program is nothing to compare");
    let native = build(shell, plan)?;
    let browser = format!("node crates/fuzz/run.mjs {FOLDER}");
    let mut failed = Vec::new();
    let kinds = plan.kinds();
    for (kind, programs) in kinds.iter().filter(|(_, programs)| *programs > 0) {
        println!("\n==> Fuzzing: {programs} programs of the {kind}, from seed {}", plan.seed);
        let start = Instant::now();
        let sides = [&native, &browser].map(|side| {
            Side::start(shell, &format!("{side} digests {kind} {} {programs}", plan.seed))
        });
        let [native_side, browser_side] = sides;
        let tally = compare(&native_side?, &browser_side?, *programs)?;
        tally.print(kind, start.elapsed());
        for seed in tally.different.iter().take(SHOWN) {
            show(shell, [&native, &browser], kind, *seed)?;
        }
        if !tally.different.is_empty() {
            failed.push(format!("{} of {programs} programs of the {kind}", tally.different.len()));
        }
    }
    ensure!(
        failed.is_empty(),
        "they differ between this machine and the browser: {}",
        failed.join(", ")
    );
    Ok(kinds.len())
}

/// Builds both sides; the browser's goes into [`FOLDER`]. The path of the native one.
fn build(shell: &Shell, plan: &Plan) -> Result<String> {
    let (profile, folder) = plan.profile();
    // With the features of the tests, so that what was compiled for them is used.
    let line =
        format!("cargo build --locked --profile {profile} {OURS} {NATIVE} --bin rehearsal-fuzz");
    shell.run("Native side", &line)?;
    let line = format!(
        "cargo build --locked --profile {profile} --package rehearsal-fuzz --lib --target {TARGET}"
    );
    shell.run("Browser's side", &line)?;
    let target = shell.target()?;
    let module = format!("{target}/{TARGET}/{folder}/rehearsal_fuzz.wasm");
    let glue = format!("wasm-bindgen --target web --no-typescript --out-dir {FOLDER} {module}");
    shell.run("Glue", &glue)?;
    for file in fs::read_dir(shell.root.join("crates/fuzz/page"))? {
        let file = file?;
        fs::copy(file.path(), shell.root.join(FOLDER).join(file.file_name()))?;
    }
    Ok(format!("{target}/{folder}/rehearsal-fuzz"))
}

/// One of the two, as it runs.
struct Side {
    child: Child,
    lines: Receiver<String>,
}

impl Side {
    fn start(shell: &Shell, line: &str) -> Result<Self> {
        let mut child = shell.start(line)?;
        let lines = read(child.stdout.take().context("no output")?);
        Ok(Self { child, lines })
    }

    fn next(&self, name: &str, done: u64) -> Result<String> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => Ok(line),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                bail!("{name} says nothing for {PATIENCE:?} after {done} programs: is one endless?")
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                bail!("{name} ended after {done} programs")
            }
        }
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Reads on while the other side is slower.
fn read(output: ChildStdout) -> Receiver<String> {
    let (to, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if to.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn compare(native: &Side, browser: &Side, programs: u64) -> Result<Tally> {
    let mut tally = Tally::default();
    while tally.programs < programs {
        let theirs = browser.next("the browser's side", tally.programs)?;
        let ours = native.next("the native side", tally.programs)?;
        tally.count(&ours, &theirs)?;
        if tally.programs % MANY == 0 {
            println!("    {} programs, {} different", tally.programs, tally.different.len());
        }
    }
    Ok(tally)
}

/// What was compared.
#[derive(Default, PartialEq, Eq, Debug)]
struct Tally {
    programs: u64,
    /// The seeds of those that were not equal.
    different: Vec<u64>,
    slices: u64,
    ticks: u64,
    met_limit: u64,
    failed: u64,
    cut: u64,
}

impl Tally {
    /// Two lines about one program: seed, hash, end, slices, ticks, refused allocations.
    fn count(&mut self, ours: &str, theirs: &str) -> Result<()> {
        let words: Vec<&str> = ours.split(' ').collect();
        let [seed, _, end, slices, ticks, refused] = *words else {
            bail!("the native side says {ours:?}");
        };
        self.programs += 1;
        self.slices += slices.parse::<u64>()?;
        self.ticks += ticks.parse::<u64>()?;
        self.met_limit += u64::from(refused != "0");
        self.failed += u64::from(end == "failed");
        self.cut += u64::from(end == "cut");
        if ours != theirs {
            self.different.push(seed.parse()?);
        }
        Ok(())
    }

    fn print(&self, kind: &str, took: Duration) {
        let Self { programs, slices, ticks, met_limit, failed, cut, .. } = self;
        let different = self.different.len();
        let done = if kind == "vm" {
            format!("{slices} slices, {ticks} ticks")
        } else {
            format!("{slices} turns")
        };
        println!(
            "    {programs} programs of the {kind}, {different} different; {done}, {met_limit} met the limit of \
             memory, {failed} ended in an error, {cut} were cut off; {took:.0?}"
        );
    }
}

/// Prints where the two reports of a program differ.
fn show(shell: &Shell, [native, browser]: [&str; 2], kind: &str, seed: u64) -> Result<()> {
    let report = |side: &str, name: &str| -> Result<String> {
        let text = shell.ask(&format!("{side} report {kind} {seed}"));
        Ok(serde_json::from_str(&text.with_context(|| format!("{name} gives no report"))?)?)
    };
    let ours = report(native, "the native side")?;
    let theirs = report(browser, "the browser's side")?;
    let found = differences(&ours, &theirs);
    println!("seed {seed} differs in {} lines", found.len());
    for (number, ours, theirs) in found.iter().take(4) {
        println!("{number:>6} native  {ours}\n{number:>6} browser {theirs}");
    }
    Ok(())
}

/// The lines that differ, with their numbers, cut to what can be read.
fn differences(ours: &str, theirs: &str) -> Vec<(usize, String, String)> {
    let count = ours.lines().count().max(theirs.lines().count());
    let line = |text: &str, at| {
        // A terminal is not to obey what a program has printed.
        let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        text.lines().nth(at).unwrap_or("(none)").chars().take(300).map(shown).collect()
    };
    let differs = |at: &usize| ours.lines().nth(*at) != theirs.lines().nth(*at);
    (0..count).filter(differs).map(|at| (at + 1, line(ours, at), line(theirs, at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lines_are_counted_and_different_ones_remembered() {
        let mut tally = Tally::default();
        tally.count("1 aa done 2 30 0", "1 aa done 2 30 0").unwrap();
        tally.count("2 ab cut 400 10 3", "2 ab cut 400 10 3").unwrap();
        tally.count("3 ac failed 1 1 0", "3 ad failed 1 1 0").unwrap();
        let expected = Tally {
            programs: 3,
            different: vec![3],
            slices: 403,
            ticks: 41,
            met_limit: 1,
            failed: 1,
            cut: 1,
        };
        assert_eq!(tally, expected);
    }

    #[test]
    fn a_line_that_is_no_digest_is_an_error() {
        assert!(Tally::default().count("thread main panicked", "thread main panicked").is_err());
    }

    #[test]
    fn the_lines_that_differ_are_found() {
        let found = differences("a\nb\nc\n", "a\nB\nc\nd\n");
        let texts: Vec<_> = found.iter().map(|(at, a, b)| (*at, a.as_str(), b.as_str())).collect();
        assert_eq!(texts, [(2, "b", "B"), (4, "(none)", "d")]);
    }

    #[test]
    fn both_kinds_share_the_programs() {
        let plan = Plan { programs: 5, seed: 1, which: Which::Both };
        assert_eq!(plan.kinds(), [("vm", 3), ("dialect", 2)]);
    }
}
