//! Writes that are made together.

use std::sync::atomic::{AtomicUsize, Ordering};

use rehearsal::{Error, ErrorKind, Value};
use rehearsal_sqlite::{KvStore, SqliteKvStore, Write};
use rusqlite::limits::Limit;

use crate::folder::Folder;
use crate::support::says;

const REFUSE: &str = "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN new.key = 'bad'
    BEGIN SELECT RAISE(ABORT, 'not this one'); END";

fn writes(keys: &[&str]) -> Vec<Write> {
    keys.iter().map(|key| Write::new(key, key).unwrap()).collect()
}

/// Three writes of which the second one fails, in a database with more in it. The other two are kept.
fn second_fails(more: &str) -> Error {
    let folder = Folder::new();
    let mut store = folder.store();
    store.connection().execute_batch(more).unwrap();
    let before = folder.transactions();
    let mut answers = store.set_many(&writes(&["a", "bad", "c"]));
    let error = answers.remove(1).unwrap_err();
    assert_eq!(answers, [Ok(()), Ok(())]);
    assert_eq!(store.list("*").unwrap(), ["a", "c"]);
    assert_eq!(folder.transactions() - before, 2, "the group was undone, and two were kept");
    error
}

#[test]
fn a_group_is_one_transaction() {
    let folder = Folder::new();
    let mut store = folder.store();
    let before = folder.transactions();
    let answers = store.set_many(&writes(&["a", "b", "c", "b"]));
    assert_eq!(answers, vec![Ok(()); 4]);
    assert_eq!(folder.transactions() - before, 1);
    assert_eq!(folder.store().list("*").unwrap(), ["a", "b", "c"]);
}

#[test]
fn nothing_together_is_nothing() {
    let folder = Folder::new();
    let mut store = folder.store();
    let before = folder.transactions();
    assert_eq!(store.set_many(&[]), []);
    assert_eq!(folder.transactions(), before);
}

#[test]
fn of_equal_keys_in_a_group_the_last_one_counts() {
    let folder = Folder::new();
    let both = [Write::new("a", &1).unwrap(), Write::new("a", &2).unwrap()];
    assert_eq!(folder.store().set_many(&both), [Ok(()), Ok(())]);
    assert_eq!(folder.store().get::<u8>("a").unwrap(), 2);
    assert_eq!(both[0].key(), "a");
}

#[test]
fn a_write_that_a_trigger_refuses_fails_alone() {
    let error = second_fails(REFUSE);
    says(&error, ErrorKind::Invalid, &["key 'bad' was refused", "app.db", "not this one"]);
}

#[test]
fn a_group_that_failed_was_undone_before_its_writes_are_tried_again() {
    let folder = Folder::new();
    let mut store = folder.store();
    let audit = "CREATE TABLE audit (key);
        CREATE TRIGGER u AFTER INSERT ON kv_store BEGIN INSERT INTO audit VALUES (new.key); END";
    store.connection().execute_batch(&format!("{REFUSE}; {audit}")).unwrap();
    store.set_many(&writes(&["a", "bad", "c"]));
    let audited = "SELECT group_concat(key, ' ') FROM audit";
    let audited = folder.raw().query_row(audited, [], |row| row.get::<_, String>(0));
    assert_eq!(audited.unwrap(), "a c");
}

const THIEF: &str = "CREATE TRIGGER thief AFTER INSERT ON kv_store BEGIN DELETE FROM kv_store; END";

#[test]
fn a_write_that_a_trigger_takes_away_again_is_not_acknowledged_and_takes_nothing_else_along() {
    let folder = Folder::new();
    assert_eq!(folder.store().set_many(&writes(&["old"])), [Ok(())]);
    folder.raw().execute_batch(THIEF).unwrap();
    let mut store = folder.store();
    for keys in [&["one"][..], &["two", "three"]] {
        for answer in store.set_many(&writes(keys)) {
            says(
                &answer.unwrap_err(),
                ErrorKind::Invalid,
                &["was not stored: a trigger of", "app.db"],
            );
        }
    }
    assert_eq!(store.list("*").unwrap(), ["old"]);
}

#[test]
fn a_trigger_that_comes_later_makes_no_write_acknowledged_that_is_not_there() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.connection().execute_batch(THIEF).unwrap();
    assert!(store.set_many(&writes(&["one"]))[0].is_err());
}

/// Such a trigger ends the transaction of the group.
#[test]
fn a_write_that_a_trigger_rolls_back_fails_alone() {
    let error = second_fails(
        "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN new.key = 'bad'
         BEGIN SELECT RAISE(ROLLBACK, 'nor anything else'); END",
    );
    says(&error, ErrorKind::Invalid, &["key 'bad' was refused", "nor anything else"]);
}

#[test]
fn a_write_that_a_trigger_drops_silently_is_not_acknowledged() {
    let error = second_fails(
        "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN new.key = 'bad'
         BEGIN SELECT RAISE(IGNORE); END",
    );
    says(&error, ErrorKind::Invalid, &["key 'bad' was not stored: a trigger of", "app.db"]);
}

#[test]
fn a_write_that_breaks_a_rule_of_another_table_fails_alone() {
    let error = second_fails(
        "CREATE TABLE audit (key TEXT CHECK (length(key) < 3));
         CREATE TRIGGER t AFTER INSERT ON kv_store
         BEGIN INSERT INTO audit VALUES (new.key); END",
    );
    says(&error, ErrorKind::Invalid, &["key 'bad'", "CHECK constraint failed"]);
}

#[test]
fn a_group_that_fails_when_it_is_committed_is_tried_one_by_one() {
    let error = second_fails(
        "CREATE TABLE owner (name TEXT PRIMARY KEY);
         INSERT INTO owner VALUES ('a'), ('c');
         CREATE TABLE owned (name TEXT REFERENCES owner (name) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER t AFTER INSERT ON kv_store
         BEGIN INSERT INTO owned VALUES (new.key); END;
         PRAGMA foreign_keys = ON",
    );
    says(&error, ErrorKind::Invalid, &["key 'bad'", "FOREIGN KEY constraint failed"]);
}

#[test]
fn a_value_that_is_too_large_fails_alone() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.connection().set_limit(Limit::SQLITE_LIMIT_LENGTH, 10_000).unwrap();
    let large = Write::new("large", &"x".repeat(10_000)).unwrap();
    let answers = store.set_many(&[Write::new("a", &1).unwrap(), large]);
    assert_eq!(answers[0], Ok(()));
    let error = answers[1].as_ref().unwrap_err();
    says(error, ErrorKind::Invalid, &["key 'large'", "too large for", "app.db", "10007 bytes"]);
    assert_eq!(store.list("*").unwrap(), ["a"]);
}

#[test]
fn a_full_disk_refuses_what_does_not_fit_and_the_old_value_stays() {
    let folder = Folder::new();
    let mut store = folder.store();
    store.set("a", "old").unwrap();
    store.connection().execute_batch("PRAGMA max_page_count = 10").unwrap();
    let large = Write::new("a", &"x".repeat(100_000)).unwrap();
    let answers = store.set_many(&[large, Write::new("b", &1).unwrap()]);
    let error = answers[0].as_ref().unwrap_err();
    says(error, ErrorKind::Unavailable, &["there is no room for", "app.db"]);
    assert_eq!(error.retryable, Some(true));
    assert_eq!(answers[1], Ok(()));
    assert_eq!(store.get::<String>("a").unwrap(), "old");
}

#[test]
fn a_locked_database_is_waited_for_once_for_the_whole_group() {
    static WAITS: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new();
    let mut raw = folder.raw();
    raw.busy_handler(Some(|_| {
        WAITS.fetch_add(1, Ordering::Relaxed);
        false
    }))
    .unwrap();
    let mut store = SqliteKvStore::on(raw).unwrap();
    let other = folder.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answers = store.set_many(&writes(&["a", "b", "c"]));
    assert_eq!(answers.len(), 3);
    for answer in answers {
        says(&answer.unwrap_err(), ErrorKind::Unavailable, &["app.db is still locked"]);
    }
    assert_eq!(WAITS.load(Ordering::Relaxed), 1);
}

#[test]
fn a_lock_that_comes_while_writes_are_retried_is_waited_for_once() {
    static WAITS: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new();
    folder.store().connection().execute_batch(REFUSE).unwrap();
    let mut raw = folder.raw();
    raw.busy_handler(Some(|_| {
        WAITS.fetch_add(1, Ordering::Relaxed);
        false
    }))
    .unwrap();
    let other = folder.raw();
    let undone = move || other.execute_batch("BEGIN IMMEDIATE").unwrap();
    raw.rollback_hook(Some(undone)).unwrap();
    let mut store = SqliteKvStore::on(raw).unwrap();
    for answer in store.set_many(&writes(&["a", "bad", "c"])) {
        says(&answer.unwrap_err(), ErrorKind::Unavailable, &["app.db is still locked"]);
    }
    assert_eq!(WAITS.load(Ordering::Relaxed), 1);
}

#[test]
fn the_answers_of_a_group_are_in_its_order() {
    let mut store = SqliteKvStore::in_memory().unwrap();
    store
        .connection()
        .execute_batch(
            "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN new.key GLOB 'odd:*'
             BEGIN SELECT RAISE(ABORT, 'odd'); END",
        )
        .unwrap();
    let name = |n| if n % 2 == 0 { format!("even:{n}") } else { format!("odd:{n}") };
    let group: Vec<Write> = (0..20).map(|n| Write::new(&name(n), &n).unwrap()).collect();
    let kept: Vec<bool> = store.set_many(&group).iter().map(Result::is_ok).collect();
    assert_eq!(kept, (0..20).map(|n| n % 2 == 0).collect::<Vec<_>>());
    assert_eq!(store.list("*").unwrap().len(), 10);
    assert_eq!(store.get::<Value>("even:18").unwrap(), Value::Int(18));
}
