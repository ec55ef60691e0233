//! `rehearsal hash`: the hash of a run that is made again.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use rehearsal::stage::{Replayed, RunEnd};
use serde::Serialize;

use crate::options::HashOptions;
use crate::progress::Progress;
use crate::recorded;

/// Turns between two looks at how far it is.
const PIECE: u64 = 20_000;

/// What is said with `--json`.
#[derive(Serialize)]
struct Report {
    hash: String,
    events: u64,
    same: bool,
    recorded: String,
}

/// Makes a run again, and prints its hash. The code of the program: 0 if it is the one in the file, 1 if it is another one.
///
/// # Errors
/// The file is no run, or its project cannot be had.
pub fn hash(options: &HashOptions) -> Result<u8> {
    let (file, project) = recorded::read(&options.file)?;
    let mut replay = file.replay(&project).map_err(|error| anyhow!("{error}"))?;
    let mut progress = Progress::new("replaying", true);
    while !replay.go(PIECE) {
        let kernel = replay.session_mut().kernel_mut();
        kernel.take_effects(); // nobody waits for them, and they would pile up
        kernel.take_questions();
        progress.tell(kernel.turn(), file.end.moment.turn)?;
    }
    progress.end();
    let RunEnd { events, hash, .. } = RunEnd::of(replay.session());
    let same = file.compare(replay.session()) == Replayed::Same;
    let (hash, recorded) = (format!("{hash:016x}"), format!("{:016x}", file.end.hash));
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &Report { hash, events, same, recorded })?;
        writeln!(out)?;
    } else {
        writeln!(out, "{hash}")?;
        if !same {
            eprintln!(
                "another run: the file says {recorded}, after {} events, and there are {events}; `rehearsal replay` says from where on",
                file.end.events
            );
        }
    }
    Ok(u8::from(!same))
}
