//! Runs with a key-value store: a database that outlives them.

use std::fs;

use crate::support::{Done, Store, run_in};

const INDEX: &str = "version: \"1.0\"
namespace: app
entries:
  - { name: terminal, kind: terminal.host, lifecycle: { auto_start: true } }
  - { name: processes, kind: process.host, lifecycle: { auto_start: true } }
  - name: visits
    kind: process.lua
    source: file://visits.lua
    method: main
    modules: [io, kvstore]
";

const VISITS: &str = "local io, kvstore = require('io'), require('kvstore')
return { main = function(name)
    local key = 'visits:' .. (name or 'nobody')
    local visits, err = kvstore.get(key)
    if err and err:kind() ~= 'NotFound' then
        io.print(err:message())
        return 1
    end
    local _, failed = kvstore.set(key, (visits or 0) + 1)
    io.print(failed and failed:message() or 'visit ' .. (visits or 0) + 1)
    return 0
end }
";

/// Runs the project in the folder of a store.
fn visit(store: &Store, words: &[&str]) -> Done {
    let project = store.path("project");
    fs::create_dir_all(&project).unwrap();
    fs::write(project.join("_index.yaml"), INDEX).unwrap();
    fs::write(project.join("visits.lua"), VISITS).unwrap();
    let words = [&["run", "project", "-s", "--speed", "max", "-x", "app:visits"], words].concat();
    run_in(&store.path(""), &words, "")
}

#[test]
fn what_a_run_has_stored_the_next_one_finds_and_so_do_the_commands() {
    let store = Store::new();
    assert_eq!(visit(&store, &["ada"]).output, "visit 1\n");
    assert_eq!(visit(&store, &["ada"]).output, "visit 2\n");
    assert_eq!(store.output(&["get", "visits:ada"]), "2\n");
    store.output(&["set", "--json", "visits:ada", "41"]);
    assert_eq!(visit(&store, &["ada"]).output, "visit 42\n");
}

#[test]
fn the_guest_book_of_the_examples_keeps_its_guests() {
    let store = Store::new();
    let book = crate::support::repository().join("examples/guestbook");
    let words = ["run", book.to_str().unwrap(), "-s", "--speed", "max", "-x", "app:main"];
    let first = run_in(&store.path(""), &words, "Ada\nGrace\n");
    assert_eq!((first.code, &*first.errors), (Some(0), ""));
    assert!(
        first.output.starts_with("0 guests so far.\nYour name? Thank you, Ada.\n"),
        "{first:?}"
    );
    let second = run_in(&store.path(""), &words, "");
    assert!(second.output.starts_with("2 guests so far.\n  Ada\n  Grace\n"), "{second:?}");
}

#[test]
fn the_database_is_where_one_says_and_made_only_when_it_is_asked_for() {
    let store = Store::new();
    assert_eq!(visit(&store, &["--db-path", "other.db"]).output, "visit 1\n");
    assert_eq!(store.output(&["list", "--db-path", "other.db"]), "visits:nobody\n");
    assert!(!store.path("app.db").exists());
}

#[test]
fn a_database_that_cannot_be_had_is_an_error_that_the_script_is_told() {
    let store = Store::new();
    fs::write(store.path("app.db"), "no database, but a text that is long enough").unwrap();
    let done = visit(&store, &["ada"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.output.contains("is not an SQLite database"), "{done:?}");
}

#[test]
fn who_lists_the_module_is_told_that_it_is_not_wippys() {
    let store = Store::new();
    visit(&store, &[]);
    let done =
        run_in(&store.path(""), &["run", "project", "--speed", "max", "-x", "app:visits"], "");
    assert!(done.errors.contains("Rehearsal's own: Wippy does not have it"), "{done:?}");
}

#[test]
fn a_run_that_reads_the_same_answers_is_the_same_run() {
    // A database answers in the turn that asks it, however long the disk takes.
    let hash = |visits: &str| {
        let store = Store::new();
        store.output(&["set", "--json", "visits:ada", visits]);
        let done = visit(&store, &["ada", "--hash"]);
        done.errors.lines().find(|line| line.starts_with("hash ")).unwrap().to_owned()
    };
    assert_eq!(hash("7"), hash("7"));
    assert_ne!(hash("7"), hash("8"));
}
