//! A program that is killed while it writes has kept all that it acknowledged.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use rehearsal_sqlite::{KvStore, SqliteKvStore, Write};

use crate::folder::Folder;

/// Tells the test that it is the child, and what it writes.
const CHILD: &str = "REHEARSAL_SQLITE_CHILD";
const NAME: &str = "durability::no_acknowledged_write_is_missing_after_a_kill";

#[test]
fn no_acknowledged_write_is_missing_after_a_kill() {
    if let Ok(task) = env::var(CHILD) {
        write_for_ever(&task);
    }
    for (mode, together, size, acknowledgements) in [
        ("delete", 1, 100, 40),
        ("delete", 7, 30_000, 70),
        ("wal", 1, 30_000, 40),
        ("wal", 7, 100, 210),
    ] {
        for more in [0, 1] {
            let folder = Folder::new();
            folder.raw().pragma_update(None, "journal_mode", mode).unwrap();
            let path = folder.path("app.db");
            let acknowledged = kill_after(acknowledgements + more, &path, together, size);
            let store = SqliteKvStore::open_existing(&path).unwrap().unwrap();
            let check = store
                .connection()
                .pragma_query_value(None, "integrity_check", |row| row.get::<_, String>(0));
            assert_eq!(check.unwrap(), "ok");
            let found = store.list("*").unwrap().len();
            assert!(found >= acknowledged, "{mode}: {acknowledged} acknowledged, {found} found");
            for n in 0..found {
                assert_eq!(store.get::<String>(&key(n)).unwrap(), value(n, size));
            }
        }
    }
}

/// A copy made in the midst of a transaction is what is on the disk when a program is killed there.
#[test]
fn a_transaction_that_was_cut_off_is_undone_by_whoever_reads_next() {
    let folder = Folder::new();
    let mut store = folder.store();
    (0..50).for_each(|n| store.set(&key(n), &value(n, 1000)).unwrap());
    // With so small a cache, pages are written before the transaction is over.
    let cut_off = "PRAGMA cache_size = 1; BEGIN; UPDATE kv_store SET value = '0'";
    store.connection().execute_batch(cut_off).unwrap();
    for end in ["", "-journal"] {
        let [from, to] = ["app", "copy"].map(|name| folder.path(&format!("{name}.db{end}")));
        fs::copy(from, to).unwrap();
    }
    assert!(!fs::read(folder.path("copy.db-journal")).unwrap().is_empty());

    let copy = SqliteKvStore::open_existing(folder.path("copy.db")).unwrap().unwrap();
    (0..50).for_each(|n| assert_eq!(copy.get::<String>(&key(n)).unwrap(), value(n, 1000)));
    assert!(!folder.path("copy.db-journal").exists());
}

fn key(n: usize) -> String {
    format!("key:{n}")
}

fn value(n: usize, size: usize) -> String {
    format!("{n} {}", "x".repeat(size))
}

/// Writes until it is killed, and says what is kept.
fn write_for_ever(task: &str) -> ! {
    let mut words = task.splitn(3, ' ');
    let mut number = || words.next().unwrap().parse::<usize>().unwrap();
    let (together, size) = (number(), number());
    let mut store = SqliteKvStore::open(words.next().unwrap()).unwrap();
    let mut next = 0;
    loop {
        let group: Vec<Write> = (next..next + together)
            .map(|n| Write::new(&key(n), &value(n, size)).unwrap())
            .collect();
        let answers = store.set_many(&group);
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        next += together;
        // By hand: what `println!` writes, the test runner keeps.
        if writeln!(io::stdout(), "kept {next}").and_then(|()| io::stdout().flush()).is_err() {
            std::process::exit(1); // nobody listens any more
        }
    }
}

/// Lets a child write, kills it as soon as so many writes are acknowledged, and says how many were in the end.
fn kill_after(acknowledgements: usize, path: &Path, together: usize, size: usize) -> usize {
    let mut child = Command::new(env::current_exe().unwrap())
        .args([NAME, "--exact", "--nocapture"])
        .env(CHILD, format!("{together} {size} {}", path.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut kept = || {
        let number = |line: String| line.strip_prefix("kept ")?.parse::<usize>().ok();
        lines.by_ref().map(Result::unwrap).find_map(number)
    };
    let mut acknowledged = 0;
    while acknowledged < acknowledgements {
        acknowledged = kept().expect("the child ended by itself");
    }
    child.kill().unwrap();
    while let Some(number) = kept() {
        acknowledged = number;
    }
    child.wait().unwrap();
    acknowledged
}
