//! [`NewFile`]: a file that is whole, or not there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// A file that is made before there is anything to write: who cannot write it is told before anything runs. Until it is whole it
/// has another name, so that a file that is there stays as it is.
pub struct NewFile {
    path: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
}

impl NewFile {
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
        Ok(Self { path, part, file: BufWriter::new(file) })
    }

    /// Writes some more of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes()).with_context(|| self.cannot())
    }

    /// It is whole, and gets its name.
    ///
    /// # Errors
    /// It cannot be written, or cannot have the name.
    pub fn finish(mut self) -> Result<()> {
        self.file.flush().with_context(|| self.cannot())?;
        fs::rename(&self.part, &self.path).with_context(|| self.cannot())
    }

    fn cannot(&self) -> String {
        format!("cannot write {}", self.path.display())
    }
}

/// What has not become whole is of no use.
impl Drop for NewFile {
    fn drop(&mut self) {
        fs::remove_file(&self.part).ok();
    }
}
