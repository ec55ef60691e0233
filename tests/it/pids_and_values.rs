//! PIDs, entry ids, values and durations: what everything else is written in.

use std::rc::Rc;

use rehearsal::{Duration, EntryId, Error, ErrorKind, Map, Pid, Time, Value};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn parsing_a_pid_is_the_inverse_of_printing_it() {
    let printed = [
        (0, "{app:processes|0x00000}"),
        (4, "{app:processes|0x00004}"),
        (0xabcde, "{app:processes|0xabcde}"),
        (0x0010_0000, "{app:processes|0x100000}"),
        (u32::MAX, "{app:processes|0xffffffff}"),
    ];
    for (number, text) in printed {
        let pid = Pid::new("app:processes", number);
        assert_eq!(pid.to_string(), text);
        assert_eq!(text.parse(), Ok(pid));
    }
}

#[test]
fn a_malformed_pid_is_a_clear_error() {
    let malformed = [
        "",
        "{}",
        "app:processes|0x00004",
        "{app:processes|0x00004",
        "{app:processes|00004}",
        "{app:processes|0x4}",
        "{app:processes|0x000004}",
        "{app:processes|0x0000A}",
        "{app:processes|0x0000g}",
        "{|0x00004}",
        "{a|b|0x00004}",
        "{app:processes|0x1ffffffff}",
        "{app:processes|0x}",
        "{app:processes|0x+0004}",
        "{app:processes|0x00004} ",
    ];
    for text in malformed {
        let error = text.parse::<Pid>().unwrap_err();
        let message = format!("malformed pid {text:?}: a pid looks like {{app:processes|0x00004}}");
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn pids_sort_by_age() {
    assert!(Pid::new("z:host", 2) < Pid::new("a:host", 3));
}

#[test]
fn an_entry_id_has_a_namespace_and_a_name() {
    let id: EntryId = "app.sub:kv_server.service".parse().unwrap();
    assert_eq!((id.namespace(), id.name()), ("app.sub", "kv_server.service"));
    for text in ["", "app", ":worker", "app:", "a:b:c", "app: worker", "app:{worker}"] {
        let error = text.parse::<EntryId>().unwrap_err();
        let message = format!("malformed entry id {text:?}: an entry id looks like app:worker");
        assert_eq!(error.to_string(), message);
    }
}

/// One of each type, and neighbours that are easily taken for each other.
fn lookalikes() -> Vec<Value> {
    let bytes = |bytes: &[u8]| Value::Bytes(Rc::from(bytes));
    vec![
        Value::Nil,
        Value::from(false),
        Value::from(true),
        Value::from(0),
        Value::from(1),
        Value::from(-1),
        Value::from(i64::MAX),
        Value::from(0.0),
        Value::from(-0.0),
        Value::from(1.0),
        Value::from(f64::NAN),
        Value::from(f64::INFINITY),
        Value::from(""),
        Value::from("0"),
        Value::from("nil"),
        Value::from("ab"),
        bytes(b""),
        bytes(b"0"),
        bytes(b"ab"),
        Value::list([]),
        Value::list([Value::Nil]),
        Value::list([Value::list([])]),
        Value::list(["a".into(), "b".into()]),
        Value::list(["ab".into(), "".into()]),
        Value::list([Value::list(["a".into()]), "b".into()]),
        Value::map([]),
        Value::map([("a", "b".into())]),
        Value::map([("a", Value::Nil), ("b", Value::Nil)]),
    ]
}

#[test]
fn values_that_differ_are_unequal() {
    let values = lookalikes();
    for (i, a) in values.iter().enumerate() {
        for (j, b) in values.iter().enumerate() {
            assert_eq!(i == j, a == b, "{a} and {b}");
        }
    }
}

#[test]
fn every_nan_is_one_value_in_a_hash() {
    let quiet = Value::Float(f64::from_bits(0x7ff8_0000_0000_0001));
    let negative = Value::Float(f64::from_bits(0xfff8_0000_0000_0000));
    assert_eq!(quiet.content_hash(), negative.content_hash());
    assert_eq!(Value::Float(f64::NAN).content_hash(), negative.content_hash());
}

#[test]
fn the_order_of_values_is_total() {
    let mut values = lookalikes();
    values.reverse();
    values.sort();
    for pair in values.windows(2) {
        assert!(pair[0] < pair[1], "{} and {}", pair[0], pair[1]);
    }
    assert_eq!(values.first(), Some(&Value::Nil));
}

#[test]
fn a_map_is_sorted_by_key_and_the_later_of_two_equal_keys_wins() {
    let entries = [("b", 1), ("a", 2), ("b", 3)];
    let map: Map =
        entries.map(|(key, value)| (Value::from(key), Value::from(value))).into_iter().collect();
    assert_eq!(Value::from(map).to_string(), r#"{"a":2,"b":3}"#);
}

#[test]
fn a_map_is_asked_by_key_and_anything_else_holds_nothing() {
    let map = Value::map([("key", 7.into())]);
    assert_eq!(map.get("key"), &Value::from(7));
    assert!(map.get("other").is_nil());
    assert!(Value::from("key").get("key").is_nil());
}

#[test]
fn the_logical_size_of_a_value_is_a_fixed_formula() {
    let sizes = [
        (Value::Nil, 16),
        (Value::from(7), 16),
        (Value::from("four"), 20),
        (Value::from("при"), 22),
        (Value::list([1.into(), 2.into()]), 48),
        (Value::map([("k", "vv".into())]), 16 + 17 + 18),
    ];
    for (value, size) in sizes {
        assert_eq!(value.logical_size(), size, "{value}");
    }
}

#[test]
fn only_a_float_without_a_fraction_is_taken_for_an_integer() {
    assert_eq!(Value::from(3.0).as_int(), Some(3));
    assert_eq!(Value::from(3.5).as_int(), None);
    assert_eq!(Value::from(f64::NAN).as_int(), None);
    assert_eq!(Value::from(2f64.powi(63)).as_int(), None);
    assert_eq!(Value::from(-(2f64.powi(63))).as_int(), Some(i64::MIN));
    assert_eq!(Value::from("3").as_int(), None);
}

#[test]
fn json_comes_back_as_it_went() {
    let texts =
        ["null", "true", "-7", "9007199254740993", "0.1", "1.0", r#""\n\"é""#, r#"[1,[],{}]"#];
    for text in texts {
        assert_eq!(Value::from_json(text).unwrap().to_json(), text);
    }
    for text in ["", "{key: 1}", "[1,]", "nul"] {
        let error = Value::from_json(text).unwrap_err().to_string();
        assert!(error.starts_with("not JSON: "), "{error}");
    }
}

#[test]
fn every_float_comes_back_from_json_as_it_was() {
    let floats = [0.1, 1.0, -0.0, 1e15, 1e16, 1.5e300, 5e-324, f64::MAX, f64::MIN_POSITIVE, 1e-5];
    for float in floats {
        let text = Value::Float(float).to_json();
        let back = Value::from_json(&text).unwrap();
        assert_eq!(back, Value::Float(float), "{text}");
    }
    assert_eq!(Value::Float(1.0).to_json(), "1.0");
    assert_eq!(Value::Float(f64::NAN).to_json(), "null");
    assert_eq!(Value::Float(f64::INFINITY).to_json(), "null");
}

#[test]
fn pretty_json_breaks_lines_where_something_is_inside() {
    let value = Value::map([
        ("list", Value::list([])),
        ("map", Value::map([])),
        ("pair", Value::list([1.into(), Value::map([("x", "y".into())])])),
    ]);
    let lines = r#"{
  "list": [],
  "map": {},
  "pair": [
    1,
    {
      "x": "y"
    }
  ]
}"#;
    assert_eq!(value.to_json_pretty(), lines);
    assert_eq!(Value::from_json(lines).unwrap(), value);
}

#[test]
fn a_duration_reads_and_prints_as_in_go() {
    let durations = [
        ("100ms", 100_000_000, "100ms"),
        ("1h30m", 5_400_000_000_000, "1h30m0s"),
        ("1.5s", 1_500_000_000, "1.5s"),
        (".5s", 500_000_000, "500ms"),
        ("90s", 90_000_000_000, "1m30s"),
        ("1us", 1_000, "1µs"),
        ("1µs", 1_000, "1µs"),
        ("2ns", 2, "2ns"),
        ("0", 0, "0s"),
        ("1500us", 1_500_000, "1.5ms"),
    ];
    for (text, nanos, printed) in durations {
        let span: Duration = text.parse().unwrap();
        assert_eq!((span.as_nanos(), span.to_string().as_str()), (nanos, printed), "{text}");
    }
}

#[test]
fn a_malformed_duration_is_a_clear_error() {
    for text in ["", "soon", "5", "1x", "ms", ".s", "-1s", "1 s", "1h-30m", "999999999999h"] {
        let error = text.parse::<Duration>().unwrap_err().to_string();
        let shape = "a duration looks like \"100ms\", \"1.5s\" or \"1h30m\"";
        assert_eq!(error, format!("malformed duration {text:?}: {shape}"));
    }
}

#[test]
fn time_stops_at_its_end_and_never_runs_backwards() {
    let late = Time::from_nanos(u64::MAX - 1);
    assert_eq!(late + Duration::from_secs(1), Time::MAX);
    assert_eq!(Time::ZERO.since(late), Duration::ZERO);
    assert_eq!(Duration::from_secs(2).mul_f64(-1.0), Duration::ZERO);
    assert_eq!(Duration::from_secs(2).mul_f64(f64::NAN), Duration::ZERO);
}

#[test]
fn the_names_of_error_kinds_are_those_of_the_model() {
    let names: Vec<_> = ErrorKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(
        names.join(" "),
        "NotFound AlreadyExists Invalid PermissionDenied Unavailable Internal Canceled Conflict \
         Timeout RateLimited "
    );
}

#[test]
fn an_error_crosses_a_boundary_with_all_that_is_known_of_it() {
    let bare = Error::not_found("nobody");
    assert_eq!(bare.to_value().to_string(), r#"{"kind":"NotFound","message":"nobody"}"#);
    let full = Error::internal("broken").with_retryable(false).with_details(7);
    assert_eq!(
        full.to_value().to_string(),
        r#"{"details":7,"kind":"Internal","message":"broken","retryable":false}"#
    );
}
