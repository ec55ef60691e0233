//! What holds for every input, tried with random ones for some seconds. A failure names the seed that shows it again.

#[cfg(feature = "manifest")]
mod manifest;
#[cfg(feature = "lua")]
mod payloads;
mod values;

use arbtest::arbitrary;
use rehearsal::{Map, Value};

/// How long each property is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 120_000 } else { 4_000 };

/// Tries a property until the time is over.
fn always(property: impl FnMut(&mut arbitrary::Unstructured<'_>) -> arbitrary::Result<()>) {
    arbtest::arbtest(property).budget_ms(MILLIS).run();
}

/// A text as a value.
fn text(u: &mut arbitrary::Unstructured<'_>) -> arbitrary::Result<Value> {
    let text: String = u.arbitrary()?;
    Ok(Value::Str(text.into()))
}

/// A value of any kind. Floats are finite if `finite` says so.
fn value(
    u: &mut arbitrary::Unstructured<'_>,
    depth: u32,
    finite: bool,
) -> arbitrary::Result<Value> {
    Ok(match u.int_in_range(0..=if depth == 0 { 5 } else { 7 })? {
        0 => Value::Nil,
        1 => Value::Bool(u.arbitrary()?),
        2 => Value::Int(u.arbitrary()?),
        3 => {
            let float: f64 = u.arbitrary()?;
            Value::Float(if finite && !float.is_finite() { 0.5 } else { float })
        }
        4 => text(u)?,
        5 => Value::Int(u.int_in_range(-3..=12)?),
        6 => {
            let length = u.int_in_range(0..=4)?;
            let items: arbitrary::Result<Vec<Value>> =
                (0..length).map(|_| value(u, depth - 1, finite)).collect();
            Value::list(items?)
        }
        _ => {
            let length = u.int_in_range(0..=4)?;
            let entries: arbitrary::Result<Map> =
                (0..length).map(|_| Ok((text(u)?, value(u, depth - 1, finite)?))).collect();
            Value::Map(entries?)
        }
    })
}
