//! Files that want to take the stack, the memory or for ever.

use std::fmt::Write;

use rehearsal_typed_kv::{Fault, Models};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn faults(text: &str) -> Vec<Fault> {
    Models::parse([("models/storage/test.rs", text)]).err().unwrap_or_default()
}

#[track_caller]
fn says(text: &str, wanted: &str) {
    let faults = faults(text);
    assert!(faults.iter().any(|fault| fault.message.contains(wanted)), "{faults:#?}");
}

#[test]
fn what_is_too_deep_is_refused() {
    let deep = 50_000;
    let brackets = "brackets lie more than 32 deep in each other";
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
        says(&(open.repeat(deep) + &close.repeat(deep)), brackets);
    }
    says(
        &format!("pub struct A {{ pub a: {}u8{} }}", "(".repeat(deep), ",)".repeat(deep)),
        brackets,
    );
    says(
        &format!("#[a{}b{}]pub struct A {{ pub a: u8 }}", "(".repeat(deep), ")".repeat(deep)),
        brackets,
    );

    let types = "types lie more than 16 deep in each other; give an inner one a name";
    let half = 20_000;
    says(
        &format!("pub struct A {{ pub a: {}u8{} }}", "Vec<".repeat(half), ">".repeat(half)),
        types,
    );
    says(&format!("pub struct A {{ pub a: {}u8 }}", "Vec<".repeat(half)), types);
    says(&format!("pub struct A {{ pub a: {}u8{} }}", "(Vec<".repeat(15), ">)".repeat(15)), types);
    says(
        &format!("pub struct A {{ pub a: {}u8 }}", "&".repeat(deep)),
        "a reference cannot be stored",
    );
    says(
        &format!("pub struct A {{ pub a: u8 }}\n#[doc = {}1] pub struct B;", "-".repeat(deep)),
        "nothing to store",
    );
    says(
        &format!("pub enum A {{ X = {}1, Y(Wrong) }}", "-".repeat(deep)),
        "there is no type `Wrong`",
    );
    says(
        &format!("pub struct A {{ pub a: {}Wrong }}", "a::".repeat(half)),
        "there is no type `Wrong`",
    );
    says(&format!("{}pub struct A;", "/*".repeat(deep)), "this is no Rust");
    assert_eq!(
        faults(&format!("{}{}pub struct A {{ pub a: u8 }}", "/*".repeat(half), "*/".repeat(half))),
        []
    );
}

#[test]
fn what_is_too_large_is_refused() {
    let line = "// a comment\n";
    says(
        &line.repeat(21_000),
        "the file has 266 KiB, and a file of models has at most 256; split it",
    );
    assert_eq!(faults(&line.repeat(20_000)), []);

    let many = |count| {
        (0..count).fold(String::new(), |mut text, at| {
            writeln!(text, "pub struct T{at} {{ pub a: Vec<T{}> }}", (at + 1) % count).unwrap();
            text
        })
    };
    assert_eq!(faults(&many(1_000)), []);
    says(&many(1_001), "with this file there are more than 1000 types");
}

#[test]
fn of_many_faults_a_hundred_are_told() {
    let faults = faults(&"fn f() {}\n".repeat(500));
    assert_eq!((faults.len(), faults[99].line), (100, 100));
    assert!(faults[99].message.ends_with("(and 400 more faults after this one)"), "{}", faults[99]);
}

#[test]
fn chains_of_types_are_followed_in_any_order() {
    for step in [1, 7, 499, 999] {
        // Each needs the next, and the last one is finished.
        let text = (0..1_000).fold(String::new(), |mut text, at| {
            let at = at * step % 1_000;
            let next = if at == 999 { "u8".into() } else { format!("Box<T{}>", at + 1) };
            writeln!(text, "pub struct T{at} {{ pub a: {next} }}").unwrap();
            text
        });
        assert_eq!(faults(&text).len(), 0);
    }
}

#[test]
fn the_table_of_lines_does_not_grow() {
    for _ in 0..3 {
        let fault = &faults("\npub struct A { a: u8 }")[0];
        assert_eq!((fault.line, fault.column), (2, 16));
    }
}

#[test]
fn names_that_are_too_long_are_refused() {
    let (longest, longer) = ("é".repeat(100), "é".repeat(101));
    let wanted = "the name has 101 characters, and 100 is the most";
    for text in [
        "pub struct NAME { pub a: u8 }",
        "pub struct A { pub NAME: u8 }",
        "pub enum A { NAME }",
        "pub struct A { #[serde(rename = \"NAME\")] pub a: u8 }",
        "pub enum A { #[serde(rename = \"NAME\")] X }",
    ] {
        assert_eq!(faults(&text.replace("NAME", &longest)), [], "{text}");
        says(&text.replace("NAME", &longer), wanted);
    }
    let file = |name: String| {
        Models::parse([(format!("a/models/storage/{name}.rs"), "pub struct A { pub a: u8 }")])
    };
    assert!(file("é".repeat(97)).is_ok());
    let faults = file("é".repeat(98)).unwrap_err();
    assert_eq!((faults.len(), faults[0].line), (1, 1));
    assert_eq!(faults[0].message, "the name of the file has 101 characters, and 100 is the most");
}
