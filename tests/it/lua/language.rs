//! The language and the dialect.

use rehearsal::base::modules::{MODULES, PROVIDED};
use rehearsal::lua::Script;

use super::{check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn numbers_print_as_wippy_prints_them() {
    check(&[
        ("return tostring(10 / 2)", "5"),
        ("return 7 // 2 .. ' ' .. 7 % 3 .. ' ' .. 2^3", "3 1 8"),
        ("return 1e15 .. ''", "1e+15"),
        ("return tostring(0.1 + 0.2)", "0.3"),
        ("return string.format('%d %5.2f %s %q', 3.0, 1.5, 2.0, 'a\"b')", "3  1.50 2 \"a\\\"b\""),
        ("return math.type(3) .. math.type(3.0)", "integerfloat"),
        ("return tostring(math.tointeger(3.0))", "3"),
        ("return tostring(math.huge)", "1.7976931348623e+308"),
        ("return tostring(0/0)", "nan"),
    ]);
}

#[test]
fn letters_of_every_script_have_upper_and_lower_case() {
    check(&[
        ("return string.upper('hello')", "HELLO"),
        ("return ('привет'):upper()", "ПРИВЕТ"),
        ("return ('ÉCLAIR straße'):lower()", "éclair straße"),
        ("return ('straße'):upper()", "STRAßE"),
        ("return ('안녕'):upper()", "안녕"),
        ("return ('a\\255b'):upper() == 'A\\255B'", "true"),
    ]);
}

#[test]
fn the_dialect_has_what_older_lua_had_and_lacks_what_scripts_must_not_have() {
    check(&[
        ("return select('#', unpack({1, 2, 3}))", "3"),
        ("return table.getn({1, 2}) .. table.maxn({[7] = 1})", "27"),
        ("return math.pow(2, 10) .. ' ' .. math.log10(1000) .. ' ' .. math.mod(7, 4)", "1024 3 3"),
        ("for w in string.gfind('a b', '%a') do return w end", "a"),
        ("return tostring(load) .. tostring(collectgarbage) .. tostring(rawlen)", "nilnilnil"),
        ("return tostring(debug) .. tostring(utf8) .. tostring(bit32)", "nilnilnil"),
        ("return tostring(table.pack) .. tostring(coroutine.close)", "nilnil"),
        ("return _VERSION", "Lua 5.3 - Wippy Modification"),
    ]);
}

#[test]
fn libraries_are_frozen_and_globals_are_not() {
    check(&[
        (
            "local ok, e = pcall(function() string.rep = 1 end) return e",
            "app:solo:2: attempt to change a frozen table",
        ),
        (
            "local ok, e = pcall(function() process.send = 1 end) return e",
            "app:solo:2: attempt to change a frozen table",
        ),
        (
            "local ok, e = pcall(function() local f = process.pid process.pid = f end) return ok",
            "false",
        ),
        ("answer = 42 return answer", "42"),
        (
            "local t = table.freeze({1}) return tostring(table.isfrozen(t)) .. tostring(pcall(table.insert, t, 2))",
            "truefalse",
        ),
    ]);
}

#[test]
fn a_module_that_is_not_listed_is_not_there_and_require_says_what_to_do() {
    let require = |name: &str| {
        let source = format!("return {{ main = function() return pcall(require, '{name}') end }}");
        let mut sim = rehearsal::Sim::new();
        sim.define("app:solo", Script::new("app:solo", &source).unwrap().actor());
        let pid = sim.spawn("app:solo", []);
        sim.run();
        super::ended(&sim, &pid)
    };
    assert_eq!(
        require("time"),
        "Internal: module 'time' not found: add `- time` to the `modules:` of app:solo"
    );
    assert_eq!(require("tiem"), "Internal: module 'tiem' not found; did you mean 'time'?");
    assert_eq!(require("sql"), "Internal: module 'sql' not found: Rehearsal does not have it yet");
    check(&[
        ("return require('time') == time", "true"),
        ("return tostring(require('process') == process)", "true"),
        ("return require('string').rep('a', 3)", "aaa"),
    ]);
}

#[test]
fn an_unknown_module_is_refused_with_the_nearest_name() {
    let script = Script::new("app:a", "return { main = print }").unwrap();
    let error = script.with_modules(["timer"]).unwrap_err();
    assert_eq!(error.to_string(), r#"app:a: no module is named "timer"; did you mean "time"?"#);
}

#[test]
fn whatever_a_manifest_may_list_a_script_may_ask_for() {
    let script = || Script::new("app:a", "return { main = print }").unwrap();
    assert!(script().with_modules(MODULES.iter().copied()).is_ok());
    for name in PROVIDED {
        assert_eq!(returns(&format!("return require('{name}') ~= nil")), "true", "{name}");
    }
}

#[test]
fn a_source_that_is_no_lua_is_refused_with_entry_and_line() {
    let refused = |source| Script::new("app:cli", source).unwrap_err().to_string();
    assert_eq!(refused("local x = = 1"), "app:cli:1: unexpected symbol near '='");
    assert_eq!(refused("\n\nif x then"), "app:cli:3: 'end' expected near <eof>");
    assert!(
        refused("local x <close> = 1").starts_with("app:cli:1: "),
        "{}",
        refused("local x <close> = 1")
    );
}

#[test]
fn annotations_are_blanked_and_lines_stay() {
    check(&[
        (
            "local x: integer = 5\ntype Stats = {\n count: number,\n}\nlocal s: Stats = {count = x}\nreturn s.count",
            "5",
        ),
        (
            "local function f(a: string, b: number?): (string, number)\nreturn a, b or 1 end\nlocal a, b = f('x')\nreturn a .. b",
            "x1",
        ),
        (
            "local x: integer = 1\nlocal y: {string} = {}\nreturn (nil :: any).z",
            "Internal: app:solo:4: attempt to index a nil value",
        ),
    ]);
}

#[test]
fn errors_carry_entry_line_and_stack() {
    let (sim, pid) = super::alone(
        "local function inner()\nerror('broken')\nend\nlocal function outer() inner() end\nouter()",
    );
    let Some(rehearsal::Exit::Failed(error)) = sim.exit(&pid) else { panic!("{}", sim.story()) };
    assert_eq!(error.message, "app:solo:3: broken");
    let shown = error.to_value();
    let stack = shown.get("details").get("stack").as_str().unwrap();
    let lines: Vec<_> = stack.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["app:solo:3", "app:solo:5", "app:solo:6"], "{stack}");
}

#[test]
fn an_error_may_be_anything() {
    check(&[
        ("error({code = 7})", "Internal: {\"code\":7}"),
        ("error()", "Internal: an error without a value"),
        ("error(print)", "Internal: an error that is a function"),
        ("error('plain', 0)", "Internal: plain"),
        ("error(errors.new{message = 'gone', kind = errors.NOT_FOUND})", "NotFound: gone"),
        (
            "local x = nil return x.y",
            "Internal: app:solo:2: attempt to index a nil value (local 'x')",
        ),
        ("assert(false, 'no luck')", "Internal: app:solo:2: no luck"),
        ("assert(nil)", "Internal: app:solo:2: assertion failed!"),
        ("return (assert(5, 'fine'))", "5"),
    ]);
}

#[test]
fn the_second_result_of_main_is_its_failure() {
    check(&[
        ("return 1, 2", "1"),
        ("return 1, 'broken'", "Internal: broken"),
        ("return nil, errors.new{message = 'no', kind = errors.CONFLICT}", "Conflict: no"),
        ("return {a = 1}", "{\"a\":1}"),
    ]);
    let (sim, pid) = super::alone("return nil, 'broken'");
    let Some(rehearsal::Exit::Failed(error)) = sim.exit(&pid) else { panic!("{}", sim.story()) };
    assert_eq!(error.retryable, Some(false));
}

#[test]
fn a_script_may_return_its_function_alone_and_must_return_one() {
    let run = |source: &str| {
        let mut sim = rehearsal::Sim::new();
        sim.define("app:solo", Script::new("app:solo", source).unwrap().actor());
        let pid = sim.spawn("app:solo", ["x".into()]);
        sim.run();
        super::ended(&sim, &pid)
    };
    assert_eq!(run("return function(a) return a .. a end"), "xx");
    assert!(
        run("return {}").contains("the script returns no function 'main'"),
        "{}",
        run("return {}")
    );
    assert!(run("local x = 1").contains("returns no function"));
}

#[test]
fn numbers_at_random_come_from_the_seed_of_the_run() {
    let body = "math.randomseed(7) return math.random(1000000)";
    assert_eq!(returns(body), returns(body));
    let two = "local a = math.random() return a ~= math.random()";
    assert_eq!(returns(two), "true");
    let mut sim = rehearsal::Sim::shuffled(7);
    super::define(&mut sim, "app:solo", body);
    let pid = sim.spawn("app:solo", []);
    sim.run();
    assert_ne!(super::ended(&sim, &pid), returns(body));
}
