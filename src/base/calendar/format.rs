//! Writing a date by a layout.

use std::fmt::{self, Write};

use super::civil::{MONTHS, WEEKDAYS};
use super::date_time::DateTime;
use super::element::{Element, Field, Name, Pad, Pieces};
use super::zone::write_offset;

/// Go's `Time.String()`.
const LONGEST: &str = "2006-01-02 15:04:05.999999999 -0700 MST";

impl DateTime {
    /// The date by a layout in which [the reference time](super::layout) is written. A year below 0 has a minus sign
    /// and one above 9999 more digits.
    ///
    /// ```
    /// use rehearsal::base::calendar::{DateTime, Zone, layout};
    ///
    /// let date = DateTime::from_civil((2015, 2, 25), (11, 6, 39), 1_200_000, Zone::utc());
    /// assert_eq!(date.format("Mon Jan _2 2006, 03:04PM"), "Wed Feb 25 2015, 11:06AM");
    /// assert_eq!(date.format("5.000 5.99999 5,99"), "39.001 39.0012 39");
    /// assert_eq!(date.format(layout::RFC3339), "2015-02-25T11:06:39Z");
    /// ```
    pub fn format(&self, layout: &str) -> String {
        let mut text = String::with_capacity(layout.len() + 8);
        write(&mut text, self, layout).expect("a String takes everything");
        text
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self, LONGEST)
    }
}

fn write(to: &mut dyn Write, date: &DateTime, layout: &str) -> fmt::Result {
    for piece in Pieces::new(layout) {
        to.write_str(piece.literal)?;
        if let Some((element, _)) = piece.element {
            write_element(to, date, element)?;
        }
    }
    Ok(())
}

fn write_element(to: &mut dyn Write, date: &DateTime, element: Element) -> fmt::Result {
    match element {
        Element::Year => write_year(to, date),
        Element::ShortYear => write!(to, "{:02}", date.year().abs() % 100),
        Element::Month(form) => to.write_str(month_name(date, form)),
        Element::Weekday(form) => to.write_str(weekday_name(date, form)),
        Element::Number(field, pad) => {
            let (number, width) = (number(date, field), field.width());
            match pad {
                Pad::None => write!(to, "{number}"),
                Pad::Blank => write!(to, "{number:width$}"),
                Pad::Zero => write!(to, "{number:0width$}"),
            }
        }
        Element::Noon { capital } => to.write_str(match (capital, date.hour() < 12) {
            (true, true) => "AM",
            (true, false) => "PM",
            (false, true) => "am",
            (false, false) => "pm",
        }),
        Element::Fraction { digits, trim, separator } => {
            write_fraction(to, date.nanosecond(), digits, trim, separator)
        }
        // A zone without a name shows its offset.
        Element::ZoneName if date.abbreviation().is_empty() => {
            write_offset(to, date.offset(), 2, "")
        }
        Element::ZoneName => to.write_str(date.abbreviation()),
        Element::Offset { z: true, .. } if date.offset() == 0 => to.write_char('Z'),
        Element::Offset { parts, separator, .. } => {
            write_offset(to, date.offset(), parts, separator)
        }
    }
}

/// At least four digits, the sign before them.
fn write_year(to: &mut dyn Write, date: &DateTime) -> fmt::Result {
    let year = date.year();
    let sign = if year < 0 { "-" } else { "" };
    write!(to, "{sign}{:04}", year.abs())
}

fn month_name(date: &DateTime, form: Name) -> &'static str {
    form.of(MONTHS[date.month() as usize - 1])
}

fn weekday_name(date: &DateTime, form: Name) -> &'static str {
    form.of(WEEKDAYS[date.weekday() as usize])
}

fn number(date: &DateTime, field: Field) -> i64 {
    match field {
        Field::Month => date.month(),
        Field::Day => date.day(),
        Field::YearDay => date.year_day(),
        Field::Hour => date.hour(),
        Field::Hour12 => hour12(date),
        Field::Minute => date.minute(),
        Field::Second => date.second(),
    }
}

/// Noon and midnight are 12.
fn hour12(date: &DateTime) -> i64 {
    match date.hour() % 12 {
        0 => 12,
        hour => hour,
    }
}

/// Go has no more than nine digits, whatever the layout asks for.
fn write_fraction(
    to: &mut dyn Write,
    nanos: i64,
    digits: usize,
    trim: bool,
    separator: char,
) -> fmt::Result {
    let mut digits = digits.min(9);
    let mut fraction = (digits..9).fold(nanos, |fraction, _| fraction / 10);
    while trim && digits > 0 && fraction % 10 == 0 {
        fraction /= 10;
        digits -= 1;
    }
    if digits == 0 { Ok(()) } else { write!(to, "{separator}{fraction:0digits$}") }
}
