//! Requests that are answered together.

use rehearsal::{Error, ErrorKind};
use rehearsal_sqlite::{Reply, Request, SqliteKvStore, Write};

use crate::support::{memory, plant, says};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// `a=1` is a write, `a` a read, `a*` a list.
fn requests(words: &str) -> Vec<Request> {
    let request = |word: &str| match word.split_once('=') {
        Some((key, json)) => Request::Set(Write::of_json(key, json).unwrap()),
        None if word.ends_with('*') => Request::List(word.into()),
        None => Request::Get(word.into()),
    };
    words.split(' ').map(request).collect()
}

/// What comes of them, a word each.
fn told(store: &mut SqliteKvStore, words: &str) -> String {
    let word = |answer: Result<Reply, Error>| match answer {
        Ok(Reply::Done) => "done".into(),
        Ok(Reply::Json(json)) => json,
        Ok(Reply::Keys(keys)) => format!("[{}]", keys.join(",")),
        Err(error) => error.kind.name().to_owned(),
    };
    let answers = store.answer(&requests(words)).into_iter().map(word);
    answers.collect::<Vec<_>>().join(" ")
}

/// A key that begins with `bad` is refused.
fn strict() -> SqliteKvStore {
    let store = memory();
    let refuse = "CREATE TRIGGER t BEFORE INSERT ON kv_store WHEN new.key GLOB 'bad*'
        BEGIN SELECT RAISE(ROLLBACK, 'not this one'); END";
    store.connection().execute_batch(refuse).unwrap();
    store
}

#[test]
fn a_request_sees_the_writes_before_it_and_none_after_it() {
    let mut store = memory();
    let story = told(&mut store, "a=1 a a=2 a b b=3 * a=4");
    assert_eq!(story, "done 1 done 2 NotFound done [a,b] done");
    assert_eq!(told(&mut store, "a b"), "4 3");
}

#[test]
fn a_read_that_finds_nothing_undoes_no_write() {
    let mut store = memory();
    plant(&store, "plain", "no JSON");
    assert_eq!(told(&mut store, "a=1 gone plain b=2"), "done NotFound Invalid done");
    assert_eq!(told(&mut store, "*"), "[a,b,plain]");
}

#[test]
fn of_a_group_that_fails_each_read_sees_what_was_kept() {
    let mut store = strict();
    let story = told(&mut store, "a=1 bad=2 bad a a=3 a *");
    assert_eq!(story, "done Invalid NotFound 1 done 3 [a]");
}

#[test]
fn requests_that_only_read_are_no_transaction() {
    let mut store = memory();
    store.connection().execute_batch("PRAGMA query_only = ON").unwrap();
    assert_eq!(told(&mut store, "a *"), "NotFound []");
    assert!(store.answer(&[]).is_empty());
}

#[test]
fn a_value_is_the_text_that_was_set() {
    let mut store = memory();
    let text = "{ \"a\" : [1.50, 1e400, 123456789012345678901234567890],\n\"a\":\"\\u0041\" }";
    let set = Request::Set(Write::of_json("k", &format!("  {text}\n")).unwrap());
    let answers = store.answer(&[set, Request::Get("k".into())]);
    assert_eq!(answers, [Ok(Reply::Done), Ok(Reply::Json(text.into()))]);
}

#[test]
fn a_text_that_is_no_json_is_no_write() {
    for text in ["", "hello", "{\"a\": 1} x", "[1,", "'a'", "NaN"] {
        let error = Write::of_json("k", text).unwrap_err();
        says(&error, ErrorKind::Invalid, &["the value for key 'k' is no JSON: "]);
    }
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let error = Write::of_json("k", &deep).unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'k'", "more than 127 levels deep"]);
    let error = Write::of_json("k\0", "1").unwrap_err();
    says(&error, ErrorKind::Invalid, &["a key cannot hold the character NUL (at byte 1)"]);
}
