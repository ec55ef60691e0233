//! Typed models in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use rehearsal_typed_kv::{Fault, Models};

/// Where models lie in a project.
const FOLDER: &str = "models/storage";
/// No file is larger: whoever names one has slipped.
const LARGEST: u64 = 4 << 20;

/// Reads the models of a project. Faults go to the standard error, each with its file, line and column; `outcome` says what
/// they mean for whoever asked for the models.
///
/// # Errors
/// There are no models, or something is wrong with them, and was told.
pub fn load(folder: &Path, outcome: &str) -> Result<Models> {
    let storage = storage(folder)?;
    let files = read(&storage)?;
    ensure!(
        !files.is_empty(),
        "there are no models in {}: they are structs and enums in files of Rust, such as {}",
        storage.display(),
        storage.join("user_storage.rs").display(),
    );
    // The folder may have any name from here, so for the models it has its own.
    let named = files.iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text));
    let models = Models::parse(named).map_err(|faults| {
        let count = told(&storage, &faults);
        anyhow!("the models in {} have {count}; {outcome}", folder.display())
    })?;
    ensure!(
        models.names().next().is_some(),
        "the files in {} declare no types; a model is `pub struct Name {{ pub field: String }}`",
        storage.display()
    );
    Ok(models)
}

/// The folder with the files: that of a project, `models`, or `models/storage` itself may be named.
fn storage(folder: &Path) -> Result<PathBuf> {
    ensure!(folder.is_dir(), "there is no folder {}", folder.display());
    for below in [FOLDER, "storage"] {
        let inner = folder.join(below);
        let is_one = fs::canonicalize(&inner).is_ok_and(|inner| inner.ends_with(FOLDER));
        if is_one && inner.is_dir() {
            return Ok(if folder == Path::new(".") { PathBuf::from(below) } else { inner });
        }
    }
    let itself = fs::canonicalize(folder).is_ok_and(|folder| folder.ends_with(FOLDER));
    ensure!(
        itself,
        "there is no folder {FOLDER} in {}: models lie there; --models names the folder of the project",
        folder.display(),
    );
    Ok(folder.to_owned())
}

/// The files by name.
fn read(storage: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let cannot = || format!("{} cannot be read", storage.display());
    for entry in fs::read_dir(storage).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let unreadable = || format!("{} cannot be read", path.display());
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if !Models::is_file(&format!("{FOLDER}/{name}")) {
            continue;
        }
        // A link that leads nowhere is told; a folder or a pipe of this name is no file.
        let data = fs::metadata(&path).with_context(unreadable)?;
        if !data.is_file() {
            continue;
        }
        ensure!(data.len() <= LARGEST, "{} is larger than {} MiB", path.display(), LARGEST >> 20);
        let text = fs::read(&path).with_context(unreadable)?;
        let text = String::from_utf8(text)
            .map_err(|_| anyhow!("{} is no text in UTF-8", path.display()))?;
        files.push((name.to_owned(), text));
    }
    Ok(files)
}

/// Tells all faults, with their files as they are seen from here. How many there were, in words.
fn told(storage: &Path, faults: &[Fault]) -> String {
    for fault in faults {
        let name = fault.file.rsplit('/').next().unwrap_or_default();
        let file = match storage == Path::new(".") {
            true => name.to_owned(),
            false => storage.join(name).display().to_string(),
        };
        eprintln!("{}", Fault { file, ..fault.clone() });
    }
    let plural = if faults.len() == 1 { "" } else { "s" };
    format!("{} fault{plural}", faults.len())
}
