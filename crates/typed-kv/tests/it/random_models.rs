//! Files of models made at random: whatever stands in them, they are read or refused, and nothing breaks.

use std::time::Instant;

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal_typed_kv::Models;

/// How long each property is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 120_000 } else { 2_000 };

/// What stands in models, in any order.
const WORDS: [&str; 62] = [
    "pub",
    "struct",
    "enum",
    "use",
    "fn",
    "impl",
    "where",
    "r#type",
    "type",
    "A",
    "B",
    "a",
    "ttl",
    "u8",
    "i128",
    "String",
    "Vec",
    "Option",
    "Box",
    "HashMap",
    "<",
    ">",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "::",
    "#",
    "!",
    "&",
    "'a",
    "'",
    "\"",
    "\"x\"",
    "=",
    "->",
    "1",
    "1.5e",
    "serde",
    "derive",
    "rename",
    "rename_all",
    "\"camelCase\"",
    "default",
    "Default",
    "doc",
    "///d\n",
    "//c\n",
    "/*c*/",
    "\n",
    "_",
    "dyn",
    "*",
    "é",
    "\u{0}",
    "self",
    "crate",
];

fn soup(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=40)? {
        text.push_str(u.choose(&WORDS)?);
        text.push_str(if u.ratio(2, 3)? { " " } else { "" });
    }
    Ok(text)
}

/// Whatever a file holds, its faults lie in it, and what has none can be used.
fn holds(text: &str) {
    match Models::parse([("models/storage/test.rs", text)]) {
        Ok(models) => {
            for name in models.names() {
                models.validate(name, "{}").ok();
                models.validate(name, "[null, {\"a\": 1}]").unwrap_err();
            }
            assert_eq!(Models::from_schema(&models.schema()).unwrap(), models);
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(faults.is_sorted(), "{faults:#?}");
            for fault in faults {
                let line = text
                    .split('\n')
                    .nth(fault.line - 1)
                    .unwrap_or_else(|| panic!("{fault}\n{text}"));
                assert!((1..=line.chars().count() + 1).contains(&fault.column), "{fault}\n{text}");
                assert!(!fault.message.is_empty());
            }
        }
    }
}

#[test]
fn no_soup_of_words_is_too_much() {
    arbtest::arbtest(|u| {
        holds(&soup(u)?);
        Ok(())
    })
    .size_max(400) // of random bytes; to make many takes longer than to use them
    .budget_ms(MILLIS)
    .run();
}

#[test]
fn no_model_with_a_piece_lost_or_put_in_is_too_much() {
    let files = [
        include_str!("../models/storage/everything.rs"),
        include_str!("../models/storage/user_storage.rs"),
    ];
    arbtest::arbtest(|u| {
        let mut text = (*u.choose(&files)?).to_owned();
        for _ in 0..u.int_in_range(1..=3)? {
            let (from, length) = (u.choose_index(text.len() + 1)?, u.int_in_range(0..=12)?);
            let to = (from + length).min(text.len());
            if text.is_char_boundary(from) && text.is_char_boundary(to) {
                let piece = if u.arbitrary()? { soup(u)? } else { String::new() };
                text.replace_range(from..to, &piece);
            }
        }
        holds(&text);
        Ok(())
    })
    .size_max(400) // of random bytes; to make many takes longer than to use them
    .budget_ms(MILLIS)
    .run();
}

#[test]
fn no_text_is_too_much() {
    // What lies in each other, and what never ends.
    const NESTS: [(&str, &str); 18] = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("pub struct A { pub a: ", "}"),
        ("pub enum A { B(", ")}"),
        ("Vec<", ">"),
        ("Option<(", ",)>"),
        ("#[serde(", ")]"),
        ("#[", "]"),
        ("/*", "*/"),
        ("/**", "*/"),
        ("r#\"", "\"#"),
        ("\"", "\""),
        ("'", "'"),
        ("::", ""),
        ("&", ""),
        ("-", ""),
    ];
    const SIGNS: [char; 24] = [
        '{', '}', '(', ')', '[', ']', '<', '>', '#', '!', '"', '\'', '\\', '/', '*', '\n', '\r',
        '\t', '\0', '\u{feff}', '\u{202e}', 'a', '0', ' ',
    ];
    arbtest::arbtest(|u| {
        let text: String = match u.int_in_range(0..=3)? {
            0 => u.arbitrary()?,
            1 => String::from_utf8_lossy(&u.arbitrary::<Vec<u8>>()?).into_owned(),
            2 => (0..u.int_in_range(0..=60)?).map(|_| u.choose(&SIGNS)).collect::<Result<_>>()?,
            _ => {
                let (open, close) = *u.choose(&NESTS)?;
                let deep = u.int_in_range(0..=60_000)?;
                let inside = soup(u)?;
                let close = if u.ratio(3, 4)? { close.repeat(deep) } else { String::new() };
                let before = u.choose(&["", "pub struct A { pub a: ", "#[doc = "])?;
                format!("{before}{}{inside}{close}", open.repeat(deep))
            }
        };
        let begin = Instant::now();
        holds(&text);
        assert!(begin.elapsed().as_secs() < 10, "{} bytes took {:?}", text.len(), begin.elapsed());
        Ok(())
    })
    .size_max(400) // of random bytes; to make many takes longer than to use them
    .budget_ms(MILLIS)
    .run();
}
