//! Documentation of models, in comments of other languages.

use std::fmt::Write;

use super::unseen::is_unseen;

/// The lines of a comment, of which none is another than it seems to be: what is unseen is written out. Without spaces at the
/// ends, and without empty lines around it. What would end a comment is the language's own affair.
pub(super) fn lines(docs: &[String]) -> Vec<String> {
    let lines = docs.iter().map(|line| {
        let mut shown = String::new();
        for letter in line.trim().chars() {
            match letter {
                '\t' => shown.push(' '),
                unseen if is_unseen(unseen) => {
                    write!(shown, "\\u{{{:04X}}}", u32::from(unseen)).expect("a text takes all");
                }
                seen => shown.push(seen),
            }
        }
        shown
    });
    let mut lines: Vec<String> = lines.skip_while(String::is_empty).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
