//! Stores in memory, and what errors say.

use rehearsal::{Error, ErrorKind};
use rehearsal_sqlite::SqliteKvStore;

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
