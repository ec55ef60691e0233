//! [`Writer`]: writes a program, throw by throw.

use crate::Which;
use crate::dice::Dice;

/// Writes the text of one program. What it can write lies in `expressions.rs` and below `blocks/`.
pub struct Writer {
    dice: Dice,
    which: Which,
}

impl Writer {
    /// Of the program with this seed.
    pub fn new(seed: u64, which: Which) -> Self {
        let apart = match which {
            Which::Vm => 0,
            Which::Dialect => 1 << 63,
        };
        Self { dice: Dice::new(seed ^ apart), which }
    }

    /// Whether it may write only what scripts may call.
    pub fn is_script(&self) -> bool {
        self.which == Which::Dialect
    }

    /// A number from 0, below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.dice.below(end)
    }

    /// True in one of so many cases.
    pub fn one_in(&mut self, cases: u32) -> bool {
        self.below(cases) == 0
    }

    /// One of several texts.
    pub fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len() as u32) as usize]
    }

    /// So many texts, joined.
    pub fn many(
        &mut self,
        times: u32,
        separator: &str,
        mut write: impl FnMut(&mut Self) -> String,
    ) -> String {
        (0..times).map(|_| write(self)).collect::<Vec<_>>().join(separator)
    }
}

/// A template with one part for each `@` of it. The parts are written from left to right.
macro_rules! lua {
    ($template:expr $(, $part:expr)* $(,)?) => {
        $crate::writer::fill($template, &[$(($part).to_string()),*])
    };
}
pub(crate) use lua;

/// What [`lua!`] calls.
pub fn fill(template: &str, parts: &[String]) -> String {
    let mut pieces = template.split('@');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut parts = parts.iter();
    for piece in pieces {
        text += parts.next().expect("a part for each @");
        text += piece;
    }
    assert!(parts.next().is_none(), "more parts than there are @ in {template:?}");
    text
}

#[cfg(test)]
mod tests {

    #[test]
    fn parts_stand_where_the_template_has_room_for_them() {
        assert_eq!(lua!("a @ b @", 1, "@file"), "a 1 b @file");
    }

    #[test]
    #[should_panic(expected = "more parts")]
    fn a_part_too_many_is_a_mistake() {
        lua!("a @", 1, 2);
    }
}
