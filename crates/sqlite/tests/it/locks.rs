//! Two programs at one file.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rehearsal::ErrorKind;
use rehearsal_sqlite::{KvStore, SqliteKvStore};

use crate::folder::Folder;
use crate::support::says;

#[test]
fn a_lock_that_outlasts_the_timeout_is_an_error_that_can_be_tried_again() {
    let folder = Folder::new();
    let options = SqliteKvStore::options().busy_timeout(Duration::from_millis(10));
    let mut store = options.open(folder.path("app.db")).unwrap();
    store.set("a", "old").unwrap();
    let other = folder.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let error = store.set("a", "new").unwrap_err();
    says(
        &error,
        ErrorKind::Unavailable,
        &["app.db is still locked by another program after 10 ms: ", "try again"],
    );
    assert_eq!(error.retryable, Some(true));
    assert_eq!(store.get::<String>("a").unwrap(), "old");

    other.execute_batch("COMMIT").unwrap();
    store.set("a", "new").unwrap();
    assert_eq!(store.get::<String>("a").unwrap(), "new");
}

#[test]
fn a_database_that_is_locked_wholly_cannot_be_read_or_opened_either() {
    let folder = Folder::new();
    let store = folder.store();
    let other = folder.raw();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let locked = ["app.db is still locked by another program after 0 ms"];
    says(&store.get::<u8>("a").unwrap_err(), ErrorKind::Unavailable, &locked);
    says(&store.list("*").unwrap_err(), ErrorKind::Unavailable, &locked);
    let now = SqliteKvStore::options().busy_timeout(Duration::ZERO);
    let path = folder.path("app.db");
    says(&now.open(&path).unwrap_err(), ErrorKind::Unavailable, &locked);
    says(&now.open_existing(&path).unwrap_err(), ErrorKind::Unavailable, &locked);
}

#[test]
fn a_lock_that_is_given_back_in_time_is_waited_for() {
    let folder = Folder::new();
    let path = folder.path("app.db");
    SqliteKvStore::open(&path).unwrap();
    let other = folder.raw();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (begin, begun) = mpsc::channel();
    let waiting = thread::spawn(move || {
        begin.send(()).unwrap();
        let patient = SqliteKvStore::options().busy_timeout(Duration::from_secs(60));
        patient.open(&path).unwrap().set("a", &1).unwrap();
    });
    begun.recv().unwrap();
    other.execute_batch("COMMIT").unwrap();
    waiting.join().unwrap();
    assert_eq!(folder.store().get::<u8>("a").unwrap(), 1);
}

#[test]
fn several_at_once_make_one_table_and_lose_no_write() {
    let folder = Folder::new();
    thread::scope(|scope| {
        for writer in 0..4 {
            let path = folder.path("app.db");
            scope.spawn(move || {
                let patient = SqliteKvStore::options().busy_timeout(Duration::from_secs(60));
                let mut store = patient.open(path).unwrap();
                (0..5).for_each(|n| store.set(&format!("{writer}:{n}"), &n).unwrap());
            });
        }
    });
    assert_eq!(folder.store().list("*").unwrap().len(), 20);
}
