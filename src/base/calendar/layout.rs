//! Layouts: how Go's reference time, Mon Jan 2 15:04:05 MST 2006, would be written.
//!
//! | part | as |
//! |---|---|
//! | year | `2006` `06` |
//! | month | `Jan` `January` `01` `1` |
//! | day of the week | `Mon` `Monday` |
//! | day of the month, of the year | `2` `_2` `02`; `__2` `002` |
//! | hour | `15`; `3` `03` with `PM` or `pm` |
//! | minute, second | `4` `04`; `5` `05` |
//! | fraction of the second | `.000` with that many digits, `.999` without zeros at the end; also after a comma |
//! | zone | `MST`; `-07` `-0700` `-07:00` `-070000` `-07:00:00`; with `Z` for `-` UTC is a `Z` |
//!
//! Everything else stands for itself. In a text to be read there may be a fraction after the second even if the layout
//! has none, and any number of blanks where it has one.
//!
//! ```
//! use rehearsal::base::calendar::{DateTime, Zone, layout};
//!
//! let date = DateTime::parse("2 Jan 2006, 3:04pm", "14 Mar 2024, 9:26pm", &Zone::utc())?;
//! assert_eq!(date.format(layout::DATE_TIME), "2024-03-14 21:26:00");
//! assert_eq!(date.format("Monday, day 002, 15.04"), "Thursday, day 074, 21.26");
//! # Ok::<(), rehearsal::base::calendar::ParseError>(())
//! ```

/// Every layout with a name, and that name.
///
/// ```
/// use rehearsal::base::calendar::layout;
///
/// assert!(layout::NAMED.contains(&("KITCHEN", "3:04PM")));
/// ```
pub const NAMED: [(&str, &str); 18] = [
    ("RFC3339", RFC3339),
    ("RFC3339NANO", RFC3339NANO),
    ("RFC822", RFC822),
    ("RFC822Z", RFC822Z),
    ("RFC850", RFC850),
    ("RFC1123", RFC1123),
    ("RFC1123Z", RFC1123Z),
    ("KITCHEN", KITCHEN),
    ("STAMP", STAMP),
    ("STAMP_MILLI", STAMP_MILLI),
    ("STAMP_MICRO", STAMP_MICRO),
    ("STAMP_NANO", STAMP_NANO),
    ("DATE_TIME", DATE_TIME),
    ("DATE_ONLY", DATE_ONLY),
    ("TIME_ONLY", TIME_ONLY),
    ("ANSIC", ANSIC),
    ("UNIXDATE", UNIXDATE),
    ("RUBYDATE", RUBYDATE),
];

/// `2024-01-02T15:04:05Z`, as on the internet.
pub const RFC3339: &str = "2006-01-02T15:04:05Z07:00";
/// `2024-01-02T15:04:05.9Z`, to the nanosecond.
pub const RFC3339NANO: &str = "2006-01-02T15:04:05.999999999Z07:00";
/// `02 Jan 24 15:04 UTC`
pub const RFC822: &str = "02 Jan 06 15:04 MST";
/// `02 Jan 24 15:04 +0000`
pub const RFC822Z: &str = "02 Jan 06 15:04 -0700";
/// `Tuesday, 02-Jan-24 15:04:05 UTC`
pub const RFC850: &str = "Monday, 02-Jan-06 15:04:05 MST";
/// `Tue, 02 Jan 2024 15:04:05 UTC`
pub const RFC1123: &str = "Mon, 02 Jan 2006 15:04:05 MST";
/// `Tue, 02 Jan 2024 15:04:05 +0000`
pub const RFC1123Z: &str = "Mon, 02 Jan 2006 15:04:05 -0700";
/// `3:04PM`
pub const KITCHEN: &str = "3:04PM";
/// `Jan  2 15:04:05`
pub const STAMP: &str = "Jan _2 15:04:05";
/// `Jan  2 15:04:05.000`
pub const STAMP_MILLI: &str = "Jan _2 15:04:05.000";
/// `Jan  2 15:04:05.000000`
pub const STAMP_MICRO: &str = "Jan _2 15:04:05.000000";
/// `Jan  2 15:04:05.000000000`
pub const STAMP_NANO: &str = "Jan _2 15:04:05.000000000";
/// `2024-01-02 15:04:05`
pub const DATE_TIME: &str = "2006-01-02 15:04:05";
/// `2024-01-02`
pub const DATE_ONLY: &str = "2006-01-02";
/// `15:04:05`
pub const TIME_ONLY: &str = "15:04:05";
/// `Tue Jan  2 15:04:05 2024`, as C's `asctime`.
pub const ANSIC: &str = "Mon Jan _2 15:04:05 2006";
/// `Tue Jan  2 15:04:05 UTC 2024`, as the command `date`.
pub const UNIXDATE: &str = "Mon Jan _2 15:04:05 MST 2006";
/// `Tue Jan 02 15:04:05 +0000 2024`
pub const RUBYDATE: &str = "Mon Jan 02 15:04:05 -0700 2006";
