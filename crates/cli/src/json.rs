//! JSON as it is typed and shown: with all digits of its numbers, and the keys of objects in order.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::value::RawValue;

/// How many lists and objects may lie in each other: of more, a store keeps nothing.
const DEPTH: usize = 127;

/// A JSON value. A number is the text that it was: `1e400` and integers of any length lose nothing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Json {
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
    /// A number, a truth value, or null.
    Plain(Box<RawValue>),
}

impl Json {
    /// Reads JSON. Of equal keys in an object the last one counts.
    ///
    /// # Errors
    /// The text is no JSON, or more than 127 levels deep.
    pub fn parse(text: &str) -> Result<Self> {
        let value = serde_json::from_str(text).context("not JSON")?;
        Self::of(value, DEPTH)
    }

    fn of(value: &RawValue, levels: usize) -> Result<Self> {
        let text = value.get();
        let below = || levels.checked_sub(1).context("more than 127 levels deep");
        Ok(match text.as_bytes().first() {
            Some(b'"') => Self::Text(serde_json::from_str(text).context("not JSON")?),
            Some(b'[') => {
                let (items, levels): (Vec<&RawValue>, _) = (serde_json::from_str(text)?, below()?);
                Self::List(
                    items.into_iter().map(|item| Self::of(item, levels)).collect::<Result<_>>()?,
                )
            }
            Some(b'{') => {
                let (entries, levels): (BTreeMap<String, &RawValue>, _) =
                    (serde_json::from_str(text)?, below()?);
                let entry = |(key, value)| Ok((key, Self::of(value, levels)?));
                Self::Object(entries.into_iter().map(entry).collect::<Result<_>>()?)
            }
            _ => Self::Plain(value.to_owned()),
        })
    }
}
