//! Numbers lose nothing on their way through a database.

use rehearsal::{ErrorKind, Value};
use rehearsal_sqlite::KvStore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::support::{memory, plant, says, stored};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[track_caller]
fn keeps<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(number: T, text: &str) {
    let mut store = memory();
    store.set("n", &number).unwrap();
    assert_eq!(stored(&store, "n"), text);
    assert_eq!(store.get::<T>("n").unwrap(), number);
}

#[test]
fn integers_of_every_size_are_kept() {
    keeps(i64::MIN, "-9223372036854775808");
    keeps(u64::MAX, "18446744073709551615");
    keeps(i128::MIN, "-170141183460469231731687303715884105728");
    keeps(u128::MAX, "340282366920938463463374607431768211455");
}

#[test]
fn floats_are_kept_to_the_last_bit() {
    keeps(0.1 + 0.2, "0.30000000000000004");
    keeps(f64::MAX, "1.7976931348623157e+308");
    keeps(5e-324, "5e-324");
    keeps(1.0, "1.0");
    let mut store = memory();
    store.set("n", &-0.0).unwrap();
    assert_eq!(stored(&store, "n"), "-0.0");
    assert!(store.get::<f64>("n").unwrap().is_sign_negative());
}

#[test]
fn what_json_has_no_number_for_becomes_null() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut store = memory();
        store.set("n", &number).unwrap();
        assert_eq!(stored(&store, "n"), "null");
        let error = store.get::<f64>("n").unwrap_err();
        says(&error, ErrorKind::Invalid, &["key 'n' does not fit the type f64"]);
    }
}

#[test]
fn a_number_too_large_for_the_type_is_invalid_and_still_there() {
    let store = memory();
    plant(&store, "huge", "1e400");
    let error = store.get::<f64>("huge").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'huge' does not fit the type f64", "out of range"]);
    assert_eq!(store.get::<Box<RawValue>>("huge").unwrap().get(), "1e400");

    plant(&store, "long", "9223372036854775808");
    let error = store.get::<i64>("long").unwrap_err();
    says(&error, ErrorKind::Invalid, &["key 'long' does not fit the type i64"]);
    assert_eq!(store.get::<u64>("long").unwrap(), 1 << 63);
    assert_eq!(store.get::<Value>("long").unwrap(), Value::Float(9_223_372_036_854_775_808.0));
}
