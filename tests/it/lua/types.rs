//! Types as values: what `type Name = T` leaves at run time.

use rehearsal::lua::Script;

use super::{check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What `T:is(value)` says: `ok`, or the message.
fn says(declarations: &str, value: &str) -> String {
    returns(&format!(
        "{declarations}
         local v, err = T:is({value})
         if err then return err:kind() .. ': ' .. err:message() end
         return 'ok'"
    ))
}

/// Checks values against a type `T`.
fn hold(declarations: &str, cases: &[(&str, &str)]) {
    for (value, expected) in cases {
        assert_eq!(says(declarations, value), *expected, "{declarations}: {value}");
    }
}

const USER: &str = "type T = {name: string @min_len(1) @max_len(5), age: number @min(18) @max(99), mail?: string @pattern('^.+@.+$')}";

#[test]
fn a_record_needs_its_fields_and_takes_others_too() {
    hold(
        USER,
        &[
            ("{name = 'Ann', age = 30}", "ok"),
            ("{name = 'Ann', age = 30, mail = 'a@b', more = {}}", "ok"),
            ("{name = 'Ann'}", "Invalid: field 'age': expected number, got nil"),
            ("{name = 7, age = 30}", "Invalid: field 'name': expected string, got number"),
            ("'Ann'", "Invalid: expected T, got string"),
            ("nil", "Invalid: expected T, got nil"),
        ],
    );
}

#[test]
fn validators_say_what_they_wanted() {
    hold(
        USER,
        &[
            ("{name = '', age = 30}", "Invalid: field 'name': expected min length 1, got length 0"),
            (
                "{name = 'Annabel', age = 30}",
                "Invalid: field 'name': expected max length 5, got length 7",
            ),
            ("{name = 'Ann', age = 17}", "Invalid: field 'age': expected min 18, got 17"),
            ("{name = 'Ann', age = 99.5}", "Invalid: field 'age': expected max 99, got 99.5"),
            ("{name = 'Ann', age = 0/0}", "Invalid: field 'age': expected min 18, got NaN"),
            (
                "{name = 'Ann', age = 18, mail = 'ann'}",
                "Invalid: field 'mail': expected pattern \"^.+@.+$\", got \"ann\"",
            ),
        ],
    );
    hold(
        "type T = {integer @min(1)} @min_len(1)",
        &[
            ("{1, 2}", "ok"),
            ("{}", "Invalid: expected min length 1, got length 0"),
            ("{1, 0}", "Invalid: field '[2]': expected min 1, got 0"),
        ],
    );
    hold(
        "type T = string @pattern('(')",
        &[("'('", "Invalid: the pattern \"(\" is malformed or too large")],
    );
}

#[test]
fn every_kind_of_type_is_checked() {
    for (of, value, expected) in [
        ("boolean", "true", "ok"),
        ("boolean", "nil", "expected boolean, got nil"),
        ("integer", "10 / 2", "ok"),
        ("integer", "1.5", "expected integer, got number"),
        ("any", "nil", "ok"),
        ("unknown", "print", "ok"),
        ("never", "1", "expected never, got number"),
        ("nil", "nil", "ok"),
        ("table", "{}", "ok"),
        ("function", "print", "ok"),
        ("thread", "coroutine.create(print)", "ok"),
        ("userdata", "channel.new()", "ok"),
        ("error", "errors.new('x')", "ok"),
        ("string", "errors.new('x')", "expected string, got error"),
        ("'on' | 'off'", "'on'", "ok"),
        ("'on' | 'off'", "'of'", "expected T, got string"),
        ("{state: 'on' | 3 | true}", "{state = 3.0}", "ok"),
        ("{state: 'on' | 3}", "{state = 'off'}", "field 'state': expected \"on\" | 3, got string"),
        ("string?", "nil", "ok"),
        ("{string?}", "{'a'}", "ok"),
        ("{number}", "{1, 'x'}", "field '[2]': expected number, got string"),
        ("{number}", "{a = 1}", "expected T, got table without elements"),
        ("number[]", "{}", "ok"),
        ("{[string]: number}", "{a = 1, b = 2}", "ok"),
        ("{[string]: number}", "{a = 'x'}", "field 'a': expected number, got string"),
        ("{[string]: number}", "{1}", "field '[1]': expected string, got number"),
        (
            "{a: {b: {c: string}[]}}",
            "{a = {b = {{c = 1}}}}",
            "field 'a.b[1].c': expected string, got number",
        ),
        ("{a: number} & {b: number}", "{a = 1, b = 2}", "ok"),
        ("{a: number} & {b: number}", "{a = 1}", "field 'b': expected number, got nil"),
        ("(number) -> string", "print", "ok"),
        ("fun(a: number): string", "1", "expected (number) -> string, got number"),
        ("readonly {a: number}", "{a = 1}", "ok"),
        ("keyof({a: number, b: number})", "'b'", "ok"),
        ("keyof({a: number})", "'c'", "expected T, got string"),
        ("({a: number})['a']", "'x'", "expected number, got string"),
        ("{}", "{1, a = 2}", "ok"),
        ("typeof(x)", "5", "ok"),
        ("Nowhere.Else", "5", "ok"),
        ("T", "5", "the type T is only itself"),
        ("T | T", "5", "tables lie too deep in each other to be checked"),
    ] {
        let said = says(&format!("type T = {of}"), value);
        assert_eq!(said.trim_start_matches("Invalid: "), expected, "{of}: {value}");
    }
}

#[test]
fn a_type_may_be_called() {
    check(&[
        ("type T = {x: number} local t = {x = 1} return T(t) == t", "true"),
        (
            "type T = {x: number}\nlocal ok, why = pcall(function() local t = T({}) end) return why",
            "app:solo:3: field 'x': expected number, got nil",
        ),
        (
            "return string('a') .. integer(2) .. number(2.5) .. tostring(boolean(false))",
            "a22.5false",
        ),
        (
            "return select(2, pcall(function() local s = string(5) end))",
            "app:solo:2: expected string, got number",
        ),
        (
            "return select(2, pcall(function() local n = integer('5') end))",
            "app:solo:2: expected integer, got string",
        ),
    ]);
}

#[test]
fn names_mean_the_nearest_declaration() {
    check(&[
        // One below, and itself.
        (
            "type List = {value: Item, next: List?}
             type Item = number
             local ok = List:is({value = 1, next = {value = 2}})
             local _, err = List:is({value = 1, next = {value = 'x'}})
             return tostring(ok ~= nil) .. ' ' .. err:message()",
            "true field 'next.value': expected number, got string",
        ),
        // The inner one is unknown outside.
        (
            "type Id = number
             local inner
             do type Id = string type T = {id: Id} inner = T end
             type T = {id: Id}
             return tostring(inner:is({id = 1})) .. tostring(T:is({id = 'x'})) .. tostring(T:is({id = 1}) ~= nil)",
            "nilniltrue",
        ),
        ("type A = B type B = C type C = {x: A?} return (A:is({x = {x = {}}})) ~= nil", "true"),
    ]);
}

#[test]
fn tables_that_lead_back_to_themselves_are_checked() {
    check(&[
        (
            "type Node = {next: Node}
             local a, b = {}, {} a.next, b.next = b, a
             return Node:is(a) == a",
            "true",
        ),
        (
            "type Node = {next: Node, value: number}
             local a, b = {value = 1}, {value = 'x'} a.next, b.next = b, a
             return select(2, Node:is(a)):message()",
            "field 'next.value': expected number, got string",
        ),
        // What was true of a variant that did not fit is no longer known.
        (
            "type A = {x: {y: number}, z: string}
             type B = {x: {y: number}, z: number}
             type T = A | B
             return T:is({x = {y = 1}, z = 2}) ~= nil",
            "true",
        ),
    ]);
}

#[test]
fn generics_are_filled_in() {
    check(&[
        (
            "type Box<T> = {value: T}
             type SB = Box<string>
             local _, err = SB:is({value = 1})
             return err:message() .. '|' .. SB:name() .. '|' .. SB:kind()",
            "field 'value': expected string, got number|SB|record",
        ),
        (
            "type Tree<T> = {value: T, kids: {Tree<T>}}
             type Numbers = Tree<number>
             local _, err = Numbers:is({value = 1, kids = {{value = 'x', kids = {}}}})
             return err:message()",
            "field 'kids[1].value': expected number, got string",
        ),
        (
            "type Result<T, E> = {ok: true, value: T} | {ok: false, error: E}
             type R = Result<number, string>
             return tostring(R:is({ok = true, value = 1}) ~= nil) .. tostring(R:is({ok = false, error = 1}))",
            "truenil",
        ),
        // Each level is another type.
        (
            "type Grow<T> = {value: T, next: Grow<{T}>?}
             type G = Grow<number>
             local _, err = G:is({value = 1, next = {value = {1}, next = {value = {'x'}}}})
             return err:message()",
            "field 'next.next.value[1]': expected {number}, got string",
        ),
        ("type Box<T> = {value: T} return Box:is({value = print}) ~= nil", "true"),
    ]);
}

#[test]
fn an_interface_is_a_type_with_methods() {
    let declaration = "interface Shape
            area: number
            function scale(self, by: number): Shape
         end
         interface Named : Shape
            name: string
         end
         type T = Named";
    hold(
        declaration,
        &[
            ("{area = 1, name = 'a', scale = print}", "ok"),
            ("setmetatable({area = 1, name = 'a'}, {__index = {scale = print}})", "ok"),
            (
                "{area = 1, name = 'a'}",
                "Invalid: field 'scale': expected (any, number) -> Shape, got nil",
            ),
        ],
    );
}

#[test]
fn a_type_can_be_exported_by_a_library() {
    let words = "type Word = {text: string}\ntype Box<T> = {value: T}\nreturn {Word = Word, deep = {Word = Word}, Box = Box}";
    let run = |body: &str| {
        let source = format!("local words = require('words')\nreturn function()\n{body}\nend");
        let script = Script::new("app:solo", &source).unwrap();
        let script =
            script.with_library("words", &Script::new("app:words", words).unwrap()).unwrap();
        let mut sim = rehearsal::Sim::new();
        sim.define("app:solo", script.actor());
        let pid = sim.spawn("app:solo", []);
        sim.run();
        super::ended(&sim, &pid)
    };
    assert_eq!(
        run("return select(2, words.Word:is({})):message()"),
        "field 'text': expected string, got nil"
    );
    assert_eq!(
        run("type Line = {words: {words.Word}, last: words.deep.Word}
             local _, err = Line:is({words = {{text = 'a'}}, last = {text = 1}})
             return err:message()"),
        "field 'last.text': expected string, got number"
    );
    assert_eq!(
        run("local Word = words.Word
             type Line = {Word}
             return select(2, Line:is({1})):message()"),
        "field '[1]': expected Word, got number"
    );
    assert_eq!(
        run("type B = words.Box<number> return select(2, B:is({value = 'x'})):message()"),
        "field 'value': expected number, got string"
    );
    assert_eq!(run("type Own = {x: number} return Own:name() .. words.Word:name()"), "OwnWord");
}

#[test]
fn declarations_leave_lines_and_other_variables_alone() {
    check(&[
        (
            "type A = {\n x: number,\n}\nlocal t = A({x = 1})\nreturn t.y.z",
            "Internal: app:solo:6: attempt to index a nil value (field 'y')",
        ),
        (
            "local A = {n = 1}\ntype A = {x: number}\nfunction A.next() return A.n + 1 end\nreturn A.next()",
            "2",
        ),
        ("type A = {x: number} return type(5) .. tostring(B)", "numbernil"),
        (
            "for name in pairs(_G) do if name == 'is' then return 'seen' end end return 'unseen'",
            "unseen",
        ),
    ]);
}

#[test]
fn a_type_that_nobody_uses_as_a_value_takes_no_variable() {
    let many: String = (0..300).map(|n| format!("type T{n} = {{x: number}}\n")).collect();
    assert_eq!(returns(&format!("{many}local x: T299 = {{x = 1}} return x.x")), "1");
}

#[test]
fn hostile_types_and_values_end() {
    check(&[
        // Two ways at each of 100 tables.
        (
            "type T = {a: T?, b: T?}
             local t = {}
             for i = 1, 100 do t = {a = t, b = t} end
             return T:is(t) == t",
            "true",
        ),
        (
            "type A = {a: A?, b: A?, x: 'a'?} type B = {a: T?, b: T?, x: 'b'?} type T = A | B
             local t = {x = 'c'}
             for i = 1, 60 do t = {a = t, b = t} end
             return T:is(t) == nil",
            "true",
        ),
        (
            "type T = {next: T?}
             local t = {}
             for i = 1, 1000 do t = {next = t} end
             return select(2, T:is(t)):message():match('tables lie too deep.*')",
            "tables lie too deep in each other to be checked",
        ),
        (
            "type Grow<X> = {next: Grow<X?>}
             type T = Grow<number>
             local t = T
             for i = 1, 5000 do t = t.next end
             return t:kind() .. #t:name()",
            "record8",
        ),
        (
            "type T = string @pattern('^([a-z0-9]{1,40}[A-Z]?){20}$')
             return select(2, T:is(('a'):rep(100000))):message()",
            "there is too much in it to be checked",
        ),
        (
            "type T = string @pattern('^[a-z]{1,255}$') return #T(('a'):rep(255)) .. tostring(T:is(('a'):rep(256)))",
            "255nil",
        ),
        (
            "type T = string @pattern('^(a{50}){50}$')
             return select(2, T:is(('a'):rep(100000))):message()",
            "the pattern \"^(a{50}){50}$\" is malformed or too large",
        ),
    ]);
}

#[test]
fn checking_costs_time() {
    let time = |count: u32| {
        let mut sim = rehearsal::Sim::new();
        let body = format!(
            "type T = {{number}} local t = {{}} for i = 1, 20000 do t[i] = i end
             for i = 1, {count} do T:is(t) end"
        );
        super::define(&mut sim, "app:solo", &body);
        sim.spawn("app:solo", []);
        sim.run();
        sim.now().as_nanos()
    };
    // Two ticks of 10 ns for an element and its table, at the least.
    assert!(time(11) - time(1) >= 20_000 * 10 * 10, "{} {}", time(11), time(1));
}
