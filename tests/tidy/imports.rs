//! Which folder of src/ may import from which: the floors of ARCHITECTURE.md as a table.

use crate::File;
use crate::source::{Token, tokens};

/// What actors and scripts stand on: they reach neither the runtime's insides nor the browser.
const PROCESS: &[&str] = &["base", "channel", "process"];

/// A folder, and what it may import beside itself.
const FLOORS: [(&str, &[&str]); 12] = [
    ("base", &[]),
    ("channel", &["base"]),
    ("process", &["base", "channel"]),
    ("actors", PROCESS),
    ("lua", PROCESS),
    ("trace", PROCESS),
    ("runtime", &["base", "channel", "process", "trace"]),
    ("project", &["base", "channel", "process", "trace", "runtime", "actors", "lua"]),
    ("stage", &["base", "channel", "process", "trace", "runtime", "project", "actors", "lua"]),
    (
        "export",
        &["base", "channel", "process", "trace", "runtime", "project", "stage", "actors", "lua"],
    ),
    ("compare", &["base", "channel", "process", "trace", "runtime", "project", "stage", "export"]),
    (
        "web",
        &[
            "base", "channel", "process", "trace", "runtime", "project", "stage", "export",
            "compare", "actors", "lua",
        ],
    ),
];

/// What a file of src/ imports, or names with its path, from where it may not.
pub fn check(file: &File) -> Vec<String> {
    let folder = file.path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
    let Some((_, allowed)) = FLOORS.iter().find(|(floor, _)| *floor == folder) else {
        return vec![format!(
            "{}: no floor is called {folder}: see tests/tidy/imports.rs",
            file.path
        )];
    };
    from_root(&tokens(&file.text), depth(&file.path))
        .into_iter()
        .filter(|token| token.text != folder && !allowed.contains(&token.text))
        .map(|Token { text, line }| {
            format!("{}:{line}: {folder} may not use crate::{text}", file.path)
        })
        .collect()
}

/// How many modules a file is below the crate's root: 1 for src/base/mod.rs, 2 for src/base/ids.rs.
fn depth(path: &str) -> usize {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').count()
}

/// The first names of all paths that begin at the crate's root: `crate::…`, or enough `super::`.
fn from_root<'a>(tokens: &[Token<'a>], depth: usize) -> Vec<Token<'a>> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut found = Vec::new();
    let mut braces = 0;
    let mut modules = Vec::new(); // of inline modules, how many braces were open around them
    let mut at = 0;
    while at < tokens.len() {
        match text(at) {
            "mod" if text(at + 2) == "{" => modules.push(braces),
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                if modules.last() == Some(&braces) {
                    modules.pop();
                }
            }
            "crate" if text(at + 1) == "::" && text(at.wrapping_sub(1)) != "::" => {
                firsts(tokens, at + 2, &mut found);
            }
            "super" => {
                let mut supers = 1;
                while text(at + 1) == "::" && text(at + 2) == "super" {
                    supers += 1;
                    at += 2;
                }
                if supers >= depth + modules.len() && text(at + 1) == "::" {
                    firsts(tokens, at + 2, &mut found);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The first name after a path's beginning; of a group, the first name of each member.
fn firsts<'a>(tokens: &[Token<'a>], at: usize, found: &mut Vec<Token<'a>>) {
    let Some(first) = tokens.get(at) else { return };
    if first.text != "{" {
        found.push(*first);
        return;
    }
    let mut depth = 0;
    let mut begins = true;
    for token in &tokens[at..] {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => begins = true,
            _ if begins && depth == 1 => {
                found.push(*token);
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&File::new(path, text)).len()
    }

    #[test]
    fn a_lower_floor_is_fine_and_a_higher_one_is_not() {
        assert_eq!(found("src/runtime/table.rs", "use crate::base::Pid;"), 0);
        assert_eq!(
            check(&File::new("src/process/mod.rs", "\nuse crate::trace::Event;")),
            ["src/process/mod.rs:2: process may not use crate::trace"]
        );
    }

    #[test]
    fn groups_are_looked_into() {
        let text = "use crate::{base::{Pid, Name}, channel, runtime::Kernel, process::{self}};";
        assert_eq!(found("src/process/context.rs", text), 1);
    }

    #[test]
    fn paths_inside_code_count_too() {
        assert_eq!(found("src/actors/kv.rs", "fn f() { crate::runtime::run() }"), 1);
        assert_eq!(found("src/base/ids.rs", "macro_rules! m { () => { $crate::web::x() } }"), 1);
    }

    #[test]
    fn enough_supers_reach_the_root() {
        assert_eq!(found("src/base/mod.rs", "use super::web::x;"), 1);
        assert_eq!(found("src/base/ids.rs", "use super::error::Error;"), 0);
        assert_eq!(found("src/base/ids.rs", "use super::super::web;"), 1);
        assert_eq!(found("src/base/mod.rs", "mod tests { use super::*; }"), 0);
        assert_eq!(found("src/base/mod.rs", "mod tests { use super::super::{web}; }"), 1);
    }

    #[test]
    fn comments_do_not_count() {
        assert_eq!(found("src/base/ids.rs", "/// See [`crate::web::x`].\nfn f() {}"), 0);
    }

    #[test]
    fn names_of_the_root_itself_are_no_floor() {
        assert_eq!(found("src/web/pump.rs", "use crate::Kernel;"), 1);
        assert_eq!(found("src/web/pump.rs", "use crate::*;"), 1);
    }

    #[test]
    fn a_new_folder_needs_a_place_in_the_table() {
        assert_eq!(found("src/attic/old.rs", ""), 1);
    }
}
