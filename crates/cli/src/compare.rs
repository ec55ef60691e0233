//! `rehearsal compare`: two runs side by side, where they part.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, anyhow};
use rehearsal::Duration;
use rehearsal::compare::{Compare, Report, Told};

use crate::columns::{beside, width, wrapped};
use crate::options::CompareOptions;
use crate::progress::Progress;
use crate::recorded;

/// Turns between two looks at how far it is.
const PIECE: u64 = 1_000;

/// Makes two runs again, and says where they part. The code of the program: 0 if all events are the same, 1 if not.
///
/// # Errors
/// A file is no run, or its project cannot be had.
pub fn compare(options: &CompareOptions) -> Result<u8> {
    let (one, ours) = recorded::read(&options.one)?;
    let (other, theirs) = recorded::read(&options.other)?;
    let compare = Compare::new((&one, &ours), (&other, &theirs));
    let mut compare = compare.map_err(|error| anyhow!("{error}"))?;
    let report = run(&mut compare, !options.silent)?;
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else if !options.silent {
        let names = [&options.one, &options.other].map(|path| path.display().to_string());
        write!(out, "{}", text(&report, [&names[0], &names[1]], width()))?;
    }
    if !options.json {
        tell_others(&report, &options.one, &options.other);
    }
    Ok(u8::from(!report.same))
}

/// Compares as far as there is something to compare.
///
/// # Errors
/// The terminal has gone, or a run cannot be read as a whole.
pub fn run(compare: &mut Compare, is_shown: bool) -> Result<Report> {
    let mut progress = Progress::new("comparing", is_shown);
    while !compare.go(PIECE).map_err(|error| anyhow!("{error}"))? {
        let (turn, of) = compare.progress();
        progress.tell(turn, of)?;
    }
    progress.end();
    Ok(compare.report())
}

/// A run that is made again as another one is compared as it was made again.
fn tell_others(report: &Report, one: &Path, other: &Path) {
    for (side, path) in [(&report.one, one), (&report.other, other)] {
        if !side.remade {
            eprintln!(
                "{path}: what was made again, and compared, is another run than the recorded one; `rehearsal replay {path}` says more",
                path = path.display()
            );
        }
    }
}

/// What is seen of it. `names` is what the two are called.
pub fn text(report: &Report, names: [&str; 2], width: usize) -> String {
    let mut text = String::new();
    let event = report.event.unwrap_or_default();
    if !report.same {
        let figures = |name: &str, events| format!("{name}, {events} events");
        let [one, other] = names;
        let (ours, theirs) = (report.one.events, report.other.events);
        let names = if report.written {
            [one.to_owned(), figures(other, theirs)]
        } else {
            [figures(one, ours), figures(other, theirs)]
        };
        text += &beside(&names[0], &names[1], false, width);
        text.push('\n');
        text += &before(report, width);
        let count = report.one.lines.len().max(report.other.lines.len());
        for at in 0..count {
            let ended = |lines: &[Told]| {
                if at == lines.len() { "       (ends here)" } else { "" }.to_owned()
            };
            let shown = |lines: &[Told]| lines.get(at).map_or_else(|| ended(lines), line);
            let theirs = match report.other.lines.get(at) {
                None if report.written && at == 0 => "       (not known)".into(),
                None if report.written => String::new(),
                _ => shown(&report.other.lines),
            };
            let is_it = at == 0 && report.until == Some(event);
            text += &beside(&shown(&report.one.lines), &theirs, is_it, width);
        }
        text.push('\n');
    }
    for line in sentences(report).iter().flat_map(|sentence| wrapped(sentence, width)) {
        text += &line;
        text.push('\n');
    }
    text
}

/// The last events that both have.
fn before(report: &Report, width: usize) -> String {
    let Some(first) = report.before.first() else { return String::new() };
    let mut text = match first.number {
        1 => String::new(),
        2 => "     ⋮ event 1 is the same\n".into(),
        number => format!("     ⋮ events 1 to {} are the same\n", number - 1),
    };
    for told in &report.before {
        for line in wrapped(&line(told), width) {
            text += &line;
            text.push('\n');
        }
    }
    text
}

fn sentences(report: &Report) -> Vec<String> {
    let sentence = report.sentence();
    let mut chars = sentence.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let mut all = vec![format!("{}.", first.chain(chars).collect::<String>())];
    if !report.reasons.is_empty() {
        all.push("Why they may part:".into());
        all.extend(report.reasons.iter().map(|reason| format!("  - {reason}")));
    }
    all
}

fn line(told: &Told) -> String {
    let Told { number, time_ns, kind, who, what } = told;
    let time = time_ns.map(|nanos| Duration::from_nanos(nanos).to_string()).unwrap_or_default();
    let kind = kind.unwrap_or("something that only a newer Rehearsal knows");
    let words = [format!("{number:>6}"), time, who.clone(), kind.into(), what.clone()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
