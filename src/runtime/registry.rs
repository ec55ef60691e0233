//! Names of processes.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::base::{Str, nearest, sort_by};

/// Who holds which name.
#[derive(Default)]
pub(super) struct Registry {
    names: IndexMap<Str, u32, FxBuildHasher>,
    /// Counts changes, so that a reader knows when to look again.
    version: u64,
}

impl Registry {
    pub fn get(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// Gives a free name to a process. False if somebody holds it.
    pub fn insert(&mut self, name: Str, number: u32) -> bool {
        if self.names.contains_key(&name) {
            return false;
        }
        self.names.insert(name, number);
        self.version += 1;
        true
    }

    pub fn remove(&mut self, name: &str) -> Option<u32> {
        let number = self.names.swap_remove(name)?;
        self.version += 1;
        Some(number)
    }

    /// All names, sorted.
    pub fn sorted(&self) -> Vec<(Str, u32)> {
        let mut names: Vec<_> = self.names.iter().map(|(name, n)| (name.clone(), *n)).collect();
        sort_by(&mut names, Ord::cmp);
        names
    }

    /// The name most like a wrong one.
    pub fn nearest(&self, wrong: &str) -> Option<Str> {
        // A thousand names are enough to look at for a hint.
        nearest(wrong, self.names.keys().take(1_000)).cloned()
    }

    pub fn version(&self) -> u64 {
        self.version
    }
}
