//! Documentation in Elm.

use crate::generate::docs;

/// Before a type. elm-format takes documentation for Markdown and sets it anew, so only what is plain text for sure is
/// documentation; the rest is a comment, which stays as it is.
pub(super) fn of_type(lines: &[String]) -> String {
    let lines = docs::lines(lines);
    if lines.is_empty() {
        return String::new();
    }
    if lines.iter().all(|line| is_plain(line)) {
        return format!("{{-| {}\n-}}\n", lines.join("\n"));
    }
    format!("\n{}\n\n\n", comment(&lines, "\n"))
}

/// Before a field or a variant, whose own line begins with so many spaces.
pub(super) fn of_part(lines: &[String], indent: usize) -> String {
    let lines = docs::lines(lines);
    if lines.is_empty() {
        return String::new();
    }
    let next = format!("\n{}", " ".repeat(indent));
    comment(&lines, &next) + &next
}

fn comment(lines: &[String], between: &str) -> String {
    lines
        .iter()
        .map(|line| format!("-- {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join(between)
}

/// Whether a line is text and nothing else in every Markdown.
fn is_plain(line: &str) -> bool {
    let is_letter = |it: char| it.is_alphabetic() && it.is_ascii();
    line.starts_with(is_letter)
        && line.chars().all(|it| it.is_ascii_alphanumeric() || " ,.;'\"()?/".contains(it))
        && !line.contains("  ")
        && !line.contains("www.")
}
