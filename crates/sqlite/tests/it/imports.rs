//! Whole databases that come into files.

use rehearsal::ErrorKind;
use rehearsal_sqlite::KvStore;
use rusqlite::Connection;

use crate::folder::Folder;
use crate::support::{memory, says};

/// A file as another program makes it.
fn brought(folder: &Folder, settings: &str) -> Vec<u8> {
    let path = folder.path("brought.db");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(&format!(
        "PRAGMA {settings}; CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL);
         INSERT INTO kv_store VALUES ('new', '2'); CREATE TABLE theirs (x)"
    ))
    .unwrap();
    drop(db);
    std::fs::read(path).unwrap()
}

#[test]
fn an_import_into_a_file_lasts() {
    for settings in ["page_size = 512", "page_size = 65536", "journal_mode = WAL"] {
        let folder = Folder::new();
        let mut store = folder.store();
        store.set("old", &1).unwrap();
        let before = folder.transactions();
        store.import(&brought(&folder, settings)).unwrap();
        assert_eq!(store.list("*").unwrap(), ["new"], "{settings}");
        store.set("more", "é").unwrap();
        assert_eq!(folder.store().list("*").unwrap(), ["more", "new"], "{settings}");
        assert_eq!(folder.store().get::<String>("more").unwrap(), "é", "{settings}");
        assert!(folder.transactions() > before, "{settings}");
        let found: String =
            folder.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(found, "ok");
    }
}

#[test]
fn an_import_for_which_there_is_no_room_changes_nothing() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.set("old", &1).unwrap();
    let mut large = memory();
    large.set("large", &"x".repeat(200_000)).unwrap();
    let large = large.export().unwrap().to_vec();
    store.connection().execute_batch("PRAGMA max_page_count = 10").unwrap();
    let error = store.import(&large).unwrap_err();
    says(
        &error,
        ErrorKind::Unavailable,
        &["there is no room for", "app.db", "nothing was changed"],
    );
    assert_eq!(store.list("*").unwrap(), ["old"]);
    assert_eq!(folder.store().list("*").unwrap(), ["old"]);
}

#[test]
fn an_import_waits_for_nobody_and_says_who_is_in_its_way() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.set("old", &1).unwrap();
    let bytes = brought(&folder, "page_size = 4096");
    let other = folder.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.import(&bytes).unwrap_err();
    says(&error, ErrorKind::Unavailable, &["app.db is still locked by another program"]);
    drop(other);
    assert_eq!(store.list("*").unwrap(), ["old"]);
}

#[test]
fn texts_of_another_encoding_are_refused_for_an_open_file() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.set("old", &1).unwrap();
    let error = store.import(&brought(&folder, "encoding = 'UTF-16be'")).unwrap_err();
    says(&error, ErrorKind::Invalid, &["UTF-16be", "app.db in UTF-8", "nothing was changed"]);
    assert_eq!(store.list("*").unwrap(), ["old"]);
}
