//! A folder as the files of a project.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use rehearsal::project::manifest::Files;
use rehearsal_typed_kv::Models;
use walkdir::{DirEntry, WalkDir};

/// What definitions and programs end in. Beside them only models are read.
const READ: [&str; 5] = ["yaml", "yml", "json", "lua", "lock"];
/// Folders that hold what others have written, or what a build has made.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// No file is larger than this, in bytes.
const LARGEST: u64 = 4 << 20;
/// All files together are not larger than this.
const TOTAL: u64 = 64 << 20;
/// A walk that meets more is in no project: somebody has named the wrong folder.
const MOST_MET: usize = 100_000;
/// No folder lies deeper.
const DEEPEST: usize = 64;

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// What was read, by path from the folder.
    pub files: Files,
    /// Sentences about what was not.
    pub notes: Vec<String>,
}

/// Reads a folder: definitions and programs, in folders that are not hidden. A link is followed if it stays inside.
///
/// # Errors
/// There is no such folder; something in it cannot be read; it holds more than a project does.
pub fn read(folder: &Path) -> Result<Found> {
    ensure!(folder.exists(), "there is no folder {}", folder.display());
    ensure!(
        folder.is_dir(),
        "{} is no folder: name the one that the project lies in",
        folder.display()
    );
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    let mut reader = Reader { found: Found::default(), total: 0 };
    // The root may itself be hidden, or a link: somebody has asked for it.
    let walk = WalkDir::new(&root).follow_links(true).max_depth(DEEPEST).sort_by_file_name();
    let mut walk = walk.into_iter();
    let mut met = 0;
    while let Some(next) = walk.next() {
        met += 1;
        ensure!(
            met <= MOST_MET,
            "{} holds more than {MOST_MET} files: is it a project?",
            folder.display()
        );
        let entry = match next {
            Ok(entry) => entry,
            // A link to nothing, or to a folder that it lies in.
            Err(error) if is_link(error.path()) => {
                reader.pass_over(&root, error.path(), "is a link that leads nowhere");
                continue;
            }
            Err(error) => return Err(error).context("the project cannot be read"),
        };
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 && is_folder && is_passed_over(&entry) {
            walk.skip_current_dir();
        } else if entry.path_is_symlink() && leads_out(&entry, &root) {
            reader.pass_over(&root, Some(entry.path()), "is a link that leads out of the project");
            if is_folder {
                walk.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            reader.read(&root, &entry)?;
        }
    }
    Ok(reader.found)
}

fn is_link(path: Option<&Path>) -> bool {
    path.is_some_and(Path::is_symlink)
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || PASSED_OVER.contains(&&*name)
}

fn leads_out(entry: &DirEntry, root: &Path) -> bool {
    fs::canonicalize(entry.path()).is_ok_and(|target| !target.starts_with(root))
}

struct Reader {
    found: Found,
    total: u64,
}

impl Reader {
    fn read(&mut self, root: &Path, entry: &DirEntry) -> Result<()> {
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        let path = inside(root, entry.path());
        let is_models = path.as_deref().is_some_and(Models::is_file);
        if !is_models && !extension.is_some_and(|extension| READ.contains(&extension)) {
            return Ok(());
        }
        let Some(path) = path else {
            self.pass_over(root, Some(entry.path()), "has a name that is no text");
            return Ok(());
        };
        let size = entry.metadata().with_context(|| path.clone())?.len();
        if size > LARGEST {
            let message = format!("is larger than {} MiB", LARGEST >> 20);
            self.pass_over(root, Some(entry.path()), &message);
            return Ok(());
        }
        self.total += size;
        if self.total > TOTAL {
            bail!(
                "{} holds more than {} MiB of definitions and programs: is it a project?",
                root.display(),
                TOTAL >> 20
            );
        }
        let content = fs::read(entry.path()).with_context(|| path.clone())?;
        self.found.files.insert(&path, content);
        Ok(())
    }

    fn pass_over(&mut self, root: &Path, path: Option<&Path>, why: &str) {
        let path = path.unwrap_or(root);
        let shown = path.strip_prefix(root).unwrap_or(path).display();
        self.found.notes.push(format!("{shown}: {why}, so it is not read"));
    }
}

/// A path from the folder, with forward slashes.
fn inside(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
