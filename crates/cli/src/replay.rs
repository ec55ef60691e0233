//! `rehearsal replay`: makes a run again of its file, and says whether it is the same.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, anyhow};
use rehearsal::compare::{self, Compare};
use rehearsal::process::Level;
use rehearsal::project::manifest::Encoding;
use rehearsal::stage::{Replayed, RunEnd, RunFile};
use serde::Serialize;

use crate::columns::width;
use crate::console::{Console, Mode, Style};
use crate::options::ReplayOptions;
use crate::progress::Progress;
use crate::recorded;

/// Turns between two looks at how far it is.
const PIECE: u64 = 20_000;

/// What is said with `--json`.
#[derive(Serialize)]
struct Report {
    same: bool,
    recorded: Figures,
    replayed: Figures,
    /// The two agree up to this event at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees_up_to: Option<u64>,
    /// They part at this event at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts_by: Option<u64>,
    /// The events around it, as `rehearsal compare --json` has them: `other` is what the file says.
    #[serde(skip_serializing_if = "Option::is_none")]
    parting: Option<compare::Report>,
}

#[derive(Serialize)]
struct Figures {
    events: u64,
    turn: u64,
    time_ns: u64,
    hash: String,
}

/// Makes a run again. The code of the program: 0 if it is the same, 1 if it is another one.
///
/// # Errors
/// The file is no run, or its project cannot be had.
pub fn replay(options: &ReplayOptions) -> Result<u8> {
    let (file, project) = recorded::read(&options.file)?;
    let mut replay = file.replay(&project).map_err(|error| anyhow!("{error}"))?;

    let is_shown = !options.json && !options.silent;
    let style = Style { mode: Mode::Off, encoding: Encoding::Console, least: Level::Info };
    let mut console = Console::new(style);
    // What the processes wrote would be mixed with it on the same terminal.
    let mut progress = Progress::new(
        "replaying",
        !options.silent && (options.json || !io::stdout().is_terminal()),
    );
    loop {
        let is_over = replay.go(PIECE);
        if is_shown {
            console.show(replay.session_mut())?;
        }
        if is_over {
            break;
        }
        progress.tell(replay.session().kernel().turn(), file.end.moment.turn)?;
    }
    progress.end();
    let (end, replayed) = (RunEnd::of(replay.session()), file.compare(replay.session()));
    let parting = match replayed {
        Replayed::Other { end, .. } if end.hash != file.end.hash => {
            // Where they part has long gone: it is made once more.
            let compare = Compare::with_written(&file, &project);
            Some(crate::compare::run(
                &mut compare.map_err(|error| anyhow!("{error}"))?,
                !options.silent,
            )?)
        }
        _ => None,
    };
    tell(options, &file, &end, replayed, parting)
}

fn tell(
    options: &ReplayOptions,
    file: &RunFile,
    end: &RunEnd,
    replayed: Replayed,
    parting: Option<compare::Report>,
) -> Result<u8> {
    let (agrees, parts) = match replayed {
        Replayed::Same => (None, None),
        Replayed::Other { agrees, parts, .. } => (Some(agrees), Some(parts)),
    };
    let same = replayed == Replayed::Same;
    if options.json {
        let report = Report {
            same,
            recorded: figures(&file.end),
            replayed: figures(end),
            agrees_up_to: agrees,
            parts_by: parts,
            parting,
        };
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else if let (Some(agrees), Some(parts)) = (agrees, parts) {
        let difference = if end.events == file.end.events && end.hash == file.end.hash {
            let (theirs, ours) = (file.end.moment, end.moment);
            format!(
                "all events are the same, but it was recorded at turn {} and {} ns, and ends at turn {} and {} ns",
                theirs.turn,
                theirs.time.as_nanos(),
                ours.turn,
                ours.time.as_nanos()
            )
        } else {
            let (theirs, ours) = (said(&file.end), said(end));
            let parts = match parts - agrees {
                1 => format!("the first event that differs is {parts}"),
                _ => format!("they agree up to event {agrees} at least, and part by event {parts}"),
            };
            format!("recorded were {theirs}, replayed {ours}; {parts}")
        };
        if let Some(parting) = parting.filter(|_| !options.silent) {
            let names = ["as it was made again", "as it was recorded"];
            eprintln!("{}", crate::compare::text(&parting, names, width()));
        }
        eprintln!(
            "another run: {difference}. It was recorded by another version of Rehearsal, or the file was changed"
        );
    } else {
        eprintln!("the same run: {}", said(end));
    }
    Ok(u8::from(!same))
}

fn figures(end: &RunEnd) -> Figures {
    Figures {
        events: end.events,
        turn: end.moment.turn,
        time_ns: end.moment.time.as_nanos(),
        hash: format!("{:016x}", end.hash),
    }
}

fn said(end: &RunEnd) -> String {
    format!("{} events with the hash {:016x}", end.events, end.hash)
}
