//! All models of a project.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fault::{Fault, Faults, Place};
use crate::model::Model;
use crate::{parse, resolve};

/// How many models there may be.
const MOST: usize = 1_000;

/// The types of a project's values, read from its files.
///
/// ```
/// use rehearsal_typed_kv::Models;
///
/// let models = Models::parse([
///     ("models/storage/ui_storage.rs", "pub struct CursorPosition { pub x: i32, pub y: i32 }"),
///     ("src/main.rs", "fn main() {}"), // is none of them
/// ])?;
/// assert_eq!(models.names().collect::<Vec<_>>(), ["CursorPosition"]);
/// # Ok::<(), Vec<rehearsal_typed_kv::Fault>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Models {
    /// In the order of the files, and in each as they stand.
    pub(crate) list: Vec<Model>,
    by_name: BTreeMap<Arc<str>, usize>,
}

impl Models {
    /// Reads those files that lie in `models/storage/`, wherever that folder is, and end in `.rs`; not those in folders
    /// below it. They are taken in the order of their paths, and all types know each other.
    ///
    /// # Errors
    /// All that is wrong with them, in the order of files and lines, a hundred at most.
    pub fn parse<P, T>(files: impl IntoIterator<Item = (P, T)>) -> Result<Self, Vec<Fault>>
    where
        P: AsRef<str>,
        T: AsRef<str>,
    {
        let mut files: Vec<(P, T)> =
            files.into_iter().filter(|(path, _)| Self::is_file(path.as_ref())).collect();
        files.sort_by(|(one, _), (other, _)| one.as_ref().cmp(other.as_ref()));
        let mut faults = Faults::default();
        let mut raw = Vec::new();
        for (path, text) in &files {
            let path = path.as_ref();
            raw.extend(parse::file(path, text.as_ref(), &mut faults));
            if raw.len() > MOST {
                let message = format!(
                    "with this file there are more than {MOST} types, which is all that there may be"
                );
                faults.add(path, Place::START, message);
                return Err(faults.into_list());
            }
        }
        let list = resolve::resolve(&raw, &mut faults);
        if !faults.is_empty() {
            return Err(faults.into_list());
        }
        Ok(Self::new(list))
    }

    pub(crate) fn new(list: Vec<Model>) -> Self {
        let mut by_name = BTreeMap::new(); // collected, it would be sorted first, by code of its own
        by_name.extend(list.iter().enumerate().map(|(at, model)| (model.name.as_str().into(), at)));
        Self { list, by_name }
    }

    /// Whether a path is one of a file of models: `…/models/storage/NAME.rs`.
    ///
    /// ```
    /// use rehearsal_typed_kv::Models;
    ///
    /// assert!(Models::is_file("models/storage/user_storage.rs"));
    /// assert!(Models::is_file("app/models/storage/user_storage.rs"));
    /// assert!(!Models::is_file("models/user.rs"));
    /// assert!(!Models::is_file("models/storage/old/user.rs"));
    /// ```
    pub fn is_file(path: &str) -> bool {
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        name.strip_suffix(".rs").is_some_and(|name| !name.is_empty())
            && parts.next() == Some("storage")
            && parts.next() == Some("models")
    }

    /// The names of all types, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_name.keys().map(|name| &**name)
    }

    /// Whether there is a type of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<(&Arc<str>, &Model)> {
        self.by_name.get_key_value(name).map(|(name, at)| (name, &self.list[*at]))
    }
}
