//! Rehearsal in a terminal: the engine of the page without the page.
//!
//! The way of `rehearsal run`: `options` reads the command line, `wanted` what its words ask for; `config` reads how it is
//! to be shown; `folder` reads the files, `project` makes a project of them, `target` finds the process to start; `play`
//! lets the session run at its pace, with what comes from `outside`, and `console` shows what comes out; `stop` ends the
//! services, `record` writes the run to a file, and `exit_code` says how it went. `rehearsal replay`, `rehearsal export` and
//! `rehearsal hash` are `replay`, `export` and `hash`: each makes a run again of the file that `recorded` has read. `rehearsal compare` is
//! `compare`, which makes two, and shows them in `columns`. `rehearsal init` is `init`, and
//! `rehearsal kv` is `kv`, with its values as `json`. `rehearsal generate` is `generate`, and `rehearsal serve` is `serve`, behind `http`:
//! both from what `models` has read.
//!
//! *Invariant:* the clock, the signals and the files are here, and none of them is known to the library below. Of the
//! clock only the pace and the dates of log lines are made, so a run whose lines come from a pipe is the same at any
//! speed.
#![cfg(not(target_family = "wasm"))]

mod columns;
mod commands;
mod compare;
mod config;
mod console;
mod exit_code;
mod export;
mod faults;
mod folder;
mod generate;
mod hash;
mod http;
mod init;
mod json;
mod kv;
mod models;
mod new_file;
mod options;
mod outside;
mod play;
mod progress;
mod project;
mod record;
mod recorded;
mod replay;
mod run;
mod serve;
mod stop;
mod store;
mod target;
mod wanted;

use std::io;
use std::process::ExitCode;

use options::{Refused, Task};

/// The program: reads the command line, does what it says, and tells how it went.
pub fn main() -> ExitCode {
    // As `diff` and `cmp` have it: 1 is an answer there.
    let trouble =
        if std::env::args_os().nth(1).is_some_and(|word| word == "compare") { 2 } else { 1 };
    let done = match options::read(std::env::args_os()) {
        Ok(Task::Run(run)) => run::run(&run),
        Ok(Task::Replay(options)) => replay::replay(&options),
        Ok(Task::Compare(options)) => compare::compare(&options),
        Ok(Task::Export(options)) => export::export(&options),
        Ok(Task::Hash(options)) => hash::hash(&options),
        Ok(Task::Init(init)) => init::init(&init).map(|()| 0),
        Ok(Task::Kv(kv)) => kv::kv(&kv).map(|()| 0),
        Ok(Task::Serve(options)) => serve::serve(&options).map(|()| 0),
        Ok(Task::Generate(generate)) => generate::generate(&generate).map(|()| 0),
        Err(Refused::Asked(text)) => {
            print!("{text}");
            Ok(0)
        }
        Err(Refused::Wrong(error)) => Err(error),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            if !is_closed_pipe(&error) {
                eprintln!("Error: {error:#}");
            }
            ExitCode::from(trouble)
        }
    }
}

/// Whoever read the output has heard enough, as `head` does: nothing is wrong that would have to be told.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    kind == Some(io::ErrorKind::BrokenPipe)
}
