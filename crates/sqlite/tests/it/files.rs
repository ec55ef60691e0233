//! Files that are, or are not, a database.

use std::fs;
use std::time::Duration;

use rehearsal::ErrorKind;
use rehearsal_sqlite::{KvStore, SqliteKvStore};
use rusqlite::{Connection, OpenFlags};

use crate::folder::Folder;
use crate::support::says;

#[track_caller]
fn pragma<T: rusqlite::types::FromSql>(db: &Connection, name: &str) -> T {
    db.pragma_query_value(None, name, |row| row.get(0)).unwrap()
}

#[test]
fn a_store_outlives_its_value() {
    let folder = Folder::new();
    folder.store().set("a", &1).unwrap();
    folder.store().set("b", &2).unwrap();
    assert_eq!(folder.store().list("*").unwrap(), ["a", "b"]);
}

#[test]
fn reading_makes_neither_file_nor_table() {
    let folder = Folder::new();
    let path = folder.path("app.db");
    assert!(SqliteKvStore::open_existing(&path).unwrap().is_none());
    assert!(!path.exists());

    folder.raw().execute_batch("CREATE TABLE other (x)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(SqliteKvStore::open_existing(&path).unwrap().is_none());
    assert_eq!(fs::read(&path).unwrap(), before);

    folder.store().set("a", &1).unwrap();
    let mut store = SqliteKvStore::open_existing(&path).unwrap().unwrap();
    store.set("b", &2).unwrap();
    assert_eq!(store.list("*").unwrap(), ["a", "b"]);
}

#[test]
fn other_tables_and_the_journal_mode_stay_as_they_are() {
    for mode in ["delete", "persist", "wal"] {
        let folder = Folder::new();
        let raw = folder.raw();
        raw.pragma_update(None, "journal_mode", mode).unwrap();
        raw.execute_batch("CREATE TABLE posts (title); INSERT INTO posts VALUES ('first')")
            .unwrap();
        folder.store().set("a", &1).unwrap();
        assert_eq!(pragma::<String>(folder.store().connection(), "journal_mode"), {
            // Only WAL is a property of the file; of the others each connection has its own.
            if mode == "wal" { "wal" } else { "delete" }
        });
        let title = raw.query_row("SELECT title FROM posts", [], |row| row.get::<_, String>(0));
        assert_eq!(title.unwrap(), "first");
        assert_eq!(pragma::<String>(folder.store().connection(), "locking_mode"), "normal");
    }
}

/// Nothing here can take the power away; that it is asked for is what can be tested.
#[test]
fn every_commit_is_flushed_with_the_folder_of_its_journal() {
    let folder = Folder::new();
    let path = folder.path("app.db");
    const EXTRA: u8 = 3;
    let opened = [
        SqliteKvStore::open(&path).unwrap(),
        SqliteKvStore::open_existing(&path).unwrap().unwrap(),
        SqliteKvStore::on(folder.raw()).unwrap(),
    ];
    for store in opened {
        assert_eq!(pragma::<u8>(store.connection(), "synchronous"), EXTRA);
    }
}

#[test]
fn another_program_is_waited_for_five_seconds_if_nothing_is_said() {
    let folder = Folder::new();
    let store = SqliteKvStore::open(folder.path("app.db")).unwrap();
    assert_eq!(pragma::<u32>(store.connection(), "busy_timeout"), 5000);
}

#[test]
fn a_timeout_may_be_as_long_as_one_likes() {
    let folder = Folder::new();
    let options = SqliteKvStore::options().busy_timeout(Duration::MAX);
    let store = options.open(folder.path("app.db")).unwrap();
    assert_eq!(pragma::<i32>(store.connection(), "busy_timeout"), i32::MAX);
}

#[test]
fn a_path_has_any_letters_but_not_none() {
    let folder = Folder::new();
    for name in ["with space 'ü'.db", "no extension", "100%20.db", "a?b#c"] {
        SqliteKvStore::open(folder.path(name)).unwrap().set("a", &1).unwrap();
        assert!(folder.path(name).is_file(), "{name}");
    }
    let error = SqliteKvStore::open("").unwrap_err();
    says(&error, ErrorKind::Invalid, &["path of the database is empty"]);
}

#[test]
fn a_folder_is_no_database() {
    let folder = Folder::new();
    fs::create_dir(folder.path("data")).unwrap();
    let pieces = ["data is a folder: name a file in it"];
    let error = SqliteKvStore::open(folder.path("data")).unwrap_err();
    says(&error, ErrorKind::Invalid, &pieces);
    let error = SqliteKvStore::open_existing(folder.path("data")).unwrap_err();
    says(&error, ErrorKind::Invalid, &pieces);
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let folder = Folder::new();
    let error = SqliteKvStore::open(folder.path("data/app.db")).unwrap_err();
    says(&error, ErrorKind::NotFound, &["there is no folder", "data for", "app.db: make it first"]);
    assert!(SqliteKvStore::open_existing(folder.path("data/app.db")).unwrap().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_in_which_no_file_can_be_made_is_told() {
    let error = SqliteKvStore::open("/proc/app.db").unwrap_err();
    let pieces = ["/proc/app.db or its journal cannot be opened: look at the rights"];
    says(&error, ErrorKind::PermissionDenied, &pieces);
}

#[test]
fn a_file_that_is_no_folder_is_no_way_to_a_database() {
    let folder = Folder::new();
    fs::write(folder.path("file"), "").unwrap();
    let error = SqliteKvStore::open(folder.path("file/app.db")).unwrap_err();
    says(&error, ErrorKind::PermissionDenied, &["app.db cannot be opened: "]);
}

#[cfg(unix)]
#[test]
fn a_device_keeps_nothing() {
    let error = SqliteKvStore::open("/dev/null").unwrap_err();
    says(&error, ErrorKind::Invalid, &["/dev/null is no ordinary file"]);
}

#[test]
fn a_file_of_another_kind_is_refused_and_stays_as_it_is() {
    let folder = Folder::new();
    let text = "a diary, and no database\n".repeat(100);
    fs::write(folder.path("app.db"), &text).unwrap();
    let pieces = ["app.db is not an SQLite database: name another file"];
    says(&SqliteKvStore::open(folder.path("app.db")).unwrap_err(), ErrorKind::Invalid, &pieces);
    let error = SqliteKvStore::open_existing(folder.path("app.db")).unwrap_err();
    says(&error, ErrorKind::Invalid, &pieces);
    assert_eq!(fs::read_to_string(folder.path("app.db")).unwrap(), text);
}

#[test]
fn an_empty_file_is_an_empty_database() {
    let folder = Folder::new();
    fs::write(folder.path("app.db"), "").unwrap();
    assert!(SqliteKvStore::open_existing(folder.path("app.db")).unwrap().is_none());
    folder.store().set("a", &1).unwrap();
    assert_eq!(folder.store().list("*").unwrap(), ["a"]);
}

#[test]
fn a_damaged_database_says_so() {
    let folder = Folder::new();
    let mut store = folder.store();
    (0..100).for_each(|n| store.set(&format!("key {n}"), &"x".repeat(500)).unwrap());
    drop(store);
    let mut file = fs::read(folder.path("app.db")).unwrap();
    file[4096..].fill(0xa5); // all pages but the first
    fs::write(folder.path("app.db"), file).unwrap();
    let error = folder.store().set("a", &1).unwrap_err();
    says(&error, ErrorKind::Internal, &["app.db is damaged"]);
}

/// Whoever runs the tests may be one whom no rights bind, so the connection says it.
#[test]
fn what_can_only_be_read_is_read_and_refuses_writes() {
    let folder = Folder::new();
    let read_only =
        || Connection::open_with_flags(folder.path("app.db"), OpenFlags::SQLITE_OPEN_READ_ONLY);
    let pieces = ["app.db can only be read", "change the rights of the file"];

    folder.raw().execute_batch("CREATE TABLE other (x)").unwrap();
    let error = SqliteKvStore::on(read_only().unwrap()).unwrap_err();
    says(&error, ErrorKind::PermissionDenied, &pieces);

    folder.store().set("a", &1).unwrap();
    let mut store = SqliteKvStore::on(read_only().unwrap()).unwrap();
    assert_eq!(store.get::<u8>("a").unwrap(), 1);
    says(&store.set("a", &2).unwrap_err(), ErrorKind::PermissionDenied, &pieces);
    assert_eq!(store.get::<u8>("a").unwrap(), 1);
}

#[test]
fn a_table_of_another_kind_is_named_with_its_columns() {
    let others = [
        ("CREATE TABLE kv_store (id INTEGER, data BLOB)", "no such column", "are id, data"),
        ("CREATE TABLE KV_Store (key TEXT, val TEXT)", "no such column: value", "are key, val"),
        ("CREATE TABLE kv_store (key TEXT, value TEXT)", "ON CONFLICT clause", "are key, value"),
        ("CREATE VIEW kv_store AS SELECT 'a' AS key, '1' AS value", "view", "are key, value"),
    ];
    for (table, why, columns) in others {
        let folder = Folder::new();
        folder.raw().execute_batch(table).unwrap();
        let pieces = ["the table kv_store of", "app.db", why, columns, "rename that table"];
        let path = folder.path("app.db");
        says(&SqliteKvStore::open(&path).unwrap_err(), ErrorKind::Invalid, &pieces);
        says(&SqliteKvStore::open_existing(&path).unwrap_err(), ErrorKind::Invalid, &pieces);
    }
}

#[test]
fn more_columns_beside_ours_do_no_harm() {
    let folder = Folder::new();
    let table =
        "CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INT DEFAULT 7)";
    folder.raw().execute_batch(table).unwrap();
    folder.store().set("a", &1).unwrap();
    assert_eq!(folder.store().get::<u8>("a").unwrap(), 1);
}
