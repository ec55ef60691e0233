//! The words everything else is written in: ids, time, randomness, values and errors.
//!
//! *Invariant:* nothing here knows a scheduler, a clock or a browser.

pub mod calendar;
mod error;
mod ids;
mod json;
mod json_layout;
#[cfg(any(feature = "lua", feature = "manifest"))]
pub mod modules;
mod nearest;
mod rich;
mod rng;
mod sort;
pub mod stored;
#[cfg(feature = "lua")]
mod tables;
mod text;
mod time;
mod value;

pub use error::{Error, ErrorKind};
pub use ids::{EntryId, ParseEntryIdError, ParsePidError, Pid};
pub use json::JsonError;
pub use nearest::nearest;
pub use rich::Rich;
pub use rng::Rng;
pub(crate) use sort::sort_by;
#[cfg(feature = "lua")]
pub(crate) use tables::{Node, TableCopy};
pub use text::{Str, mix};
pub use time::{Duration, IntoDuration, ParseDurationError, Time};
pub use value::{Map, Value};
