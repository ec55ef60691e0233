//! Databases that are gone when the test is over.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rehearsal::{Error, ErrorKind};
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

/// A store in memory.
pub fn memory() -> SqliteKvStore {
    SqliteKvStore::in_memory().unwrap()
}

/// Stores a text as another program does, JSON or not.
pub fn plant(store: &SqliteKvStore, key: &str, value: &str) {
    let insert = "INSERT OR REPLACE INTO kv_store VALUES (?1, ?2)";
    store.connection().execute(insert, [key, value]).unwrap();
}

/// The text that is stored.
pub fn stored(store: &SqliteKvStore, key: &str) -> String {
    let select = "SELECT value FROM kv_store WHERE key = ?1";
    store.connection().query_row(select, [key], |row| row.get(0)).unwrap()
}

/// An error has this kind, and these pieces in this order.
#[track_caller]
pub fn says(error: &Error, kind: ErrorKind, pieces: &[&str]) {
    assert_eq!(error.kind, kind, "{error}");
    let mut rest = error.message.as_str();
    for piece in pieces {
        let at = rest.find(piece).unwrap_or_else(|| panic!("no {piece:?} in {error}"));
        rest = &rest[at + piece.len()..];
    }
}
