//! `rehearsal export`: a run in the format of another tool.

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, anyhow};
use rehearsal::export::{Export, Exported, Selection};
use rehearsal::stage::{Replayed, RunFile};
use serde::Serialize;

use crate::new_file::NewFile;
use crate::options::ExportOptions;
use crate::progress::Progress;
use crate::recorded;

/// Turns between two looks at how far it is, and how much was written.
const PIECE: u64 = 256;
/// Bytes that are written at once.
const CHUNK: usize = 64 << 10;

/// What is said with `--json`.
#[derive(Serialize)]
struct Report {
    file: String,
    format: &'static str,
    bytes: u64,
    /// Events of the run, and how many of them the selection has.
    events: u64,
    selected: u64,
    hash: String,
    same: bool,
}

/// Where the text goes.
enum Out {
    Standard(io::Stdout),
    File(NewFile),
}

impl Out {
    fn write(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Standard(out) => Ok(out.write_all(text.as_bytes())?),
            Self::File(file) => file.write(text),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Standard(mut out) => Ok(out.flush()?),
            Self::File(file) => file.finish(),
        }
    }
}

/// Makes a run again, and writes it on the way. The code of the program: 0 if it is the one that was recorded, 1 if it is another one.
///
/// # Errors
/// The file is no run, its project cannot be had, or the text cannot be written.
pub fn export(options: &ExportOptions) -> Result<u8> {
    let (file, project) = recorded::read(&options.file)?;
    let selection = selection(options)?;
    let is_all = selection.is_all();
    let mut out = match &options.output {
        Some(path) => Out::File(NewFile::begin(path)?),
        None => Out::Standard(io::stdout()),
    };
    let (format, limit) = (options.format.into(), options.limit);
    let mut export = Export::new(&file, &project, format, selection, limit)
        .map_err(|error| anyhow!("{error}"))?;
    // Text that runs over the same terminal would be torn by it.
    let is_shown = options.output.is_some() || !io::stdout().is_terminal();
    let mut progress = Progress::new("exporting", is_shown && !options.silent);
    let mut bytes = 0;
    loop {
        let is_over = export.go(PIECE).map_err(|error| anyhow!("{error}"))?;
        if is_over || export.written() >= CHUNK {
            let text = export.take();
            bytes += text.len() as u64;
            out.write(&text)?;
        }
        if is_over {
            break;
        }
        let (turn, of) = export.progress();
        progress.tell(turn, of)?;
    }
    progress.end();
    let exported = export.exported();
    if exported.picked == 0 && !is_all {
        return Err(anyhow!(
            "none of the {} events of the run is among those that were asked for{}",
            exported.end.events,
            if options.output.is_some() { ": nothing was written" } else { "" }
        ));
    }
    out.finish()?;
    tell(options, &file, &exported, bytes)
}

fn tell(options: &ExportOptions, file: &RunFile, exported: &Exported, bytes: u64) -> Result<u8> {
    let Exported { end, replayed, picked } = exported;
    let same = *replayed == Replayed::Same;
    if options.json {
        let report = Report {
            file: options.output.as_deref().unwrap_or(&options.file).display().to_string(),
            format: rehearsal::export::Format::from(options.format).name(),
            bytes,
            events: end.events,
            selected: *picked,
            hash: format!("{:016x}", end.hash),
            same,
        };
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else if let Some(path) = options.output.as_deref().filter(|_| !options.silent) {
        eprintln!("{}: {picked} of {} events, {bytes} bytes", path.display(), end.events);
    }
    if let Replayed::Other { agrees, parts, .. } = replayed {
        eprintln!(
            "what was exported is another run than the recorded one, which has {} events with the hash {:016x}: they agree up to \
             event {agrees} at least, and part by event {parts}. The run was recorded by another version of Rehearsal, or the file was \
             changed",
            file.end.events, file.end.hash
        );
    }
    Ok(u8::from(!same))
}

fn selection(options: &ExportOptions) -> Result<Selection> {
    let read = |error: rehearsal::Error| anyhow!("{}", error.message);
    let processes = options.processes.iter().map(|who| who.parse().map_err(read));
    let kinds = options.kinds.iter().map(|kind| Selection::kind(kind).map_err(read));
    if let (Some(from), Some(to)) = (options.from, options.to)
        && from > to
    {
        return Err(anyhow!(
            "there are no events from {from} to {to}: --from must not be greater than --to"
        ));
    }
    Ok(Selection {
        from: options.from,
        to: options.to,
        processes: processes.collect::<Result<_>>()?,
        topics: options.topics.clone(),
        kinds: kinds.collect::<Result<_>>()?,
    })
}
