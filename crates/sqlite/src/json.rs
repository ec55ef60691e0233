//! Values as the JSON text that is stored.

use std::any::type_name;

use rehearsal::Error;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::faults::shortened;

/// How many lists and objects may lie in each other: of more, serde_json reads nothing.
const DEPTH: usize = 127;

/// A text that is JSON, as it is kept.
pub(crate) fn check(key: &str, text: &str) -> Result<String, Error> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| {
        let (key, why) = (shortened(key), error.to_string());
        let why = shortened(&why);
        Error::invalid(format!("the value for key '{key}' is no JSON: {why}"))
    })?;
    write(key, json)
}

/// The text of a value.
pub(crate) fn write<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<String, Error> {
    let key = shortened(key);
    let text = serde_json::to_string(value).map_err(|error| {
        let name = type_name::<T>();
        Error::invalid(format!("the value for key '{key}', a {name}, is no JSON: {error}"))
    })?;
    if is_deeper(&text) {
        return Err(Error::invalid(format!(
            "the value for key '{key}' is more than {DEPTH} levels deep, and could not be read again"
        )));
    }
    Ok(text)
}

/// The value of a text.
pub(crate) fn read<T: DeserializeOwned>(key: &str, text: &[u8]) -> Result<T, Error> {
    let key = shortened(key);
    let no_json = |why: &str| {
        let why = shortened(why);
        Error::invalid(format!(
            "the value of key '{key}' is not JSON: {why}; another program has stored it"
        ))
    };
    let text = str::from_utf8(text).map_err(|error| no_json(&error.to_string()))?;
    serde_json::from_str(text).map_err(|error| {
        let why = error.to_string();
        // A number that is out of range, and a value that is too deep, are wrong for serde_json, too.
        if serde_json::from_str::<IgnoredAny>(text).is_ok() {
            let (name, why) = (type_name::<T>(), shortened(&why));
            Error::invalid(format!("the value of key '{key}' does not fit the type {name}: {why}"))
        } else {
            no_json(&why)
        }
    })
}

/// Whether more than [`DEPTH`] lists and objects lie in each other. The text is JSON.
fn is_deeper(text: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0, false, false);
    text.bytes().any(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true, // there are none outside of strings
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        depth > DEPTH
    })
}
