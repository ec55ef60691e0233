//! [`DateTime`]: an instant as the clocks of a zone show it.

use super::civil;
use super::timestamp::Timestamp;
use super::zone::Zone;

const DAY: i64 = 86_400;
/// More than the years that seconds in an `i64` can count, and few enough to count the days of.
const FAR_YEAR: i64 = 300_000_000_000;

/// An instant as the clocks of a zone show it.
///
/// It prints as Go's `Time` does. `==` asks for the same instant in the same zone, [`equal`](Self::equal) for the same
/// instant.
///
/// ```
/// use rehearsal::base::calendar::{DateTime, Zone};
///
/// let date = DateTime::from_civil((2024, 1, 2), (15, 4, 5), 900_000_000, Zone::utc());
/// assert_eq!(date.to_string(), "2024-01-02 15:04:05.9 +0000 UTC");
/// assert_eq!((date.weekday(), date.year_day()), (2, 2)); // a Tuesday
///
/// let moved = date.in_zone(Zone::fixed("EST", -5 * 3600));
/// assert_eq!(moved.clock(), (10, 4, 5));
/// assert!(moved.equal(&date) && moved != date);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    timestamp: Timestamp,
    zone: Zone,
}

impl DateTime {
    /// An instant, seen from a zone.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Timestamp, Zone};
    ///
    /// let date = DateTime::new(Timestamp::from_unix(1_000_000_000, 0), Zone::utc());
    /// assert_eq!(date.to_string(), "2001-09-09 01:46:40 +0000 UTC");
    /// ```
    pub const fn new(timestamp: Timestamp, zone: Zone) -> Self {
        Self { timestamp, zone }
    }

    /// The instant at which the clocks of a zone show that year, month and day, that hour, minute and second.
    ///
    /// What is too large or too small carries over: October 32nd is November 1st, and day 0 is the last of the month
    /// before. What no [`Timestamp`] reaches gives the first or the last.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone};
    ///
    /// let date = DateTime::from_civil((2023, 14, 0), (25, -1, 61), -1, Zone::utc());
    /// assert_eq!(date.to_string(), "2024-02-01 01:00:00.999999999 +0000 UTC");
    /// ```
    pub fn from_civil(
        (year, month, day): (i64, i64, i64),
        (hour, minute, second): (i64, i64, i64),
        nanos: i64,
        zone: Zone,
    ) -> Self {
        let months = month.saturating_sub(1);
        let year = year.saturating_add(months.div_euclid(12)).clamp(-FAR_YEAR, FAR_YEAR);
        let local = civil::days_to(year, months.rem_euclid(12) + 1, 1)
            .saturating_add(day.saturating_sub(1))
            .saturating_mul(DAY)
            .saturating_add(hour.saturating_mul(3600))
            .saturating_add(minute.saturating_mul(60))
            .saturating_add(second);
        // Before the offset is looked up: nanoseconds may carry over a change of the clocks.
        let local = Timestamp::from_unix(local, nanos);
        let (seconds, nanos) = (local.unix(), local.subsec_nanos().into());
        let seconds = seconds.saturating_sub(zone.offset_of_local(seconds));
        Self::new(Timestamp::from_unix(seconds, nanos), zone)
    }

    /// The instant.
    pub const fn timestamp(&self) -> Timestamp {
        self.timestamp
    }

    /// The zone it is seen from.
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The same instant, seen from another zone.
    #[must_use]
    pub fn in_zone(&self, zone: Zone) -> Self {
        Self::new(self.timestamp, zone)
    }

    /// How many seconds its clocks are east of UTC.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Timestamp, Zone};
    ///
    /// let date = DateTime::new(Timestamp::ZERO, Zone::fixed("EST", -5 * 3600));
    /// assert_eq!((date.offset(), date.abbreviation()), (-18_000, "EST"));
    /// ```
    pub fn offset(&self) -> i64 {
        self.zone.offset_at(self.timestamp)
    }

    /// What the time of its clocks is called; empty for a fixed zone without a name.
    pub fn abbreviation(&self) -> &str {
        self.zone.abbreviation_at(self.timestamp)
    }

    /// Whole seconds since 1970 UTC, rounded down.
    pub const fn unix(&self) -> i64 {
        self.timestamp.unix()
    }

    /// Nanoseconds since 1970 UTC; see [`Timestamp::unix_nanos`].
    pub const fn unix_nanos(&self) -> i64 {
        self.timestamp.unix_nanos()
    }

    /// Whether it is Go's zero time, the first instant of year 1 in UTC.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone};
    ///
    /// assert!(DateTime::from_civil((1, 1, 1), (0, 0, 0), 0, Zone::utc()).is_zero());
    /// assert!(!DateTime::from_civil((1970, 1, 1), (0, 0, 0), 0, Zone::utc()).is_zero());
    /// ```
    pub fn is_zero(&self) -> bool {
        self.timestamp == Timestamp::ZERO
    }

    /// Year, month and day.
    pub fn date(&self) -> (i64, i64, i64) {
        civil::date_of(self.day_count())
    }

    /// Hour, minute and second.
    pub fn clock(&self) -> (i64, i64, i64) {
        let seconds = self.local_seconds().rem_euclid(DAY);
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// The year; 0 is the one before 1.
    pub fn year(&self) -> i64 {
        self.date().0
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> i64 {
        self.date().1
    }

    /// The day of the month, 1 to 31.
    pub fn day(&self) -> i64 {
        self.date().2
    }

    /// The hour, 0 to 23.
    pub fn hour(&self) -> i64 {
        self.clock().0
    }

    /// The minute, 0 to 59.
    pub fn minute(&self) -> i64 {
        self.clock().1
    }

    /// The second, 0 to 59; there are no leap seconds.
    pub fn second(&self) -> i64 {
        self.clock().2
    }

    /// The nanosecond within the second, 0 to 999,999,999.
    pub fn nanosecond(&self) -> i64 {
        self.timestamp.subsec_nanos().into()
    }

    /// The day of the week, 0 for Sunday.
    pub fn weekday(&self) -> i64 {
        civil::weekday(self.day_count())
    }

    /// The day of the year, 1 to 366.
    pub fn year_day(&self) -> i64 {
        let (year, month, day) = self.date();
        civil::year_day(year, month, day)
    }

    /// The date so many nanoseconds later, or earlier if below zero.
    #[must_use]
    pub fn add(&self, nanos: i64) -> Self {
        Self::new(self.timestamp.saturating_add(nanos), self.zone.clone())
    }

    /// The same time of day so many years, months and days later; it carries over as [`from_civil`](Self::from_civil)
    /// does.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone};
    ///
    /// let date = DateTime::from_civil((2011, 10, 31), (12, 0, 0), 0, Zone::utc());
    /// assert_eq!(date.add_date(0, 1, 0).date(), (2011, 12, 1)); // there is no November 31st
    /// assert_eq!(date.add_date(-1, 0, 1).date(), (2010, 11, 1));
    /// ```
    #[must_use]
    pub fn add_date(&self, years: i64, months: i64, days: i64) -> Self {
        let (year, month, day) = self.date();
        let date =
            (year.saturating_add(years), month.saturating_add(months), day.saturating_add(days));
        Self::from_civil(date, self.clock(), self.nanosecond(), self.zone.clone())
    }

    /// The nanoseconds since another date; 292 years or more give the smallest or the largest number.
    pub const fn sub(&self, other: &Self) -> i64 {
        self.timestamp.since(other.timestamp)
    }

    /// Whether it comes before another date, whatever the zones.
    pub fn before(&self, other: &Self) -> bool {
        self.timestamp < other.timestamp
    }

    /// Whether it comes after another date, whatever the zones.
    pub fn after(&self, other: &Self) -> bool {
        self.timestamp > other.timestamp
    }

    /// Whether it is the same instant as another date, whatever the zones.
    pub fn equal(&self, other: &Self) -> bool {
        self.timestamp == other.timestamp
    }

    /// Down to a multiple of so many nanoseconds; see [`Timestamp::truncate`].
    ///
    /// The multiples are counted in UTC, so a day need not begin at midnight of the zone.
    #[must_use]
    pub fn truncate(&self, step: i64) -> Self {
        Self::new(self.timestamp.truncate(step), self.zone.clone())
    }

    /// To the nearest multiple of so many nanoseconds; see [`Timestamp::round`].
    #[must_use]
    pub fn round(&self, step: i64) -> Self {
        Self::new(self.timestamp.round(step), self.zone.clone())
    }

    /// What clocks that had always stood in this zone would have counted since their 1970.
    fn local_seconds(&self) -> i64 {
        self.timestamp.unix().saturating_add(self.offset())
    }

    /// Days since 1970-01-01 of the zone.
    pub(super) fn day_count(&self) -> i64 {
        self.local_seconds().div_euclid(DAY)
    }
}
