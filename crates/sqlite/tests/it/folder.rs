//! Databases that are gone when the test is over.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rehearsal_sqlite::SqliteKvStore;
use rusqlite::Connection;
use tempfile::TempDir;

/// A folder for databases.
pub struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The path of a name in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The store in `app.db`, which waits for nobody.
    pub fn store(&self) -> SqliteKvStore {
        SqliteKvStore::options().busy_timeout(Duration::ZERO).open(self.path("app.db")).unwrap()
    }

    /// `app.db` as another program sees it.
    pub fn raw(&self) -> Connection {
        Connection::open(self.path("app.db")).unwrap()
    }

    /// How many transactions `app.db` has seen, as its header says.
    pub fn transactions(&self) -> u32 {
        let file = fs::read(self.path("app.db")).unwrap();
        u32::from_be_bytes(file[24..28].try_into().unwrap())
    }
}
