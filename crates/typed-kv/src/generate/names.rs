//! Names that are taken once.

use std::collections::BTreeSet;

/// The names of a scope. What is wanted twice gets underscores.
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which some names are taken already.
    pub fn without(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    pub fn take(&mut self, wanted: String) -> String {
        let mut name = wanted;
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

/// A word with a capital letter first, if it begins with one of ASCII.
pub(super) fn upper(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
