//! The store's work in slices, with everything recorded handed to a reader: what the page sees of a run.

use js_sys::Uint32Array;
use rehearsal::Time;
use rehearsal::runtime::{Budget, Next};
use rehearsal::trace::RECORD_WORDS;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ours::Clients;

/// One client and a store, whose run can be interrupted and read.
#[wasm_bindgen]
pub struct Reading {
    clients: Clients,
    size: u32,
    read: u64,
}

#[wasm_bindgen]
impl Reading {
    /// Ready to go, with everything so far counted as read.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(traced: bool) -> Self {
        Self { clients: Clients::new(1, traced), size: 0, read: 0 }
    }

    /// Tells the client to do `size` requests. Everything recorded before counts as read.
    pub fn begin(&mut self, size: u32) {
        self.read = self.clients.sim.kernel().trace().total();
        self.size = size;
        self.clients.begin(size);
    }

    /// Takes so many turns. False when there is nothing left to do.
    pub fn run(&mut self, turns: u32) -> bool {
        let budget = Budget::turns(turns.into());
        self.clients.sim.kernel().run(Time::MAX, budget) == Next::AtOnce
    }

    /// Records that nobody has read.
    pub fn unread(&mut self) -> u32 {
        (self.clients.sim.kernel().trace().total() - self.read) as u32
    }

    /// Copies unread records, as many as fit, and gives their number.
    ///
    /// # Errors
    /// Some are lost: the ring has gone over them.
    pub fn take(&mut self, into: &Uint32Array) -> Result<u32, JsError> {
        let trace = self.clients.sim.kernel().trace();
        if self.read + 1 < trace.first() {
            return Err(JsError::new("records are lost: they were read too late"));
        }
        let mut room = into.length() as usize / RECORD_WORDS * RECORD_WORDS;
        let mut copied = 0;
        for words in trace.words_from(self.read + 1) {
            let words = &words[..words.len().min(room)];
            let end = (copied + words.len()) as u32;
            into.subarray(copied as u32, end).copy_from(words);
            copied += words.len();
            room -= words.len();
        }
        let records = copied / RECORD_WORDS;
        self.read += records as u64;
        Ok(records as u32)
    }

    /// Looks whether the answers were right.
    ///
    /// # Errors
    /// They were not.
    pub fn check(&mut self) -> Result<(), JsError> {
        self.clients.check(self.size).map_err(|wrong| JsError::new(&wrong))
    }
}
