//! Virtual time: [`Time`] is an instant of a run, [`Duration`] a span, both in nanoseconds.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// An instant of virtual time: nanoseconds since the run began. The runtime asks no clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

impl Time {
    /// The beginning of the run.
    pub const ZERO: Self = Self(0);
    /// Later than everything: the ceiling of a run that goes as fast as it can.
    pub const MAX: Self = Self(u64::MAX);

    /// The instant `nanos` after the beginning.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the beginning.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The span since an earlier instant; zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Time {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.as_nanos()))
    }
}

impl Sub for Time {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// A span of virtual time in nanoseconds. It reads `"100ms"`, `"1h30m"`, `"1.5s"`, and prints them as Go does.
///
/// ```
/// use rehearsal::Duration;
///
/// let span: Duration = "1h30m".parse()?;
/// assert_eq!(span, Duration::from_secs(5400));
/// assert_eq!(span.to_string(), "1h30m0s");
/// assert_eq!(Duration::from_millis(250).to_string(), "250ms");
/// assert!("soon".parse::<Duration>().is_err());
/// # Ok::<(), rehearsal::ParseDurationError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// A span of microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros.saturating_mul(1_000))
    }

    /// A span of milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// A span of seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1_000_000_000))
    }

    /// The span in nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The span times a factor; what is below zero or not a number gives zero, what is too long the longest.
    #[must_use]
    pub fn mul_f64(self, factor: f64) -> Self {
        // `as` saturates and takes NaN for zero, which is the rule above.
        Self((self.0 as f64 * factor) as u64)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0;
        let fraction = |f: &mut fmt::Formatter<'_>, whole: u64, rest: u64, width: usize, unit| {
            if rest == 0 {
                return write!(f, "{whole}{unit}");
            }
            let digits = format!("{rest:0width$}");
            write!(f, "{whole}.{}{unit}", digits.trim_end_matches('0'))
        };
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanos}ns"),
            1_000..1_000_000 => fraction(f, nanos / 1_000, nanos % 1_000, 3, "µs"),
            1_000_000..1_000_000_000 => fraction(f, nanos / 1_000_000, nanos % 1_000_000, 6, "ms"),
            _ => {
                let (secs, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
                let (hours, minutes) = (secs / 3600, secs / 60 % 60);
                if hours > 0 {
                    write!(f, "{hours}h")?;
                }
                if hours > 0 || minutes > 0 {
                    write!(f, "{minutes}m")?;
                }
                fraction(f, secs % 60, rest, 9, "s")
            }
        }
    }
}

/// A text is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed duration {0:?}: a duration looks like \"100ms\", \"1.5s\" or \"1h30m\"")]
pub struct ParseDurationError(String);

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, ParseDurationError> {
        parse(text).ok_or_else(|| ParseDurationError(text.chars().take(80).collect()))
    }
}

/// Go's syntax without a sign: numbers with units, and a bare zero.
fn parse(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let mut rest = text;
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0);
        let whole_end = digits.or_else(|| rest.starts_with('.').then_some(0))?;
        let whole: u64 = if whole_end == 0 { 0 } else { rest[..whole_end].parse().ok()? };
        let has_whole = whole_end > 0;
        rest = &rest[whole_end..];
        let mut decimals = "";
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(|c: char| !c.is_ascii_digit())?;
            decimals = &after[..end];
            rest = &after[end..];
        }
        if !has_whole && decimals.is_empty() {
            return None;
        }
        let units: [(&str, u64); 8] = [
            ("ns", 1),
            ("us", 1_000),
            ("µs", 1_000), // micro sign
            ("μs", 1_000), // Greek mu
            ("ms", 1_000_000),
            ("s", 1_000_000_000),
            ("m", 60_000_000_000),
            ("h", 3_600_000_000_000),
        ];
        let (name, unit) = units.into_iter().find(|(name, _)| rest.starts_with(name))?;
        rest = &rest[name.len()..];
        let mut part = whole.checked_mul(unit)?;
        let mut scale = unit;
        for digit in decimals.bytes() {
            scale /= 10;
            part = part.checked_add(u64::from(digit - b'0') * scale)?;
        }
        total = total.checked_add(part)?;
    }
    (!text.is_empty()).then_some(Duration(total))
}

/// What can be given where a duration is wanted: a [`Duration`], or a text such as `"100ms"`.
pub trait IntoDuration {
    /// The duration meant.
    ///
    /// # Errors
    /// A text that is no duration.
    fn into_duration(self) -> Result<Duration, ParseDurationError>;
}

impl IntoDuration for Duration {
    fn into_duration(self) -> Result<Duration, ParseDurationError> {
        Ok(self)
    }
}

impl IntoDuration for &str {
    fn into_duration(self) -> Result<Duration, ParseDurationError> {
        self.parse()
    }
}
