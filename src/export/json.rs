//! JSON, written piece by piece, such that no reader can mistake a number.

use std::fmt::Write;

use crate::base::Value;

/// The largest integer that a reader which has floats only takes for itself: 2^53 − 1.
const SAFE: u64 = (1 << 53) - 1;

/// A text.
pub fn text(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// A number; one that a float would not hold as its digits in a text.
pub fn number(out: &mut String, number: u64) {
    let quote = if number > SAFE { "\"" } else { "" };
    let _ = write!(out, "{quote}{number}{quote}");
}

/// `,"name":`
pub fn field(out: &mut String, name: &str) {
    let _ = write!(out, ",\"{name}\":");
}

/// `,"name":"text"`
pub fn text_field(out: &mut String, name: &str, of: &str) {
    field(out, name);
    text(out, of);
}

/// `,"name":7`
pub fn number_field(out: &mut String, name: &str, of: u64) {
    field(out, name);
    number(out, of);
}

/// What a value has that JSON has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    integers: bool,
    floats: bool,
    bytes: bool,
    keys: bool,
    rich: bool,
}

impl Beyond {
    /// What it was, in words: `integers`, `bytes`.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let Self { integers, floats, bytes, keys, rich } = self;
        let all = [
            (integers, "integers"),
            (floats, "floats"),
            (bytes, "bytes"),
            (keys, "keys"),
            (rich, "rich"),
        ];
        all.into_iter().filter_map(|(is, name)| is.then_some(name))
    }
}

/// A value. What JSON has not is written as something near it, and noted in `beyond`.
pub fn value(out: &mut String, of: &Value, beyond: &mut Beyond) {
    beyond.rich |= matches!(of, Value::Rich(_));
    if let Some(items) = of.as_list() {
        let mut comma = "[";
        for item in items {
            out.push_str(comma);
            comma = ",";
            value(out, item, beyond);
        }
        out.push_str(if items.is_empty() { "[]" } else { "]" });
        return;
    }
    if let Some(map) = of.as_map() {
        let mut comma = "{";
        for (key, item) in map.iter() {
            out.push_str(comma);
            comma = ",";
            match key.as_str() {
                Some(key) => text(out, key),
                None => {
                    beyond.keys = true;
                    text(out, &key.to_json());
                }
            }
            out.push(':');
            value(out, item, beyond);
        }
        out.push_str(if comma == "{" { "{}" } else { "}" });
        return;
    }
    match of {
        Value::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Value::Int(number) if number.unsigned_abs() <= SAFE => {
            let _ = write!(out, "{number}");
        }
        Value::Int(number) => {
            beyond.integers = true;
            let _ = write!(out, "\"{number}\"");
        }
        Value::Float(number) if number.is_finite() => {
            let _ = write!(out, "{number:?}");
        }
        Value::Float(number) => {
            beyond.floats = true;
            let _ = write!(out, "\"{number}\"");
        }
        Value::Bytes(bytes) => {
            beyond.bytes = true;
            out.push('"');
            for byte in bytes.iter() {
                let _ = write!(out, "{byte:02x}");
            }
            out.push('"');
        }
        other => match other.as_str() {
            Some(of) => text(out, of),
            None => out.push_str("null"),
        },
    }
}
