//! Reading a date by a layout.

use std::ops::RangeInclusive;

use super::civil::{self, MONTHS, WEEKDAYS};
use super::date_time::DateTime;
use super::element::{Element, Field, Pad, Pieces};
use super::reader::{Bad, Reader};
use super::zone::Zone;

/// A text does not fit its layout, or there is no such date.
///
/// ```
/// use rehearsal::base::calendar::{DateTime, Zone};
///
/// let error = DateTime::parse("2006-01-02", "2024-02-30", &Zone::utc()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#"parsing time "2024-02-30" as "2006-01-02": day out of range"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("parsing time {text:?} as {layout:?}: {misfit}")]
pub struct ParseError {
    /// The beginning of the text.
    pub text: String,
    /// The beginning of the layout.
    pub layout: String,
    /// What did not fit.
    pub misfit: Misfit,
}

/// What did not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The text goes on differently.
    #[error("cannot parse {rest:?} as {element:?}")]
    Element {
        /// The piece of the layout.
        element: String,
        /// What is there instead.
        rest: String,
    },
    /// The text goes on where the layout ends.
    #[error("extra text: {0:?}")]
    ExtraText(String),
    /// There is no such day, hour, …
    #[error("{0} out of range")]
    OutOfRange(&'static str),
    /// The day of the year is in another month, or on another day of it.
    #[error("day-of-year does not match {0}")]
    DayOfYear(&'static str),
}

impl DateTime {
    /// Reads a text by a layout in which [the reference time](super::layout) is written.
    ///
    /// What the layout leaves out is 0 or 1; the day of the week is read and forgotten. A text without a zone is in
    /// the one given, and so is a text with that one's name or offset. Of another name the offset is unknown and
    /// taken for 0.
    ///
    /// # Errors
    /// The text does not fit the layout, or there is no such date.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone, layout};
    ///
    /// let date = DateTime::parse(layout::RFC3339, "2024-01-02T15:04:05.25+02:00", &Zone::utc())?;
    /// assert_eq!(date.in_zone(Zone::utc()).to_string(), "2024-01-02 13:04:05.25 +0000 UTC");
    /// # Ok::<(), rehearsal::base::calendar::ParseError>(())
    /// ```
    pub fn parse(layout: &str, text: &str, zone: &Zone) -> Result<Self, ParseError> {
        read(layout, text).and_then(|found| found.into_date(zone)).map_err(|misfit| ParseError {
            text: cut(text),
            layout: cut(layout),
            misfit,
        })
    }
}

/// What of a text an error shows.
fn cut(text: &str) -> String {
    text.chars().take(80).collect()
}

fn read<'a>(layout: &str, text: &'a str) -> Result<Found<'a>, Misfit> {
    let mut found = Found::default();
    let mut reader = Reader::new(text);
    let mut pieces = Pieces::new(layout).peekable();
    while let Some(piece) = pieces.next() {
        let misfit = |bad, element, rest| match bad {
            Bad::Shape => Misfit::Element { element: cut(element), rest: cut(rest) },
            Bad::Range(name) => Misfit::OutOfRange(name),
        };
        reader.literal(piece.literal).map_err(|bad| misfit(bad, piece.literal, reader.rest()))?;
        let Some((element, name)) = piece.element else { break };
        let before = reader.rest();
        found.read(element, &mut reader).map_err(|bad| misfit(bad, name, before))?;
        if matches!(element, Element::Number(Field::Second, _)) {
            let next = pieces.peek().and_then(|piece| piece.element);
            if !matches!(next, Some((Element::Fraction { .. }, _))) {
                found.nanos = reader.fraction().unwrap_or(found.nanos);
            }
        }
    }
    if reader.rest().is_empty() { Ok(found) } else { Err(Misfit::ExtraText(cut(reader.rest()))) }
}

/// What the elements say. `None` is what no element was there for, where that makes a difference.
#[derive(Default)]
struct Found<'a> {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanos: i64,
    afternoon: Option<bool>,
    /// The text says `Z` or `UTC`.
    utc: bool,
    offset: Option<i64>,
    zone_name: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn read(&mut self, element: Element, reader: &mut Reader<'a>) -> Result<(), Bad> {
        match element {
            Element::Year => self.year = reader.number(4..=4)?,
            Element::ShortYear => {
                let year = reader.number(2..=2)?;
                self.year = if year < 69 { 2000 + year } else { 1900 + year };
            }
            Element::Month(form) => self.month = Some(reader.name(&MONTHS, form)? + 1),
            Element::Weekday(form) => {
                reader.name(&WEEKDAYS, form)?;
            }
            Element::Number(field, pad) => self.read_number(field, pad, reader)?,
            Element::Noon { capital } => self.afternoon = Some(reader.noon(capital)?),
            Element::Fraction { digits, trim: false, .. } => {
                self.nanos = reader.exact_fraction(digits)?;
            }
            Element::Fraction { .. } => self.nanos = reader.fraction().unwrap_or(self.nanos),
            Element::ZoneName if reader.take("UTC") => self.utc = true,
            Element::ZoneName => self.zone_name = Some(reader.zone_name()?),
            Element::Offset { z: true, .. } if reader.take("Z") => self.utc = true,
            Element::Offset { parts, separator, .. } => {
                self.offset = Some(reader.offset(parts, separator)?);
            }
        }
        Ok(())
    }

    fn read_number(&mut self, field: Field, pad: Pad, reader: &mut Reader<'a>) -> Result<(), Bad> {
        let most = field.width();
        // The hour of the day is as patient as one without a zero before it.
        let fixed = matches!(pad, Pad::Zero) && !matches!(field, Field::Hour);
        if matches!(pad, Pad::Blank) {
            reader.skip_blanks(most - 1);
        }
        let number = reader.number(if fixed { most } else { 1 }..=most)?;
        let within = |range: RangeInclusive<i64>, name| {
            if range.contains(&number) { Ok(number) } else { Err(Bad::Range(name)) }
        };
        match field {
            Field::Month => self.month = Some(within(1..=12, "month")?),
            // How many days there are is known when month and year are.
            Field::Day => self.day = Some(number),
            Field::YearDay => self.year_day = Some(number),
            Field::Hour => self.hour = within(0..=23, "hour")?,
            Field::Hour12 => self.hour = within(0..=12, "hour")?,
            Field::Minute => self.minute = within(0..=59, "minute")?,
            Field::Second => self.second = within(0..=59, "second")?,
        }
        Ok(())
    }

    fn into_date(self, zone: &Zone) -> Result<DateTime, Misfit> {
        let (month, day) = self.month_and_day()?;
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let date = |zone| {
            let clock = (hour, self.minute, self.second);
            DateTime::from_civil((self.year, month, day), clock, self.nanos, zone)
        };
        Ok(match (self.offset, self.zone_name) {
            _ if self.utc => date(Zone::utc()),
            (None, None) => date(zone.clone()),
            (Some(offset), name) => {
                let fixed = date(Zone::fixed(name.unwrap_or(""), offset));
                let local = fixed.in_zone(zone.clone());
                let is_same = offset == local.offset()
                    && name.is_none_or(|name| name == local.abbreviation());
                if is_same { local } else { fixed }
            }
            (None, Some(name)) => {
                let utc = date(Zone::utc());
                match zone.offset_named(name, utc.unix()) {
                    Some(offset) => date(Zone::fixed("", offset)).in_zone(zone.clone()),
                    // Go shows such a date in the zone, but takes the text for one in UTC.
                    None => utc.in_zone(Zone::fixed(name, hours_of(name))),
                }
            }
        })
    }

    fn month_and_day(&self) -> Result<(i64, i64), Misfit> {
        let Some(year_day) = self.year_day else {
            let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
            let fits = (1..=civil::days_in(self.year, month)).contains(&day);
            return if fits { Ok((month, day)) } else { Err(Misfit::OutOfRange("day")) };
        };
        let new_year = civil::days_to(self.year, 1, 1);
        let (year, month, day) = civil::date_of(new_year + year_day - 1);
        if year != self.year {
            Err(Misfit::OutOfRange("day-of-year"))
        } else if self.month.is_some_and(|said| said != month) {
            Err(Misfit::DayOfYear("month"))
        } else if self.day.is_some_and(|said| said != day) {
            Err(Misfit::DayOfYear("day"))
        } else {
            Ok((month, day))
        }
    }
}

/// The offset that a name such as `GMT+3` tells; every other name tells none.
fn hours_of(zone_name: &str) -> i64 {
    let hours = zone_name.strip_prefix("GMT").and_then(|hours| hours.parse::<i64>().ok());
    hours.map_or(0, |hours| hours * 3600)
}
