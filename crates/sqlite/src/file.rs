//! Databases that are files: the one place that knows them.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rehearsal::Error;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{SqliteKvStore, faults};

/// How long to wait for another program that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// SQLite counts milliseconds in 31 bits.
const LONGEST_TIMEOUT: Duration = Duration::from_millis(i32::MAX as u64);

/// How a database's file is opened: [`SqliteKvStore::options`].
#[derive(Clone, Debug)]
pub struct OpenOptions {
    busy_timeout: Duration,
}

impl SqliteKvStore {
    /// Opens the store in a file. File and table are made if they are not there.
    ///
    /// # Errors
    /// The file cannot be had, is no database, is locked for five seconds, or has a `kv_store` of another kind.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::options().open(path)
    }

    /// Opens the store that is in a file already. If there is no file or no table, nothing is made, and the answer is
    /// `None`.
    ///
    /// ```
    /// use rehearsal_sqlite::SqliteKvStore;
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("app.db");
    /// assert!(SqliteKvStore::open_existing(&path)?.is_none());
    /// assert!(!path.exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As those of [`open`](Self::open).
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Option<Self>, Error> {
        Self::options().open_existing(path)
    }

    /// To open a file otherwise than [`open`](Self::open) does.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use rehearsal_sqlite::SqliteKvStore;
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("app.db");
    /// let store = SqliteKvStore::options().busy_timeout(Duration::from_millis(100)).open(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn options() -> OpenOptions {
        OpenOptions { busy_timeout: BUSY_TIMEOUT }
    }
}

impl OpenOptions {
    /// How long each call waits for another program that holds the file; five seconds, if nothing is said, and never
    /// longer than 24 days.
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout.min(LONGEST_TIMEOUT);
        self
    }

    /// As [`SqliteKvStore::open`].
    ///
    /// # Errors
    /// The same.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<SqliteKvStore, Error> {
        let path = path.as_ref();
        if !is_there(path)? {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|folder| !folder.exists()) {
                let (path, folder) = (path.display(), folder.display());
                return Err(Error::not_found(format!(
                    "there is no folder {folder} for {path}: make it first"
                )));
            }
        }
        self.connect(path, OpenFlags::SQLITE_OPEN_CREATE)?.with_table()
    }

    /// As [`SqliteKvStore::open_existing`].
    ///
    /// # Errors
    /// The same.
    pub fn open_existing(&self, path: impl AsRef<Path>) -> Result<Option<SqliteKvStore>, Error> {
        let path = path.as_ref();
        if !is_there(path)? {
            return Ok(None);
        }
        // Not for reading only: it could not undo what a program that was killed has left half done.
        self.connect(path, OpenFlags::empty())?.if_table()
    }

    fn connect(&self, path: &Path, flags: OpenFlags) -> Result<SqliteKvStore, Error> {
        let name = path.display().to_string();
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(plain(path), flags).and_then(|db| {
            db.busy_timeout(self.busy_timeout)?;
            Ok(db)
        });
        let db = db.map_err(|error| match File::open(path).err() {
            Some(why)
                if error.sqlite_error_code() == Some(ErrorCode::CannotOpen)
                    && why.kind() != ErrorKind::NotFound =>
            {
                refused(path, &why)
            }
            _ => faults::of_database(&error, &name),
        })?;
        Ok(SqliteKvStore::of(db, name))
    }
}

/// Whether there is such a file.
fn is_there(path: &Path) -> Result<bool, Error> {
    let shown = path.display();
    match fs::metadata(path) {
        _ if path.as_os_str().is_empty() => {
            Err(Error::invalid("the path of the database is empty: name a file"))
        }
        Ok(found) if found.is_file() => Ok(true),
        Ok(found) if found.is_dir() => {
            Err(Error::invalid(format!("{shown} is a folder: name a file in it")))
        }
        Ok(_) => Err(Error::invalid(format!("{shown} is no ordinary file: name another one"))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(refused(path, &error)),
    }
}

fn refused(path: &Path, why: &std::io::Error) -> Error {
    let message = format!("{} cannot be opened: {why}", path.display());
    Error::new(rehearsal::ErrorKind::PermissionDenied, message)
}

/// For SQLite `file:x` is an address and `:memory:` no file at all; here both are names.
fn plain(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) }
}
