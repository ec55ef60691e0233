//! What is wrong with models: each with its line, its column, and what to do.

use rehearsal_typed_kv::Models;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The faults of one file, as `line:column: message`.
#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let faults = Models::parse([("models/storage/test.rs", text)]).err().unwrap_or_default();
    let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let found: Vec<&str> =
        found.iter().map(|fault| fault.strip_prefix("models/storage/test.rs:").unwrap()).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    check(
        "pub struct A {\n    pub a: Strin,\n    b: u8,\n    pub c: &'static str,\n    pub d: u8\n}\nfn main() {}\npub enum B { X(Foo), Y }\n",
        &[
            "2:12: there is no type `Strin`; did you mean `String`?",
            "3:5: the field `b` is private; write `pub b`",
            "4:12: a reference cannot be stored; write the type itself, such as `String` for `&str`",
            "7:1: `fn` is no model: here stand only structs and enums; move it to another file",
            "8:16: there is no type `Foo` here; a type of your own stands in a file below models/storage/, too",
        ],
    );
}

#[test]
fn columns_are_characters() {
    check(
        "pub struct Größe { pub größe: boot }",
        &["1:31: there is no type `boot`; did you mean `bool`?"],
    );
}

#[test]
fn types_that_cannot_be_stored_say_what_to_write() {
    let field = |ty: &str| format!("pub struct A {{ pub a: {ty}, pub b: Nothing }}");
    let also = "there is no type `Nothing` here; a type of your own stands in a file below models/storage/, too";
    let one = |ty: &str, wanted: &str| {
        let text = field(ty);
        let column = text.find("Nothing").unwrap() + 1;
        check(&text, &[wanted, &format!("1:{column}: {also}")]);
    };
    one("[u8; 4]", "1:23: an array or a slice cannot be stored; write `Vec<…>`, or a tuple");
    one("*const u8", "1:23: a pointer cannot be stored");
    one("!", "1:23: a type belongs here");
    one("<A as B>::C", "1:23: a type of a trait cannot be stored; write the type itself");
    one("Vec<u8>::Item", "1:30: a type of a type cannot be stored; write the type itself");
    one("Box<dyn Any>", "1:27: a function or a trait is no data, and cannot be stored");
    one("impl Iterator", "1:23: a function or a trait is no data, and cannot be stored");
    one("fn(u8) -> u8", "1:23: a function or a trait is no data, and cannot be stored");
    one(
        "Vec<'a>",
        "1:27: a lifetime cannot be stored; write a type that owns its data, such as `String`",
    );
    one("Vec<3>", "1:27: a number or a text is no type");
    one("()", "1:23: `()` holds nothing; leave it out");
    one("HashSet<u8>", "1:23: there is no type `HashSet`; write `Vec<…>`");
    one("Arc<str>", "1:23: there is no type `Arc`; write `the type in it, or Box<…>`");
    one("HashMap<u8, u8>", "1:31: the keys of JSON are texts; write `HashMap<String, …>`");
    one("HashMap<u8>", "1:23: `HashMap` has two parameters: `HashMap<String, …>`");
    one("Vec", "1:23: what `Vec` holds belongs between `<` and `>`: `Vec<String>`");
    one("u8<u8>", "1:23: `u8` has no parameters");
    one(
        "serde_json::Value",
        "1:23: there is no type `Value` here; a type of your own stands in a file below models/storage/, too",
    );
    one("my::String", "1:23: `my::String` is not known here; write `String` for Rust's own type");
    one(
        "(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)",
        "1:23: a tuple has at most 16 parts; give them names, in a struct",
    );
}

#[test]
fn shapes_without_names_are_refused() {
    check(
        "pub struct A;",
        &["1:13: `A` has nothing to store; give it fields: `pub struct A { … }`"],
    );
    check(
        "pub struct A(pub u8);\npub struct B { pub a: A }",
        &["1:13: the fields of `A` have no names; write `pub struct A { pub name: Type }`"],
    );
    check("pub enum A { X() }", &["1:16: `X()` holds nothing; write `X`"]);
}

#[test]
fn parameters_and_conditions_are_refused() {
    check(
        "pub struct A<T> { pub a: T }",
        &[
            "1:13: `A` has parameters, and a value in a store has one type; write the types themselves",
        ],
    );
    check(
        "pub enum A<'a> { X(&'a str) }\npub struct B where u8: Copy { pub a: Wrong }",
        &[
            "1:11: `A` has parameters, and a value in a store has one type; write the types themselves",
            "2:14: a model has no conditions; leave `where` out",
        ],
    );
}

#[test]
fn private_types_are_refused_and_pub_crate_is_not() {
    check(
        "struct A { pub a: u8 }\npub(crate) struct B { pub(super) a: u8 }",
        &["1:1: the type `A` is private; write `pub` before it"],
    );
    check(
        "pub enum A { X { pub a: u8 } }",
        &["1:18: the fields of a variant are public as they are; leave `pub` out"],
    );
}

#[test]
fn other_items_are_refused_and_reading_goes_on_behind_them() {
    check(
        "type A = u8;\nimpl X for Y { fn f() {} }\nconst C: u8 = 1;\nmod m { pub struct B; }\nunion U { a: u8 }\nfoo! {}\npub struct D { pub a: Wrong }",
        &[
            "1:1: an alias is no model; write the type itself where it is used",
            "2:1: `impl` is no model: here stand only structs and enums; move it to another file",
            "3:1: `const` is no model: here stand only structs and enums; move it to another file",
            "4:1: `mod` is no model: here stand only structs and enums; move it to another file",
            "5:1: a union cannot be stored; write an enum",
            "6:1: a struct or an enum belongs here",
            "7:23: there is no type `Wrong` here; a type of your own stands in a file below models/storage/, too",
        ],
    );
}

#[test]
fn what_is_no_rust_is_told_where_it_begins_to_be_none() {
    let message = "this is no Rust: a bracket or a quote is left open or closed twice, or a sign has no meaning";
    check("pub struct A {\n  pub a: u8,\n", &[&format!("1:14: {message}")]);
    check("pub struct A { pub a: u8 )", &[&format!("1:26: {message}")]);
    check("pub struct A { pub a: \"", &[&format!("1:23: {message}")]);
    check(
        "pub struct A { pub a u8, pub b: u8; pub c: Wrong }\npub struct",
        &[
            "1:22: expected `:`",
            "1:35: a comma belongs here",
            "2:11: unexpected end of input, expected identifier",
        ],
    );
    check("pub struct A { pub type: u8 }", &["1:20: expected identifier, found keyword `type`"]);
}

#[test]
fn attributes_that_are_not_known_are_refused() {
    check(
        "#[serde(tag = \"t\")]\npub enum A { X }",
        &["1:9: serde's `tag` is not known here; models have `rename`, `rename_all` and `default`"],
    );
    check(
        "pub struct A {\n  #[serde(skip, renam = \"b\")]\n  pub a: u8,\n}",
        &[
            "2:11: serde's `skip` is not known here; models have `rename`, `rename_all` and `default`",
            "2:17: serde's `renam` is not known here; did you mean `rename`?; models have `rename`, `rename_all` and `default`",
        ],
    );
    check(
        "#[cfg(test)]\npub struct A { #[cfg_attr(a, b)] pub a: u8 }",
        &[
            "1:3: `cfg` may change the type in ways that are not known here; models have `derive`, `serde` and documentation",
            "2:18: `cfg_attr` may change the type in ways that are not known here; models have `derive`, `serde` and documentation",
        ],
    );
    check(
        "pub struct A { #[serde(default = \"f\")] pub a: u8 }",
        &[
            "1:24: what a function makes as a default cannot be known here; write `default` alone, which is the type's own",
        ],
    );
    check(
        "pub struct A { #[serde(rename(serialize = \"a\"))] pub a: u8 }",
        &[
            "1:30: one name for writing and another for reading cannot be stored; write `rename = \"…\"`",
        ],
    );
    check(
        "#[serde(rename_all = \"CamelCase\")]\npub struct A { pub a: u8 }",
        &["1:22: there is no way of writing called \"CamelCase\"; did you mean \"camelCase\"?"],
    );
    check(
        "#[serde(rename_all = \"camelCase\", rename_all = \"lowercase\")]\npub struct A { pub a: u8 }",
        &["1:35: `rename_all` stands here twice"],
    );
}

#[test]
fn attributes_where_they_mean_nothing_are_refused() {
    check(
        "#[serde(rename = \"B\")] #[default]\npub struct A { #[serde(rename_all = \"lowercase\", deny_unknown_fields)] pub a: u8 }",
        &[
            "1:18: a type is stored by its name in Rust, `A`; leave `rename` out, or rename the type",
            "2:12: `#[default]` is for a variant of an enum; `derive(Default)` is for types",
            "2:24: `rename_all` is for types and variants; a field has `rename`",
            "2:50: `deny_unknown_fields` is for types, and what the store does anyway; leave it out",
        ],
    );
    check(
        "#[serde(default)]\npub enum A { #[serde(default)] X(#[serde(rename = \"x\")] u8) }",
        &[
            "1:9: an enum has no fields that could be missing; leave `default` out",
            "2:22: serde's `default` is for fields; a variant has `#[default]`",
            "2:34: a part without a name has no attributes of serde; leave them out",
        ],
    );
}

#[test]
fn two_of_one_name_are_refused() {
    check(
        "pub struct A { pub a: u8, pub a: u8 }\npub enum A { X, X }",
        &[
            "1:31: the field `a` is there already, in line 1",
            "2:10: there is a `A` already, in models/storage/test.rs:1; in the store each name is one type",
            "2:17: the variant `X` is there already, in line 2",
        ],
    );
    check(
        "pub struct A { pub a: u8, #[serde(rename = \"a\")] pub b: u8 }",
        &["1:54: the fields `a` and `b` both have the name \"a\" in JSON; rename one of them"],
    );
    check(
        "#[serde(rename_all = \"lowercase\")] pub enum A { Ab, AB }",
        &["1:53: the variants `Ab` and `AB` both have the name \"ab\" in JSON; rename one of them"],
    );
    check(
        "pub struct String { pub a: u8 }",
        &["1:12: `String` is the name of one of Rust's own types; choose another"],
    );
}

#[test]
fn two_files_have_one_name_once() {
    let files = [
        ("b/models/storage/two.rs", "\npub struct A { pub a: u8 }"),
        ("a/models/storage/one.rs", "pub struct A { pub b: B }\npub struct B { pub a: u8 }"),
    ];
    let faults = Models::parse(files).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "b/models/storage/two.rs:2:12: there is a `A` already, in a/models/storage/one.rs:1; in the store each name is one type"
    );
    assert_eq!(faults.len(), 1);
}

#[test]
fn no_field_is_called_ttl() {
    let message = "no field can be \"ttl\": beside the members of a value that name says how long it lives; rename it";
    check("pub struct A { pub ttl: u8 }", &[&format!("1:20: {message}")]);
    check("pub struct A { #[serde(rename = \"ttl\")] pub a: u8 }", &[&format!("1:45: {message}")]);
    check(
        "#[serde(rename_all = \"lowercase\")] pub enum A { Ttl(u8) }",
        &[&format!("1:49: {}", message.replace("field", "variant"))],
    );
    check(
        "pub struct A { #[serde(rename = \"time\")] pub ttl: u8 }\npub enum B { X { ttl: u8 } }",
        &[],
    );
    check(
        "pub struct A { pub __proto__: u8 }",
        &["1:20: no field can have the name \"__proto__\": JavaScript would lose it; rename it"],
    );
}

#[test]
fn types_without_end_are_refused() {
    check(
        "pub struct A { pub a: Option<A> }",
        &["1:30: `A` contains itself, without end; write `Box<A>`, or `Vec<A>`"],
    );
    check(
        "pub struct A { pub b: (u8, B) }\npub enum B { X(A), Y }\npub struct C { pub a: A }",
        &[
            "1:28: `A` contains `B`, and that `A` again, without end; write `Box<B>`, or `Vec<B>`",
            "2:16: `B` contains `A`, and that `B` again, without end; write `Box<A>`, or `Vec<A>`",
        ],
    );
    check(
        "pub struct A { pub a: Vec<A>, pub b: std::collections::HashMap<String, A>, pub c: Option<Box<A>> }",
        &[],
    );
}

#[test]
fn types_without_a_finished_value_are_refused() {
    check(
        "pub struct A { pub a: Box<A> }\npub struct B { pub a: A }\npub enum C { }",
        &[
            "1:12: no value of `A` is ever finished: each contains another; make a part of it an `Option<…>`",
            "2:12: no value of `B` is ever finished: each contains another; make a part of it an `Option<…>`",
            "3:10: `C` has no variants, so it has no values",
        ],
    );
    check(
        "pub enum A { X(Box<A>), Y }\npub struct B { pub c: C }\npub struct C { pub b: Option<Box<B>> }",
        &[],
    );
}

#[test]
fn a_default_has_to_be_there_in_rust() {
    check(
        "#[serde(default)]\npub struct A { pub b: B }\npub struct B { pub a: u8 }",
        &[
            "1:9: `A` has no default; write `#[derive(Default)]` as well",
            "2:23: `B` has no default; write `#[derive(Default)]` before it",
        ],
    );
    check(
        "pub struct A { #[serde(default)] pub a: (u8, B) }\n#[derive(Default)]\npub enum B { X }",
        &["3:10: one variant is the default: write `#[default]` before it"],
    );
    check(
        "pub enum A { #[default] X }\n#[derive(Debug, Default)] pub enum B { #[default] X(u8), #[default] Y }",
        &[
            "1:25: `#[default]` needs `#[derive(Default)]` on the enum",
            "2:69: one variant is the default already",
        ],
    );
    check(
        "#[derive(std::default::Default)] pub enum B { #[default] X(u8) }",
        &["1:58: only a variant that holds nothing can be the default"],
    );
    check(
        "#[derive(Default)] pub struct A { pub a: Option<Box<B>>, #[serde(default)] pub b: Box<B> }\n#[derive(Default)] pub struct B { #[serde(default)] pub a: Box<B> }",
        &["2:31: the default of `B` contains itself, without end"],
    );
    check(
        "#[derive(Default)] #[serde(default)] pub struct A { pub a: Option<Box<A>>, pub b: B }\n#[derive(Default)] pub enum B { #[default] X, Y(u8) }",
        &[],
    );
}

#[test]
fn what_has_no_meaning_here_is_passed_over() {
    check(
        "//! The file.\n#![allow(dead_code)]\nuse std::{collections::HashMap, fmt};\npub use crate::{a::B as C};\n\n/* a /* comment */ */\n/// A.\n#[derive(Debug, Clone, serde::Serialize)]\n#[allow(missing_docs)]\n#[non_exhaustive]\n#[repr(C)]\n#[doc(hidden)]\npub struct A {\n    // of a\n    pub a: ::std::vec::Vec<std::option::Option<crate::ui::B,>>,\n    pub r#type: (u8),\n}\n#[repr(u8)]\npub enum B { X = 1 + 2, Y = { 3 }, }\n;",
        &[],
    );
}

#[test]
fn only_files_of_models_are_read() {
    let files = [
        ("models/storage/a.rs", "pub struct A { pub b: B }"),
        ("app/models/storage/b.rs", "pub struct B { pub a: u8 }"),
        ("models/storage/old/c.rs", "this is no Rust {"),
        ("models/c.rs", "{"),
        ("models/storage/c.txt", "{"),
        ("storage/models/c.rs", "{"),
        ("models/storage/.rs", "{"),
        ("my-models/storage/c.rs", "{"),
    ];
    assert_eq!(Models::parse(files).unwrap().names().collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(Models::parse([("src/main.rs", "fn main() {}")]).unwrap(), Models::default());
}
