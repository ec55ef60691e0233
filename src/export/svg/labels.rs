//! [`Labels`]: texts that do not lie on each other.

use std::collections::BTreeMap;

/// Texts are taken for so high.
const HEIGHT: f64 = 15.0;

/// The room that is taken, by strips of the height of a text.
#[derive(Default)]
pub struct Labels(BTreeMap<i64, Vec<(f64, f64)>>);

impl Labels {
    /// Takes the room of a text whose middle is there, if it is free.
    pub fn take(&mut self, x: f64, y: f64, width: f64) -> bool {
        let (from, to) = (x - width / 2.0, x + width / 2.0);
        let strips = [
            ((y - HEIGHT / 2.0) / HEIGHT).floor() as i64,
            ((y + HEIGHT / 2.0) / HEIGHT).floor() as i64,
        ];
        let is_taken = |strip: &i64| {
            let taken = self.0.get(strip).into_iter().flatten();
            taken.clone().any(|(start, end)| from < *end && to > *start)
        };
        if strips.iter().any(is_taken) {
            return false;
        }
        for strip in strips {
            self.0.entry(strip).or_default().push((from, to));
        }
        true
    }
}

/// About how wide a text is, without knowing the font: letters of the far east are as wide as high.
pub fn width(text: &str, letter: f64) -> f64 {
    let wide = |char: char| matches!(u32::from(char), 0x1100..=0x11ff | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x1_f000..);
    text.chars().map(|char| if wide(char) { letter * 1.8 } else { letter }).sum()
}
