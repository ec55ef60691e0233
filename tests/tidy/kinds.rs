//! The kinds of trace events have the same numbers in Rust and in the page, and the same ones are rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::File;
use crate::source::snake_case;

/// What the two sides have otherwise. `engine` is src/trace/event.rs, `page` www/protocol.ts, `rows` www/lib/trace/rows.ts.
/// `our_rows` are the names of the engine's kinds that are rows.
pub fn check(engine: &File, page: &File, rows: &File, our_rows: &[&str]) -> Vec<String> {
    let block = |text: &str, from: &str, to: &str| -> String {
        let rest = text.split_once(from).map_or("", |(_, rest)| rest);
        rest.split(to).next().unwrap_or_default().to_owned()
    };
    let ours = numbers(&block(&engine.text, "pub enum Kind {", "\n}"), '=');
    let theirs = numbers(&block(&page.text, "export const Kind = {", "\n}"), ':');
    let our_rows: BTreeSet<String> = our_rows.iter().map(|name| name.replace(' ', "_")).collect();
    let their_rows = words_after(&block(&rows.text, "HAS_ROW = ", "])"), "Kind.");
    if ours.is_empty() {
        return vec![format!("{} has no Kind", engine.path)];
    }
    let mut found = Vec::new();
    if ours != theirs {
        let only: Vec<_> = ours.iter().filter(|(name, n)| theirs.get(*name) != Some(n)).collect();
        found.push(format!("{} has other numbers of kinds: {only:?}", page.path));
    }
    if our_rows != their_rows {
        let only: Vec<_> = our_rows.symmetric_difference(&their_rows).collect();
        found.push(format!("{} has other rows: {only:?}", rows.path));
    }
    found
}

/// `Name = 7,` or `name: 7,` on lines of their own.
fn numbers(block: &str, sign: char) -> BTreeMap<String, u32> {
    let number = |line: &str| {
        let (name, rest) = line.split_once(sign)?;
        let number = rest.split(',').next()?.trim().parse().ok()?;
        Some((snake_case(name.trim()), number))
    };
    block.lines().filter_map(number).collect()
}

fn words_after(block: &str, prefix: &str) -> BTreeSet<String> {
    let word = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    block.split(prefix).skip(1).map(|rest| snake_case(&word(rest))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGINE: &str = "pub enum Kind {\n    Send = 1,\n    TimerSet = 2,\n}\n";
    const PAGE: &str = "export const Kind = {\n  send: 1, // a: {x}\n  timer_set: 2,\n} as const;";
    const ROWS: &str = "HAS_ROW = new Uint8Array(256);\nfor (const kind of [\n  Kind.send,\n]) {";

    fn found(engine: &str, page: &str, rows: &str) -> usize {
        let file = |text: &str| File::new("file", text);
        check(&file(engine), &file(page), &file(rows), &["send"]).len()
    }

    #[test]
    fn equal_sides_are_fine() {
        assert_eq!(found(ENGINE, PAGE, ROWS), 0);
    }

    #[test]
    fn another_number_is_found() {
        let page = PAGE.replace("timer_set: 2", "timer_set: 3");
        assert_eq!(found(ENGINE, &page, ROWS), 1);
    }

    #[test]
    fn another_row_is_found() {
        assert_eq!(found(ENGINE, PAGE, &ROWS.replace("Kind.send", "Kind.timer_set")), 1);
    }

    #[test]
    fn a_side_that_cannot_be_read_is_found() {
        assert_eq!(found("", PAGE, ROWS), 1);
    }
}
