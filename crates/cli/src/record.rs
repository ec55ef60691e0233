//! `--record`: the run as a file, from which `rehearsal replay` makes it again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use rehearsal::project::manifest::{Files, Override};
use rehearsal::stage::{RunFile, RunProject};

/// The text of a run.
///
/// # Errors
/// Something in it cannot be written.
pub fn text(run: &RunFile) -> Result<String> {
    run.to_json().map_err(|error| anyhow!("the run cannot be written: {error}"))
}

/// A project as a run file has it.
///
/// # Errors
/// A file is no text.
pub fn project(folder: &Path, files: &Files, overrides: &[Override]) -> Result<RunProject> {
    let name = fs::canonicalize(folder).ok();
    let name = name.as_deref().and_then(Path::file_name).unwrap_or_default();
    let text = |path: &str| {
        let bytes = files.get(path).unwrap_or_default();
        let text = str::from_utf8(bytes).with_context(|| format!("{path} is no text in UTF-8"))?;
        Ok((path.to_owned(), text.to_owned()))
    };
    Ok(RunProject::Files {
        name: name.to_string_lossy().into_owned(),
        files: files.paths().map(text).collect::<Result<BTreeMap<_, _>>>()?,
        overrides: overrides.iter().map(ToString::to_string).collect(),
    })
}
