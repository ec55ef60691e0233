//! What happened: plain records of 64 bytes, their texts and payloads beside them, and one hash over all of it.
//!
//! *Invariant:* nothing a reader does, a filter, a ring that is too small, or a page that is too slow, enters the hash.

mod digests;
mod event;
mod payloads;
mod recorder;
mod story;
mod texts;

pub use digests::Digests;
pub use event::{Kind, RECORD_WORDS, Record};
pub(crate) use event::{exit_flag, fault_flag, spawn_flag};
pub use recorder::{CHECK, Entry, Recorder};
pub use story::{details, line, story};
