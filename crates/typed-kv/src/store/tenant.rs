//! What one tenant has.

use std::collections::BTreeMap;
use std::mem;
use std::ops::Bound;
use std::sync::Arc;

/// Values by `Type:key`.
#[derive(Debug, Default)]
pub(super) struct Tenant {
    items: BTreeMap<Arc<str>, Entry>,
    bytes: usize,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub json: Box<str>,
    /// The last instant at which it is there.
    pub expires_at: Option<u64>,
    /// What it counts as, with its key.
    pub bytes: usize,
}

impl Entry {
    pub fn is_over(&self, now: u64) -> bool {
        self.expires_at.is_some_and(|end| end < now)
    }
}

impl Tenant {
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.items.get(key)
    }

    /// A key as it is kept.
    pub fn key(&self, key: &str) -> Option<&Arc<str>> {
        self.items.get_key_value(key).map(|(key, _)| key)
    }

    /// Puts a value under a key; answers the one that was there.
    pub fn put(&mut self, key: &str, entry: Entry) -> Option<Entry> {
        self.bytes += entry.bytes;
        if let Some(place) = self.items.get_mut(key) {
            let before = mem::replace(place, entry);
            self.bytes -= before.bytes;
            return Some(before);
        }
        self.items.insert(key.into(), entry);
        None
    }

    pub fn remove(&mut self, key: &str) -> Option<(Arc<str>, Entry)> {
        let (key, entry) = self.items.remove_entry(key)?;
        self.bytes -= entry.bytes;
        Some((key, entry))
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Entry)> {
        self.items.iter()
    }

    /// Those whose keys begin with a text, without a look at others.
    pub fn starting_with(&self, text: &str) -> impl Iterator<Item = (&Arc<str>, &Entry)> + use<'_> {
        let from = (Bound::Included(text), Bound::Unbounded);
        let text = text.to_owned();
        self.items.range::<str, _>(from).take_while(move |(key, _)| key.starts_with(&text))
    }
}
