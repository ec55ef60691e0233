//! Values as JSON Schema sees them.

use std::cmp::Ordering;

use crate::base::Value;

/// Whether a value is of a type of JSON. `both`: an empty list is an object as well.
pub fn is_a(value: &Value, name: &str, both: bool) -> bool {
    match name {
        "integer" => value.as_int().is_some(),
        "object" => size(value, both).is_some(),
        "number" => matches!(value, Value::Int(_) | Value::Float(_)),
        name => kind(value) == name,
    }
}

/// The type of JSON that a value is of.
pub fn kind(value: &Value) -> &'static str {
    match value.type_name() {
        "nil" => "null",
        "boolean" => "boolean",
        "integer" | "float" => "number",
        "list" => "array",
        "map" => "object",
        _ => "string", // bytes are one in a script
    }
}

/// Equal, numbers by their values: 1 is 1.0.
pub fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| is_same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|((k, a), (l, b))| k == l && is_same(a, b))
        }
        _ => order(a, b).map_or(a == b, Ordering::is_eq),
    }
}

/// The order of two numbers.
pub fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        _ => number(a)?.partial_cmp(&number(b)?),
    }
}

pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// Characters of a text.
pub fn letters(value: &Value) -> Option<usize> {
    match value {
        Value::Bytes(bytes) => Some(bytes.len()),
        other => other.as_str().map(|text| text.chars().count()),
    }
}

/// The items of a list; none of anything else.
pub fn items(value: &Value) -> &[Value] {
    value.as_list().unwrap_or_default()
}

pub fn length(value: &Value) -> Option<usize> {
    value.as_list().map(<[Value]>::len)
}

/// The properties of an object; none of anything else.
pub fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = value.as_map().into_iter().flat_map(|map| map.iter());
    entries.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

pub fn property<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.as_map().and_then(|map| map.get(name))
}

/// How many properties an object has.
pub fn size(value: &Value, both: bool) -> Option<usize> {
    let empty = if both { length(value).filter(|length| *length == 0) } else { None };
    value.as_map().map(crate::base::Map::len).or(empty)
}
