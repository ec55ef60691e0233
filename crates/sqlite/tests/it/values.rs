//! Values and their types.

use std::collections::BTreeMap;

use rehearsal::{ErrorKind, Value};
use rehearsal_sqlite::{KvStore, Write};
use serde::{Deserialize, Serialize};

use crate::support::{memory, plant, says, stored};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Circle { radius: f32 },
    Line(i32, i32),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Drawing {
    title: String,
    shapes: Vec<Shape>,
    note: Option<char>,
    layers: BTreeMap<String, (bool, ())>,
}

#[test]
fn a_value_is_read_as_what_was_set() {
    let drawing = Drawing {
        title: "ü \u{0} \"😀\"\n".into(),
        shapes: vec![Shape::Dot, Shape::Circle { radius: 0.1 }, Shape::Line(-1, 2)],
        note: None,
        layers: BTreeMap::from([("".into(), (true, ()))]),
    };
    let mut store = memory();
    store.set("drawing", &drawing).unwrap();
    assert_eq!(store.get::<Drawing>("drawing").unwrap(), drawing);
}

#[test]
fn a_set_replaces_the_value_of_its_key_and_no_other() {
    let mut store = memory();
    store.set("a", "old").unwrap();
    store.set("A", "other").unwrap();
    store.set("a", &[1, 2]).unwrap();
    assert_eq!(store.get::<Vec<u8>>("a").unwrap(), [1, 2]);
    assert_eq!(store.get::<String>("A").unwrap(), "other");
    assert_eq!(store.list("*").unwrap(), ["A", "a"]);
}

#[test]
fn a_value_is_json_in_a_column_of_text() {
    let mut store = memory();
    store.set("key", &BTreeMap::from([("n", 1)])).unwrap();
    let raw = store.connection();
    let row = raw.query_row("SELECT key, value, typeof(value) FROM kv_store", [], |row| {
        Ok([row.get::<_, String>(0)?, row.get(1)?, row.get(2)?])
    });
    assert_eq!(row.unwrap(), ["key", r#"{"n":1}"#, "text"]);
    let table = raw.query_row("SELECT sql FROM sqlite_schema", [], |row| row.get::<_, String>(0));
    assert_eq!(table.unwrap(), "CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
}

#[test]
fn a_missing_key_is_not_found() {
    let error = memory().get::<Value>("user:7").unwrap_err();
    assert_eq!((error.kind, &*error.message), (ErrorKind::NotFound, "key not found: user:7"));
}

#[test]
fn a_value_of_another_type_is_invalid_and_names_key_and_type() {
    let mut store = memory();
    store.set("name", "Ada").unwrap();
    let error = store.get::<Vec<u32>>("name").unwrap_err();
    let pieces = ["key 'name'", "Vec<u32>", "string \"Ada\"", "expected a sequence"];
    says(&error, ErrorKind::Invalid, &pieces);
    let error = store.get::<Drawing>("name").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'name'", "values::Drawing", "expected struct Drawing"]);
}

#[test]
fn a_value_of_ten_megabytes_is_kept_and_not_repeated_in_errors() {
    let value = "0123456789".repeat(1 << 20);
    let mut store = memory();
    store.set("large", &value).unwrap();
    assert_eq!(store.get::<String>("large").unwrap(), value);

    let error = store.get::<u8>("large").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'large'", "type u8", " … ", "expected u8"]);
    let error = store.get::<u8>(&value).unwrap_err();
    says(&error, ErrorKind::NotFound, &["key not found: 0123456789", "…"]);
}

#[test]
fn what_another_program_stored_and_is_not_json_says_so() {
    let store = memory();
    plant(&store, "plain", "hello");
    let error = store.get::<String>("plain").unwrap_err();
    says(
        &error,
        ErrorKind::Invalid,
        &["key 'plain' is not JSON: expected value at line 1 column 1"],
    );

    plant(&store, "empty", "");
    let error = store.get::<Option<u8>>("empty").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'empty' is not JSON: EOF"]);

    let raw = store.connection();
    raw.execute_batch(
        "INSERT INTO kv_store VALUES ('blob', x'22ff'), ('bytes', CAST(x'22ff22' AS TEXT))",
    )
    .unwrap();
    let error = store.get::<String>("blob").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'blob' is not JSON: it is no text", "Blob"]);
    let error = store.get::<String>("bytes").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'bytes' is not JSON: invalid utf-8"]);
}

#[test]
fn what_json_cannot_hold_is_refused_and_the_old_value_stays() {
    let mut store = memory();
    store.set("board", "old").unwrap();
    let board = BTreeMap::from([((1, 2), "x")]);
    let error = store.set("board", &board).unwrap_err();
    let pieces = ["key 'board'", "BTreeMap<(i32, i32), &str>", "key must be a string"];
    says(&error, ErrorKind::Invalid, &pieces);
    assert_eq!(stored(&store, "board"), r#""old""#);
}

#[test]
fn of_equal_fields_the_last_one_counts_where_the_type_allows_two() {
    #[derive(Debug, Deserialize)]
    struct One {
        #[expect(dead_code, reason = "two of it are refused")]
        a: u8,
    }
    let store = memory();
    plant(&store, "twice", r#"{"a": 1, "a": 2}"#);
    assert_eq!(store.get::<BTreeMap<String, u8>>("twice").unwrap()["a"], 2);
    let error = store.get::<One>("twice").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'twice'", "One", "duplicate field `a`"]);
}

#[test]
fn a_value_that_could_not_be_read_again_for_its_depth_is_refused() {
    let nested = |levels| (0..levels).fold(Value::Nil, |inner, _| Value::list([inner]));
    let mut store = memory();
    store.set("deep", &nested(127)).unwrap();
    assert_eq!(store.get::<Value>("deep").unwrap(), nested(127));

    let error = store.set("deep", &nested(128)).unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'deep'", "more than 127 levels deep"]);
    assert_eq!(store.get::<Value>("deep").unwrap(), nested(127));

    plant(&store, "deeper", &nested(128).to_json());
    let error = store.get::<Value>("deeper").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'deeper' does not fit", "recursion limit exceeded"]);
}

#[test]
fn brackets_in_texts_are_no_depth() {
    let text = "[{\\\"".repeat(500);
    let mut store = memory();
    store.set(&text, &[&text]).unwrap();
    assert_eq!(store.get::<[String; 1]>(&text).unwrap(), [text]);
}

#[test]
fn nul_is_in_no_key_and_no_pattern() {
    let mut store = memory();
    let refused = ["a key cannot hold the character NUL (at byte 2)"];
    says(&store.set("ab\0c", &1).unwrap_err(), ErrorKind::Invalid, &refused);
    says(&store.get::<u8>("ab\0c").unwrap_err(), ErrorKind::Invalid, &refused);
    says(&Write::new("ab\0c", &1).unwrap_err(), ErrorKind::Invalid, &refused);
    let error = store.list("*\0").unwrap_err();
    says(&error, ErrorKind::Invalid, &["a pattern cannot hold the character NUL (at byte 1)"]);
    assert!(store.list("*").unwrap().is_empty());
}
