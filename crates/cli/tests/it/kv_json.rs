//! JSON on its way through `rehearsal kv`: no digit is lost.

use crate::support::Store;

#[track_caller]
fn check(typed: &str, shown: &str) {
    let store = Store::new();
    store.output(&["set", "--json", "x", typed]);
    assert_eq!(store.output(&["get", "x"]), format!("{shown}\n"));
}

#[test]
fn a_number_is_shown_with_the_digits_that_were_typed() {
    for number in [
        "9223372036854775808",
        "-123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "-0.0",
        "-0",
        "1.50",
        "1e400",
        "-1E-400",
    ] {
        check(number, number);
        check(&format!("[ {number} ]"), &format!("[\n  {number}\n]"));
        check(&format!("{{\"n\":{number}}}"), &format!("{{\n  \"n\": {number}\n}}"));
    }
}

#[test]
fn of_equal_keys_the_last_one_counts() {
    check(
        r#"{"a": 1, "b": {"c": 1, "c": 2}, "\u0061": 3}"#,
        "{\n  \"a\": 3,\n  \"b\": {\n    \"c\": 2\n  }\n}",
    );
}

#[test]
fn escapes_become_letters_where_they_can() {
    check(r#""\u00e9\ud83d\ude00\u001b\/\n""#, "\"é😀\\u001b/\\n\"");
}

#[test]
fn keys_are_in_the_order_of_their_bytes() {
    check(
        r#"{"b":1,"ä":2,"B":3,"":4,"10":5,"9":6}"#,
        "{\n  \"\": 4,\n  \"10\": 5,\n  \"9\": 6,\n  \"B\": 3,\n  \"b\": 1,\n  \"ä\": 2\n}",
    );
}

#[test]
fn a_value_may_be_127_levels_deep_and_no_deeper() {
    let nested = |levels| "[".repeat(levels) + &"]".repeat(levels);
    let store = Store::new();
    store.output(&["set", "--json", "x", &nested(127)]);
    assert_eq!(store.output(&["get", "x"]).lines().count(), 2 * 126 + 1);
    for levels in [128, 50_000] {
        let errors = store.errors(&["set", "--json", "x", &nested(levels)]);
        assert_eq!(errors, "Error: failed to set value for key 'x': more than 127 levels deep\n");
    }

    let insert = "INSERT INTO kv_store VALUES ('theirs', ?1)";
    store.raw().execute(insert, [nested(50_000)]).unwrap();
    let errors = store.errors(&["get", "theirs"]);
    assert_eq!(errors, "Error: failed to get value for key 'theirs': more than 127 levels deep\n");
}
