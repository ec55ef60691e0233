//! What the interpreter does outside its own loop costs ticks: by the length of the work, so that no operation takes long
//! and costs little. Each case is the work of one patch; the numbers are about half of what it costs.

use luac::Pause;
use mlua::Function;

use crate::support::patched_state;

/// Ticks that a body uses after it was prepared.
fn ticks(prepare: &str, body: &str) -> u64 {
    let lua = patched_state(256 << 20);
    let source = format!("return function() {prepare} suspend() {body} end");
    let function: Function = lua.load(&source).eval().expect("a function");
    let thread = lua.create_thread(function).expect("a thread");
    luac::begin_slice(i32::MAX, 0);
    thread.resume::<()>(()).unwrap_or_else(|error| panic!("{prepare}: {error}"));
    assert_eq!(luac::pause(), Some(Pause::Suspended), "{prepare}");
    luac::begin_slice(i32::MAX, 0);
    thread.resume::<()>(()).unwrap_or_else(|error| panic!("{body}: {error}"));
    luac::ticks_used()
}

/// Each: what is prepared, what is done, and the ticks that this must cost.
fn check(cases: &[(&str, &str, u64)]) {
    for (prepare, body, least) in cases {
        let used = ticks(prepare, body);
        assert!(used >= *least, "{body}: {used} ticks, not {least}");
        assert!(used <= least * 8 + 50, "{body}: {used} ticks for the work of {least}");
    }
}

const LONG: &str = "local s = ('a'):rep(160000)";

#[test]
fn texts_cost_by_their_length() {
    let two = "local p, q = ('a'):rep(160000) .. 'b', ('a'):rep(160000) .. 'b'";
    check(&[
        (LONG, "local t = s .. 'x'", 5_000),
        ("", "return ('ab'):rep(10000)", 5_000),
        ("", "return ('a'):rep(100000)", 50_000),
        (two, "return p < q", 5_000),
        (two, "return p == q", 5_000),
        (LONG, "return s:find('b', 1, true)", 5_000),
        ("local s, q = ('ab'):rep(100), ('ab'):rep(40) .. 'c'", "return s:find(q, 1, true)", 200),
        ("local s = ('a'):rep(5000)", "return s:byte(1, -1)", 2_500),
        ("local s = ('1'):rep(32000)", "return tonumber(s)", 1_000),
        (LONG, "return utf8.len(s)", 20_000),
        (LONG, "return utf8.offset(s, 1)", 20_000),
        ("local s = ('a'):rep(5000)", "return utf8.codepoint(s, 1, -1)", 2_500),
        ("local s = ('b'):rep(20000)", "return string.packsize(s)", 10_000),
    ]);
}

#[test]
fn repeating_nothing_costs_nothing() {
    check(&[("local n = 4000000", "return (''):rep(n)", 1)]);
}

#[test]
fn patterns_cost_by_what_they_look_at() {
    check(&[
        (LONG, "return s:find('a*')", 5_000),
        ("local p = '[' .. ('b'):rep(16000) .. ']'", "return ('cccccccc'):find(p)", 4_000),
        ("local s = ('a'):rep(300)", "return s:find('a-b')", 20_000),
    ]);
}

#[test]
fn tables_cost_by_their_slots() {
    check(&[
        (
            "local t = {} for i = 1, 4000 do t['k' .. i] = 1 end for q in pairs(t) do t[q] = nil end",
            "return next(t)",
            2_000,
        ),
        (
            "local t = {} for i = 1, 4000 do t[i] = 1 end for i = 1, 4000 do t[i] = nil end",
            "return next(t)",
            2_000,
        ),
        ("", "return table.unpack({}, 1, 4000)", 2_000),
        ("local t = {}", "t[1], t[2], t[3], t[4], t[5] = 1, 1, 1, 1, 1", 2),
        (
            "local o = {} for i = 1, 1500 do o = setmetatable({}, {__index = o}) end",
            "return o.x",
            700,
        ),
        (
            "local o = {} for i = 1, 1500 do o = setmetatable({}, {__newindex = o}) end",
            "o.x = 1",
            700,
        ),
    ]);
}

/// In a table of 64 slots the keys 63, 126, … have all the same place.
const COLLIDING: &str = "local t = {} for i = 1, 40 do t[63 * i] = 1 end";

#[test]
fn long_chains_of_a_table_are_paid_for() {
    // The first keys are the last ones of the chain.
    check(&[
        (COLLIDING, "return t[126]", 15),
        (COLLIDING, "t[62] = 1", 15),
        // All library functions have one place.
        (
            "local t = {} for _, l in ipairs{string, math, table} do for _, f in pairs(l) do \
             if type(f) == 'function' then t[f] = 1 end end end",
            "local n = 0 for f in pairs(t) do n = n + t[f] end",
            300,
        ),
        // A short text's `%p` is its hash.
        (
            "local t, n = {}, 0 for i = 1, 1e9 do local q = 'q' .. i if tonumber(('%p'):format(q)) % 64 == 5 then \
             t[q] = 1 n = n + 1 if n == 40 then break end end end local a = {} for q in pairs(t) do a[#a + 1] = q end",
            "local n = 0 for i = 1, 40 do n = n + t[a[i]] end",
            300,
        ),
    ]);
}

#[test]
fn objects_as_keys_have_places_of_their_own() {
    let fill = |object| format!("local t = {{}} for i = 1, 4000 do t[{object}] = i end");
    for object in ["{}", "function() return i end", "coroutine.create(print)", "('x'):gmatch('.')"]
    {
        let used = ticks("", &fill(object));
        assert!(used < 200_000, "{object}: {used} ticks");
    }
}

#[test]
fn long_chains_of_equal_hashes_are_paid_for() {
    check(&[(
        "local k = {} for i = 1, 1e9 do local q = 'q' .. i if tonumber(('%p'):format(q)) % 8192 == 5 then \
         k[#k + 1] = q if #k == 70 then break end end end \
         for i = 1, 70 do k[i] = {k[i], k[i]:sub(1, 2), k[i]:sub(3)} end",
        "for i = 1, 70 do local q = k[i][2] .. k[i][3] end",
        400,
    )]);
}

#[test]
fn calls_cost_by_their_arguments() {
    // The arguments cost as much in each of them; what is done with them is the difference.
    let of = |body: &str| {
        let prepare = format!(
            "local function g() end local function f(...) {body} end \
             local p = coroutine.wrap(function() f(table.unpack({{}}, 1, 8000)) end)"
        );
        ticks(&prepare, "p()")
    };
    let nothing = of("");
    assert!(of("local a, b = g(...)") >= nothing + 500, "copied for a call");
    assert!(of("return g(...)") >= of("local a, b = g(...)") + 500, "moved down for a tail call");
}

#[test]
fn errors_coroutines_and_compiling_have_a_price() {
    check(&[
        ("", "pcall(error)", 10),
        ("", "coroutine.create(print)", 8),
        ("local s = ('x = 1 '):rep(1000)", "return load(s)", 12_000),
    ]);
}

#[test]
fn collecting_garbage_costs_no_tick() {
    let of = |times| ticks("", &format!("for i = 1, {times} do local t = {{}} end"));
    assert_eq!(of(40_000) - of(20_000), 20_000);
}
