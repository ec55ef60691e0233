//! Values in a run file: JSON as it is, and what JSON does not have in objects with one key that begins with `$`.

use crate::base::{Error, ErrorKind, Map, Value};

/// `$bytes`, `$float`, `$map`, `$payloads`, `$error`.
const MARK: char = '$';

/// A value whose JSON [`read`] makes the same value of.
///
/// # Errors
/// `INVALID`: tables of a script with more than plain data in them.
pub fn write(value: &Value) -> Result<Value, Error> {
    let all = |values: &[Value]| -> Result<Value, Error> {
        Ok(Value::list(values.iter().map(write).collect::<Result<Vec<_>, _>>()?))
    };
    Ok(match value {
        Value::Float(number) if !number.is_finite() => marked("$float", number.to_string().into()),
        Value::Nil | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) => {
            value.clone()
        }
        Value::Bytes(bytes) => marked("$bytes", hex(bytes).into()),
        Value::List(items) => all(items)?,
        Value::Map(map) if is_plain(map) => {
            let entry = |(key, value): (&Value, &Value)| Ok((key.clone(), write(value)?));
            Value::Map(
                map.iter().map(entry).collect::<Result<Vec<_>, Error>>()?.into_iter().collect(),
            )
        }
        Value::Map(map) => {
            let pair =
                |(key, value): (&Value, &Value)| Ok(Value::list([write(key)?, write(value)?]));
            marked("$map", Value::list(map.iter().map(pair).collect::<Result<Vec<_>, Error>>()?))
        }
        Value::Rich(_) => match (value.as_error(), value.payloads()) {
            (Some(error), _) => marked("$error", write(&error.to_value())?),
            (None, [Value::Rich(_)]) => {
                return Err(Error::invalid(
                    "a table of a script that holds itself, or has a metatable, cannot be written to a file",
                ));
            }
            (None, payloads) => marked("$payloads", all(payloads)?),
        },
    })
}

fn marked(mark: &'static str, value: Value) -> Value {
    Value::map([(mark, value)])
}

/// Whether a map is an object of JSON that nothing else can be taken for.
fn is_plain(map: &Map) -> bool {
    map.iter().all(|(key, _)| key.as_str().is_some()) && mark_of(map).is_none()
}

/// The only key, if it is a mark, and what belongs to it.
fn mark_of(map: &Map) -> Option<(&str, &Value)> {
    let (key, value) = map.iter().next()?;
    let mark = key.as_str().filter(|key| key.starts_with(MARK))?;
    (map.len() == 1).then_some((mark, value))
}

/// The value that was written.
///
/// # Errors
/// `INVALID`: an object with a mark that nobody knows, or with something else behind it.
pub fn read(written: &Value) -> Result<Value, Error> {
    let all = |items: &[Value]| items.iter().map(read).collect::<Result<Vec<_>, _>>();
    let map = match written {
        Value::List(items) => return Ok(Value::list(all(items)?)),
        Value::Map(map) => map,
        plain => return Ok(plain.clone()),
    };
    let Some((mark, value)) = mark_of(map) else {
        let entry = |(key, value): (&Value, &Value)| Ok((key.clone(), read(value)?));
        let entries = map.iter().map(entry).collect::<Result<Vec<_>, Error>>()?;
        return Ok(Value::Map(entries.into_iter().collect()));
    };
    match (mark, value) {
        ("$float", Value::Str(text)) => match &**text {
            "NaN" => Ok(Value::Float(f64::NAN)),
            "inf" => Ok(Value::Float(f64::INFINITY)),
            "-inf" => Ok(Value::Float(f64::NEG_INFINITY)),
            _ => Err(wrong(mark, "NaN, inf or -inf")),
        },
        ("$bytes", Value::Str(text)) => {
            let bytes = unhex(text).ok_or_else(|| wrong(mark, "an even number of hex digits"));
            Ok(Value::Bytes(bytes?.into()))
        }
        ("$map", Value::List(pairs)) => {
            let pair = |pair: &Value| match pair.as_list() {
                Some([key, value]) => Ok((read(key)?, read(value)?)),
                _ => Err(wrong(mark, "pairs of a key and a value")),
            };
            let pairs = pairs.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
            Ok(Value::Map(pairs.into_iter().collect()))
        }
        ("$payloads", Value::List(items)) => Ok(Value::several(all(items)?)),
        ("$error", error) => Ok(Value::from(error_of(&read(error)?)?)),
        _ => Err(Error::invalid(format!(
            "an object with the only key {mark:?} is no value: such keys are $float, $bytes, $map, $payloads and $error, \
             with what belongs to them"
        ))),
    }
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
    let error = Error::new(kind, message.to_owned());
    Ok(Error { retryable, details: details.cloned().map(Box::new), ..error })
}

fn wrong(mark: &str, expected: &str) -> Error {
    Error::invalid(format!("behind {mark:?} stands {expected}"))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| Some((digit(high)? * 16 + digit(low)?) as u8);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}
