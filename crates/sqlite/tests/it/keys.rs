//! Keys, and the patterns that find them.

use rehearsal::ErrorKind;
use rehearsal_sqlite::{KvStore, SqliteKvStore};

use crate::support::{memory, says};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn with_keys(keys: &[&str]) -> SqliteKvStore {
    let mut store = memory();
    keys.iter().for_each(|key| store.set(key, &1).unwrap());
    store
}

#[test]
fn a_pattern_is_for_the_whole_key() {
    let keys = ["user:1", "user:1:config", "posts:config", "worker:posts:position"];
    let store = with_keys(&keys);
    let found = |glob| store.list(glob).unwrap();
    assert_eq!(found("*"), ["posts:config", "user:1", "user:1:config", "worker:posts:position"]);
    assert_eq!(found("user:*"), ["user:1", "user:1:config"]);
    assert_eq!(found("*:config"), ["posts:config", "user:1:config"]);
    assert_eq!(found("worker:posts:*"), ["worker:posts:position"]);
    assert_eq!(found("user"), Vec::<String>::new());
    assert_eq!(found(""), Vec::<String>::new());
}

#[test]
fn a_question_mark_is_one_character_and_brackets_are_a_choice() {
    let store = with_keys(&["a", "b", "c", "é", "😀", "ab", "-", "]", "^"]);
    let found = |glob: &str| store.list(glob).unwrap().concat();
    assert_eq!(found("?"), "-]^abcé😀");
    assert_eq!(found("[a-b]"), "ab");
    assert_eq!(found("[^a-b]"), "-]^cé😀");
    assert_eq!(found("[]]"), "]");
    assert_eq!(found("[^]a]"), "-^bcé😀");
    assert_eq!(found("[c-]"), "-c");
    assert_eq!(found("[a-z"), ""); // no bracket closes it
}

#[test]
fn upper_and_lower_case_differ_and_keys_come_in_the_order_of_their_bytes() {
    let store = with_keys(&["b", "B", "a", "ä", "", "Z", "z", "10", "9", "~"]);
    let all = ["", "10", "9", "B", "Z", "a", "b", "z", "~", "ä"];
    assert_eq!(store.list("*").unwrap(), all);
    assert_eq!(store.list("b").unwrap(), ["b"]);
}

#[test]
fn the_signs_of_patterns_are_letters_in_keys() {
    let keys = ["*", "?", "[a]", "'; DROP TABLE kv_store; --", "%", "a\nb", "\u{1b}[0m"];
    let mut store = with_keys(&keys);
    for key in keys {
        store.set(key, key).unwrap();
        assert_eq!(store.get::<String>(key).unwrap(), key);
    }
    assert_eq!(store.list("[*]").unwrap(), ["*"]);
    assert_eq!(store.list("[[]a]").unwrap(), ["[a]"]);
}

#[test]
fn a_pattern_that_is_too_long_is_invalid() {
    let store = with_keys(&["a"]);
    assert_eq!(store.list(&"*".repeat(50_000)).unwrap(), ["a"]);
    let error = store.list(&"*".repeat(50_001)).unwrap_err();
    says(&error, ErrorKind::Invalid, &["the pattern is too long"]);
}

#[test]
fn keys_of_another_program_that_are_no_text_are_left_out() {
    let store = with_keys(&["a"]);
    let raw = store.connection();
    raw.execute_batch("INSERT INTO kv_store VALUES (x'61', '1'), (NULL, '1')").unwrap();
    assert_eq!(store.list("*").unwrap(), ["a"]);

    raw.execute_batch("INSERT INTO kv_store VALUES (CAST(x'ff' AS TEXT), '1')").unwrap();
    says(&store.list("*").unwrap_err(), ErrorKind::Invalid, &["a key of", "is not UTF-8"]);
}
