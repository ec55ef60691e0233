//! `--record`: the run as a file, from which `rehearsal replay` makes it again.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use rehearsal::project::manifest::{Files, Override};
use rehearsal::stage::{RunFile, RunProject};

/// A file that is written at the end of the run, and made at its beginning: who cannot write it is told before anything ran.
pub struct Recording {
    path: PathBuf,
    /// Until it is whole it has another name, so that a file that is there stays as it is.
    part: PathBuf,
    file: File,
}

impl Recording {
    /// Makes the file.
    ///
    /// # Errors
    /// It cannot be made, or something else than a file has its name: a folder, a pipe or a device would be replaced.
    pub fn begin(path: &Path) -> Result<Self> {
        // A link stays, and the file that it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        ensure!(!path.exists() || path.is_file(), "{} is no ordinary file", path.display());
        let mut part = OsString::from(&path);
        part.push(".part");
        let part = PathBuf::from(part);
        let file =
            File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
        Ok(Self { path, part, file })
    }

    /// Writes it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self, run: &RunFile) -> Result<()> {
        let cannot = || format!("cannot write {}", self.path.display());
        let text = run.to_json().map_err(|error| anyhow!("{error}")).with_context(cannot)?;
        self.file.write_all(text.as_bytes()).with_context(cannot)?;
        fs::rename(&self.part, &self.path).with_context(cannot)
    }
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
