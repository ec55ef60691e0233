//! Two runs side by side: where they part, and why they may.
//!
//! A [`Compare`] makes both again from their files, in step, and holds each event of one against that of the other, by what they
//! hold: so it finds the first that differs, however many there are, and keeps no more of them than the engine does. A file whose run is
//! made again as another one can be held against what it says of its events itself.
//!
//! *Invariant:* the numbers that texts and payloads are kept under differ from run to run, and are never compared.

mod driver;
mod event;
mod reasons;
mod report;
mod side;

pub use driver::Compare;
pub use event::{Difference, Field, Told};
pub use reasons::{InputTold, Reason, Which};
pub use report::{Report, Shown};
