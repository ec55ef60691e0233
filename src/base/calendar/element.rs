//! [`Pieces`]: a layout taken apart into [`Element`]s and what stands between them.

/// What a piece of a layout stands for.
#[derive(Clone, Copy)]
pub(super) enum Element {
    /// Four digits.
    Year,
    /// Two digits, for 1969 to 2068.
    ShortYear,
    Month(Name),
    Weekday(Name),
    Number(Field, Pad),
    /// `AM` or `PM`.
    Noon {
        capital: bool,
    },
    Fraction {
        digits: usize,
        trim: bool,
        separator: char,
    },
    ZoneName,
    Offset {
        z: bool,
        parts: usize,
        separator: &'static str,
    },
}

#[derive(Clone, Copy)]
pub(super) enum Name {
    Short,
    Long,
}

impl Name {
    /// A month or a day of the week in this form: English ones are cut to three letters.
    pub(super) fn of(self, name: &'static str) -> &'static str {
        match self {
            Self::Short => &name[..3],
            Self::Long => name,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Field {
    Month,
    Day,
    YearDay,
    Hour,
    Hour12,
    Minute,
    Second,
}

impl Field {
    /// How many digits it has at most.
    pub(super) fn width(self) -> usize {
        if matches!(self, Self::YearDay) { 3 } else { 2 }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Pad {
    None,
    Blank,
    Zero,
}

const fn offset(parts: usize, separator: &'static str) -> Element {
    Element::Offset { z: false, parts, separator }
}

const fn offset_or_z(parts: usize, separator: &'static str) -> Element {
    Element::Offset { z: true, parts, separator }
}

/// How the elements are written; of two that begin alike the longer comes first.
static ELEMENTS: [(&str, Element); 33] = [
    ("2006", Element::Year),
    ("06", Element::ShortYear),
    ("January", Element::Month(Name::Long)),
    ("Jan", Element::Month(Name::Short)),
    ("01", Element::Number(Field::Month, Pad::Zero)),
    ("Monday", Element::Weekday(Name::Long)),
    ("Mon", Element::Weekday(Name::Short)),
    ("002", Element::Number(Field::YearDay, Pad::Zero)),
    ("__2", Element::Number(Field::YearDay, Pad::Blank)),
    ("02", Element::Number(Field::Day, Pad::Zero)),
    ("_2", Element::Number(Field::Day, Pad::Blank)),
    ("2", Element::Number(Field::Day, Pad::None)),
    ("15", Element::Number(Field::Hour, Pad::Zero)),
    ("1", Element::Number(Field::Month, Pad::None)),
    ("03", Element::Number(Field::Hour12, Pad::Zero)),
    ("3", Element::Number(Field::Hour12, Pad::None)),
    ("04", Element::Number(Field::Minute, Pad::Zero)),
    ("4", Element::Number(Field::Minute, Pad::None)),
    ("05", Element::Number(Field::Second, Pad::Zero)),
    ("5", Element::Number(Field::Second, Pad::None)),
    ("PM", Element::Noon { capital: true }),
    ("pm", Element::Noon { capital: false }),
    ("MST", Element::ZoneName),
    ("-07:00:00", offset(3, ":")),
    ("-070000", offset(3, "")),
    ("-07:00", offset(2, ":")),
    ("-0700", offset(2, "")),
    ("-07", offset(1, "")),
    ("Z07:00:00", offset_or_z(3, ":")),
    ("Z070000", offset_or_z(3, "")),
    ("Z07:00", offset_or_z(2, ":")),
    ("Z0700", offset_or_z(2, "")),
    ("Z07", offset_or_z(1, "")),
];

/// A stretch of a layout: what stands for itself, and the element after it with its text. Only the last has none.
pub(super) struct Piece<'a> {
    pub literal: &'a str,
    pub element: Option<(Element, &'a str)>,
}

/// The pieces of a layout, in order.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(layout: &'a str) -> Self {
        Self { rest: layout }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        for (start, _) in self.rest.char_indices() {
            let (literal, found) = self.rest.split_at(start);
            if let Some((element, length)) = element_at(found) {
                let (text, rest) = found.split_at(length);
                self.rest = rest;
                return Some(Piece { literal, element: Some((element, text)) });
            }
        }
        Some(Piece { literal: std::mem::take(&mut self.rest), element: None })
    }
}

/// The element a text begins with, and its length.
fn element_at(text: &str) -> Option<(Element, usize)> {
    let find = |(name, element): &(&'static str, Element)| {
        let after = text.strip_prefix(*name)?;
        let other_word = match *name {
            // `Month` is a word, and so is `Janet`.
            "Jan" | "Mon" => after.starts_with(|c: char| c.is_ascii_lowercase()),
            // An underscore and the year.
            "_2" => after.starts_with("006"),
            _ => false,
        };
        (!other_word).then_some((*element, name.len()))
    };
    ELEMENTS.iter().find_map(find).or_else(|| fraction_at(text))
}

/// A separator and zeros, or nines, but no other digit after them: `15.04` is an hour and a minute.
fn fraction_at(text: &str) -> Option<(Element, usize)> {
    let separator = text.chars().next().filter(|c| matches!(c, '.' | ','))?;
    let digits = &text[1..];
    let first = digits.chars().next().filter(|digit| matches!(digit, '0' | '9'))?;
    let after = digits.trim_start_matches(first);
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = digits.len() - after.len();
    Some((Element::Fraction { digits, trim: first == '9', separator }, 1 + digits))
}
