//! From the files of a folder to a project; or to all that is wrong with it, told.

use std::path::Path;

use anyhow::{Result, anyhow, ensure};
use rehearsal::Str;
use rehearsal::project::Project;
use rehearsal::project::manifest::{Fault, Files, Manifest, Override, read_with};
use rehearsal::stage::scenario;
use rehearsal_typed_kv::Models;

use crate::folder;

/// Reads the project in a folder, some fields of which have other values; with its files. Notes and faults go to the standard
/// error, each with its file and line.
///
/// # Errors
/// Something is wrong with the project, and was told; or it defines nothing.
pub fn load(
    folder: &Path,
    overrides: &[Override],
    quiet: bool,
) -> Result<(Manifest, Project, Files)> {
    let found = folder::read(folder)?;
    if !quiet {
        found.notes.iter().for_each(|note| eprintln!("note: {}", shown(folder, note)));
    }
    let (manifest, project) = of_files(folder, &found.files, overrides, quiet)?;
    ensure!(
        !manifest.entries.is_empty(),
        "there are no definitions in {}: a project has files such as src/_index.yaml, with a namespace and entries; \
         its folder is the first word after `run`, before -x",
        folder.display(),
    );
    Ok((manifest, project, found.files))
}

/// The same of files, wherever they come from: `place` is what they lie in.
///
/// # Errors
/// Something is wrong with the project, and was told.
pub fn of_files(
    place: &Path,
    files: &Files,
    overrides: &[Override],
    quiet: bool,
) -> Result<(Manifest, Project)> {
    let lines = |faults: Vec<Fault>| -> Vec<String> {
        faults.iter().map(|fault| located(place, files, fault).to_string()).collect()
    };
    let manifest = read_with(files, overrides).map_err(lines);
    let (manifest, models) = match (manifest, models(place, files)) {
        (Ok(manifest), Ok(models)) => (manifest, models),
        (manifest, models) => {
            let lines = [manifest.err(), models.err()].into_iter().flatten().flatten();
            return Err(told(place, &Vec::from_iter(lines)));
        }
    };
    if !quiet {
        let located = |note| located(place, files, note);
        manifest.notes.iter().for_each(|note| eprintln!("note: {}", located(note)));
    }
    let project = manifest.with_scripts(scenario::compiled_in_with(&models));
    let project = project.map_err(|faults| told(place, &lines(faults)))?;
    Ok((manifest, project))
}

/// The models of the project, for its typed store; or what is wrong with them, a line each.
fn models(folder: &Path, files: &Files) -> Result<Models, Vec<String>> {
    let texts = files.paths().filter(|path| Models::is_file(path)).filter_map(|path| {
        let text = String::from_utf8_lossy(files.get(path)?);
        Some((path, text))
    });
    let line = |fault: rehearsal_typed_kv::Fault| {
        rehearsal_typed_kv::Fault { file: shown(folder, &fault.file), ..fault }.to_string()
    };
    Models::parse(texts).map_err(|faults| faults.into_iter().map(line).collect())
}

/// Tells all faults, a line each; the error says how many there were.
fn told(folder: &Path, lines: &[String]) -> anyhow::Error {
    lines.iter().for_each(|line| eprintln!("{line}"));
    let (count, plural) = (lines.len(), if lines.len() == 1 { "" } else { "s" });
    anyhow!("the project in {} has {count} fault{plural}; nothing was started", folder.display())
}

/// The fault with its file as it is seen from here, so that an editor or a terminal can open it. What is said of an
/// override has the words of the command line instead.
fn located(folder: &Path, files: &Files, fault: &Fault) -> Fault {
    if files.get(&fault.file).is_none() {
        return fault.clone();
    }
    Fault { file: Str::from(shown(folder, &fault.file)), ..fault.clone() }
}

fn shown(folder: &Path, path: &str) -> String {
    if folder == Path::new(".") { path.to_owned() } else { folder.join(path).display().to_string() }
}
