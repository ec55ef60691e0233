//! JSON as text: read in one pass, without a tree, so that numbers stay as they were written.

mod reader;

use std::borrow::Cow;

use serde::de::IgnoredAny;

pub(crate) use reader::{Reader, compact};

/// Why a text is no JSON, as serde_json says it. Only whoever has [read](Reader) it and found a fault asks.
pub(crate) fn fault(text: &str) -> String {
    let read = serde_json::from_str::<IgnoredAny>(text);
    debug_assert!(read.is_err(), "serde_json takes it for JSON: {text}");
    read.err().map(|error| error.to_string()).unwrap_or_default()
}

/// A text as JSON.
pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a text can always be JSON")
}

/// What kind of value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// A text as it stands in JSON.
#[derive(Clone, Copy)]
pub(crate) struct Quoted<'a> {
    /// In its quotes.
    pub raw: &'a str,
    has_escapes: bool,
}

impl<'a> Quoted<'a> {
    /// What it says; none if its escapes make no characters.
    pub fn read(self) -> Option<Cow<'a, str>> {
        if self.has_escapes {
            return serde_json::from_str(self.raw).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(&self.raw[1..self.raw.len() - 1]))
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod random_tests;
#[cfg(test)]
mod tests;
