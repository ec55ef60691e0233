//! The repository's files, and Rust code as a list of words.

use std::fs;
use std::path::Path;

/// What is made, not written.
const NOT_SOURCES: [&str; 6] = [".git", ".tools", "dist", "node_modules", "target", "test-results"];

/// A text file; its path is relative to the repository's root, with `/` on every system.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// The text files at or below a path, by name; no extensions means all of them.
pub fn files(path: &str, extensions: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    collect(path, extensions, &mut found);
    assert!(!found.is_empty(), "nothing at {path:?}: what was to be checked there?");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(path: &str, extensions: &[&str], found: &mut Vec<File>) {
    let full = Path::new(".").join(path); // Cargo runs tests in the package's folder
    let Ok(folder) = fs::read_dir(&full) else {
        let extension = full.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if extensions.is_empty() || extensions.contains(&extension) {
            // What is missing or no text has nothing to be checked.
            found.extend(
                fs::read_to_string(&full).ok().map(|text| File { path: path.into(), text }),
            );
        }
        return;
    };
    for entry in folder.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_empty() && NOT_SOURCES.contains(&name.as_str()) || entry.path().is_symlink() {
            continue;
        }
        let below = if path.is_empty() { name } else { format!("{path}/{name}") };
        collect(&below, extensions, found);
    }
}

/// A word or a sign of Rust code, and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub line: usize,
}

/// Rust code without comments, strings and characters.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (length, kept) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (block_comment(rest), false)
        } else if let Some(length) = raw_string(rest) {
            (length, false)
        } else if first == '"' {
            (string(rest), false)
        } else if first == '\'' {
            (character(rest), false)
        } else if word > 0 {
            (word, true)
        } else if rest.starts_with("::") {
            (2, true)
        } else {
            (first.len_utf8(), !first.is_whitespace())
        };
        if kept {
            tokens.push(Token { text: &rest[..length], line });
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// `r"…"`, `br#"…"#` and the like.
fn raw_string(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| text.starts_with(prefix))?;
    let rest = &text[prefix.len()..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let body = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(prefix.len() + hashes + 1 + length)
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// A character such as `'a'` or `'\''`; of a lifetime only the sign.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => {
            chars.find(|(_, c)| *c == '\'').map_or(text.len(), |(at, _)| at + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// `TimerSet` as serde's `rename_all = "snake_case"` calls it: `timer_set`.
pub fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_strings_are_no_code() {
        let text =
            "a // b\n/* c /* d */ e */ f \"g \\\" h\" r#\"i \" j\"# k b\"l\" '\\'' 'm' 'n: o";
        assert_eq!(words(text), ["a", "f", "k", "b", "n", ":", "o"]);
    }

    #[test]
    fn a_token_knows_its_line() {
        let list = tokens("a\n\"x\ny\"\nb");
        assert_eq!(list.last(), Some(&Token { text: "b", line: 4 }));
    }

    #[test]
    fn paths_are_words_and_double_colons() {
        assert_eq!(
            words("use crate::{a::B};"),
            ["use", "crate", "::", "{", "a", "::", "B", "}", ";"]
        );
    }
}
