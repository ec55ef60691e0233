//! What is wrong with a model, and where.

use std::fmt;

use proc_macro2::Span;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    pub const START: Self = Self { line: 1, column: 1 };

    /// Where a token begins.
    pub fn of(span: Span) -> Self {
        let start = span.start();
        Self { line: start.line, column: start.column + 1 }
    }
}

/// Something that is wrong with a model.
///
/// It prints as compilers do:
///
/// ```
/// use rehearsal_typed_kv::Models;
///
/// let file = ("models/storage/user_storage.rs", "pub struct User {\n    pub name: Sting,\n}\n");
/// let faults = Models::parse([file]).unwrap_err();
/// assert_eq!(
///     faults[0].to_string(),
///     "models/storage/user_storage.rs:2:15: there is no type `Sting`; did you mean `String`?",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct Fault {
    /// The path of the file, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// How many faults are told. Of more nobody learns anything.
const MOST: usize = 100;

/// The faults of some files.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, file: &str, place: Place, message: impl Into<String>) {
        let (file, message) = (file.to_owned(), message.into());
        self.0.push(Fault { file, line: place.line, column: place.column, message });
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of files and lines, each once.
    pub fn into_list(mut self) -> Vec<Fault> {
        self.0.sort();
        self.0.dedup();
        let more = self.0.len().saturating_sub(MOST);
        if more > 0 {
            self.0.truncate(MOST);
            if let Some(last) = self.0.last_mut() {
                last.message = format!("{} (and {more} more faults after this one)", last.message);
            }
        }
        self.0
    }
}
