//! The native side of `cargo xtask fuzz`.
//!
//! ```text
//! rehearsal-fuzz digests WHICH FIRST COUNT   one line a program: seed, hash, end, slices, ticks, refused allocations
//! rehearsal-fuzz report WHICH SEED           all that must be equal, as one string of JSON
//! rehearsal-fuzz program WHICH SEED          the program itself
//! ```

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use rehearsal_fuzz::{Which, digest, program, report};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut output = io::stdout().lock();
    match *words {
        ["digests", which, first, count] => {
            let (which, first): (Which, u64) = (which.parse()?, first.parse()?);
            for seed in first..first + count.parse::<u64>()? {
                writeln!(output, "{}", digest(seed, which))?;
                output.flush()?;
            }
        }
        ["report", which, seed] => {
            let report = report(seed.parse()?, which.parse()?);
            writeln!(output, "{}", serde_json::to_string(&report)?)?;
        }
        ["program", which, seed] => writeln!(output, "{}", program(seed.parse()?, which.parse()?))?,
        _ => return Err("what is wanted: digests, report or program, see src/main.rs".into()),
    }
    Ok(())
}
