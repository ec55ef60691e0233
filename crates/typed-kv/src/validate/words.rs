//! What messages call types and values.

use crate::Models;
use crate::json::Kind;
use crate::model::{Float, Type};

/// Of a text that serde_json finds no characters for.
pub(super) const BAD_ESCAPE: &str =
    "the escapes of this text make no characters: one half of a surrogate pair stands alone";

/// `a text (String)`.
pub(super) fn of_type(models: &Models, ty: &Type) -> String {
    match ty {
        Type::Bool => "true or false (bool)".into(),
        Type::Int(int) => format!("a whole number ({})", int.name),
        Type::Float(Float::F32) => "a number (f32)".into(),
        Type::Float(Float::F64) => "a number (f64)".into(),
        Type::Char => "a text of one character (char)".into(),
        Type::Text => "a text (String)".into(),
        Type::Option(inner) => format!("{}, or null", of_type(models, inner)),
        Type::List(_) => "a list".into(),
        Type::Map(_) => "an object with any keys".into(),
        Type::Tuple(parts) => format!("a list of {}", parts.len()),
        Type::Model(at) => models.list[*at].name.clone(),
    }
}

/// `the number 7`.
pub(super) fn of_value(kind: Kind, raw: &str) -> String {
    match kind {
        Kind::Null => "null".into(),
        Kind::Bool => raw.into(),
        Kind::Number => format!("the number {}", shortened(raw)),
        Kind::Text => format!("the text {}", shortened(raw)),
        Kind::List => "a list".into(),
        Kind::Object => "an object".into(),
    }
}

/// The beginning of what may be long.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
