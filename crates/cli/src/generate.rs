//! `rehearsal generate`: helpers in Elm and TypeScript, made from typed models.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};

use crate::models;
use crate::options::GenerateOptions;

/// Writes what was asked for, or nothing at all if something is wrong with the models.
///
/// # Errors
/// There are no models, they have faults (which were told), or a file cannot be written.
pub fn generate(options: &GenerateOptions) -> Result<()> {
    let models = models::load(&options.models, "nothing was written")?;
    let mut made: Vec<(&PathBuf, String)> = Vec::new();
    if let Some(path) = &options.elm {
        let module = options.elm_module.clone().or_else(|| module_of(path));
        let module = module.ok_or_else(|| {
            anyhow!("{} is no file of an Elm module: its name begins with a capital letter and ends in .elm, such as \
                 src/Kv.elm; or name the module with --elm-module", path.display())
        })?;
        made.push((path, models.elm(&module)?));
    }
    if let Some(path) = &options.ts {
        made.push((path, models.typescript()));
    }
    for (path, text) in &made {
        write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        println!("{}: {} types", path.display(), models.names().count());
    }
    Ok(())
}

/// The folder is made if it is not there: that of generated code seldom is.
fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), fs::create_dir_all)?;
    ensure!(!path.is_dir(), "it is a folder");
    Ok(fs::write(path, text)?)
}

/// The module in a file, by its path: in Elm a folder with a capital letter is a part of the name.
fn module_of(path: &Path) -> Option<String> {
    let file = path.file_name()?.to_str()?.strip_suffix(".elm")?;
    let is_part = |name: &&str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let folders: Vec<&str> = path.parent()?.iter().filter_map(|name| name.to_str()).collect();
    let mut parts: Vec<&str> = folders.into_iter().rev().take_while(is_part).collect();
    parts.reverse();
    parts.push(file);
    is_part(&file).then(|| parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_its_file_and_the_folders_with_capital_letters() {
        let name = |path: &str| module_of(Path::new(path));
        assert_eq!(name("Kv.elm").as_deref(), Some("Kv"));
        assert_eq!(name("Users/me/src/Generated/Kv.elm").as_deref(), Some("Generated.Kv"));
        assert_eq!(name("src/kv.elm"), None);
        assert_eq!(name("src/Kv.txt"), None);
    }
}
