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

/// A word with a capital letter first.
pub(super) fn upper(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
