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
    /// Ids of texts asked for last, by their length and first letter: nearly all topics are among them.
    recent: [u32; 16],
}

impl Texts {
    pub fn intern(&mut self, text: &str) -> u32 {
        let Some(first) = text.as_bytes().first() else { return 0 };
        let place = (text.len() ^ usize::from(*first)) % 16;
        let id = self.recent[place];
        let recent = self.texts.get_index((id as usize).wrapping_sub(1));
        if recent.is_some_and(|(recent, ())| *recent == *text) {
            return id;
        }
        let id = self.find_or_add(text);
        self.recent[place] = id;
        id
    }

    fn find_or_add(&mut self, text: &str) -> u32 {
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
