//! Values as the JSON text that a key-value store keeps.

use std::any::type_name;
use std::borrow::Cow;

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::Error;

/// How many lists and objects may lie in each other: of more, serde_json reads nothing.
const DEPTH: usize = 127;

/// The text of a value, to be stored under a key.
///
/// # Errors
/// `INVALID`: JSON cannot hold it, or it could not be read again.
pub fn write<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<String, Error> {
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

/// The value of a text that is stored under a key.
///
/// # Errors
/// `INVALID`: the text is no JSON, or the value does not fit the type.
pub fn read<T: DeserializeOwned>(key: &str, text: &[u8]) -> Result<T, Error> {
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

/// A text for a message: of a long one the beginning and the end.
pub fn shortened(text: &str) -> Cow<'_, str> {
    const BEGINNING: usize = 200;
    const END: usize = 100;
    if text.len() <= 2 * (BEGINNING + END) {
        return text.into();
    }
    let beginning = &text[..text.floor_char_boundary(BEGINNING)];
    let end = &text[text.ceil_char_boundary(text.len() - END)..];
    format!("{beginning} … {end}").into()
}
