//! What the patches add to Lua.

use luac::Pause;
use mlua::{Function, Lua, MultiValue, Thread};

use crate::support::patched_state;

fn thread(lua: &Lua, body: &str) -> Thread {
    let function: Function =
        lua.load(format!("return function() {body} end")).eval().expect("a function");
    lua.create_thread(function).expect("a thread")
}

fn resume(thread: &Thread, ticks: i32) -> (Option<Pause>, String) {
    luac::begin_slice(ticks, 50);
    match thread.resume::<MultiValue>(()) {
        Ok(values) => {
            let texts = values.iter().map(|value| value.to_string().unwrap_or_default());
            (luac::pause(), texts.collect::<Vec<_>>().join(" "))
        }
        Err(error) => (None, error.to_string().lines().next().unwrap_or_default().to_owned()),
    }
}

/// Resumes until the program ends.
fn run(body: &str) -> String {
    let lua = patched_state(16 << 20);
    let thread = thread(&lua, body);
    for _ in 0..1_000 {
        if let (None, said) = resume(&thread, 10_000) {
            return said;
        }
    }
    "endless".into()
}

#[test]
fn endless_code_is_paused_wherever_it_is() {
    let endless = "while true do end";
    for body in [
        endless.into(),
        "::again:: goto again".into(),
        "local function f() return f() end f()".into(),
        format!("pcall(function() {endless} end)"),
        format!("setmetatable({{}}, {{__index = function() {endless} end}}).x()"),
        format!("for _ in function() {endless} end do end"),
        format!("coroutine.wrap(function() {endless} end)()"),
        format!("coroutine.wrap(coroutine.wrap(function() {endless} end))()"),
        "while true do pcall(error) end".into(),
    ] {
        let lua = patched_state(16 << 20);
        let thread = thread(&lua, &body);
        for _ in 0..20 {
            assert_eq!(resume(&thread, 1_000).0, Some(Pause::SliceUsed), "{body}");
        }
    }
}

#[test]
fn a_paused_program_goes_on_where_it_was() {
    let body = "local n = 0 for i = 1, 1e5 do n = n + coroutine.wrap(function() return i end)() end return n";
    assert_eq!(run(body), "5000050000");
}

#[test]
fn a_pause_inside_coroutine_resume_is_none_of_the_programs_business() {
    let body = "local n = 0 local co = coroutine.create(function(...) local given = ... \
                for i = 1, 30000 do given = given + coroutine.yield(given) % 7 end return 'end' end) \
                local ok, v = coroutine.resume(co, 1) \
                for i = 1, 1e5 do if coroutine.status(co) == 'dead' then break end \
                ok, v = coroutine.resume(co, i) n = n + 1 end return ok, v, n";
    assert_eq!(run(body), "true end 30000");
    let errors = "local co = coroutine.create(function() for i = 1, 50000 do end error('in it', 0) end) \
                  return coroutine.resume(co)";
    assert_eq!(run(errors), "false in it");
}

#[test]
fn pausing_costs_the_same_however_deep_a_program_is() {
    let body = "local function f() return 1 + f() end return select(2, pcall(f))";
    assert!(run(body).contains("not enough memory"), "{}", run(body));
}

#[test]
fn what_cannot_be_paused_gets_an_error_after_its_allowance() {
    for body in [
        "table.sort({1, 2, 3}, function() while true do end end)",
        "string.gsub('a', 'a', function() while true do end end)",
        "tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "string.rep('a', 300):find('.-.-.-b')",
        "table.sort({1, 2, 3}, function() while true do pcall(function() while true do end end) end end)",
    ] {
        assert!(run(body).contains("time limit"), "{body}: {}", run(body));
    }
}

#[test]
fn a_task_suspends_itself_through_its_coroutines() {
    let lua = patched_state(16 << 20);
    let thread = thread(
        &lua,
        "return coroutine.wrap(function() suspend() return select('#', suspend()) end)()",
    );
    assert_eq!(resume(&thread, 1_000), (Some(Pause::Suspended), String::new()));
    assert_eq!(resume(&thread, 1_000), (Some(Pause::Suspended), String::new()));
    assert_eq!(resume(&thread, 1_000), (None, "0".into()));
}

#[test]
fn suspending_inside_code_that_cannot_be_paused_says_so() {
    let sort = "local said table.sort({1, 2}, function() said = suspend() end) return said";
    assert_eq!(run(sort), "true");
    let nested = "local said table.sort({1, 2}, function() \
                  coroutine.wrap(function() said = suspend() end)() end) return said";
    assert_eq!(run(nested), "true");
    // Afterwards it can be done again.
    let lua = patched_state(16 << 20);
    let thread =
        thread(&lua, "table.sort({1, 2}, function() coroutine.wrap(suspend)() end) suspend()");
    assert_eq!(resume(&thread, 1_000).0, Some(Pause::Suspended));
}

#[test]
fn a_frozen_table_refuses_every_change() {
    for change in [
        "t.a = 1",
        "t.b = 1",
        "t[1] = 1",
        "t[2] = 1",
        "local k = 'a' t[k] = 1",
        "rawset(t, 'a', 1)",
        "table.insert(t, 1)",
        "t.a = nil",
        "local u = t u.a = 1",
        "setmetatable({}, {__newindex = t}).a = 1",
        "table.remove(t)",
    ] {
        let body = format!(
            "local t = freeze({{5, a = 5}}) local ok, why = pcall(function() {change} end) \
             return ok, t.a, t[1], #t, why"
        );
        let said = run(&body);
        assert!(said.starts_with("false 5 5 1 "), "{change}: {said}");
        assert!(said.ends_with("attempt to change a frozen table"), "{change}: {said}");
    }
    assert_eq!(
        run("local t = setmetatable({}, {__index = freeze({a = 1})}) t.a = 2 return t.a"),
        "2"
    );
}

#[test]
fn the_host_cannot_change_a_frozen_table_either() {
    let lua = patched_state(16 << 20);
    let made = "local t = {a = 5} setmetatable(t, {__name = 'with a metatable'}) return freeze(t)";
    let table: mlua::Table = lua.load(made).eval().expect("a table");
    let refused = table.set("a", 1).expect_err("it is frozen");
    assert!(refused.to_string().contains("frozen"), "{refused}");
    // SAFETY: the closure has the table at the top of its stack, pushes one number, and takes it off again.
    let refused = unsafe {
        lua.exec_raw::<()>(table.clone(), |state| {
            mlua_sys::lua_pushinteger(state, 1);
            mlua_sys::lua_setfield(state, -2, c"a".as_ptr());
        })
    };
    assert!(refused.expect_err("it is frozen").to_string().contains("frozen"));
    assert_eq!(table.get::<i64>("a").expect("a field"), 5);
}

#[test]
fn a_float_with_an_integral_value_prints_without_a_fraction() {
    assert_eq!(
        run("return tostring(10 / 2), 1e15 .. '', tostring(-0.0), 0.5, tostring(2^53)"),
        "5 1e+15 -0 0.5 9.007199254741e+15"
    );
}

#[test]
fn an_unknown_escape_is_the_character_itself() {
    assert_eq!(run(r"return '\x41\u{41}\z  \q\65\n\\'"), "x41u{41}z  qA\n\\");
}

#[test]
fn memory_ends_at_the_same_logical_byte() {
    let flood = "local t = {} for i = 1, 1e9 do t[i] = {} end";
    assert!(run(flood).contains("not enough memory"), "{}", run(flood));
}
