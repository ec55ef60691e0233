//! Whole databases as bytes.

use rehearsal::ErrorKind;
use rehearsal_sqlite::{KvStore, SqliteKvStore};
use rusqlite::Connection;

use crate::support::{memory, says};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A store with something in it, which an import must leave alone or replace.
fn old() -> SqliteKvStore {
    let mut store = memory();
    store.set("old", &1).unwrap();
    store
}

/// The file of a database that was made by these statements.
fn file(sql: &str) -> Vec<u8> {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch(sql).unwrap();
    db.serialize("main").unwrap().to_vec()
}

/// The file of a store with many rows.
fn large() -> Vec<u8> {
    let mut store = memory();
    for n in 0..500 {
        store.set(&format!("key:{n:03}"), &"value ".repeat(n % 50)).unwrap();
    }
    store.export().unwrap().to_vec()
}

#[track_caller]
fn refused(bytes: &[u8], why: &str) {
    let mut store = old();
    let error = store.import(bytes).unwrap_err();
    says(&error, ErrorKind::Invalid, &["the file", why, "nothing was changed"]);
    assert_eq!(store.list("*").unwrap(), ["old"]);
    store.set("still", "works").unwrap();
}

#[test]
fn a_table_that_does_not_keep_what_is_written_is_refused() {
    let table = "CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL";
    let trigger = "CREATE TRIGGER thief AFTER INSERT ON kv_store BEGIN DELETE FROM kv_store; END";
    refused(&file(&format!("{table}); {trigger}")), "does not keep what is written");
    refused(&file(&format!("{table}, owner TEXT NOT NULL)")), "takes no writes");
    refused(&file(&format!("{table}, CHECK (key LIKE 'mine:%'))")), "takes no writes");
    // A trigger that leaves the rows alone is the other program's affair.
    let log = "CREATE TABLE log (x); CREATE TRIGGER noted AFTER INSERT ON kv_store BEGIN INSERT INTO log VALUES (1); END";
    let mut store = old();
    store.import(&file(&format!("{table}); {log}"))).unwrap();
    assert_eq!(store.list("*").unwrap(), Vec::<String>::new(), "nothing is left of the trial");
}

#[test]
fn what_was_exported_is_imported_as_it_was() {
    let mut store = old();
    store.import(&large()).unwrap();
    assert_eq!(store.list("*").unwrap().len(), 500);
    assert_eq!(store.get::<String>("key:049").unwrap(), "value ".repeat(49));
    store.set("more", &1).unwrap();
    assert_eq!(store.list("m*").unwrap(), ["more"]);
}

#[test]
fn an_import_replaces_the_whole_database_and_brings_its_other_tables() {
    let mut store = old();
    store.connection().execute_batch("CREATE TABLE mine (x)").unwrap();
    let table = "CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL)";
    store
        .import(&file(&format!(
            "{table}; INSERT INTO kv_store VALUES ('new', '2'); CREATE TABLE theirs (x); INSERT INTO theirs VALUES (3)"
        )))
        .unwrap();
    assert_eq!(store.list("*").unwrap(), ["new"]);
    let db = store.connection();
    assert_eq!(db.query_row("SELECT x FROM theirs", [], |row| row.get::<_, u8>(0)).unwrap(), 3);
    assert!(db.prepare("SELECT x FROM mine").is_err());
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    refused(b"", "is no SQLite database");
    refused(b"SQLite format 3\0", "is no SQLite database");
    refused(&b"PK\x03\x04".repeat(1_000), "is no SQLite database");
    refused(&[b"SQLite format 3\0".as_slice(), &[0; 5_000]].concat(), "cannot be read");
}

#[test]
fn a_file_that_is_cut_off_or_damaged_is_refused() {
    let whole = large();
    let page = whole.len() / 2;
    refused(&whole[..whole.len() - 1], "is cut off: it has");
    refused(&whole[..page], "");
    let mut damaged = whole.clone();
    damaged[page..page + 3_000].fill(0xa5);
    refused(&damaged, "");
}

#[test]
fn a_database_without_a_table_of_keys_and_values_is_refused() {
    refused(&file("CREATE TABLE notes (text)"), "has no table kv_store");
    refused(&file("CREATE TABLE kv_store (id, name)"), "its columns are id, name");
}

#[test]
fn room_after_the_database_is_no_fault() {
    let mut store = old();
    store.import(&[large(), vec![0; 65_536]].concat()).unwrap();
    assert_eq!(store.list("*").unwrap().len(), 500);
}

/// Its WAL was left behind; what had been written back before is there.
#[test]
fn a_database_that_has_a_wal_is_imported_without_it() {
    let mut bytes = large();
    bytes[18..20].fill(2);
    let mut store = old();
    store.import(&bytes).unwrap();
    assert_eq!(store.list("*").unwrap().len(), 500);
}

#[test]
fn pages_of_another_size_and_texts_of_another_encoding_are_imported() {
    for setting in ["page_size = 512", "page_size = 65536", "encoding = 'UTF-16le'"] {
        let mut store = old();
        store
            .import(&file(&format!(
                "PRAGMA {setting}; CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL);
                 INSERT INTO kv_store VALUES ('é', '\"ü😀\"')"
            )))
            .unwrap();
        assert_eq!(store.get::<String>("é").unwrap(), "ü😀", "{setting}");
        store.set("a", &1).unwrap();
        assert_eq!(store.list("*").unwrap(), ["a", "é"], "{setting}");
    }
}
