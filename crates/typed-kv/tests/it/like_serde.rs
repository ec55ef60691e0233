//! A value is right if serde_json reads it as the same type of Rust: all of `everything.rs` is tried beside its real
//! types, with values that are changed at random.

use std::fmt::Write;

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal_typed_kv::{Models, Refused};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::everything;

#[path = "../models/storage/everything.rs"]
mod real;

/// How long each type is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 60_000 } else { 1_000 };

/// What stands anywhere, in the place of anything.
const PIECES: [&str; 58] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "7",
    "1.0",
    "1.5",
    "-0.0",
    "1e2",
    "1E-2",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32767",
    "32768",
    "65535",
    "65536",
    "2147483647",
    "-2147483649",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "170141183460469231731687303715884105727",
    "170141183460469231731687303715884105728",
    "-170141183460469231731687303715884105728",
    "340282366920938463463374607431768211455",
    "340282366920938463463374607431768211456",
    "1e38",
    "3.5e38",
    "1e308",
    "1e309",
    "-1e400",
    "0e999",
    "\"\"",
    "\"a\"",
    "\"é\"",
    "\"ab\"",
    "\"😀\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"big_dot\"",
    "\"LOW\"",
    "[]",
    "[1]",
    "[1,2]",
    "{}",
    "{\"circle\":1}",
    "{\"big_dot\":null}",
];
const KEYS: [&str; 12] = [
    "a", "e", "x", "type", "in", "circle", "big_dot", "Box!", "ROUND", "\\u0061", "\\ud800",
    "fruit",
];

#[test]
fn numbers() {
    let max = format!(
        r#"{{"a":127,"b":32767,"c":1,"d":{},"e":{},"f":255,"g":1,"h":1,"i":{},"j":{},"k":1.5,"l":1e300}}"#,
        i64::MAX,
        i128::MIN,
        u64::MAX,
        u128::MAX
    );
    like_serde::<real::Numbers>("Numbers", &[&max]);
}

#[test]
fn containers() {
    let full = r#"{"maybeText":"t","maybeTwice":true,"letter":"ß","manyLists":[[1,2],[]],"byName":{"a":1,"b":-2},
        "sorted":{"":null,"x":"big_dot"},"onlyOne":["a"],"pairOfTwo":[1,2],"four":[1,"c",false,["x"]],"type":"","in":true}"#;
    like_serde::<real::Containers>("Containers", &[full]);
}

#[test]
fn variants() {
    like_serde::<real::Shape>(
        "Shape",
        &[
            r#""big_dot""#,
            r#"{"circle":1}"#,
            r#"{"line":[1,null]}"#,
            r#"{"perhaps":null}"#,
            r#"{"Box!":{"UPPER-LEFT":[1,2],"ROUND":true,"LABEL":"x"}}"#,
            r#"{"group":["big_dot",{"circle":2},{"empty":{}}]}"#,
            r#"{"empty":{}}"#,
        ],
    );
}

#[test]
fn defaults() {
    let full = r#"{"volume":1,"level":"HIGH","at":[1,"c"],"inner":{"name":"n","count":3}}"#;
    like_serde::<real::Settings>("Settings", &[full, "{}"]);
    like_serde::<real::Level>("Level", &[r#""LOW""#]);
}

#[test]
fn trees() {
    let tree = r#"{"left":{"children":[],"fruit":{}},"children":[{"left":null,"children":[],"fruit":{"weight":1}}],
        "fruit":{"seed":{"children":[],"fruit":{}}}}"#;
    like_serde::<real::Tree>("Tree", &[tree]);
}

#[test]
fn lists_and_objects_may_be_as_deep_as_serde_reads_them() {
    let models = everything();
    for depth in [10, 62, 63, 64, 65, 10_000] {
        let text = format!("{}\"big_dot\"{}", "{\"group\":[".repeat(depth), "]}".repeat(depth));
        check::<real::Shape>(&models, "Shape", &text);
    }
    for depth in [126, 127] {
        let tree =
            "{\"children\":[],\"fruit\":{},\"left\":".repeat(depth) + "null" + &"}".repeat(depth);
        check::<real::Tree>(&models, "Tree", &tree);
    }
}

#[track_caller]
fn like_serde<T: Serialize + DeserializeOwned>(name: &str, samples: &[&str]) {
    let models = everything();
    for sample in samples {
        assert!(serde_json::from_str::<T>(sample).is_ok(), "{sample}");
        check::<T>(&models, name, sample);
    }
    arbtest::arbtest(|u| {
        let mut tree = Node::parse(u.choose(samples)?);
        for _ in 0..u.int_in_range(1..=3)? {
            tree.change(u)?;
        }
        check::<T>(&models, name, &tree.to_string());
        Ok(())
    })
    .size_max(400) // of random bytes; to make many takes longer than to use them
    .budget_ms(MILLIS)
    .run();
}

#[track_caller]
fn check<T: Serialize + DeserializeOwned>(models: &Models, name: &str, text: &str) {
    let theirs = serde_json::from_str::<T>(text);
    let ours = models.validate(name, text);
    assert!(!matches!(ours, Err(Refused::NoJson(_))), "{text}: {ours:?}");
    let wanted = theirs.as_ref().is_ok_and(|value| {
        // Not as numbers of `Value`, which has none of 128 bits.
        let written = serde_json::to_string(value).unwrap();
        same_form(&Node::parse(text), &Node::parse(&written))
    });
    assert_eq!(ours.is_ok(), wanted, "{text}\nours: {ours:#?}\nserde: {:?}", theirs.err());
    if let Ok(valid) = ours {
        assert!(serde_json::from_str::<T>(valid.json()).is_ok(), "{text} became {}", valid.json());
    }
}

/// Whether what was read has lists and objects where it is written with them. serde_json also reads `[1, 2]` as a struct,
/// and `{"Unit": null}` as a variant.
fn same_form(read: &Node, written: &Node) -> bool {
    match (read, written) {
        (Node::Leaf(_), Node::Leaf(_)) => true,
        (Node::List(read), Node::List(written)) => {
            read.len() == written.len()
                && read.iter().zip(written).all(|(one, other)| same_form(one, other))
        }
        (Node::Object(read), Node::Object(written)) => written.iter().all(|(key, value)| {
            // What was left out is written as its default; of two serde takes the last, and neither is taken here.
            let mut found = read.iter().filter(|(other, _)| unquoted(other) == unquoted(key));
            let first = found.next();
            found.next().is_none() && first.is_none_or(|(_, found)| same_form(found, value))
        }),
        _ => false,
    }
}

fn unquoted(key: &str) -> String {
    let Value::String(text) = serde_json::from_str(&format!("\"{key}\"")).unwrap() else {
        panic!("{key}")
    };
    text
}

/// JSON with everything as it is written.
#[derive(Clone)]
enum Node {
    Leaf(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    fn parse(text: &str) -> Self {
        let mut rest = text.trim();
        let node = Self::take(&mut rest);
        assert_eq!(rest, "", "{text}");
        node
    }

    fn take(rest: &mut &str) -> Self {
        if let Some(mut inside) = rest.strip_prefix('[') {
            let mut parts = Vec::new();
            while !end(&mut inside, ']') {
                parts.push(Self::take(&mut inside));
            }
            *rest = inside;
            Self::List(parts)
        } else if let Some(mut inside) = rest.strip_prefix('{') {
            let mut members = Vec::new();
            while !end(&mut inside, '}') {
                let Self::Leaf(key) = Self::take(&mut inside) else { panic!("{inside}") };
                inside = inside.strip_prefix(':').unwrap().trim_start();
                members.push((key.trim_matches('"').to_owned(), Self::take(&mut inside)));
            }
            *rest = inside;
            Self::Object(members)
        } else {
            let length = if let Some(text) = rest.strip_prefix('"') {
                let mut escaped = false;
                let end = text.char_indices().find(|(_, letter)| {
                    let ends = *letter == '"' && !escaped;
                    escaped = *letter == '\\' && !escaped;
                    ends
                });
                end.unwrap().0 + 2
            } else {
                rest.find([',', ']', '}', ':', ' ', '\n']).unwrap_or(rest.len())
            };
            let (leaf, after) = rest.split_at(length);
            *rest = after.trim_start();
            Self::Leaf(leaf.into())
        }
    }

    fn change(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        match self {
            Self::List(parts) if !parts.is_empty() && u.ratio(3, 4)? => {
                let at = u.choose_index(parts.len())?;
                match u.int_in_range(0..=5)? {
                    0 => drop(parts.remove(at)),
                    1 => parts.push(parts[at].clone()),
                    _ => parts[at].change(u)?,
                }
            }
            Self::Object(members) if !members.is_empty() && u.ratio(9, 10)? => {
                let at = u.choose_index(members.len())?;
                match u.int_in_range(0..=9)? {
                    0 => drop(members.remove(at)),
                    1 => members.push(members[at].clone()),
                    2 => members[at].0 = (*u.choose(&KEYS)?).into(),
                    3 => {
                        members.push(((*u.choose(&KEYS)?).into(), Self::parse(u.choose(&PIECES)?)))
                    }
                    4 => members.rotate_left(at),
                    _ => members[at].1.change(u)?,
                }
            }
            _ => *self = Self::parse(u.choose(&PIECES)?),
        }
        Ok(())
    }
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Leaf(leaf) => f.write_str(leaf),
            Self::List(parts) => {
                let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", parts.join(", "))
            }
            Self::Object(members) => {
                let mut text = String::new();
                for (key, value) in members {
                    let comma = if text.is_empty() { "" } else { "," };
                    write!(text, "{comma}\"{key}\": {value}")?;
                }
                write!(f, "{{{text}}}")
            }
        }
    }
}

/// Whether a list or an object is over, behind its comma if not.
fn end(rest: &mut &str, close: char) -> bool {
    *rest = rest.trim_start_matches([',', ' ', '\n']);
    match rest.strip_prefix(close) {
        Some(after) => {
            *rest = after.trim_start();
            true
        }
        None => false,
    }
}
