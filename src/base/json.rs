//! Values as JSON text and back.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq};
use serde_json::Serializer;

use super::Value;
use super::json_layout::Layout;

/// A text is no JSON; says where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON: {0}")]
pub struct JsonError(String);

impl Value {
    /// Reads JSON. Integers that fit 64 bits stay integers, larger ones become floats.
    ///
    /// ```
    /// use rehearsal::Value;
    ///
    /// let value = Value::from_json(r#"{"n": 9007199254740993, "x": 1.0}"#)?;
    /// assert_eq!(value.get("n"), &Value::Int(9_007_199_254_740_993));
    /// assert_eq!(value.get("x"), &Value::Float(1.0));
    /// assert!(Value::from_json("{key: 1}").unwrap_err().to_string().starts_with("not JSON: "));
    /// # Ok::<(), rehearsal::JsonError>(())
    /// ```
    ///
    /// # Errors
    /// Text that is no JSON, or nested deeper than 128.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        serde_json::from_str(text).map_err(|error| JsonError(error.to_string()))
    }

    /// One line of JSON. NaN and infinities, which JSON does not have, become `null`; bytes a list of numbers.
    pub fn to_json(&self) -> String {
        self.laid_out(Layout::Line)
    }

    /// JSON, indented by two.
    pub fn to_json_pretty(&self) -> String {
        self.laid_out(Layout::Indented { depth: 0, filled: false })
    }

    fn laid_out(&self, layout: Layout) -> String {
        let mut text = Vec::new();
        let written = self.serialize(&mut Serializer::with_formatter(&mut text, layout));
        written.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default()
    }
}

impl Serialize for Value {
    fn serialize<S: ser::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nil => to.serialize_unit(),
            Self::Bool(bool) => to.serialize_bool(*bool),
            Self::Int(number) => to.serialize_i64(*number),
            Self::Float(number) => to.serialize_f64(*number),
            Self::Str(text) => to.serialize_str(text),
            Self::Bytes(bytes) => to.serialize_bytes(bytes),
            Self::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Map(map) => {
                let mut table = to.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    match key {
                        Self::Str(text) => table.serialize_entry(text.as_str(), value)?,
                        other => table.serialize_entry(&other.to_json(), value)?,
                    }
                }
                table.end()
            }
            Self::Rich(rich) => rich.plain.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Value, E> {
        Ok(Value::Bool(bool))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Value::from(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = table.next_entry::<String, Value>()? {
            entries.push((Value::from(key), value));
        }
        Ok(Value::Map(entries.into_iter().collect()))
    }
}
