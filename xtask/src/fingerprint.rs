//! One number for the content of many files, to tell whether anything has changed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;

/// What lies in the project's root, and the page is not made of it.
const NOT_SOURCES: [&str; 13] = [
    ".ci",
    ".git",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "bench",
    "crates", // but for those that it is made of
    "dist",
    "docs",
    "node_modules",
    "target",
    "test-results",
    "tests",
    "xtask",
];

/// The content of everything that the page is made of.
pub fn of_sources(root: &Path) -> Result<u64> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if NOT_SOURCES.iter().all(|name| entry.file_name() != *name) {
            collect(&entry.path(), &mut files)?;
        }
    }
    for ours in ["crates/engine", "crates/luac", "crates/sqlite", "crates/typed-kv"] {
        collect(&root.join(ours), &mut files)?;
    }
    Ok(hash(&files))
}

/// The content of a folder, or of one file.
pub fn of(path: &Path) -> Result<u64> {
    let mut files = BTreeMap::new();
    collect(path, &mut files)?;
    Ok(hash(&files))
}

/// Reads all files below a path. Folders that are marked as a cache (Cargo's `target` is) and
/// Trunk's home are left out.
fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    if !path.is_dir() {
        files.insert(path.into(), fs::read(path)?);
    } else if !path.join("CACHEDIR.TAG").exists() && !path.join("bin/trunk").exists() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

fn hash(files: &BTreeMap<PathBuf, Vec<u8>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
}
