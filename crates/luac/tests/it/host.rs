//! Objects of the host, and calls that are answered on Lua's stack.

use std::rc::Rc;

use luac::call::{Argument, Call, Ids, Quick};
use luac::object;
use mlua::{Function, Lua, Value};

use crate::support::state;

const NUMBERS: u16 = 1;
const TEXTS: u16 = 2;

fn object<T: 'static>(lua: &Lua, kind: u16, value: T) -> Value {
    let metatable = lua.create_table().expect("memory");
    object::define(lua, kind, &metatable).expect("memory");
    let made = object::create(lua, kind, value).expect("memory");
    made.map_or(Value::Nil, Value::UserData)
}

#[test]
fn an_object_is_found_by_its_type_and_by_no_other() {
    let lua = state(1, 1 << 20);
    let value = object(&lua, NUMBERS, 7_u32);
    let data = value.as_userdata().expect("an object");
    assert_eq!(object::get::<u32>(&lua, data).as_deref(), Some(&7));
    assert!(object::get::<i32>(&lua, data).is_none());
}

#[test]
fn userdata_of_others_is_no_object() {
    let lua = state(1, 1 << 20);
    let other = lua.create_any_userdata(7_u32).expect("memory");
    assert!(object::get::<u32>(&lua, &other).is_none());
}

#[test]
fn an_object_of_a_kind_that_the_state_does_not_know_is_given_back() {
    let lua = state(1, 1 << 20);
    let given = object::create(&lua, NUMBERS, 7_u32).expect("memory");
    assert_eq!(given.err(), Some(7));
}

#[test]
fn an_object_is_dropped_once_when_it_is_collected_or_with_its_state() {
    let held = Rc::new(());
    let lua = state(1, 1 << 20);
    let value = object(&lua, NUMBERS, Rc::clone(&held));
    lua.globals().set("kept", object(&lua, NUMBERS, Rc::clone(&held))).expect("memory");
    assert_eq!(Rc::strong_count(&held), 3);
    drop(value);
    lua.gc_collect().expect("memory");
    assert_eq!(Rc::strong_count(&held), 2, "the one that is kept is there");
    drop(lua);
    assert_eq!(Rc::strong_count(&held), 1);
}

#[test]
fn an_object_that_is_looked_at_outlives_its_state() {
    let lua = state(1, 1 << 20);
    let value = object(&lua, TEXTS, String::from("text"));
    let seen = object::get::<String>(&lua, value.as_userdata().expect("an object"));
    drop(value);
    drop(lua);
    assert_eq!(seen.as_deref().map(String::as_str), Some("text"));
}

#[test]
fn a_script_cannot_get_hold_of_the_metatable_of_an_object() {
    let lua = state(1, 1 << 20);
    lua.globals().set("object", object(&lua, NUMBERS, 7_u32)).expect("memory");
    let said: bool = lua.load("return getmetatable(object)").eval().expect("a value");
    assert!(!said);
}

const ANSWER: usize = 100;
const IDS: Ids = Ids { answer: ANSWER, wait: 101 };

/// The function with an id, of a host whose calls `quick` answers. `slow` gives the id and how many arguments there are.
fn function(lua: &Lua, id: usize, quick: fn(usize, &mut Call<'_>) -> Quick) -> Function {
    let maker = luac::call::functions(lua, IDS, quick).expect("memory");
    let slow: Function =
        lua.load("return function(id, ...) return id, select('#', ...) end").eval().expect("Lua");
    let wrap: Function = maker.call(slow).expect("memory");
    wrap.call(id).expect("memory")
}

#[test]
fn arguments_are_read_and_results_pushed_without_handles() {
    fn quick(id: usize, call: &mut Call<'_>) -> Quick {
        assert_eq!((id, call.count()), (3, 6));
        assert_eq!(call.argument(0), Argument::Nil);
        assert_eq!(call.argument(1), Argument::Boolean(true));
        assert_eq!(call.argument(2), Argument::Integer(7));
        assert_eq!(call.argument(3), Argument::Number(0.5));
        assert_eq!(call.text(4), Some("text"));
        assert_eq!(call.argument(5), Argument::Other, "bytes that are no text");
        assert_eq!(call.argument(6), Argument::Other, "there is none");
        call.nil();
        call.boolean(false);
        call.integer(8);
        call.number(1.5);
        call.string("said")
    }
    let lua = state(1, 1 << 20);
    lua.globals().set("call", function(&lua, 3, quick)).expect("memory");
    let source = r"
        local results = {call(nil, true, 7, 0.5, 'text', '\255')}
        return results[1] == nil, results[2], results[3], results[4], results[5]";
    let results: (bool, bool, i64, f64, String) = lua.load(source).eval().expect("results");
    assert_eq!(results, (true, false, 8, 1.5, "said".into()));
}

#[test]
fn what_is_not_answered_goes_to_the_other_function_with_all_arguments() {
    fn quick(_: usize, call: &mut Call<'_>) -> Quick {
        call.integer(1); // forgotten
        Quick::Not
    }
    let lua = state(1, 1 << 20);
    let results: (i64, i64) = function(&lua, 5, quick).call((1, 2, 3)).expect("results");
    assert_eq!(results, (5, 3));
}

#[test]
fn who_waits_is_suspended_and_is_answered_when_it_goes_on() {
    fn quick(id: usize, call: &mut Call<'_>) -> Quick {
        if id == ANSWER { call.string("came") } else { Quick::Wait }
    }
    let lua = state(1, 1 << 20);
    let waits = function(&lua, 1, quick);
    let thread = lua.create_thread(waits.clone()).expect("memory");
    luac::begin_slice(1_000, 0);
    thread.resume::<()>("argument").expect("it waits");
    assert_eq!(luac::pause(), Some(luac::Pause::Suspended));
    luac::begin_slice(1_000, 0);
    assert_eq!(thread.resume::<String>(()).expect("it goes on"), "came");

    luac::begin_slice(1_000, 0);
    let id: usize = waits.call(()).expect("results");
    assert_eq!(id, IDS.wait, "outside of a task nobody can wait");
}

#[test]
fn memory_that_is_used_up_is_an_error_and_no_half_result() {
    fn quick(_: usize, call: &mut Call<'_>) -> Quick {
        call.string(&"x".repeat(2 << 20))
    }
    let lua = state(1, 1 << 20);
    let said = function(&lua, 1, quick).call::<String>(()).expect_err("no room");
    assert!(matches!(said, mlua::Error::MemoryError(_)), "{said}");
    lua.load("return 1").exec().expect("the state goes on");
}

#[test]
fn an_object_that_finds_no_room_is_dropped() {
    thread_local! {
        static HELD: Rc<()> = Rc::new(());
    }
    fn quick(_: usize, call: &mut Call<'_>) -> Quick {
        let held = HELD.with(Rc::clone);
        assert!(call.knows(NUMBERS) && !call.knows(TEXTS));
        call.create(if call.count() == 0 { NUMBERS } else { TEXTS }, held)
    }
    let lua = state(1, 1 << 20);
    object::define(&lua, NUMBERS, &lua.create_table().expect("memory")).expect("memory");
    let call = function(&lua, 1, quick);
    let made: Value = call.call(()).expect("an object");
    assert_eq!(HELD.with(Rc::strong_count), 2);
    call.call::<Value>(true).expect_err("a kind that is not known");
    assert_eq!(HELD.with(Rc::strong_count), 2);
    drop((made, lua));
}
