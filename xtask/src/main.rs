//! `cargo xtask`: builds, serves and tests Rehearsal, and sets up what that needs on a fresh
//! machine, from package registries alone.
//!
//! Called under the name of one of [`shell::TOOLS`], this program is that tool: wasm-bindgen's are a
//! library of it. wasm-pack is a member of this workspace; only Trunk has to be installed.

mod apt;
mod bench;
mod browser;
mod fingerprint;
mod firefox;
mod fuzz;
mod npm;
mod page;
mod serve;
mod setup;
mod shell;
mod sizes;
mod soak;
mod test;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use shell::Shell;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, serves and tests Rehearsal")]
enum Task {
    /// Build the page and serve it on this machine
    Play {
        /// Open it in a browser
        #[arg(long)]
        open: bool,
        /// The first port to try
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Install what is missing and run every check
    Test {
        /// Run this step alone (and the build before the page tests); may be repeated
        #[arg(long, value_name = "STEP")]
        only: Vec<test::Step>,
    },
    /// Run the tests that take long, with their full counts
    Soak,
    /// Run the core suite in Firefox, too
    Firefox,
    /// Run random programs in Lua natively and in a browser, and compare all that they show
    Fuzz {
        /// How many
        #[arg(long, default_value_t = 2_000)]
        programs: u64,
        /// The seed of the first one; each program has the seed after the last one's
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// What they are programs of
        #[arg(long, value_enum, default_value_t = fuzz::Which::Both)]
        which: fuzz::Which,
    },
    /// Measure the engine beside other actor crates, the database, and the page; write docs/performance.md
    Bench {
        /// Write the figures as JSON, too
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
        /// How often each workload is measured
        #[arg(long, default_value_t = 15)]
        rounds: u32,
    },
    /// Serve the page from a debug build and reload it after each edit
    Dev {
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build dist/ and say what it weighs
    Build,
}

fn main() -> ExitCode {
    let args: Vec<OsString> = env::args_os().collect();
    let name = args.first().map(Path::new).and_then(Path::file_stem).unwrap_or_default();
    let done = match name.to_str() {
        Some("wasm-bindgen") => wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args),
        Some("wasm-bindgen-test-runner") => {
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)
        }
        _ => run(Task::parse()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let mut shell = Shell::new()?;
    match task {
        Task::Play { open, port } => {
            setup::for_building(&mut shell)?;
            page::build(&shell)?;
            serve::serve(&shell, port, open)
        }
        Task::Test { only } => test::run(&mut shell, &only),
        Task::Soak => soak::run(&mut shell),
        Task::Firefox => firefox::run(&mut shell),
        Task::Fuzz { programs, seed, which } => {
            setup::for_fuzzing(&mut shell)?;
            fuzz::run(&shell, &fuzz::Plan { programs, seed, which }).map(drop)
        }
        Task::Bench { json, rounds } => bench::run(&mut shell, json.as_deref(), rounds),
        Task::Dev { port } => {
            setup::for_building(&mut shell)?;
            page::dev(&shell, port)
        }
        Task::Build => {
            setup::for_building(&mut shell)?;
            page::build(&shell)?;
            sizes::report(&shell)
        }
    }
}
