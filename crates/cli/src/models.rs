//! The models of a typed store, read from their files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rehearsal_typed_kv::Models;

/// Where they lie in the folder of a project.
const FOLDER: &str = "models/storage";

/// Reads `models/storage/*.rs` of a folder; or the folder's own `*.rs`, if it is that one.
///
/// # Errors
/// There are none, one cannot be read, or something is wrong with them: then with file, line and column of each fault.
pub fn read(folder: &Path) -> Result<Models> {
    let whole = fs::canonicalize(folder)
        .with_context(|| format!("the folder {} cannot be read", folder.display()))?;
    let is_it = whole.ends_with(FOLDER);
    let place = if is_it { folder.to_owned() } else { folder.join(FOLDER) };
    let mut files = Vec::new();
    if place.is_dir() {
        for entry in fs::read_dir(&place).with_context(|| place.display().to_string())? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read as UTF-8", path.display()))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                files.push((format!("{FOLDER}/{name}"), text));
            }
        }
    }
    if files.is_empty() {
        bail!(
            "there are no models in {}: each file {FOLDER}/NAME.rs declares some, such as \
             `pub struct Cursor {{ pub x: i32 }}`",
            folder.display()
        );
    }
    Models::parse(files).map_err(|faults| {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", faults.join("\n"))
    })
}
