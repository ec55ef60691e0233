//! Two texts beside each other, in columns as wide as the terminal has room for.

use std::env;

use terminal_size::{Width, terminal_size};
use unicode_width::UnicodeWidthChar;

/// Columns where nobody sits at a terminal.
const USUAL: usize = 120;
/// In fewer, texts stand below each other.
const NARROW: usize = 60;

/// How many columns there are: those of the terminal, or `COLUMNS`.
pub fn width() -> usize {
    let said = || env::var("COLUMNS").ok()?.parse().ok();
    let terminal = terminal_size().map(|(Width(columns), _)| usize::from(columns));
    terminal.or_else(said).filter(|columns| *columns > 0).unwrap_or(USUAL)
}

/// Two texts beside each other, with a mark between them: `≠` where they differ, a line elsewhere. In a narrow terminal one below
/// the other, each with who it is of.
pub fn beside(one: &str, other: &str, differ: bool, width: usize) -> String {
    let mark = if differ { '≠' } else { '│' };
    let mut text = String::new();
    if width < NARROW {
        for (who, side) in [('1', one), ('2', other)] {
            let before = format!("{who} {mark} ");
            for (at, line) in wrapped(side, width.saturating_sub(4).max(20)).iter().enumerate() {
                text += if at == 0 { &before } else { "    " };
                text += line;
                text.push('\n');
            }
        }
        return text;
    }
    let half = (width - 3) / 2;
    let (left, right) = (wrapped(one, half), wrapped(other, half));
    for at in 0..left.len().max(right.len()) {
        let (left, right) =
            (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
        let space = " ".repeat(half - columns(left).min(half));
        let mark = if at == 0 { mark } else { '│' };
        let line = format!("{left}{space} {mark} {right}");
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Lines of so many columns at most; those after the first are set in.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    const IN: &str = "      ";
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let wide = columns(word.trim_end());
        if used + wide > width && used > IN.len() {
            lines.push(IN.into());
            used = IN.len();
        }
        for char in word.chars() {
            let columns = char.width().unwrap_or(0);
            if used + columns > width {
                if char == ' ' {
                    continue;
                }
                lines.push(IN.into());
                used = IN.len();
            }
            used += columns;
            lines.last_mut().expect("there is always one").push(char);
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_beside_each_other_and_no_line_is_wider_than_the_terminal() {
        let (one, other) =
            ("  12 1s cli#3 send hello → relay#4", "  12 1s cli#3 send 안녕하세요 → relay#4");
        for width in [60, 61, 80, 200] {
            for line in beside(one, other, true, width).lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
        }
        let wide = beside(one, other, true, 200);
        assert_eq!(wide.lines().count(), 1);
        assert!(wide.contains(" ≠ "));
        assert_eq!(beside("a", "b", false, 61), format!("a{} │ b\n", " ".repeat(28)));
    }

    #[test]
    fn in_a_narrow_terminal_they_stand_below_each_other() {
        assert_eq!(beside("a", "b", true, 40), "1 ≠ a\n2 ≠ b\n");
        for line in beside(&"word ".repeat(30), &"x".repeat(100), true, 40).lines() {
            assert!(columns(line) <= 40, "{line}");
        }
    }
}
