//! Values in a run file: JSON as it is, and what JSON does not have in objects with one key that begins with `$`.

use serde_json::{Map as Object, Value as Json, json};

use crate::base::{Error, ErrorKind, Map, Value};

/// `$bytes`, `$float`, `$map`, `$payloads`, `$error`.
const MARK: char = '$';

/// A value as JSON from which [`read`] makes the same value.
///
/// # Errors
/// `INVALID`: tables of a script with more than plain data in them.
pub fn write(value: &Value) -> Result<Json, Error> {
    let all = |values: &[Value]| values.iter().map(write).collect::<Result<Vec<_>, _>>();
    Ok(match value {
        Value::Nil => Json::Null,
        Value::Bool(bool) => (*bool).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) if number.is_finite() => (*number).into(),
        Value::Float(number) => json!({ "$float": number.to_string() }),
        Value::Str(text) => (**text).into(),
        Value::Bytes(bytes) => json!({ "$bytes": hex(bytes) }),
        Value::List(items) => all(items)?.into(),
        Value::Map(map) => match plain(map) {
            Some(entries) => {
                let entry = |(key, value): (&str, &Value)| Ok((key.to_owned(), write(value)?));
                entries.into_iter().map(entry).collect::<Result<Object<_, _>, Error>>()?.into()
            }
            None => {
                let pair = |(key, value): (&Value, &Value)| Ok(json!([write(key)?, write(value)?]));
                json!({ "$map": map.iter().map(pair).collect::<Result<Vec<_>, Error>>()? })
            }
        },
        Value::Rich(_) => match value.as_error() {
            Some(error) => json!({ "$error": write(&error.to_value())? }),
            None => match value.payloads() {
                [Value::Rich(_)] => {
                    return Err(Error::invalid(
                        "a table of a script that holds itself, or has a metatable, cannot be written to a file",
                    ));
                }
                payloads => json!({ "$payloads": all(payloads)? }),
            },
        },
    })
}

/// Whether a map is an object of JSON that nothing else can be taken for.
fn plain(map: &Map) -> Option<Vec<(&str, &Value)>> {
    map.iter()
        .map(|(key, value)| Some((key.as_str()?, value)))
        .collect::<Option<Vec<_>>>()
        .filter(|entries| !matches!(entries[..], [(key, _)] if key.starts_with(MARK)))
}

/// The value that was written.
///
/// # Errors
/// `INVALID`: an object with a mark that nobody knows, or with something else behind it.
pub fn read(json: &Json) -> Result<Value, Error> {
    let all = |items: &[Json]| items.iter().map(read).collect::<Result<Vec<_>, _>>();
    Ok(match json {
        Json::Null => Value::Nil,
        Json::Bool(bool) => (*bool).into(),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => text.as_str().to_owned().into(),
        Json::Array(items) => Value::list(all(items)?),
        Json::Object(object) => match marked(object) {
            None => {
                let entry = |(key, json): (&String, &Json)| Ok((key.clone().into(), read(json)?));
                let entries = object.iter().map(entry).collect::<Result<Vec<_>, Error>>()?;
                Value::Map(entries.into_iter().collect())
            }
            Some(("$float", Json::String(text))) => match text.as_str() {
                "NaN" => Value::Float(f64::NAN),
                "inf" => Value::Float(f64::INFINITY),
                "-inf" => Value::Float(f64::NEG_INFINITY),
                _ => return Err(wrong("$float", "one of NaN, inf and -inf")),
            },
            Some(("$bytes", Json::String(text))) => {
                let bytes =
                    unhex(text).ok_or_else(|| wrong("$bytes", "an even number of hex digits"));
                Value::Bytes(bytes?.into())
            }
            Some(("$map", Json::Array(pairs))) => {
                let pair = |pair: &Json| match pair.as_array().map(Vec::as_slice) {
                    Some([key, value]) => Ok((read(key)?, read(value)?)),
                    _ => Err(wrong("$map", "pairs of a key and a value")),
                };
                Value::Map(
                    pairs.iter().map(pair).collect::<Result<Vec<_>, _>>()?.into_iter().collect(),
                )
            }
            Some(("$payloads", Json::Array(items))) => Value::several(all(items)?),
            Some(("$error", error)) => Value::from(error_of(&read(error)?)?),
            Some((mark, _)) => {
                return Err(wrong(
                    mark,
                    "one of $float, $bytes, $map, $payloads and $error, with what belongs to it",
                ));
            }
        },
    })
}

/// The error that [`Error::to_value`] has written.
pub fn error_of(value: &Value) -> Result<Error, Error> {
    let kind =
        ErrorKind::ALL.into_iter().find(|kind| value.get("kind").as_str() == Some(kind.name()));
    let (Some(kind), Some(message)) = (kind, value.get("message").as_str()) else {
        return Err(wrong("$error", "an object with kind and message"));
    };
    let details = Some(value.get("details")).filter(|details| !details.is_nil());
    let retryable = value.get("retryable").as_bool();
    Ok(Error {
        retryable,
        details: details.cloned().map(Box::new),
        ..Error::new(kind, message.to_owned())
    })
}

fn marked(object: &Object<String, Json>) -> Option<(&str, &Json)> {
    let (key, json) = object.iter().next()?;
    (object.len() == 1 && key.starts_with(MARK)).then_some((key.as_str(), json))
}

fn wrong(mark: &str, expected: &str) -> Error {
    Error::invalid(format!("the value with the key {mark:?} is none: expected {expected}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| Some((digit(high)? * 16 + digit(low)?) as u8);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}
