//! www/protocol.ts and src/web/dto.rs describe the same commands in two languages.

use std::collections::BTreeSet;

use crate::File;
use crate::source::{snake_case, tokens};

/// Commands that only one of the two sides knows.
pub fn check(page: &File, engine: &File) -> Vec<String> {
    let asked = asked(&page.text);
    let known = known(&engine.text);
    if asked.is_empty() || known.is_empty() {
        return vec![format!("{} or {} has no Command", page.path, engine.path)];
    }
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>, path: &str| -> Vec<String> {
        a.difference(b).map(|name| format!("{path} does not know the command {name}")).collect()
    };
    [only(&asked, &known, &engine.path), only(&known, &asked, &page.path)].concat()
}

/// The types of `export type Command = | { type: "open"; … } | …;`
fn asked(text: &str) -> BTreeSet<String> {
    let union = text.split_once("export type Command =").map_or("", |(_, rest)| rest);
    let union = union.split("\nexport ").next().unwrap_or_default();
    let names = union.split("type: \"").skip(1).filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

/// The variants of `enum Command`, as `serde(rename_all = "snake_case")` calls them.
fn known(text: &str) -> BTreeSet<String> {
    let tokens = tokens(text);
    let words: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    let start = words.windows(3).position(|words| words == ["enum", "Command", "{"]);
    let mut depth = 0;
    let mut names = BTreeSet::new();
    for (at, word) in words.iter().enumerate().skip(start.map_or(words.len(), |at| at + 2)) {
        match *word {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            name if depth == 1 && name.starts_with(char::is_uppercase) => {
                names.insert(snake_case(name));
            }
            _ => {}
        }
        if depth == 0 && at > 0 {
            break;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "export type Command =\n  | { type: \"open\"; settings: Settings }\n  | \
                        { type: \"end_of_input\"; process: number };\n\nexport type X = { type: \"no\" };";
    const ENGINE: &str = "#[derive(Deserialize)]\nenum Command {\n    Open { settings: Settings },\n    \
                          #[serde(default)]\n    EndOfInput { process: u32 },\n}\nenum Other { No }";

    fn found(page: &str, engine: &str) -> Vec<String> {
        check(&File::new("protocol.ts", page), &File::new("dto.rs", engine))
    }

    #[test]
    fn equal_lists_are_fine() {
        assert_eq!(found(PAGE, ENGINE), Vec::<String>::new());
    }

    #[test]
    fn a_command_that_one_side_does_not_know_is_found() {
        assert_eq!(found(&PAGE.replace("open", "close"), ENGINE).len(), 2);
        assert_eq!(found(PAGE, &ENGINE.replace("EndOfInput", "EndOfOutput")).len(), 2);
    }

    #[test]
    fn sides_that_cannot_be_read_are_found() {
        assert_eq!(found("", ENGINE).len(), 1);
        assert_eq!(found(PAGE, "").len(), 1);
    }
}
