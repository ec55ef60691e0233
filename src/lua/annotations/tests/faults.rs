//! Each malformed annotation, and the message it gets.

use super::blank;

#[track_caller]
fn faults(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        match blank(source) {
            Ok(blanked) => panic!("{source}\nbecame\n{}", blanked.text),
            Err(fault) => assert_eq!(&fault.to_string(), expected, "\n{source}"),
        }
    }
}

#[test]
fn a_malformed_type_is_named_with_its_place() {
    faults(&[
        ("local x: = 1", "1:10: expected a type, found `=`"),
        ("local x:", "1:9: expected a type, found the end of the file"),
        (
            "\n\r\n  local x: {a: T\nlocal y",
            "4:1: expected `,` or `}` after a field, found `local`",
        ),
        ("local x: {a: T, T}", "1:17: expected the name of a field and `:`, found `T`"),
        ("local x: {T, U}", "1:14: expected `}` after the type of the elements, found `U`"),
        ("local x: {[K] V}", "1:15: expected `:` and the type of the values, found `V`"),
        (
            "local x: {[K",
            "1:13: expected `]` after the type of the keys, found the end of the file",
        ),
        ("local x: {end: T}", "1:11: expected a type, found `end`"),
        ("local x: Box<T = 1", "1:16: expected `,` or `>` in the type arguments, found `=`"),
        ("local x: Box<>", "1:14: expected a type, found `>`"),
        ("local x: (A, B) = 1", "1:17: expected `->` after the parameters, found `=`"),
        ("local x: (A B", "1:13: expected `,` or `)`, found `B`"),
        ("local x: T[K", "1:13: expected `]` after the key, found the end of the file"),
        ("local x: m. = 1", "1:13: expected the name of a type after `.`, found `=`"),
        ("local x: as", "1:10: expected a type, found `as`"),
        (
            "local fun = 1",
            "1:7: `fun` is a reserved word of this dialect: a variable needs another name",
        ),
        ("f()\n(g or h)()", "2:1: ambiguous syntax (function call x new statement)"),
        ("x = 0x1p4", "1:5: malformed number near '0x1p4'"),
        ("local x: fun = 1", "1:14: expected `(` after `fun`, found `=`"),
        ("local x: readonly T", "1:19: expected `{` after `readonly`, found `T`"),
        ("local x: interface T", "1:20: expected `{` after `interface`, found `T`"),
        ("local x: keyof T", "1:16: expected `(` after `keyof`, found `T`"),
        ("local x: asserts 1", "1:18: expected the name of a parameter after `asserts`, found `1`"),
        ("local x: typeof T", "1:17: expected `(` after `typeof`, found `T`"),
        ("local x: typeof(if)", "1:17: expected an expression in `typeof`, found `if`"),
        ("local x: typeof(y z)", "1:19: expected `)` after the expression, found `z`"),
        ("local x: A extends B : C", "1:22: expected `?` after the condition, found `:`"),
        (
            "local x: A extends B ? C",
            "1:25: expected `:` between the two results of the condition, found the end of the file",
        ),
        ("local x: T @ = 1", "1:14: expected the name of a validator, found `=`"),
        ("local x: T @min(y)", "1:17: expected a number or a string, found `y`"),
        (
            "local x: T @min(1",
            "1:18: expected `)` after the arguments of the validator, found the end of the file",
        ),
        ("local x: 0x1p4", "1:10: expected a number, found `0x1p4`"),
        ("local x: 3..2", "1:10: expected a number, found `3..2`"),
        ("local x: '\\400'", "1:10: expected a string with proper escapes, found `'\\400'`"),
        ("local x: 'abc\n'", "1:10: expected a type, found `'abc`"),
        ("local x: $", "1:10: expected a type, found `$`"),
        ("local x: é", "1:10: expected a type, found `é`"),
        ("local x: T: U", "1:11: expected the end of the type, found `:`"),
    ]);
}

#[test]
fn an_annotation_in_the_wrong_place_is_refused() {
    faults(&[
        (
            "function f(a?: T) end",
            "1:13: expected `:` (what may be missing is written `name: T?`), found `?`",
        ),
        ("function f(): end", "1:15: expected a type, found `end`"),
        ("function f(): (A, b: B) end", "1:25: expected `->` after the parameters, found `end`"),
        ("function f(): (A, ...B) end", "1:25: expected `->` after the parameters, found `end`"),
        ("function f(): A: B end", "1:16: expected the end of the type, found `:`"),
        ("function f<T>: R end", "1:14: expected `(` after the type parameters, found `:`"),
        ("function f<T(x) end", "1:13: expected `,` or `>` in the type parameters, found `(`"),
        ("function f<>() end", "1:12: expected the name of a type parameter, found `>`"),
        ("for i: T = 1, 2 do end", "1:6: a loop variable takes no type"),
        ("for k, v: T in x do end", "1:9: a loop variable takes no type"),
        ("x = y as", "1:9: expected a type, found the end of the file"),
        ("x = y ::", "1:9: expected a type, found the end of the file"),
        ("x! = 1", "1:4: expected a name or a field without annotation before the `=`, found `=`"),
        (
            "x, y!, z = 1",
            "1:6: expected a name or a field without annotation before the `=`, found `,`",
        ),
        (
            "x = {y! = 1}",
            "1:9: expected a name or a field without annotation before the `=`, found `=`",
        ),
        (
            "x = {y as T = 1}",
            "1:13: expected a name or a field without annotation before the `=`, found `=`",
        ),
        (
            "return x as T\n(z)",
            "2:1: expected the end of the expression (to go on after a cast, put it in parentheses), found `(`",
        ),
        (
            "f(x as T\n(z))",
            "2:1: expected the end of the expression (to go on after a cast, put it in parentheses), found `(`",
        ),
        ("x = f::<T>", "1:11: expected the arguments of the call, found the end of the file"),
        (
            "x = y as T {}",
            "1:12: expected the end of the expression (to go on after a cast, put it in parentheses), found `{`",
        ),
        (
            "x = y as T (z)",
            "1:12: expected the end of the expression (to go on after a cast, put it in parentheses), found `(`",
        ),
    ]);
}

#[test]
fn a_malformed_declaration_is_named_with_its_place() {
    faults(&[
        ("type T", "1:7: expected `=` after `type T`, found the end of the file"),
        ("type T = ", "1:10: expected a type, found the end of the file"),
        ("type T<A = B", "1:10: expected `,` or `>` in the type parameters, found `=`"),
        ("f() type T = A ..x()", "1:16: expected a statement after the declaration, found `..`"),
        ("x = y type T = A = 1", "1:18: expected a statement after the declaration, found `=`"),
        ("x = y type T = A as B", "1:18: expected a statement after the declaration, found `as`"),
        ("x = y type T = A and B", "1:18: expected a statement after the declaration, found `and`"),
        ("x = y type T = A :: B", "1:18: expected a statement after the declaration, found `::`"),
        ("interface I x end", "1:13: expected a method, a field or `end`, found `x`"),
        ("interface I", "1:12: expected a method, a field or `end`, found the end of the file"),
        ("interface I function f(1", "1:24: expected the parameters of a method, found `1`"),
        ("interface I function 1", "1:22: expected the name of a method, found `1`"),
        ("interface I : 3 end", "1:15: expected the name of a type, found `3`"),
    ]);
}

#[test]
fn a_long_token_is_shortened_in_a_message() {
    faults(&[
        (
            "type T 'é23456789 123456789 123456789'",
            "1:8: expected `=` after `type T`, found `'é23456789 123456789 123…`",
        ),
        ("type T [[a\nb]]", "1:8: expected `=` after `type T`, found `[[a…`"),
    ]);
}

#[test]
fn attributes_are_refused() {
    faults(&[
        ("local x <const> = 1", "1:9: attributes such as <const> are not part of this dialect"),
        ("local x, y <close> = 1", "1:12: attributes such as <close> are not part of this dialect"),
        (
            "local x: number <const> = 1",
            "1:17: attributes such as <const> are not part of this dialect",
        ),
        (
            "local x: File <close> = 1",
            "1:15: attributes such as <close> are not part of this dialect",
        ),
    ]);
}
