//! States that are copies of one that is finished.

use std::cell::Cell;
use std::rc::Rc;

use luac::call::{Ids, Quick};
use luac::template::{Blueprint, State, Template};
use mlua::{Function, Lua, LuaOptions, StdLib, Table};

const MEMORY: u32 = 1 << 20;
const IDS: Ids = Ids { answer: 100, wait: 101 };

/// What Lua makes of a chunk.
fn code(text: &str) -> Vec<u8> {
    luac::begin_slice(i32::MAX, 0);
    luac::next_state(1, MEMORY);
    let lua = Lua::new_with(StdLib::NONE, LuaOptions::new()).expect("a fresh state");
    lua.load(text).into_function().expect("it is Lua").dump(false)
}

fn blueprint<'a>(prelude: &'a [u8], script: &'a [u8]) -> Blueprint<'a> {
    Blueprint { memory: MEMORY, ids: IDS, prelude, libraries: &[], script }
}

/// A template whose prelude returns one value.
fn template(prelude: &str, script: &str) -> Template {
    let (prelude, script) = (code(prelude), code(script));
    Template::new(&blueprint(&prelude, &script)).expect("a template")
}

/// A copy, what its prelude has returned, and its script.
fn copy(template: &Template, seed: u64) -> (State, mlua::Value, Function) {
    let state = template.state(seed, |_, _| Quick::Not);
    type Parts = (mlua::Value, Function, Function, Table, Function);
    let (returned, _, _, _, script): Parts = state.parts().expect("five of them");
    luac::begin_slice(i32::MAX, 0);
    (state, returned, script)
}

/// What the script of a fresh copy returns.
fn run(template: &Template, seed: u64) -> String {
    let (_state, _, script) = copy(template, seed);
    script.call(()).expect("it returns")
}

#[test]
fn a_copy_goes_on_from_where_the_prelude_ended() {
    let template = template(
        "local count, list = 40, {} for n = 1, 100 do list[n] = { 'item ' .. n } end
         kept = { list = list, next = function() count = count + 1 return count end }
         return true",
        "return kept.list[100][1] .. ', ' .. kept.next() .. ', ' .. kept.next()",
    );
    assert_eq!(run(&template, 1), "item 100, 41, 42");
}

#[test]
fn copies_know_nothing_of_one_another() {
    let template = template(
        "shared = { 1 } return true",
        "shared[1] = shared[1] + 1 return tostring(shared[1])",
    );
    let (one, _, of_one) = copy(&template, 1);
    let (_other, _, of_other) = copy(&template, 1);
    assert_eq!(of_one.call::<String>(()).expect("a text"), "2");
    assert_eq!(of_one.call::<String>(()).expect("a text"), "3");
    drop((of_one, one));
    luac::begin_slice(i32::MAX, 0);
    assert_eq!(of_other.call::<String>(()).expect("a text"), "2");
}

#[test]
fn a_copy_outlives_its_template() {
    let template = template("word = 'kept' return true", "return word");
    let (state, _, script) = copy(&template, 1);
    drop(template);
    assert_eq!(script.call::<String>(()).expect("a text"), "kept");
    drop((script, state));
}

#[test]
fn the_seed_of_a_copy_is_its_own() {
    let numbers =
        template("return true", "return math.random(1000000) .. ' ' .. math.random(1000000)");
    assert_eq!(run(&numbers, 7), run(&numbers, 7));
    assert_ne!(run(&numbers, 7), run(&numbers, 8));

    // As if it had been made by itself.
    luac::begin_slice(i32::MAX, 0);
    luac::next_state(7, MEMORY);
    let alone = Lua::new_with(StdLib::MATH, LuaOptions::new()).expect("a fresh state");
    let chunk = "return math.random(1000000) .. ' ' .. math.random(1000000)";
    assert_eq!(run(&numbers, 7), alone.load(chunk).eval::<String>().expect("a text"));
}

#[test]
fn a_text_that_is_made_is_the_same_as_one_that_was_copied() {
    let template = template(
        "fields = { hello = 'there' } return true",
        "local name = 'hel' .. ('lo'):rep(1) return fields[name] .. tostring(name == 'hello')",
    );
    assert_eq!(run(&template, 1), "theretrue");
}

#[test]
fn what_is_copied_grows_and_is_collected_like_anything_else() {
    let template = template(
        "list, words = {}, {} for n = 1, 50 do list[n] = n; words['w' .. n] = {} end return true",
        "for n = 51, 5000 do list[n] = n; words['w' .. n] = {} end
         local sum = 0 for _, n in ipairs(list) do sum = sum + n end
         list, words = nil, nil
         return tostring(sum)",
    );
    let (state, _, script) = copy(&template, 1);
    let before = state.memory();
    assert_eq!(script.call::<String>(()).expect("a text"), (5000 * 5001 / 2).to_string());
    assert!(state.memory() > before + 100_000, "{} after {before}", state.memory());
    state.lua().gc_collect().expect("memory");
    assert!(state.memory() < before, "{} after {before}", state.memory());
}

#[test]
fn coroutines_and_errors_of_a_copy_work() {
    let template = template(
        "waits = coroutine.wrap(function() for n = 1, 3 do coroutine.yield(n) end end)
         waits()
         local function deep(n) if n == 0 then error('deep down', 0) end return deep(n - 1) + 1 end
         fails = deep
         return true",
        "return waits() .. ' ' .. tostring(select(2, pcall(fails, 100)))",
    );
    assert_eq!(run(&template, 1), "2 deep down");
}

#[test]
fn who_answers_is_said_for_each_copy_and_dropped_with_it() {
    let template =
        template("local natives = ... asks = natives(error)(3) return true", "return asks()");
    let held = Rc::new(Cell::new(0));
    let state = {
        let held = Rc::clone(&held);
        template.state(1, move |id, call| {
            held.set(held.get() + id);
            call.string("answered")
        })
    };
    type Parts = (mlua::Value, Function, Function, Table, Function);
    let (_, _, _, _, script): Parts = state.parts().expect("five of them");
    luac::begin_slice(i32::MAX, 0);
    assert_eq!(script.call::<String>(()).expect("a text"), "answered");
    assert_eq!(held.get(), 3);
    drop(script);
    drop(state);
    assert_eq!(Rc::strong_count(&held), 1);
}

#[test]
fn libraries_come_in_their_order_and_are_not_run() {
    let (prelude, script) = (code("return true"), code("return 1"));
    let (one, other) = (code("ran = 'one'"), code("ran = 'other'"));
    let libraries: &[(&str, &[u8])] = &[("one", &one), ("other", &other)];
    let template = Template::new(&Blueprint { libraries, ..blueprint(&prelude, &script) });
    let state = template.expect("a template").state(1, |_, _| Quick::Not);
    type Parts = (mlua::Value, Function, Function, Table, Function);
    let (_, _, _, libraries, _): Parts = state.parts().expect("five of them");
    luac::begin_slice(i32::MAX, 0);
    let globals = state.lua().globals();
    assert!(globals.get::<Option<String>>("ran").expect("a field").is_none());
    assert_eq!(libraries.raw_get::<String>(1).expect("a name"), "one");
    assert_eq!(libraries.raw_get::<String>(3).expect("a name"), "other");
    libraries.raw_get::<Function>(4).expect("a library").call::<()>(()).expect("it runs");
    assert_eq!(globals.get::<String>("ran").expect("a field"), "other");
}

#[test]
fn two_copies_are_of_one_size_and_print_the_same_numbers() {
    let template = template("return true", "return tostring({}) .. tostring(print)");
    let (one, _, of_one) = copy(&template, 1);
    let (other, _, of_other) = copy(&template, 2);
    assert_eq!(one.memory(), other.memory());
    let [one, other] = [of_one, of_other].map(|it| it.call::<String>(()).expect("a text"));
    assert_eq!(one, other);
}

#[test]
fn a_prelude_that_fails_or_finds_no_room_makes_no_template() {
    let script = code("return 1");
    let failed = Template::new(&blueprint(&code("error('no way', 0)"), &script));
    assert_eq!(failed.expect_err("it failed").to_string(), "runtime error: no way");
    let large = Template::new(&blueprint(&code("return ('x'):rep(1 << 21)"), &script));
    let error = large.expect_err("there is no room");
    assert!(matches!(error, mlua::Error::MemoryError(_)), "{error}");
}
