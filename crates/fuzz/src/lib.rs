//! Random programs in Lua, and all that must be equal on every machine when they run.
//!
//! A program is written from its seed, the same one on every machine, and [`report`] tells all that it has shown: what it
//! printed, how it ended, its slices and ticks, which allocation its limit of memory refused, and how many logical bytes it
//! held at the end. `cargo xtask fuzz` runs the same seeds natively and in a browser, and compares.
//!
//! ```
//! use rehearsal_fuzz::{Which, report};
//!
//! let report = report(7, Which::Vm);
//! assert!(report.contains("slices"), "{report}");
//! ```
//!
//! There are two kinds of programs. Those of [`Which::Vm`] run in a bare state with all libraries that `luac` has, `load`,
//! `utf8` and `collectgarbage` included; those of [`Which::Dialect`] are scripts, in a run with several processes.
//!
//! In reading order: `dice`, `writer`, `expressions`, `blocks` (27 kinds that are Lua's, and twenty that are only scripts'),
//! `vm` and `dialect` (a whole program, and running it).

mod blocks;
mod dialect;
mod dice;
#[cfg(target_family = "wasm")]
mod exports;
mod expressions;
mod vm;
mod writer;

use std::fmt;
use std::str::FromStr;

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The patched interpreter.
    Vm,
    /// Processes in the dialect, in a run.
    Dialect,
}

impl Which {
    /// Its name in a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vm => "vm",
            Self::Dialect => "dialect",
        }
    }
}

impl FromStr for Which {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "vm" => Ok(Self::Vm),
            "dialect" => Ok(Self::Dialect),
            _ => Err(format!("{name:?} is neither vm nor dialect")),
        }
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It came to its end.
    Done,
    /// An error that nobody caught, the limit of memory among them.
    Failed,
    /// It was cut off, for it had had its slices.
    Cut,
}

/// What came of a program.
#[derive(Clone, Debug)]
pub struct Ran {
    /// How it ended.
    pub end: End,
    /// Slices that it took; of scripts, turns.
    pub slices: u64,
    /// Ticks that it used.
    pub ticks: u64,
    /// Allocations that the limit of memory refused.
    pub refused: u32,
    /// All of it as text, line by line.
    pub report: String,
}

/// Writes the program of a seed and runs it.
pub fn run(seed: u64, which: Which) -> Ran {
    match which {
        Which::Vm => vm::run(&vm::program(seed)),
        Which::Dialect => dialect::run(&dialect::program(seed)),
    }
}

/// All that must be equal when the program of a seed runs, line by line.
pub fn report(seed: u64, which: Which) -> String {
    run(seed, which).report
}

/// The program of a seed.
///
/// ```
/// use rehearsal_fuzz::{Which, program};
///
/// assert_eq!(program(7, Which::Vm), program(7, Which::Vm));
/// assert_ne!(program(7, Which::Vm), program(8, Which::Vm));
/// ```
pub fn program(seed: u64, which: Which) -> String {
    match which {
        Which::Vm => vm::program(seed).source,
        Which::Dialect => dialect::program(seed).main,
    }
}

/// One line that stands for a report. Equal reports have equal lines.
pub struct Digest {
    seed: u64,
    ran: Ran,
}

/// Runs the program of a seed for its [`Digest`].
///
/// ```
/// use rehearsal_fuzz::{Which, digest};
///
/// let line = digest(7, Which::Vm).to_string();
/// assert_eq!(line, digest(7, Which::Vm).to_string());
/// assert!(line.starts_with("7 "), "{line}");
/// ```
pub fn digest(seed: u64, which: Which) -> Digest {
    Digest { seed, ran: run(seed, which) }
}

impl fmt::Display for Digest {
    /// Seed, hash of the report, end, slices, ticks, and refused allocations.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ran { end, slices, ticks, refused, report } = &self.ran;
        let end = match end {
            End::Done => "done",
            End::Failed => "failed",
            End::Cut => "cut",
        };
        write!(f, "{} {:016x} {end} {slices} {ticks} {refused}", self.seed, hash(report))
    }
}

/// FNV-1a of a text.
///
/// ```
/// assert_eq!(rehearsal_fuzz::hash("a"), 0xaf63_dc4c_8601_ec8c);
/// ```
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
