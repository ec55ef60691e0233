//! `rehearsal replay`: makes a run again of its file, and says whether it is the same.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use rehearsal::base::nearest;
use rehearsal::process::Level;
use rehearsal::project::Project;
use rehearsal::project::manifest::{Encoding, Files, Override};
use rehearsal::stage::{Replay, Replayed, RunEnd, RunFile, RunProject, scenario};
use serde::Serialize;

use crate::console::{Console, Mode, Style};
use crate::options::ReplayOptions;
use crate::project;

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
    let path = &options.file;
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow!("{} is no run of Rehearsal: it is no text", path.display()))?;
    let file = RunFile::from_json(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    let project = project_of(path, &file.project)?;
    let mut replay = file.replay(&project).map_err(|error| anyhow!("{error}"))?;

    let is_shown = !options.json && !options.silent;
    let style = Style { mode: Mode::Off, encoding: Encoding::Console, least: Level::Info };
    let mut console = Console::new(style);
    let mut progress = Progress::new(options);
    loop {
        let is_over = replay.go(PIECE);
        if is_shown {
            console.show(replay.session_mut())?;
        }
        if is_over {
            break;
        }
        progress.tell(&replay, &file)?;
    }
    progress.end()?;
    tell(options, &file, &RunEnd::of(replay.session()), file.compare(replay.session()))
}

fn tell(options: &ReplayOptions, file: &RunFile, end: &RunEnd, replayed: Replayed) -> Result<u8> {
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
            format!(
                "recorded were {theirs}, replayed {ours}; they agree up to event {agrees} at least, and part by event {parts}"
            )
        };
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

/// The project that a run is of.
fn project_of(path: &Path, project: &RunProject) -> Result<Project> {
    match project {
        RunProject::Scenario(id) => match scenario::find(id) {
            Some(scenario) => Ok(scenario.project()),
            None => {
                let near = nearest(id, scenario::SCENARIOS.iter().map(|scenario| scenario.id));
                let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
                bail!("{}: there is no scenario {id:?}{hint}", path.display())
            }
        },
        RunProject::Files { files, overrides, .. } => {
            let files = Files::from_iter(files.iter().map(|(path, text)| (path, text.as_str())));
            let overrides = overrides.iter().map(|text| text.parse::<Override>());
            let overrides =
                overrides.collect::<Result<Vec<_>, _>>().map_err(|error| anyhow!(error))?;
            Ok(project::of_files(path, &files, &overrides, true)?.1)
        }
    }
}

/// How far it is, on a terminal, on one line that is written over again and again.
struct Progress {
    on: bool,
    percent: u64,
}

impl Progress {
    fn new(options: &ReplayOptions) -> Self {
        let on = !options.silent && io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self { on: on || (options.json && io::stderr().is_terminal()), percent: 0 }
    }

    fn tell(&mut self, replay: &Replay, file: &RunFile) -> io::Result<()> {
        let turn = replay.session().kernel().turn();
        let percent = turn * 100 / file.end.moment.turn.max(1);
        if self.on && percent != self.percent {
            self.percent = percent;
            write!(io::stderr(), "\rreplaying: {percent} %")?;
        }
        Ok(())
    }

    fn end(&self) -> io::Result<()> {
        if self.on && self.percent > 0 { write!(io::stderr(), "\r\x1b[K") } else { Ok(()) }
    }
}
