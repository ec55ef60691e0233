//! Coroutines suspend themselves: from wherever it may be, by returning or by a throw, it looks the same to a program.

use luac::Pause;
use mlua::{Function, Lua, MultiValue, Thread};

use crate::support::patched_state;

fn thread(lua: &Lua, body: &str) -> Thread {
    let function: Function =
        lua.load(format!("return function() {body} end")).eval().expect("a function");
    lua.create_thread(function).expect("a thread")
}

/// Resumes a program until it ends. What it returns, and how often it suspended itself.
fn run(body: &str) -> (String, u32) {
    let lua = patched_state(16 << 20);
    let thread = thread(&lua, body);
    for suspended in 0..100 {
        luac::begin_slice(i32::MAX, 0);
        let values: MultiValue =
            thread.resume(()).unwrap_or_else(|error| panic!("{body}: {error}"));
        if luac::pause() == Some(Pause::Suspended) {
            continue;
        }
        let texts = values.iter().map(|value| value.to_string().unwrap_or_default());
        return (texts.collect::<Vec<_>>().join(" "), suspended);
    }
    panic!("{body}: endless")
}

/// Each: what a coroutine does, and what it gives when it is resumed with 1 and 2, then with 3, then with 4.
#[test]
fn a_coroutine_yields_from_wherever_it_may() {
    let cases = [
        ("local a, b = coroutine.yield(...) return a, b", "1 2 | 3 nil | dead"),
        ("return coroutine.yield(...)", "1 2 | 3 | dead"),
        ("return (coroutine.yield(...))", "1 2 | 3 | dead"),
        ("local function f(...) return coroutine.yield(...) end return f(f(...))", "1 2 | 3 | 4"),
        ("return pcall(coroutine.yield, ...)", "1 2 | true 3 | dead"),
        (
            "return select(2, pcall(function(...) return coroutine.yield(...) end, ...))",
            "1 2 | 3 | dead",
        ),
        (
            "local ok, why = pcall(function(...) coroutine.yield(...) error(coroutine.yield('in'), 0) end, ...) \
             return why",
            "1 2 | in | 4",
        ),
        (
            "return xpcall(function(...) error(coroutine.yield(...), 0) end, function(e) return e .. '!' end, ...)",
            "1 2 | false 3! | dead",
        ),
        (
            "return setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end }).x",
            "x | 3 | dead",
        ),
        ("return setmetatable({}, { __call = coroutine.yield })(...) ", "table 1 2 | 3 | dead"),
        (
            "return setmetatable({}, { __concat = function(_, k) return coroutine.yield(k) end }) .. 'y'",
            "y | 3 | dead",
        ),
        (
            "return setmetatable({}, { __lt = function(_, k) return coroutine.yield('lt') end }) < {}",
            "lt | true | dead",
        ),
        ("for a in coroutine.yield do return a, 'each' end", "nil nil | 3 each | dead"),
        (
            "for n in coroutine.wrap(function() for n = 5, 6 do coroutine.yield(n) end end) do coroutine.yield(n) end",
            "5 | 6 | ",
        ),
        ("return coroutine.wrap(function(...) coroutine.yield(...) end)(...)", "1 2 | dead"),
        ("local t = { coroutine.yield(table.unpack({}, 1, 200)) } return #t", "nils | 1 | dead"),
    ];
    for (body, expected) in cases {
        let program = format!(
            "local function show(ok, ...)
                 local texts = {{ ... }}
                 if select('#', ...) == 200 then return 'nils' end
                 for n = 1, select('#', ...) do
                     texts[n] = type(texts[n]) == 'table' and 'table' or tostring(texts[n])
                 end
                 return table.concat(texts, ' ')
             end
             local co = coroutine.create(function(...) {body} end)
             local said = {{ show(coroutine.resume(co, 1, 2)) }}
             for given = 3, 4 do
                 if coroutine.status(co) == 'dead' then said[#said + 1] = 'dead' break end
                 said[#said + 1] = show(coroutine.resume(co, given))
             end
             return table.concat(said, ' | ')"
        );
        assert_eq!(run(&program).0, expected, "{body}");
    }
}

#[test]
fn a_function_of_the_host_may_be_a_coroutine() {
    assert_eq!(
        run("local f = coroutine.wrap(coroutine.yield) local a, b = f(1, 2) return a, b, f(3)").0,
        "1 2 3"
    );
}

#[test]
fn a_task_suspends_itself_from_wherever_it_may() {
    for (body, suspended) in [
        ("suspend() suspend() return 'end'", 2),
        ("local function f() return suspend() end f() return 'end'", 1),
        ("for n = 1, 3 do pcall(suspend) end return 'end'", 3),
        ("pcall(function() suspend() error('x') end) suspend() return 'end'", 2),
        ("coroutine.wrap(function() suspend() suspend() end)() suspend() return 'end'", 3),
        ("coroutine.wrap(coroutine.wrap(function() suspend() end))() return 'end'", 1),
        (
            "local t = setmetatable({}, { __index = function() suspend() return 'end' end }) return t.x",
            1,
        ),
        (
            "for n in coroutine.wrap(function() suspend() coroutine.yield(1) suspend() end) do suspend() end return 'end'",
            3,
        ),
    ] {
        assert_eq!(run(body), ("end".into(), suspended), "{body}");
    }
}

#[test]
fn where_a_coroutine_cannot_yield_it_is_told() {
    let across = "local _, why = coroutine.resume(coroutine.create(function() \
                  table.sort({ 1, 2 }, function() coroutine.yield() end) end)) return why";
    assert_eq!(run(across).0, "attempt to yield across a C-call boundary");
    let lua = patched_state(16 << 20);
    let outside: String = lua
        .load("return select(2, pcall(coroutine.yield))")
        .eval()
        .expect("an error that was caught");
    assert_eq!(outside, "attempt to yield from outside a coroutine");
}

#[test]
fn a_coroutine_that_has_yielded_can_be_closed() {
    let body = "local co = coroutine.create(function() coroutine.yield(1) end) coroutine.resume(co) \
                return coroutine.close(co), coroutine.status(co), (coroutine.resume(co))";
    assert_eq!(run(body).0, "true dead false");
}

/// Twenty ticks at least: what stands around it has its own.
#[test]
fn a_yield_costs_the_same_wherever_it_is() {
    let yields = |how: &str| {
        let lua = patched_state(16 << 20);
        let body =
            format!("for _ in coroutine.wrap(function() for n = 1, 1000 do {how} end end) do end");
        let thread = thread(&lua, &body);
        luac::begin_slice(i32::MAX, 0);
        thread.resume::<()>(()).unwrap_or_else(|error| panic!("{body}: {error}"));
        luac::ticks_used()
    };
    let returned = yields("coroutine.yield(n)");
    let thrown =
        yields("local _ = setmetatable({}, { __index = function() coroutine.yield(n) end }).x");
    assert!((20_000..60_000).contains(&returned), "{returned} ticks");
    assert!((20_000..60_000).contains(&thrown), "{thrown} ticks");
}
