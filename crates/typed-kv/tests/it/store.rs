//! The store: what it keeps, for how long, and for whom.

use std::sync::LazyLock;

use rehearsal_typed_kv::{Full, Models, StoreLimits, TypedStore, Valid};

use crate::support::models;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ITEM: usize = TypedStore::ITEM_BYTES;

static MODELS: LazyLock<Models> =
    LazyLock::new(|| models("pub struct A { pub a: String } pub struct AB { pub a: String }"));

fn value(type_name: &str, json: &str) -> Valid {
    MODELS.validate(type_name, json).unwrap()
}

/// A value with a text of so many letters.
fn letters(count: usize) -> Valid {
    value("A", &format!("{{\"a\":\"{}\"}}", "x".repeat(count)))
}

fn store() -> TypedStore {
    TypedStore::default()
}

fn keys<'a>(list: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    list.map(|(key, _)| key).collect()
}

#[test]
fn a_value_is_there_at_its_end_and_gone_after_it() {
    let mut store = store();
    store.set(10, "h", "k", letters(1), Some(5)).unwrap();
    assert!(store.get(15, "h", "A", "k").is_some());
    assert_eq!(keys(store.list(15, "h", "A", "")), ["k"]);
    assert_eq!(store.sweep(15), []);
    assert_eq!(store.stats(15, "h").items, 1);

    assert_eq!(keys(store.list(16, "h", "A", "")), [""; 0]);
    assert_eq!(store.stats(16, "h").items, 0);
    assert!(!store.delete(16, "h", "A", "k"), "it has expired");
}

#[test]
fn whoever_asks_for_what_has_expired_removes_it() {
    let mut store = store();
    store.set(0, "h", "k", letters(1), Some(5)).unwrap();
    assert_eq!(store.get(6, "h", "A", "k"), None);
    assert_eq!((store.bytes(), store.next_expiry(), store.tenants().count()), (0, None, 0));
}

#[test]
fn a_value_without_an_end_stays() {
    let mut store = store();
    store.set(0, "h", "ever", letters(1), None).unwrap();
    store.set(1, "h", "later than all time", letters(1), Some(u64::MAX)).unwrap();
    store.set(0, "h", "at the end of all time", letters(1), Some(u64::MAX)).unwrap();
    assert_eq!(store.next_expiry(), None);
    assert_eq!(store.sweep(u64::MAX), []);
    assert_eq!(store.list(u64::MAX, "h", "A", "").count(), 3);
}

#[test]
fn a_sweep_answers_what_it_removed_in_the_order_of_the_ends() {
    let mut store = store();
    for (tenant, key, ttl) in [("b", "1", 7), ("a", "2", 5), ("a", "1", 7), ("a", "9", 100)] {
        store.set(0, tenant, key, letters(0), Some(ttl)).unwrap();
    }
    assert_eq!(store.next_expiry(), Some(6));
    let gone = store.sweep(50);
    let gone: Vec<_> = gone
        .iter()
        .map(|it| (&*it.tenant, &*it.type_name, &*it.key, it.expires_at.unwrap()))
        .collect();
    assert_eq!(gone, [("a", "A", "2", 5), ("a", "A", "1", 7), ("b", "A", "1", 7)]);
    assert_eq!(store.next_expiry(), Some(101));
    assert_eq!(store.tenants().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn whoever_sweeps_at_the_next_expiry_removes_something() {
    let mut store = store();
    for at in 0..100 {
        store.set(at, "h", &at.to_string(), letters(0), Some(at * 7 % 13)).unwrap();
    }
    let mut gone = 0;
    while let Some(next) = store.next_expiry() {
        assert_eq!(store.sweep(next - 1), []);
        let swept = store.sweep(next).len();
        assert!(swept > 0);
        gone += swept;
    }
    assert_eq!((gone, store.bytes()), (100, 0));
}

#[test]
fn another_value_of_the_same_key_has_an_end_of_its_own() {
    let mut store = store();
    store.set(0, "h", "k", letters(1), Some(5)).unwrap();
    store.set(0, "h", "k", letters(2), None).unwrap();
    assert_eq!(store.sweep(100), []);
    assert_eq!(store.get(100, "h", "A", "k"), Some(r#"{"a":"xx"}"#));
    store.set(100, "h", "k", letters(3), Some(1)).unwrap();
    assert_eq!(store.sweep(102).len(), 1);
}

#[test]
fn memory_stays_flat_when_values_come_and_go() {
    let mut store = store();
    let mut most = 0;
    for now in 0..20_000 {
        store.set(now, "h", &format!("key {now}"), letters(10), Some(50)).unwrap();
        store.set(now, "h", "always", letters(10), Some(1_000_000)).unwrap();
        store.sweep(now);
        most = most.max(store.bytes());
        assert!(store.items("h").count() <= 52);
    }
    assert!(most < 52 * (ITEM + 40), "{most}");
}

#[test]
fn types_and_tenants_do_not_meet() {
    let mut store = store();
    store.set(0, "a", "B:k", value("A", r#"{"a":"1"}"#), None).unwrap();
    store.set(0, "a", "k", value("AB", r#"{"a":"2"}"#), None).unwrap();
    store.set(0, "b", "k", value("A", r#"{"a":"3"}"#), None).unwrap();
    assert_eq!(keys(store.list(0, "a", "A", "")), ["B:k"]);
    assert_eq!(keys(store.list(0, "a", "AB", "")), ["k"]);
    assert_eq!(store.get(0, "a", "A", "k"), None);
    assert!(!store.delete(0, "b", "AB", "k"));
    assert!(store.delete(0, "b", "A", "k"));
    assert_eq!(store.tenants().collect::<Vec<_>>(), ["a"]);
    assert_eq!(store.list(0, "nobody", "A", "").count(), 0);
}

#[test]
fn a_list_is_sorted_and_has_what_begins_like_the_prefix() {
    let mut store = store();
    for key in ["user:2", "user:10", "user", "User:1", "user;", "", "usér", "\u{10ffff}", "user:"]
    {
        store.set(0, "h", key, letters(0), None).unwrap();
    }
    assert_eq!(keys(store.list(0, "h", "A", "user:")), ["user:", "user:10", "user:2"]);
    assert_eq!(
        keys(store.list(0, "h", "A", "us")),
        ["user", "user:", "user:10", "user:2", "user;", "usér"]
    );
    assert_eq!(keys(store.list(0, "h", "A", "\u{10ffff}")), ["\u{10ffff}"]);
    assert_eq!(store.list(0, "h", "A", "").count(), 9);
    assert_eq!(store.list(0, "h", "A", "user:2\0").count(), 0);
}

#[test]
fn a_tenant_has_as_much_as_its_limit() {
    // `A:k` and `{"a":"…"}`
    let of = |letters: usize| ITEM + 3 + 8 + letters;
    let mut store =
        TypedStore::new(StoreLimits { tenant: of(100), all: 10_000, ..StoreLimits::default() });
    store.set(0, "h", "k", letters(100), None).unwrap();
    assert_eq!(store.stats(0, "h").bytes, of(100));
    let full = store.set(0, "h", "k", letters(101), None).unwrap_err();
    let wanted = Full::Tenant { tenant: "h".into(), used: of(100), limit: of(100), wanted: 1 };
    assert_eq!(full, wanted);
    assert_eq!(
        full.to_string(),
        "the store of \"h\" is full: it has 175 of 175 bytes, and 1 more are wanted"
    );
    assert_eq!(store.get(0, "h", "A", "k").unwrap().len(), 108, "the value before is still there");
    store.set(0, "h", "k", letters(100), None).unwrap();
    store.set(0, "other", "k", letters(100), None).unwrap();
    store.set(0, "h", "k", letters(1), None).unwrap();
    assert_eq!(store.bytes(), of(1) + of(100));
}

#[test]
fn all_tenants_together_have_a_limit_too() {
    let mut store = TypedStore::new(StoreLimits {
        tenant: 1_000,
        all: 3 * (ITEM + 11),
        ..StoreLimits::default()
    });
    for tenant in ["a", "b", "c"] {
        store.set(0, tenant, "k", letters(0), None).unwrap();
    }
    let full = store.set(0, "d", "k", letters(0), None).unwrap_err();
    assert!(matches!(full, Full::All { .. }), "{full}");
    assert_eq!(store.tenants().collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn what_has_expired_makes_room() {
    let mut store =
        TypedStore::new(StoreLimits { tenant: ITEM + 11, all: 10_000, ..StoreLimits::default() });
    store.set(0, "h", "k", letters(0), Some(5)).unwrap();
    store.set(5, "h", "l", letters(0), None).unwrap_err();
    store.set(6, "h", "l", letters(0), None).unwrap();
    assert_eq!(keys(store.list(6, "h", "A", "")), ["l"]);
}

#[test]
fn nothing_is_left_when_everything_is_removed() {
    let mut store = store();
    for key in ["a", "b"] {
        store.set(0, "h", key, letters(3), Some(10)).unwrap();
    }
    assert!(store.delete(10, "h", "A", "a"));
    assert_eq!(store.clear(), 1);
    assert_eq!((store.bytes(), store.next_expiry(), store.tenants().count()), (0, None, 0));
}
