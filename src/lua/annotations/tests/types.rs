//! What types and declarations are read as.

use super::super::{Literal, Type};
use super::{check, declared, read};

/// Each type, and its canonical form; an empty one: the same.
#[track_caller]
fn types(cases: &[(&str, &str)]) {
    for (text, canonical) in cases {
        let of = read(text);
        let expected = if canonical.is_empty() { text } else { canonical };
        assert_eq!(&of.to_string(), expected);
        assert_eq!(read(&of.to_string()), of, "{text}");
    }
}

#[test]
fn declarations_disappear_and_are_handed_over() {
    check(&[
        "«type T = number»\nlocal x«: T» = 1",
        "if a then «type T = {\n  a: number, -- why\n  b?: string,\n}» end",
        "«type Box<T, U: V> = {value: T}»; f()",
        "«type A = B» «type C = D» f()",
        "«type R<T> =\n  | {ok: true, value: T}\n  | {ok: false}»\n",
        "«interface Shape : Base, other.Base<T>\n  function area(self): number\n  function scale(k: number, ...: any)\n  name: string\n  tag?: string\nend» f()",
        "«interface Empty end» f()",
        "function f() «type T = number» return 1 end",
    ]);
    let types = declared(
        "\r\ntype A = number\r\n--[[\n]] local s = [[\n\n]] do type B<T: A, U> = T end\ninterface C : A, m.B<A> x: T function f<T>(self, n: T): U function g(...) end",
    );
    let lines: Vec<_> = types.iter().map(|t| (t.name.as_str(), t.line)).collect();
    assert_eq!(lines, [("A", 2), ("B", 6), ("C", 7)]);
    assert_eq!(types[1].parameters.len(), 2);
    assert_eq!(types[1].parameters[0].to_string(), "T: A");
    assert_eq!(
        types[2].body.to_string(),
        "interface : A, m.B<A>; x: T; function f<T>(self: any, n: T): U; function g(...any) end"
    );
}

#[test]
fn a_type_inside_of_typeof_is_no_declaration() {
    let names = declared("type A = typeof((function() type B = C return x :: B end)()) type D = E");
    assert_eq!(names.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["A", "D"]);
}

#[test]
fn types_are_read_in_full() {
    types(&[
        ("nil", ""),
        ("boolean", ""),
        ("any", ""),
        ("function", ""),
        ("User", ""),
        ("mod.User", ""),
        ("a.b.User", ""),
        ("error.Kind", ""),
        ("Box<T>", ""),
        ("mod.Box<Box<T>, {U}>", ""),
        ("table<string, number>", ""),
        ("number?", ""),
        ("number??", ""),
        ("A | B | C", ""),
        ("A & B & C", ""),
        ("A | B & C", "(A | B) & C"),
        ("A | (B & C)", ""),
        ("| A | B", "A | B"),
        ("(A)", "A"),
        ("(A | B)?", ""),
        ("T[]", "{T}"),
        ("T[][]", "{{T}}"),
        ("T?[]", "{T?}"),
        ("T[]?", "{T}?"),
        ("(A | B)[]", "{A | B}"),
        ("{T}", ""),
        ("{T,}", "{T}"),
        ("{[string]: T}", ""),
        ("{[\"a\" | \"b\"]: {T}}", ""),
        ("{}", ""),
        ("{a: T}", ""),
        ("{a: T, b?: U,}", "{a: T, b?: U}"),
        ("{a: T; b: U}", "{a: T, b: U}"),
        ("{type: T, string: U}", ""),
        ("readonly {T}", ""),
        ("readonly {a: T}", ""),
        ("readonly {[K]: V}?", ""),
        ("interface {a: T}", "{a: T}"),
        ("() -> ()", ""),
        ("(a: T, U, ...V) -> R", ""),
        ("(a?: T, ...) -> R", "(a?: T, ...any) -> R"),
        ("(T) -> (A, B)", ""),
        ("(T) -> (U) -> V", ""),
        ("(T) -> A | B", ""),
        ("((T) -> A) | B", ""),
        ("((T) -> A)", "(T) -> A"),
        ("((T) -> (A))?", "((T) -> A)?"),
        ("fun()", ""),
        ("fun(a: T)", ""),
        ("fun(a: T): R", "(a: T) -> R"),
        ("fun(): ()", "() -> ()"),
        ("fun(): (A, B)", "() -> (A, B)"),
        ("fun(): (A) -> B", "() -> (A) -> B"),
        ("fun<T: U>(x: T): T", ""),
        ("{cb: fun(a: T), n: U}", ""),
        ("typeof( f(x)[1] :: T )", "typeof(f(x)[1] :: T)"),
        ("keyof(T)", ""),
        ("T[\"key\"]", ""),
        ("T[keyof(T)][U]", ""),
        ("A extends B ? C : D", ""),
        ("A extends B? ? C? : D?", "A extends (B?) ? C? : D?"),
        ("A extends B ? C : D extends E ? F : G", ""),
        ("A extends B ? (fun()) : D", ""),
        ("asserts x", ""),
        ("asserts x is T | U", ""),
        ("\"a\"", ""),
        ("'a\"b\\\\\\n\\65\\zc'", "\"a\\\"b\\\\\\010Azc\""),
        ("[==[\nlong]]]==]", "\"long]]\""),
        ("\"\\u{e9}\\xff\"", "\"u{e9}xff\""),
        ("3 | -1 | 1.5 | 0x10 | true | false", "3 | -1 | 1.5 | 16 | true | false"),
        ("-9223372036854775808", ""),
        ("9223372036854775808", "9.223372036854776e18"),
        ("0xffffffffffffffff", "-1"),
        ("1e999", ""),
        ("integer @min(1) @max(5)", ""),
        ("string @pattern(\"^a+$\") @min_len(3)", ""),
        ("number @integer", ""),
        ("number @range(-1, 2.5)", ""),
        ("{number @min(0)} @min_len(1)", ""),
        ("{age: number @min(0), name?: string @max_len(9)}", ""),
        ("number @min(1) | string @min_len(1)", ""),
        ("(T @a) @b", ""),
        ("number @element[] @array", "{number @element} @array"),
        ("{ -- a comment\n a: T, --[[ another ]]\n}", "{a: T}"),
    ]);
    assert_eq!(read("'é'"), Type::Literal(Literal::String("é".as_bytes().to_vec())));
}
