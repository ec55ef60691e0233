//! Nesting is limited, width and length are not.

use super::{blank, check, unchanged};

fn nest(count: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(count), close.repeat(count))
}

#[test]
fn deep_lua_is_left_to_lua() {
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("{", "", "}"),
        ("f(", "", ")"),
        ("function() return ", "1", " end"),
        ("a[", "1", "]"),
        ("- ", "1", ""),
        ("1 .. ", "1", ""),
        ("not (", "1", ")"),
    ] {
        unchanged(&[&format!("x = {}", nest(10_000, open, middle, close))]);
    }
    unchanged(&[
        &nest(10_000, "do ", "", " end"),
        &nest(10_000, "if x then ", "", " end"),
        &nest(10_000, "while x do ", "", " end"),
        &nest(10_000, "function f() ", "", " end"),
        &format!("if x then {} end", "elseif y then ".repeat(10_000)),
    ]);
}

#[test]
fn a_deep_type_is_refused() {
    for (open, middle, close) in [
        ("{", "T", "}"),
        ("(", "T", ")"),
        ("{[K]: ", "T", "}"),
        ("{a: ", "T", "}"),
        ("Box<", "T", ">"),
        ("T[", "K", "]"),
        ("", "T", "[]"),
        ("", "T", "?"),
        ("", "T", "[K]"),
        ("() -> ", "T", ""),
        ("(", "T", ") -> R"),
        ("fun(): ", "T", ""),
        ("A extends B ? C : ", "T", ""),
        ("A extends B ? ", "T", " : C"),
        ("A | B & ", "T", ""),
        ("asserts x is ", "T", ""),
        ("keyof(", "T", ")"),
        ("typeof(x as ", "T", ")"),
        ("readonly {", "T", "}"),
        ("{", "T", "[][]}"),
    ] {
        let annotation = nest(10_000, open, middle, close);
        for source in [format!("type X = {annotation}"), format!("function f(): {annotation} end")]
        {
            let fault = blank(&source).unwrap_err();
            assert_eq!(fault.message, "types are nested deeper than 100 levels", "{open}{close}");
        }
        let few = nest(3, open, middle, close);
        let fields: String = (0..150).map(|n| format!("f{n}: ({few})?, ")).collect();
        check(&[&format!("local x«: {{{fields}}}»")]);
    }
}

#[test]
fn a_long_type_is_no_deep_one() {
    check(&[
        &format!("local x«: T{}»", " | T?".repeat(10_000)),
        &format!("local x«: {{{}}}»", "a: {T?}[], ".repeat(10_000)),
        &format!("local x«: ({}...T) -> T»", "T?, ".repeat(10_000)),
        &format!("x = y{}", "« :: {T}»".repeat(10_000)),
        &format!("x = y{}", "« as T»".repeat(10_000)),
        &format!("x = y{}", "«!»".repeat(10_000)),
    ]);
}
