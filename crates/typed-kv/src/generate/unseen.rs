//! Characters that make code look like other code.

/// Whether a character is not seen, and does something to others: it turns text around, ends a line, or only hides.
/// Joiners are none of these; many languages, and pictures, are written with them.
pub(super) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}')
}
