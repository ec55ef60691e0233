//! [`Reader`]: takes what is expected off the front of a text.

use std::ops::RangeInclusive;

use super::element::Name;

/// A text, and how far it is read.
pub(super) struct Reader<'a> {
    rest: &'a str,
}

/// What is there is not what was expected.
pub(super) enum Bad {
    /// It is something else.
    Shape,
    /// It is too large.
    Range(&'static str),
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// Takes a text that is there.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Takes so many bytes, which the caller has found to be ASCII.
    fn split(&mut self, length: usize) -> &'a str {
        let (head, rest) = self.rest.split_at(length);
        self.rest = rest;
        head
    }

    /// Takes what stands for itself. Blanks stand for any number of blanks, and at the end for none.
    pub(super) fn literal(&mut self, literal: &str) -> Result<(), Bad> {
        let mut literal = literal;
        while let Some(expected) = literal.chars().next() {
            if expected != ' ' {
                let after = self.rest.strip_prefix(expected).ok_or(Bad::Shape)?;
                self.rest = after;
                literal = &literal[expected.len_utf8()..];
            } else if self.rest.is_empty() || self.rest.starts_with(' ') {
                self.rest = self.rest.trim_start_matches(' ');
                literal = literal.trim_start_matches(' ');
            } else {
                return Err(Bad::Shape);
            }
        }
        Ok(())
    }

    /// Takes at most so many blanks.
    pub(super) fn skip_blanks(&mut self, most: usize) {
        for _ in 0..most {
            self.take(" ");
        }
    }

    /// Takes a number of so many digits.
    pub(super) fn number(&mut self, digits: RangeInclusive<usize>) -> Result<i64, Bad> {
        let count = count_digits(self.rest).min(*digits.end());
        if !digits.contains(&count) {
            return Err(Bad::Shape);
        }
        Ok(value(self.split(count)))
    }

    /// Takes one of some English names, in capitals or not, and says which.
    pub(super) fn name(&mut self, names: &[&'static str], form: Name) -> Result<i64, Bad> {
        for (index, name) in names.iter().enumerate() {
            let name = form.of(name);
            if self.rest.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                self.split(name.len());
                return Ok(index as i64);
            }
        }
        Err(Bad::Shape)
    }

    /// Takes `AM` or `PM`, in capitals or not as asked, and says whether it is the afternoon.
    pub(super) fn noon(&mut self, capital: bool) -> Result<bool, Bad> {
        let (morning, afternoon) = if capital { ("AM", "PM") } else { ("am", "pm") };
        if self.take(morning) {
            Ok(false)
        } else if self.take(afternoon) {
            Ok(true)
        } else {
            Err(Bad::Shape)
        }
    }

    /// Takes a fraction of a second with any number of digits, if there is one, and gives nanoseconds.
    pub(super) fn fraction(&mut self) -> Option<i64> {
        let digits = count_digits(self.rest.strip_prefix(['.', ','])?);
        (digits > 0).then(|| nanos(&self.split(1 + digits)[1..]))
    }

    /// Takes a fraction of a second with so many digits, and gives nanoseconds. Nine are enough: no date is written
    /// with more.
    pub(super) fn exact_fraction(&mut self, digits: usize) -> Result<i64, Bad> {
        let after = self.rest.strip_prefix(['.', ',']).ok_or(Bad::Shape)?;
        let count = count_digits(after).min(digits);
        if count < digits.min(9) {
            return Err(Bad::Shape);
        }
        Ok(nanos(&self.split(1 + count)[1..]))
    }

    /// Takes an offset in hours, with two parts also minutes, with three also seconds, and gives seconds.
    ///
    /// Some people write offsets of 24 hours, of 60 minutes or of 60 seconds; Go lets them.
    pub(super) fn offset(&mut self, parts: usize, separator: &str) -> Result<i64, Bad> {
        let west = self.take("-");
        if !west && !self.take("+") {
            return Err(Bad::Shape);
        }
        let units = [
            (3600, 24, "time zone offset hour"),
            (60, 60, "time zone offset minute"),
            (1, 60, "time zone offset second"),
        ];
        let (mut offset, mut too_large) = (0, None);
        for (index, (unit, most, name)) in units.into_iter().take(parts).enumerate() {
            if index > 0 && !self.take(separator) {
                return Err(Bad::Shape);
            }
            let part = self.number(2..=2)?;
            if part > most {
                too_large = too_large.or(Some(name));
            }
            offset += part * unit;
        }
        match too_large {
            Some(name) => Err(Bad::Range(name)),
            None if west => Ok(-offset),
            None => Ok(offset),
        }
    }

    /// Takes what looks like the abbreviation of a zone: three capitals, or four or five with a `T` at the end.
    pub(super) fn zone_name(&mut self) -> Result<&'a str, Bad> {
        let capitals = self.rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let length = match self.rest.as_bytes() {
            [] | [_] | [_, _] => 0,
            [b'+' | b'-', ..] => signed_hours(self.rest),
            [b'G', b'M', b'T', ..] => 3 + signed_hours(&self.rest[3..]),
            [b'C', b'h', b'S', b'T', ..] | [b'M', b'e', b'S', b'T', ..] => 4,
            [b'W', b'I', b'T', b'A', ..] if capitals == 4 => 4,
            [_, _, _, _, b'T', ..] if capitals == 5 => 5,
            [_, _, _, b'T', ..] if capitals == 4 => 4,
            _ if capitals == 3 => 3,
            _ => 0,
        };
        if length == 0 { Err(Bad::Shape) } else { Ok(self.split(length)) }
    }
}

/// The length of a sign and an hour up to 23, if a text begins so, or 0: some zones are named `+03`.
fn signed_hours(text: &str) -> usize {
    let Some(after) = text.strip_prefix(['+', '-']) else { return 0 };
    let digits = count_digits(after);
    let hours = after[..digits].trim_start_matches('0');
    if digits > 0 && hours.len() <= 2 && value(hours) <= 23 { 1 + digits } else { 0 }
}

fn count_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The value of a few digits.
fn value(digits: &str) -> i64 {
    digits.bytes().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))
}

/// The digits of a fraction of a second as nanoseconds; there are nine, and more are not looked at.
fn nanos(digits: &str) -> i64 {
    let nine = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    nine.fold(0, |nanos, digit| nanos * 10 + i64::from(digit - b'0'))
}
