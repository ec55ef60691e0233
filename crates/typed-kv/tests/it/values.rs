//! What is said of values that do not fit.

use rehearsal_typed_kv::{Models, Refused};

use crate::support::{everything, models, storage};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// All that is wrong with a value, as `pointer: message`.
fn faults(models: &Models, name: &str, text: &str) -> Vec<String> {
    match models.validate(name, text) {
        Ok(valid) => panic!("{text} is right: {valid:?}"),
        Err(Refused::Invalid { faults, more: 0, .. }) => {
            faults.iter().map(ToString::to_string).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(ty: &str, value: &str, wanted: &str) {
    let models = models(&format!("pub struct A {{ pub a: {ty} }} pub struct A2 {{ pub b: u8 }}"));
    assert_eq!(faults(&models, "A", &format!("{{\"a\": {value}}}")), [wanted]);
}

#[test]
fn a_value_is_kept_as_it_was_written_but_for_white_space() {
    let models = models("pub struct A { pub a: f64, pub b: String, pub c: Option<u8> }");
    let valid = models
        .validate("A", "\n{\"b\" : \" \\u0041 \\\" \",\t\"a\": 1.50e+1 , \"c\": null}\r\n")
        .unwrap();
    assert_eq!(valid.json(), r#"{"b":" \u0041 \" ","a":1.50e+1,"c":null}"#);
    assert_eq!(valid.type_name(), "A");
}

#[test]
fn every_fault_has_its_pointer_and_all_are_told_at_once() {
    let text = r#"{
        "maybeText": 1, "letter": "ab", "manyLists": [[1, 256, "x"], 7], "byName": {"a/b": 40000, "c~d": null, "": []},
        "sorted": {"k": {"circle": "x"}, "l": "Circle", "m": "circle", "n": {"big_dot": 1}, "o": {}},
        "onlyOne": [], "pairOfTwo": [1.0, true, 3], "four": {}, "in": true, "in": false, "tpye": ""
    }"#;
    assert_eq!(
        faults(&everything(), "Containers", text),
        [
            "/maybeText: expected a text (String), found the number 1",
            "/letter: expected a text of one character, found one of 2",
            "/manyLists/0/1: 256 is out of range: u8 goes from 0 to 255",
            "/manyLists/0/2: expected a whole number (u8), found the text \"x\"",
            "/manyLists/1: expected a list, found the number 7",
            "/byName/a~1b: 40000 is out of range: i16 goes from -32768 to 32767",
            "/byName/c~0d: expected a whole number (i16), found null",
            "/byName/: expected a whole number (i16), found a list",
            "/sorted/k/circle: expected a number (f32), found the text \"x\"",
            "/sorted/l: Shape has no variant \"Circle\"; did you mean \"circle\"?",
            "/sorted/m: \"circle\" holds something: expected {\"circle\": …}",
            "/sorted/n/big_dot: \"big_dot\" holds nothing: expected the text \"big_dot\" instead of an object",
            "/sorted/o: expected an object with one member, the variant of Shape, found 0",
            "/onlyOne: expected a list of 1, found one of 0",
            "/pairOfTwo/0: expected a whole number (u8), found 1.0, which is written as a float",
            "/pairOfTwo/1: expected a number (f64), found true",
            "/pairOfTwo: expected a list of 2, found one of 3",
            "/four: expected a list of 4, found an object",
            "/in: the field \"in\" stands here twice",
            "/tpye: there is no field \"tpye\"; did you mean \"type\"?",
            "/type: the field \"type\" is missing: a text (String)",
        ]
    );
}

#[test]
fn ranges_are_exact_to_the_last_digit() {
    for (ty, least, below, most, above) in [
        ("i8", "-128", "-129", "127", "128"),
        ("u8", "0", "-1", "255", "256"),
        (
            "i64",
            "-9223372036854775808",
            "-9223372036854775809",
            "9223372036854775807",
            "9223372036854775808",
        ),
        ("usize", "0", "-1", "18446744073709551615", "18446744073709551616"),
        (
            "i128",
            &i128::MIN.to_string(),
            "-170141183460469231731687303715884105729",
            &i128::MAX.to_string(),
            "170141183460469231731687303715884105728",
        ),
        ("u128", "0", "-1", &u128::MAX.to_string(), "340282366920938463463374607431768211456"),
    ] {
        let models = models(&format!("pub struct A {{ pub a: {ty} }}"));
        for right in [least, most] {
            let text = format!("{{\"a\":{right}}}");
            assert_eq!(models.validate("A", &text).unwrap().json(), text);
        }
        for wrong in [below, above] {
            check(
                ty,
                wrong,
                &format!("/a: {wrong} is out of range: {ty} goes from {least} to {most}"),
            );
        }
    }
    let long = "9".repeat(100_000);
    check("u8", &long, &format!("/a: {}… is out of range: u8 goes from 0 to 255", &long[..40]));
    check("f32", "1e39", "/a: 1e39 is out of range of f32");
    check("f64", "-1e309", "/a: -1e309 is out of range of f64");
}

#[test]
fn what_is_expected_is_named() {
    check("bool", "\"yes\"", "/a: expected true or false (bool), found the text \"yes\"");
    check("Option<bool>", "0", "/a: expected true or false (bool), found the number 0");
    check("u8", "-0", "/a: expected a whole number (u8), found -0, which only floats have");
    check("Vec<u8>", "\"x\"", "/a: expected a list, found the text \"x\"");
    check("(u8, bool)", "true", "/a: expected a list of 2, found true");
    check("HashMap<String, u8>", "[]", "/a: expected an object with any keys, found a list");
    check("A2", "1", "/a: expected an object (A2), found the number 1");
    check("char", "\"\"", "/a: expected a text of one character, found one of 0");
    check(
        "String",
        "\"\\ud800\"",
        "/a: the escapes of this text make no characters: one half of a surrogate pair stands alone",
    );
}

#[test]
fn a_value_that_is_no_object_is_told_at_the_empty_pointer() {
    assert_eq!(faults(&everything(), "Tree", "[1]"), ["expected an object (Tree), found a list"]);
    assert_eq!(
        faults(&everything(), "Level", "1"),
        ["expected a variant of Level, found the number 1"]
    );
    assert_eq!(
        faults(&everything(), "Level", "\"low\""),
        ["Level has no variant \"low\"; did you mean \"LOW\"?"]
    );
}

#[test]
fn of_many_faults_a_hundred_are_told_and_the_others_are_counted() {
    let text = format!("{{\"children\": [{}1], \"fruit\": {{}}}}", "1,".repeat(100_000));
    let refused = everything().validate("Tree", &text).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the value is no Tree: /children/0: expected an object (Tree), found the number 1 (and 100000 more)"
    );
    let Refused::Invalid { faults, more, .. } = refused else { panic!() };
    assert_eq!((faults.len(), more), (100, 99_901));
}

#[test]
fn what_is_no_json_says_where() {
    let models = everything();
    for (text, wanted) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{\"left\": nul}", "expected ident at line 1 column 13"),
        ("{} {}", "trailing characters at line 1 column 4"),
        ("{\"a\": 01}", "invalid number at line 1 column 8"),
        ("\u{feff}{}", "expected value at line 1 column 1"),
    ] {
        let refused = models.validate("Tree", text).unwrap_err();
        assert_eq!(refused, Refused::NoJson(wanted.into()), "{text}");
    }
    let deep = "[".repeat(1_000_000);
    assert!(matches!(models.validate("Tree", &deep), Err(Refused::NoJson(_))));
    let deep = deep.clone() + &"]".repeat(deep.len());
    assert!(matches!(models.validate("Tree", &deep), Err(Refused::Invalid { .. })));
}

#[test]
fn a_type_that_is_not_there_has_a_name_that_may_be_meant() {
    let refused = everything().validate("Shap", "1").unwrap_err();
    assert_eq!(refused.to_string(), "there is no type \"Shap\"; did you mean \"Shape\"?");
    let refused = everything().validate(&"x".repeat(100_000), "1").unwrap_err();
    let beginning = format!("there is no type \"{}…\"; there are \"Containers\", ", "x".repeat(40));
    assert!(refused.to_string().starts_with(&beginning), "{refused}");
}

#[test]
fn a_cursor_has_whole_coordinates() {
    let models = storage();
    let cursor = |x: &str| format!(r#"{{"x":{x},"y":-2,"item_id":"a","user_id":"b"}}"#);
    assert_eq!(models.validate("CursorPosition", &cursor("1")).unwrap().json(), cursor("1"));
    assert_eq!(
        faults(&models, "CursorPosition", &cursor("1.5")),
        ["/x: expected a whole number (i32), found 1.5, which is written as a float"]
    );
}
