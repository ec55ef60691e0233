//! Civil time: what the clocks and calendars of people show at an instant, as Go's package `time` has it.
//!
//! *Invariant:* integer arithmetic only. Nothing here asks a clock, a locale or a zone database of the machine, so a
//! date is the same text everywhere. What a region is, is handed in ([`Zone::region`]).
//!
//! A [`Timestamp`] is an instant; a [`Zone`] says how far the clocks of a place are from UTC; a [`DateTime`] is both.
//! [`layout`] has the layouts a date is written and read by, [`strftime`] is C's way of writing one.
//!
//! ```
//! use rehearsal::base::calendar::{DateTime, Zone, layout};
//!
//! let berlin = Zone::fixed("CET", 3600);
//! let date = DateTime::from_civil((2024, 1, 2), (15, 4, 5), 0, berlin);
//! assert_eq!(date.to_string(), "2024-01-02 15:04:05 +0100 CET");
//! assert_eq!(date.in_zone(Zone::utc()).format(layout::RFC1123), "Tue, 02 Jan 2024 14:04:05 UTC");
//! assert_eq!(DateTime::parse(layout::DATE_ONLY, "2024-01-02", &Zone::utc())?.unix(), 1_704_153_600);
//! # Ok::<(), rehearsal::base::calendar::ParseError>(())
//! ```

mod civil;
mod date_time;
mod element;
mod format;
pub mod layout;
mod parse;
mod reader;
mod region;
mod rule;
mod strftime;
mod timestamp;
mod zone;

pub use date_time::DateTime;
pub use parse::{Misfit, ParseError};
pub use strftime::{StrftimeError, strftime};
pub use timestamp::Timestamp;
pub use zone::Zone;
