//! Interned texts: topics, names, entry ids. Ids are dense and start at 1; 0 is "none".

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::base::{Str, mix};

/// The texts of a run, each kept once, in the order of their first use.
#[derive(Default)]
pub struct Texts {
    texts: IndexMap<Str, (), FxBuildHasher>,
    /// Content hashes by id; that of "none" is first.
    hashes: Vec<u64>,
    bytes: u64,
}

impl Texts {
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(index) = self.texts.get_index_of(text) {
            return index as u32 + 1;
        }
        self.bytes += 64 + text.len() as u64;
        if self.hashes.is_empty() {
            self.hashes.push(0);
        }
        self.hashes.push(mix(0x7e87, text.as_bytes()));
        self.texts.insert(Str::new(text), ());
        self.texts.len() as u32
    }

    pub fn get(&self, id: u32) -> Str {
        let index = (id as usize).wrapping_sub(1);
        self.texts.get_index(index).map(|(text, _)| text.clone()).unwrap_or_default()
    }

    pub fn content_hash(&self, id: u32) -> u64 {
        self.hashes.get(id as usize).copied().unwrap_or(0)
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Logical bytes that all of them take.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}
