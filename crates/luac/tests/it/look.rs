//! An onlooker sees which functions are being called and what their variables are, and changes nothing by it.

use luac::look::{Frame, frames};
use mlua::{Function, Lua, Thread};

use crate::support::patched_state;

/// A coroutine that has suspended itself.
fn suspended(lua: &Lua, body: &str) -> Thread {
    let chunk = lua.load(format!("return function(...) {body} end")).set_name("=app:main");
    let function: Function = chunk.eval().expect("a function");
    let thread = lua.create_thread(function).expect("a thread");
    luac::begin_slice(i32::MAX, 0);
    thread.resume::<()>((1, "two")).unwrap_or_else(|error| panic!("{body}: {error}"));
    thread
}

fn look(body: &str) -> Vec<Frame> {
    let lua = patched_state(64 << 20);
    frames(&suspended(&lua, body))
}

/// What a variable is shown as that has this value.
fn shown(value: &str) -> String {
    let frames = look(&format!("local v = {value} suspend()"));
    frames[0].locals[0].value.clone()
}

#[test]
fn values_are_shown_as_one_would_write_them() {
    for (value, expected) in [
        ("nil", "nil"),
        ("true", "true"),
        ("7", "7"),
        ("10 / 2", "5"),
        ("0.1", "0.1"),
        ("1e300", "1e300"),
        ("-1 / 0", "-inf"),
        (r#""a\"b\n\\""#, r#""a\"b\n\\""#),
        ("'привет'", "\"привет\""),
        (r"'\0'", r#""\u{0}""#),
        ("{}", "{}"),
        ("{ 1, 'a', true }", r#"{ 1, "a", true }"#),
        ("{ a = 1 }", "{ a = 1 }"),
        ("{ 1, nil, 3 }", "{ 1, [3] = 3 }"),
        ("{ ['not a name'] = 1 }", r#"{ ["not a name"] = 1 }"#),
        ("{ [2.5] = { {} } }", "{ [2.5] = { {} } }"),
        ("{ { { { 1 } } } }", "{ { { table } } }"),
        ("string.rep", "function"),
        ("coroutine.create(function() end)", "thread"),
    ] {
        assert_eq!(shown(value), expected, "{value}");
    }
}

#[test]
fn long_values_are_cut_off() {
    assert_eq!(shown("('x'):rep(1000000)"), format!("\"{}…\"", "x".repeat(80)));
    assert_eq!(
        shown("(function() local t = {} for n = 1, 100 do t[n] = n end return t end)()"),
        "{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … }"
    );
    let long =
        shown("(function() local t = {} for n = 1, 12 do t[n] = ('ж'):rep(80) end return t end)()");
    assert!(long.len() < 400 && long.ends_with('…'), "{long}");
    let circle = shown("(function() local t = {} t.t = t return t end)()");
    assert_eq!(circle, "{ t = { t = { t = table } } }");
    // Of a table that is nearly empty, not all of its slots are searched.
    let sparse = "(function() local t = {} for n = 1, 100000 do t[n] = n end for n = 1, 99999 do t[n] = nil end return t end)()";
    assert_eq!(shown(sparse), "{ … }");
    let emptied = sparse.replace("1, 99999", "1, 100000");
    assert_eq!(shown(&emptied), "{ … }", "nor when there is nothing in any of them");
}

#[test]
fn functions_are_listed_from_the_innermost_with_their_lines() {
    let frames = look(
        "local first = ...
         local function inner(a)
             local b = a + 1
             suspend()
             return b
         end
         local function outer(...) return (inner(...)) end
         outer(first)
         local later",
    );
    let places: Vec<_> = frames.iter().map(|it| (it.function.as_str(), it.line)).collect();
    assert_eq!(places, [("inner", 4), ("outer", 7), ("", 8)]);
    let locals = |n: usize| -> Vec<_> {
        frames[n].locals.iter().map(|it| format!("{}={}", it.name, it.value)).collect()
    };
    assert_eq!(locals(0), ["a=1", "b=2"]);
    assert_eq!(locals(2), ["first=1", "inner=function", "outer=function"]);
    assert!(frames.iter().all(|it| it.source == "app:main"));
}

#[test]
fn variables_around_a_function_are_listed_but_functions() {
    let frames = look(
        "local count, helper = 3, function() end
         local function inner() count = count + 1 helper() suspend() end
         inner()",
    );
    let captured: Vec<_> = frames[0].captured.iter().map(|it| (&*it.name, &*it.value)).collect();
    assert_eq!(captured, [("count", "4")]);
}

#[test]
fn who_has_resumed_another_coroutine_is_seen_with_it() {
    for resume in ["coroutine.wrap(inner)()", "coroutine.resume(coroutine.create(inner))"] {
        let frames =
            look(&format!("local a = 1 local function inner() local b = 2 suspend() end {resume}"));
        let names: Vec<_> = frames.iter().map(|it| it.locals[0].name.as_str()).collect();
        assert_eq!(names, ["b", "a"], "{resume}");
    }
}

#[test]
fn of_a_deep_recursion_the_innermost_calls_are_listed() {
    let frames = look(
        "local function f(n) if n == 0 then suspend() else f(n - 1) end return n end f(10000)",
    );
    assert_eq!(frames.len(), 20);
    assert_eq!(frames[3].locals[0].value, "3");
}

#[test]
fn a_coroutine_that_is_over_has_no_functions() {
    let lua = patched_state(64 << 20);
    let thread = suspended(&lua, "suspend()");
    assert_eq!(frames(&thread).len(), 1);
    luac::begin_slice(i32::MAX, 0);
    thread.resume::<()>(()).expect("it ends");
    assert_eq!(frames(&thread), []);
}

#[test]
fn looking_changes_nothing() {
    let lua = patched_state(64 << 20);
    let body = "local t = {} for n = 1, 50 do t[n] = { n, tostring(n) } end
                local function deep(n) if n == 0 then suspend() else deep(n - 1) end return n end
                deep(100) return t";
    let thread = suspended(&lua, body);
    let before = (luac::memory(&lua), luac::ticks_used());
    for _ in 0..100 {
        assert_eq!(frames(&thread).len(), 20);
    }
    assert_eq!((luac::memory(&lua), luac::ticks_used()), before);
}
