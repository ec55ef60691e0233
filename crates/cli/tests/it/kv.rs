//! `rehearsal kv`: one command at a time, on a file that other programs open, too.

use std::io::ErrorKind;
use std::process::Command;

use crate::support::{Store, program, run};

#[test]
fn a_text_is_stored_as_json_and_shown_as_json() {
    let store = Store::new();
    let answer = store.output(&["set", "user:7:name", "Ada \"A.\" Lovelace"]);
    assert_eq!(answer, "✓ Successfully set key 'user:7:name'\n");
    assert_eq!(store.output(&["get", "user:7:name"]), "\"Ada \\\"A.\\\" Lovelace\"\n");

    // Also one that looks like JSON.
    store.output(&["set", "user:7:name", "{}"]);
    assert_eq!(store.output(&["get", "user:7:name"]), "\"{}\"\n");
}

#[test]
fn an_object_is_shown_indented_with_its_keys_in_order() {
    let store = Store::new();
    let config = r#"{"theme": "dark", "font": {"size": 12, "name": "ü"}, "none": {}, "tags": []}"#;
    let answer = store.output(&["set", "--json", "user:7:config", config]);
    assert_eq!(answer, "✓ Successfully set key 'user:7:config'\n");
    let shown = store.output(&["get", "user:7:config"]);
    assert_eq!(
        shown,
        "{\n  \"font\": {\n    \"name\": \"ü\",\n    \"size\": 12\n  },\n  \"none\": {},\n  \"tags\": [],\n  \
         \"theme\": \"dark\"\n}\n"
    );
}

#[test]
fn a_list_is_shown_with_an_item_a_line() {
    let store = Store::new();
    store.output(&["set", "user:7:tags", r#"["admin", null, true]"#, "--json"]);
    assert_eq!(store.output(&["get", "user:7:tags"]), "[\n  \"admin\",\n  null,\n  true\n]\n");
}

#[test]
fn keys_are_listed_one_a_line_in_order() {
    let store = Store::new();
    for key in ["user:7:name", "posts:config", "user:7:config", "user:12:config"] {
        store.output(&["set", key, "x"]);
    }
    let all = "posts:config\nuser:12:config\nuser:7:config\nuser:7:name\n";
    assert_eq!(store.output(&["list"]), all);
    assert_eq!(store.output(&["list", "*:name"]), "user:7:name\n");
    assert_eq!(store.output(&["list", "user:?:*"]), "user:7:config\nuser:7:name\n");
    assert_eq!(store.output(&["list", "nobody:*"]), "");
}

#[test]
fn a_key_that_is_not_there_is_told() {
    let store = Store::new();
    store.output(&["set", "y", "1"]);
    let errors = store.errors(&["get", "x"]);
    assert_eq!(errors, "Error: failed to get value for key 'x': key not found: x\n");
}

#[test]
fn bad_json_is_told_and_nothing_is_stored() {
    let store = Store::new();
    let errors = store.errors(&["set", "--json", "x", "{theme: 1}"]);
    assert_eq!(
        errors,
        "Error: failed to set value for key 'x': not JSON: key must be a string at line 1 column 2\n"
    );
    assert!(!store.path("app.db").exists());

    store.output(&["set", "x", "old"]);
    for bad in ["", "[1", "1 2", "'a'", "01", "tru", r#""\ud800""#] {
        let errors = store.errors(&["set", "--json", "x", bad]);
        assert!(errors.contains("'x': not JSON: "), "{errors}");
    }
    assert_eq!(store.output(&["get", "x"]), "\"old\"\n");
}

#[test]
fn the_database_is_app_db_unless_another_one_is_named() {
    let store = Store::new();
    store.output(&["set", "a", "1"]);
    assert!(store.path("app.db").is_file());
    store.output(&["set", "b", "1", "--db-path", "other.db"]);
    store.output(&["--db-path=other.db", "set", "c", "1"]);
    assert_eq!(store.output(&["list", "--db-path", "other.db"]), "b\nc\n");
    assert_eq!(store.output(&["list"]), "a\n");
}

#[test]
fn a_path_is_the_name_of_a_file_whatever_sqlite_reads_in_it() {
    let store = Store::new();
    for path in [":memory:", "file:x.db", "file:x?mode=memory"] {
        store.output(&["set", "a", "1", "--db-path", path]);
        assert!(store.path(path).is_file(), "{path}");
        assert_eq!(store.output(&["list", "--db-path", path]), "a\n");
    }
    let errors = store.errors(&["list", "--db-path", ""]);
    assert!(errors.starts_with("Error: a value is required for '--db-path <FILE>'"), "{errors}");
}

/// As `cat` makes no file. A note says why there is nothing, since the path may be a slip.
#[test]
fn reading_makes_no_database_and_says_that_there_is_none() {
    let store = Store::new();
    let note = "there is no key-value store in ap.db yet: `rehearsal kv set` makes it\n";
    let done = store.kv(&["list", "--db-path", "ap.db"]);
    assert_eq!((done.code, &*done.output, &*done.errors), (Some(0), "", note));
    let errors = store.errors(&["get", "x", "--db-path", "ap.db"]);
    assert_eq!(errors, format!("{note}Error: failed to get value for key 'x': key not found: x\n"));
    assert!(!store.path("ap.db").exists());
}

#[test]
fn a_value_may_begin_with_a_dash() {
    let store = Store::new();
    store.output(&["set", "--json", "n", "-1.5e-7"]);
    assert_eq!(store.output(&["get", "n"]), "-1.5e-7\n");
    store.output(&["set", "n", "-0"]);
    assert_eq!(store.output(&["get", "n"]), "\"-0\"\n");
    store.output(&["set", "n", "-x"]);
    assert_eq!(store.output(&["get", "n"]), "\"-x\"\n");
    store.output(&["set", "n", "--json", "-7"]);
    assert_eq!(store.output(&["get", "n"]), "-7\n");
    store.output(&["set", "--", "-n", "--json"]);
    assert_eq!(store.output(&["get", "--", "-n"]), "\"--json\"\n");
    assert!(store.errors(&["set", "--jsn", "n", "1"]).contains("unexpected argument '--jsn'"));
}

#[test]
fn the_file_is_read_and_written_by_other_programs() {
    let store = Store::new();
    store.output(&["set", "--json", "ours", r#"{"b": 1, "a": [true]}"#]);
    let raw = store.raw();
    let select = "SELECT value FROM kv_store WHERE key = 'ours'";
    let value = raw.query_row(select, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(value, r#"{"a":[true],"b":1}"#);
    raw.execute("INSERT INTO kv_store VALUES ('theirs', '[ 1,2 ]')", []).unwrap();
    assert_eq!(store.output(&["get", "theirs"]), "[\n  1,\n  2\n]\n");
    raw.execute("INSERT INTO kv_store VALUES ('plain', 'hello')", []).unwrap();
    let errors = store.errors(&["get", "plain"]);
    assert!(errors.contains("'plain': the value of key 'plain' is not JSON: "), "{errors}");
}

/// Where it is installed; what stands in the file is tested above in any case.
#[test]
fn the_program_sqlite3_reads_and_writes_the_same_file() {
    let store = Store::new();
    store.output(&["set", "ours", "1"]);
    let sql = "INSERT INTO kv_store VALUES ('theirs', '2'); \
               SELECT key, value FROM kv_store ORDER BY key; PRAGMA integrity_check";
    let output = match Command::new("sqlite3").arg(store.path("app.db")).arg(sql).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        output => output.unwrap(),
    };
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "ours|\"1\"\ntheirs|2\nok\n");
    assert_eq!(store.output(&["get", "theirs"]), "2\n");
}

#[test]
fn a_database_that_another_program_holds_is_told_after_the_timeout() {
    let store = Store::new();
    store.output(&["set", "x", "old"]);
    let other = store.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let errors = store.errors(&["set", "x", "new", "--busy-timeout", "10"]);
    assert_eq!(
        errors,
        "Error: failed to set value for key 'x': app.db is still locked by another program after 10 ms: \
         end what it does there, and try again\n"
    );
    other.execute_batch("COMMIT").unwrap();
    store.output(&["set", "x", "new"]);
}

#[test]
fn programs_that_write_at_once_wait_for_each_other() {
    let store = Store::new();
    let children: Vec<_> = (0..8)
        .map(|n| {
            let words = ["kv", "set", &format!("k{n}"), "x", "--busy-timeout", "60000"];
            program(&words).current_dir(store.path("")).spawn().unwrap()
        })
        .collect();
    for child in children {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    assert_eq!(store.output(&["list"]).lines().count(), 8);
}

#[test]
fn what_is_no_database_is_told() {
    let store = Store::new();
    let errors = store.errors(&["list", "--db-path", "."]);
    assert_eq!(errors, "Error: . is a folder: name a file in it\n");
    std::fs::write(store.path("app.db"), "no database at all, but text\n".repeat(50)).unwrap();
    let errors = store.errors(&["set", "x", "1"]);
    assert!(errors.contains("app.db is not an SQLite database"), "{errors}");
}

#[test]
fn a_command_without_its_words_says_which() {
    let done = run(&["kv", "set", "x"]);
    assert_eq!(done.code, Some(1));
    assert!(done.errors.contains("<VALUE>"), "{}", done.errors);
    assert!(run(&["kv", "--help"]).output.contains("[default: app.db]"));
}
