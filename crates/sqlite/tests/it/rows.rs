//! Parts of the table, for a view of it.

use rehearsal::ErrorKind;
use rehearsal_sqlite::{KvStore, Query, Row, SqliteKvStore};

use crate::support::{memory, says};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ALL: Query<'_> = Query { glob: "*", offset: 0, limit: 100, longest: 100 };

fn keys(store: &SqliteKvStore, query: &Query<'_>) -> String {
    let rows = store.rows(query).unwrap().rows.into_iter().map(|row| row.key);
    rows.collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_follow_each_other_in_the_order_of_the_keys_bytes() {
    let mut store = memory();
    for key in ["b", "B", "ä", "a", "10", "9"] {
        store.set(key, &1).unwrap();
    }
    let page = |offset| keys(&store, &Query { offset, limit: 4, ..ALL });
    assert_eq!((page(0), page(4), page(8)), ("10 9 B a".into(), "b ä".into(), String::new()));
    assert_eq!(store.rows(&Query { offset: 8, limit: 0, ..ALL }).unwrap().total, 6);
}

#[test]
fn a_pattern_says_which_rows_are_meant() {
    let mut store = memory();
    for n in 0..12 {
        store.set(&format!("log:{n}"), &n).unwrap();
        store.set(&format!("user:{n}"), &n).unwrap();
    }
    let found = store.rows(&Query { glob: "log:1*", limit: 2, ..ALL }).unwrap();
    assert_eq!(found.total, 3);
    assert_eq!(found.rows[1], Row { key: "log:10".into(), value: Some("10".into()), length: 2 });
    let error = store.rows(&Query { glob: "\0", ..ALL }).unwrap_err();
    says(&error, ErrorKind::Invalid, &["a pattern cannot hold the character NUL"]);
}

#[test]
fn of_a_long_value_the_beginning_is_read_and_its_length_told() {
    let mut store = memory();
    store.set("long", &"é".repeat(1_000)).unwrap();
    let found = store.rows(&Query { longest: 3, ..ALL }).unwrap();
    assert_eq!(
        found.rows[0],
        Row { key: "long".into(), value: Some("\"éé".into()), length: 1_002 }
    );
}

#[test]
fn what_another_program_has_stored_is_shown_as_far_as_it_can_be() {
    let store = memory();
    let others = "INSERT INTO kv_store VALUES ('blob', x'22ff'), ('bytes', CAST(x'41ff' AS TEXT)),
        ('number', 7), ('plain', 'no JSON'), (x'61', '1'), (NULL, '1')";
    store.connection().execute_batch(others).unwrap();
    let found = store.rows(&ALL).unwrap();
    let shown = found.rows.iter().map(|row| (&*row.key, row.value.as_deref()));
    let wanted = [
        ("blob", None),
        ("bytes", Some("A\u{fffd}")),
        ("number", Some("7")),
        ("plain", Some("no JSON")),
    ];
    assert_eq!(shown.collect::<Vec<_>>(), wanted);
    assert_eq!((found.total, found.rows[0].length), (4, 2));
}
