//! [`Zone`]: how far the clocks of a place are from UTC.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// The largest offset, just below a hundred hours: one that is written with two digits an hour.
const LARGEST_OFFSET: i64 = 100 * 3600 - 1;

/// A name and a fixed distance from UTC; there is no summer time. The local zone of a run is UTC.
///
/// It prints its name, as Go's `Location` does.
///
/// ```
/// use rehearsal::base::calendar::Zone;
///
/// let zone = Zone::fixed("IST", 5 * 3600 + 30 * 60);
/// assert_eq!(zone.to_string(), "IST");
/// assert_eq!(zone.offset(), 19_800);
/// assert_eq!(Zone::utc().to_string(), "UTC");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zone {
    name: Cow<'static, str>,
    offset: i32,
}

impl Zone {
    /// Coordinated universal time.
    pub const fn utc() -> Self {
        Self { name: Cow::Borrowed("UTC"), offset: 0 }
    }

    /// A zone so many seconds east of UTC, at most a hundred hours; more is cut to that.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Timestamp, Zone};
    ///
    /// let nameless = DateTime::new(Timestamp::from_unix(0, 0), Zone::fixed("", -12_600));
    /// assert_eq!(nameless.to_string(), "1969-12-31 20:30:00 -0330 -0330");
    /// ```
    pub fn fixed(name: impl Into<String>, offset: i64) -> Self {
        let offset = offset.clamp(-LARGEST_OFFSET, LARGEST_OFFSET) as i32;
        Self { name: Cow::Owned(name.into()), offset }
    }

    /// The name: `"UTC"`, or what [`fixed`](Self::fixed) was given, even if it is empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds east of UTC.
    pub fn offset(&self) -> i64 {
        self.offset.into()
    }

    /// The name as it stands in a date: a zone without one shows its offset.
    pub(super) fn write_name(&self, to: &mut dyn Write) -> fmt::Result {
        if self.name.is_empty() { self.write_offset(to, 2, "") } else { to.write_str(&self.name) }
    }

    /// The offset as sign and hours, with two parts also minutes, with three also seconds.
    pub(super) fn write_offset(
        &self,
        to: &mut dyn Write,
        parts: usize,
        separator: &str,
    ) -> fmt::Result {
        let offset = self.offset.unsigned_abs();
        to.write_char(if self.offset < 0 { '-' } else { '+' })?;
        write!(to, "{:02}", offset / 3600)?;
        for part in [offset / 60 % 60, offset % 60].iter().take(parts - 1) {
            write!(to, "{separator}{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
