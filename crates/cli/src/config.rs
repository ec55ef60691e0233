//! The configuration of a run: files first, then what the command line sets, then its overrides of entries.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use rehearsal::project::manifest::{Config, Fault};

use crate::options::RunOptions;

/// Beside the lock file; it need not be there.
const USUAL: &str = ".wippy.yaml";

/// Reads what there is. Notes and faults go to the standard error.
///
/// # Errors
/// Something is wrong with it, and was told; or a file that was named cannot be read.
pub fn read(options: &RunOptions, folder: &Path) -> Result<Config> {
    let mut config = Config::default();
    let usual = if folder == Path::new(".") { PathBuf::from(USUAL) } else { folder.join(USUAL) };
    let (files, is_usual) = match &options.config[..] {
        [] => (&[usual][..], true),
        named => (named, false),
    };
    for path in files {
        let content = match fs::read(path) {
            Err(error) if is_usual && error.kind() == ErrorKind::NotFound => continue,
            Err(error) if is_usual && error.kind() == ErrorKind::NotADirectory => continue,
            content => content.with_context(|| path.display().to_string())?,
        };
        config.read(&path.display().to_string(), &content).map_err(|faults| told(&faults))?;
    }
    for setting in &options.set {
        config.set(setting).map_err(|faults| told(&faults))?;
    }
    for given in &options.overrides {
        config.overrides.push(given.parse().map_err(|error| anyhow!("-o: {error}"))?);
    }
    if !options.silent {
        config.notes.iter().for_each(|note| eprintln!("note: {note}"));
    }
    Ok(config)
}

fn told(faults: &[Fault]) -> anyhow::Error {
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    anyhow!("the configuration is wrong; nothing was started")
}
