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

    /// Puts a value under a key, if it adds no more bytes than there is room for; answers the one that was there, or gives back
    /// the one that has no room. One that is not larger than the value before has it, whatever the limits are now.
    pub fn put(&mut self, key: &str, entry: Entry, room: usize) -> Result<Option<Entry>, Entry> {
        let place = self.items.get_mut(key);
        let freed = place.as_ref().map_or(0, |before| before.bytes);
        if entry.bytes.saturating_sub(freed) > room {
            return Err(entry);
        }
        self.bytes += entry.bytes;
        self.bytes -= freed;
        match place {
            Some(place) => Ok(Some(mem::replace(place, entry))),
            None => {
                self.items.insert(key.into(), entry);
                Ok(None)
            }
        }
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
