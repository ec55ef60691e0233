//! Exports: a run in the formats of other tools.
//!
//! An [`Export`] makes the run again from its file, reads each event as it is recorded, and gives text out as it goes: so it has
//! all events, however many there are, holds only what the format needs to know of them, and touches no run that is played.
//!
//! *Invariant:* no event is left out that nobody has deselected. A format that shows only so many says so in its own text.

mod about;
mod cast;
mod clocks;
mod csv;
mod driver;
mod figures;
mod format;
mod json;
mod jsonl;
mod mermaid;
mod perfetto;
mod selection;
mod shiviz;
mod svg;
mod words;
mod writer;

pub(crate) use cast::Cast;
pub use driver::{Export, Exported};
pub use format::Format;
pub use selection::{Selection, Who};
pub(crate) use words::{ending, short, timer};
