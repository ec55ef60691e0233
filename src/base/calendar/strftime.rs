//! [`strftime`]: writing a date as C does in its own locale.

use super::date_time::DateTime;
use super::layout;

/// A format asks for what is not known, or ends in a `%`.
///
/// ```
/// use rehearsal::base::calendar::{DateTime, Timestamp, Zone, strftime};
///
/// let date = DateTime::new(Timestamp::ZERO, Zone::utc());
/// let error = strftime("%Y-%q", &date).unwrap_err();
/// assert_eq!(error.to_string(), "invalid conversion specifier \"%q\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid conversion specifier {0:?}")]
pub struct StrftimeError(pub String);

/// The date by a format of C's `strftime`, in English. The zone is the date's own.
///
/// | | |
/// |---|---|
/// | `%Y` `%y` | year, its last two digits |
/// | `%m` `%B` `%b` | month: 01 to 12, its name, three letters of it |
/// | `%d` `%j` | day of the month, of the year |
/// | `%w` `%A` `%a` | day of the week: 0 for Sunday, its name, three letters of it |
/// | `%U` `%W` | week of the year, 00 to 53: the first Sunday or Monday begins week 1 |
/// | `%H` `%I` `%p` | hour, hour of twelve, AM or PM |
/// | `%M` `%S` | minute, second |
/// | `%c` `%x` `%X` | as `%a %b %e %H:%M:%S %Y`, `%m/%d/%y`, `%H:%M:%S` |
/// | `%z` `%Z` `%%` | offset, name of the zone, a `%` |
///
/// # Errors
/// The format asks for something else, or ends in a `%`.
///
/// ```
/// use rehearsal::base::calendar::{DateTime, Zone, strftime};
///
/// let date = DateTime::from_civil((2024, 1, 2), (15, 4, 5), 0, Zone::utc());
/// assert_eq!(strftime("%c", &date)?, "Tue Jan  2 15:04:05 2024");
/// assert_eq!(strftime("%d. %B, week %W, %I %p", &date)?, "02. January, week 01, 03 PM");
/// # Ok::<(), rehearsal::base::calendar::StrftimeError>(())
/// ```
pub fn strftime(format: &str, date: &DateTime) -> Result<String, StrftimeError> {
    let mut text = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some((literal, after)) = rest.split_once('%') {
        text.push_str(literal);
        let mut chars = after.chars();
        let specifier = chars.next();
        let known = specifier.and_then(|specifier| write(&mut text, specifier, date));
        if known.is_none() {
            let end = specifier.map_or(0, char::len_utf8);
            return Err(StrftimeError(format!("%{}", &after[..end])));
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    Ok(text)
}

/// `None` is a specifier that is not known.
fn write(to: &mut String, specifier: char, date: &DateTime) -> Option<()> {
    if let Some(layout) = layout_of(specifier) {
        to.push_str(&date.format(layout));
        return Some(());
    }
    // The days of the year before the first that begins a week are in week 0.
    let week = |days_into_week: i64| format!("{:02}", (date.year_day() + 6 - days_into_week) / 7);
    match specifier {
        'w' => to.push_str(&date.weekday().to_string()),
        'U' => to.push_str(&week(date.weekday())),
        'W' => to.push_str(&week((date.weekday() + 6) % 7)),
        '%' => to.push('%'),
        _ => return None,
    }
    Some(())
}

/// What most specifiers are in a layout.
fn layout_of(specifier: char) -> Option<&'static str> {
    Some(match specifier {
        'Y' => "2006",
        'y' => "06",
        'm' => "01",
        'B' => "January",
        'b' => "Jan",
        'd' => "02",
        'j' => "002",
        'A' => "Monday",
        'a' => "Mon",
        'H' => "15",
        'I' => "03",
        'p' => "PM",
        'M' => "04",
        'S' => "05",
        'c' => layout::ANSIC,
        'x' => "01/02/06",
        'X' => layout::TIME_ONLY,
        'z' => "-0700",
        'Z' => "MST",
        _ => return None,
    })
}
