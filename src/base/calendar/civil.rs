//! Days and dates of the Gregorian calendar, which is taken to reach back for ever. There is a year 0, and it is leap.

/// The months in English, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of the week in English, Sunday first.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Both conversions count from this day, 0000-03-01: a year that begins in March has its leap day last.
const MARCH_OF_YEAR_0: i64 = -719_468;
/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// Days from 1970-01-01 to a date whose year seconds in an `i64` can reach, so that nothing overflows.
pub(super) fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    MARCH_OF_YEAR_0 + year * 365 + leap_days + days_from_march(month) + day - 1
}

/// Year, month and day, so many days after 1970-01-01.
pub(super) fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days - MARCH_OF_YEAR_0;
    let in_cycle = days.rem_euclid(CYCLE);
    // What a leap day adds is taken off first, then every year has 365.
    let year = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / (CYCLE - 1)) / 365;
    let in_year = in_cycle - (year * 365 + year / 4 - year / 100);
    let month = (in_year * 5 + 2) / 153;
    let day = in_year - days_from_march(month) + 1;
    let year = year + days.div_euclid(CYCLE) * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// Days before a month, March being month 0. From there months have 31, 30, 31, 30, 31 days, and again: 153 in five.
fn days_from_march(month: i64) -> i64 {
    (month * 153 + 2) / 5
}

/// The day of the year, 1 to 366.
pub(super) fn year_day(year: i64, month: i64, day: i64) -> i64 {
    days_to(year, month, day) - days_to(year, 1, 1) + 1
}

/// The day of the week, 0 for Sunday, so many days after 1970-01-01, a Thursday.
pub(super) fn weekday(days: i64) -> i64 {
    (days + 4).rem_euclid(7)
}

/// How many days a month has.
pub(super) fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
