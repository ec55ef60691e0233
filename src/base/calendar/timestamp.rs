//! [`Timestamp`]: an instant, wherever one stands.

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// An instant in Unix time, to the nanosecond.
///
/// Its seconds are all of `i64`, some 292 billion years either way; what would lie beyond becomes the first or the
/// last instant.
///
/// ```
/// use rehearsal::base::calendar::Timestamp;
///
/// let start = Timestamp::from_unix(1_700_000_000, 0);
/// let later = start.saturating_add(1_500_000_000);
/// assert_eq!((later.unix(), later.subsec_nanos()), (1_700_000_001, 500_000_000));
/// assert_eq!(later.since(start), 1_500_000_000);
/// assert_eq!(later.truncate(1_000_000_000), Timestamp::from_unix(1_700_000_001, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    /// Forward from `seconds`, below a second.
    nanos: u32,
}

impl Timestamp {
    /// Go's zero time, 0001-01-01 00:00:00 UTC. Multiples for [`round`](Self::round) are counted from it.
    pub const ZERO: Self = Self { seconds: -62_135_596_800, nanos: 0 };
    /// The first instant.
    pub const MIN: Self = Self { seconds: i64::MIN, nanos: 0 };
    /// The last instant.
    pub const MAX: Self = Self { seconds: i64::MAX, nanos: 999_999_999 };

    /// The instant so many seconds and nanoseconds after 1970-01-01 UTC; the nanoseconds may be any number.
    ///
    /// ```
    /// use rehearsal::base::calendar::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_unix(5, -1), Timestamp::from_unix(4, 999_999_999));
    /// ```
    pub const fn from_unix(seconds: i64, nanos: i64) -> Self {
        match seconds.checked_add(nanos.div_euclid(NANOS_PER_SECOND)) {
            Some(seconds) => Self { seconds, nanos: nanos.rem_euclid(NANOS_PER_SECOND) as u32 },
            None if nanos < 0 => Self::MIN,
            None => Self::MAX,
        }
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn unix(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since 1970; what lies before 1677 or after 2262 gives the smallest or the largest number.
    pub const fn unix_nanos(self) -> i64 {
        self.since(Self { seconds: 0, nanos: 0 })
    }

    /// The nanoseconds after [`unix`](Self::unix), 0 to 999,999,999.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// The instant so many nanoseconds later, or earlier if below zero.
    #[must_use]
    pub const fn saturating_add(self, nanos: i64) -> Self {
        // The sum of two numbers below a second, so that it cannot overflow.
        let rest = self.nanos as i64 + nanos % NANOS_PER_SECOND;
        match self.seconds.checked_add(nanos / NANOS_PER_SECOND) {
            Some(seconds) => Self::from_unix(seconds, rest),
            None if nanos < 0 => Self::MIN,
            None => Self::MAX,
        }
    }

    /// The nanoseconds since another instant; 292 years or more give the smallest or the largest number.
    pub const fn since(self, other: Self) -> i64 {
        let nanos = self.wide() - other.wide();
        if nanos > i64::MAX as i128 {
            i64::MAX
        } else if nanos < i64::MIN as i128 {
            i64::MIN
        } else {
            nanos as i64
        }
    }

    /// The last multiple of so many nanoseconds since [`ZERO`](Self::ZERO) that is not later; a step of zero or less
    /// changes nothing.
    #[must_use]
    pub const fn truncate(self, step: i64) -> Self {
        self.saturating_add(-self.past_multiple(step))
    }

    /// The nearest multiple of so many nanoseconds since [`ZERO`](Self::ZERO), the later one at half way; a step of
    /// zero or less changes nothing.
    #[must_use]
    pub const fn round(self, step: i64) -> Self {
        let past = self.past_multiple(step);
        if step <= 0 || past < step - past {
            self.saturating_add(-past)
        } else {
            self.saturating_add(step - past)
        }
    }

    /// The nanoseconds since the last multiple of a step.
    const fn past_multiple(self, step: i64) -> i64 {
        if step <= 0 {
            0
        } else {
            (self.wide() - Self::ZERO.wide()).rem_euclid(step as i128) as i64
        }
    }

    /// Nanoseconds since 1970 without an end.
    const fn wide(self) -> i128 {
        self.seconds as i128 * NANOS_PER_SECOND as i128 + self.nanos as i128
    }
}
