//! What stands beside a value, and is none of it.

use std::borrow::Cow;
use std::ops::Range;

/// A member that stands beside those of a value.
pub(super) struct Apart<'a> {
    pub key: Option<&'static str>,
    /// Where it stands, with its key, and its value.
    pub found: Vec<(Range<usize>, &'a str)>,
}

impl Apart<'_> {
    /// The text without it, if it stands there once: twice is a fault, so that nobody wants the text.
    pub fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let [(range, _)] = &self.found[..] else { return text.into() };
        let (before, after) = (text[..range.start].trim_end(), text[range.end..].trim_start());
        match before.strip_suffix(',') {
            Some(before) => [before, after].concat().into(),
            None => [before, after.strip_prefix(',').unwrap_or(after)].concat().into(),
        }
    }
}
