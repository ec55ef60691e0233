//! `--faults`: a script of what is to go wrong.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rehearsal::stage::{FaultScript, Session};

/// Reads a script.
///
/// # Errors
/// It cannot be read, or there is something wrong in it: each line is told.
pub fn read(path: &Path) -> Result<FaultScript> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    FaultScript::read(&text).or_else(|problems| {
        let lines: Vec<_> =
            problems.iter().map(|p| format!("{name}:{}: {}", p.line, p.message)).collect();
        bail!("{}\nnothing was started", lines.join("\n"))
    })
}

/// Says which lines of the script could not be done, and how many the run has not come to.
pub fn tell(path: &Path, session: &Session) {
    let name = path.display();
    for outcome in session.fault_outcomes() {
        if let Err(error) = &outcome.done {
            eprintln!("{name}:{}: {error}", outcome.line);
        }
    }
    match session.faults_to_come().len() {
        0 => {}
        1 => eprintln!("{name}: the run ended before one fault"),
        many => eprintln!("{name}: the run ended before {many} faults"),
    }
}
