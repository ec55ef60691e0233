//! What types tell of themselves, and how they are compared.

use super::{check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn types_tell_what_they_are_made_of() {
    check(&[
        (
            "type User = {name: string, age?: integer}
             local all = {}
             for name, of in User:fields() do all[#all + 1] = name .. ':' .. of:kind() end
             return table.concat(all, ' ') .. ' ' .. User:name() .. ' ' .. tostring(User.age)",
            "name:string age:integer User integer",
        ),
        ("type T = {number} return T:kind() .. T:elem():kind()", "arraynumber"),
        (
            "type T = {[string]: number} return T:kind() .. T:key():kind() .. T:val():kind()",
            "mapstringnumber",
        ),
        (
            "type T = number? return T:kind() .. T:inner():kind() .. tostring(T:elem())",
            "optionalnumbernil",
        ),
        (
            "type T = 'a' | 'b' | 3
             local all = {}
             for variant in T:variants() do all[#all + 1] = tostring(variant) end
             return T:kind() .. table.concat(all, ' ')",
            "union\"a\" \"b\" 3",
        ),
        (
            "type T = (number, string) -> boolean
             local all = {}
             for param in T:params() do all[#all + 1] = param:kind() end
             return T:kind() .. table.concat(all, ' ') .. T:ret():kind()",
            "functionnumber stringboolean",
        ),
        (
            "type A = {x: number} & {y: number} local n = 0 for _ in A:fields() do n = n + 1 end return A:kind() .. n",
            "intersection2",
        ),
        ("type A = 'x' return A:kind() .. type(A) .. tostring(A.nothing)", "literaluserdatanil"),
    ]);
}

#[test]
fn equal_types_are_equal_and_one_key() {
    check(&[
        (
            "type A = {x: string, y: string} type B = {z: string}
             return tostring(A == A) .. tostring(A == B) .. tostring(A.x == A.y) .. tostring(A.x == B.z)",
            "truefalsetruetrue",
        ),
        (
            "type A = {x: string} type B = {x: string}
             local names = {[A] = 'a', [B.x] = 'text'}
             return names[A] .. names[A.x] .. tostring(names[B])",
            "atextnil",
        ),
    ]);
}

#[test]
fn types_are_compared_by_their_values() {
    let compare = |one: &str, other: &str| {
        returns(&format!(
            "type Node = {{next: Node?, value: integer}}
             type Other = {{next: Other?, value: number}}
             type A = {one} type B = {other}
             local function say(x) return x and 'y' or 'n' end
             return say(A <= B) .. say(B <= A) .. say(A < B) .. say(A >= B)"
        ))
    };
    for (one, other, expected) in [
        ("integer", "number", "ynyn"),
        ("number", "number", "yyny"),
        ("string", "number", "nnnn"),
        ("'a'", "string", "ynyn"),
        ("'a' | 'b'", "'a' | 'b' | 'c'", "ynyn"),
        ("number", "number?", "ynyn"),
        ("number", "any", "ynyn"),
        ("never", "{number}", "ynyn"),
        ("{x: number, y: string}", "{x: number}", "ynyn"),
        ("{x?: number}", "{x: number}", "nyny"),
        ("{x: number}", "table", "ynyn"),
        ("{integer}", "{number}", "ynyn"),
        ("{[string]: integer}", "{[string]: number}", "ynyn"),
        ("{a: number} & {b: number}", "{a: number}", "ynyn"),
        ("number @min(1)", "number", "ynyn"),
        ("(number) -> integer", "(integer) -> number", "ynyn"),
        ("print", "table", "nnnn"),
        ("Node", "Other", "ynyn"),
    ] {
        assert_eq!(compare(one, other), expected, "{one} and {other}");
    }
    check(&[("return tostring(integer < number) .. tostring(integer <= integer)", "truetrue")]);
}
