//! From the files of a folder to a project; or to all that is wrong with it, told.

use std::path::Path;

use anyhow::{Result, anyhow, ensure};
use rehearsal::Str;
use rehearsal::project::Project;
use rehearsal::project::manifest::{Fault, Files, Manifest, Override, read_with};
use rehearsal::stage::scenario;
use rehearsal_typed_kv::Models;

use crate::folder;

/// Reads the project in a folder, some fields of which have other values. Notes and faults go to the standard error, each with its file and line.
///
/// # Errors
/// Something is wrong with the project, and was told; or it defines nothing.
pub fn load(folder: &Path, overrides: &[Override], quiet: bool) -> Result<(Manifest, Project)> {
    let found = folder::read(folder)?;
    if !quiet {
        found.notes.iter().for_each(|note| eprintln!("note: {}", shown(folder, note)));
    }
    let told = |faults: Vec<Fault>| told(folder, &found.files, &faults);
    let (manifest, models) = match (read_with(&found.files, overrides), models(&found.files)) {
        (Ok(manifest), Ok(models)) => (manifest, models),
        (manifest, models) => {
            let faults = [manifest.err(), models.err()].into_iter().flatten().flatten();
            return Err(told(faults.collect()));
        }
    };
    if !quiet {
        let located = |note| located(folder, &found.files, note);
        manifest.notes.iter().for_each(|note| eprintln!("note: {}", located(note)));
    }
    ensure!(
        !manifest.entries.is_empty(),
        "there are no definitions in {}: a project has files such as src/_index.yaml, with a namespace and entries; \
         its folder is the first word after `run`, before -x",
        folder.display(),
    );
    let project = manifest.with_scripts(scenario::compiled_in_with(&models)).map_err(told)?;
    Ok((manifest, project))
}

/// The models of the project, for its typed store.
fn models(files: &Files) -> Result<Models, Vec<Fault>> {
    let texts = files.paths().filter(|path| Models::is_file(path)).filter_map(|path| {
        let text = String::from_utf8_lossy(files.get(path)?);
        Some((path, text))
    });
    let fault = |fault: rehearsal_typed_kv::Fault| Fault {
        file: Str::from(fault.file),
        line: u32::try_from(fault.line).unwrap_or_default(),
        column: u32::try_from(fault.column).unwrap_or_default(),
        entry: None,
        field: None,
        message: Str::from(fault.message),
    };
    Models::parse(texts).map_err(|faults| faults.into_iter().map(fault).collect())
}

/// Tells all faults; the error says how many there were.
fn told(folder: &Path, files: &Files, faults: &[Fault]) -> anyhow::Error {
    faults.iter().for_each(|fault| eprintln!("{}", located(folder, files, fault)));
    let (count, plural) = (faults.len(), if faults.len() == 1 { "" } else { "s" });
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
