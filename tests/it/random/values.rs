//! Values as JSON, and JSON as values.

use rehearsal::Value;

use super::{always, value};

#[test]
fn a_value_that_was_written_as_json_is_read_as_the_same() {
    always(|u| {
        let value = value(u, 4, true)?;
        let text = value.to_json();
        assert_eq!(Value::from_json(&text).as_ref(), Ok(&value), "{text}");
        let pretty = value.to_json_pretty();
        assert_eq!(Value::from_json(&pretty).as_ref(), Ok(&value), "{pretty}");
        Ok(())
    });
}

/// Pieces of JSON, right and wrong.
const PIECES: [&str; 32] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\"a\"",
    "\"\\u00e4\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\\",
    "\n",
    " ",
    "true",
    "false",
    "null",
    "nul",
    "0",
    "-0",
    "1",
    "1.5",
    "1e3",
    "1e400",
    "-1e-400",
    "9223372036854775807",
    "9223372036854775808",
    "-",
    ".",
    "\u{0}",
    "é",
    "//",
];

#[test]
fn any_text_is_json_that_is_written_the_same_again_or_an_error() {
    always(|u| {
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=20)? {
            text += if u.ratio(1, 8)? { u.arbitrary()? } else { u.choose(&PIECES)? };
        }
        if let Ok(value) = Value::from_json(&text) {
            let written = value.to_json();
            assert_eq!(Value::from_json(&written), Ok(value), "{text:?} became {written:?}");
        }
        Ok(())
    });
}
