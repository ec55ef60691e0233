//! [`Rule`]: when clocks are changed in every year to come, written `CET-1CEST,M3.5.0,M10.5.0/3`.

use super::civil;
use super::region::Kind;

const DAY: i64 = 86_400;
/// The years of the calendar that are reckoned with; clocks beyond them show what they do at its ends.
const FAR: i64 = 200_000_000_000 * DAY;

/// The rule of POSIX's `TZ`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rule {
    standard: Clock,
    summer: Option<Summer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Clock {
    name: &'static str,
    offset: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Summer {
    clock: Clock,
    begins: Change,
    ends: Change,
}

/// When clocks are changed in a year: on a day, and so many seconds after its midnight by the clocks before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Change {
    day: Day,
    time: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Day {
    /// 1 to 365; there is no February 29th.
    Julian(i64),
    /// 0 to 365.
    Count(i64),
    /// In a month the nth day of the week; the 5th is the last.
    Week { month: i64, week: i64, weekday: i64 },
}

impl Rule {
    pub fn read(text: &'static str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let standard = Clock { name: reader.name()?, offset: reader.offset()? };
        if reader.rest.is_empty() {
            return Some(Self { standard, summer: None });
        }
        let name = reader.name()?;
        let offset = match reader.rest.starts_with(',') {
            true => standard.offset.checked_add(3600)?,
            false => reader.offset()?,
        };
        let (begins, ends) = (reader.change()?, reader.change()?);
        let summer = Summer { clock: Clock { name, offset }, begins, ends };
        reader.rest.is_empty().then_some(Self { standard, summer: Some(summer) })
    }

    /// What the clocks show, so many seconds after 1970 UTC.
    pub fn at(&self, seconds: i64) -> Kind<'_> {
        let standard = Kind { offset: self.standard.offset, name: self.standard.name };
        let Some(Summer { clock, begins, ends }) = &self.summer else { return standard };
        let seconds = seconds.clamp(-FAR, FAR);
        let (year, _, _) = civil::date_of(seconds.div_euclid(DAY));
        let begins = begins.in_year(year) - i64::from(self.standard.offset);
        let ends = ends.in_year(year) - i64::from(clock.offset);
        // In the south summer lasts over the new year.
        let is_summer = match begins < ends {
            true => (begins..ends).contains(&seconds),
            false => !(ends..begins).contains(&seconds),
        };
        if is_summer { Kind { offset: clock.offset, name: clock.name } } else { standard }
    }
}

impl Change {
    /// In seconds since the 1970 of the clocks before.
    fn in_year(&self, year: i64) -> i64 {
        let new_year = civil::days_to(year, 1, 1);
        let day = match self.day {
            Day::Julian(day) => {
                let has_leap_day = civil::days_in(year, 2) == 29;
                new_year + day - 1 + i64::from(has_leap_day && day >= 60)
            }
            Day::Count(day) => new_year + day,
            Day::Week { month, week, weekday } => {
                let first = civil::days_to(year, month, 1);
                let day = first + (weekday - civil::weekday(first)).rem_euclid(7) + (week - 1) * 7;
                let next_month = first + civil::days_in(year, month);
                if day < next_month { day } else { day - 7 }
            }
        };
        day * DAY + self.time
    }
}

struct Reader {
    rest: &'static str,
}

impl Reader {
    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn split(&mut self, at: usize) -> &'static str {
        let (taken, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// `CET`, or `<-03>`.
    fn name(&mut self) -> Option<&'static str> {
        if self.take("<") {
            let name = self.split(self.rest.find('>')?);
            return self.take(">").then_some(name);
        }
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        (letters > 0).then(|| self.split(letters))
    }

    /// In seconds east; the text has it west of UTC.
    fn offset(&mut self) -> Option<i32> {
        i32::try_from(-self.time()?).ok()
    }

    /// `3`, `-3:30` or `+3:30:15`, in seconds.
    fn time(&mut self) -> Option<i64> {
        let is_negative = self.take("-");
        if !is_negative {
            self.take("+");
        }
        let mut seconds = self.number()? * 3600;
        for unit in [60, 1] {
            if !self.take(":") {
                break;
            }
            seconds += self.number()? * unit;
        }
        Some(if is_negative { -seconds } else { seconds })
    }

    fn number(&mut self) -> Option<i64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 3 { None } else { self.split(digits).parse().ok() }
    }

    /// `,M3.5.0/2`
    fn change(&mut self) -> Option<Change> {
        if !self.take(",") {
            return None;
        }
        let day = if self.take("M") {
            let month = self.number()?;
            let week = self.take(".").then(|| self.number())??;
            let weekday = self.take(".").then(|| self.number())??;
            let fits = (1..=12).contains(&month) && (1..=5).contains(&week) && weekday < 7;
            fits.then_some(Day::Week { month, week, weekday })?
        } else if self.take("J") {
            Day::Julian(self.number()?)
        } else {
            Day::Count(self.number()?)
        };
        let time = if self.take("/") { self.time()? } else { 2 * 3600 };
        Some(Change { day, time })
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    fn at(rule: &'static str, seconds: i64) -> (i32, &'static str) {
        let rule: &'static Rule = Box::leak(Box::new(Rule::read(rule).unwrap()));
        let kind = rule.at(seconds);
        (kind.offset, kind.name)
    }

    #[test]
    fn summer_begins_and_ends_at_its_second() {
        let berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
        let (begin, end) = (1_711_846_800, 1_729_990_800); // 2024-03-31 and 2024-10-27, 01:00 UTC
        assert_eq!(at(berlin, begin - 1), (3600, "CET"));
        assert_eq!(at(berlin, begin), (7200, "CEST"));
        assert_eq!(at(berlin, end - 1), (7200, "CEST"));
        assert_eq!(at(berlin, end), (3600, "CET"));
    }

    #[test]
    fn summer_in_the_south_lasts_over_the_new_year() {
        let sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
        assert_eq!(at(sydney, 1_704_067_200), (39_600, "AEDT")); // 2024-01-01
        assert_eq!(at(sydney, 1_719_792_000), (36_000, "AEST")); // 2024-07-01
    }

    #[test]
    fn rules_are_read_in_every_form() {
        assert_eq!(at("<-03>3", 0), (-10_800, "-03"));
        assert_eq!(at("<+0545>-5:45", 0), (20_700, "+0545"));
        // Day 60 without February 29th is March 1st.
        let counted = "XST0XDT,J60/0,J61/0";
        assert_eq!(at(counted, 1_709_251_200).1, "XDT"); // 2024-03-01
        assert_eq!(at(counted, 1_709_164_800).1, "XST"); // 2024-02-29
        let zero_based = "XST0XDT,59/0,60/0";
        assert_eq!(at(zero_based, 1_709_164_800).1, "XDT");
        // Hours of other days.
        assert_eq!(at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_711_846_800).1, "-01");
        assert_eq!(at("XST5", i64::MIN).0, -18_000);
        assert_eq!(at("CET-1CEST,M3.5.0,M10.5.0/3", i64::MAX).0 % 3600, 0);
    }

    #[test]
    fn what_is_no_rule_is_none() {
        for text in [
            "",
            "3",
            "CET",
            "CET-1CEST",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.5.0",
            "CET-1x!",
            "<CET-1",
        ] {
            assert_eq!(Rule::read(text), None, "{text}");
        }
    }
}
