//! Logical bytes: each object takes some while it lives, and gives them back.

use mlua::{Function, Lua};

use crate::support::state;

/// Logical bytes after a body has run so many times, with what it keeps in the table `kept`, the garbage collected.
fn held(body: &str, times: u32) -> i64 {
    let lua = state(1, 256 << 20);
    let source = format!("kept = {{}} return function(n) for i = 1, n do {body} end end");
    let function: Function = lua.load(&source).eval().expect("a function");
    // Once more, so that stacks are as large as they get.
    for times in [10, times] {
        luac::begin_slice(i32::MAX, 0);
        function.call::<()>(times).unwrap_or_else(|error| panic!("{body}: {error}"));
    }
    lua.gc_collect().expect("garbage");
    luac::memory(&lua).into()
}

/// An object of each kind, and the bytes that it takes at least.
const OBJECTS: [(&str, i64); 13] = [
    ("local o = {}", 40),
    ("local o = {1, 2, 3, 4, 5, 6, 7, 8}", 168),
    ("local o = {} for i = 1, 60 do o[i] = i end for i = 4, 60 do o[i] = nil end o.x = 1", 100),
    ("local o = {} for i = 1, 20 do o['k' .. i] = i end", 500),
    ("local o = function() return i end", 60),
    ("local o = ('x'):gmatch('.')", 96),
    ("local o = 'text' .. i", 20),
    ("local o = ('x'):rep(1000) .. i", 1_000),
    ("local o = coroutine.create(print)", 880),
    (
        "local function r(n) if n > 0 then return 1 + r(n - 1) end coroutine.yield() return 0 end \
         local o = coroutine.wrap(function() return r(100) end) o()",
        5_000,
    ),
    (
        "local o = coroutine.wrap(function() local function r(n) if n > 0 then return 1 + r(n - 1) end return 0 end \
         r(100) coroutine.yield() end) o()",
        1_500,
    ),
    ("local o = load('local a = ... return function(b) return {a, b, 1.5, \"text\"} end')", 300),
    ("local o = load('local a = ... return function() return a end')(i)", 150),
];

#[test]
fn what_is_collected_gives_its_bytes_back() {
    let passing = [
        "pcall(string.gsub, ('a'):rep(3000), 'a', error)",
        "local s = ('ab'):rep(3000):upper():reverse()",
        "local s = table.concat({('a'):rep(2000), ('b'):rep(2000)})",
        "coroutine.wrap(function() local function r(n) if n > 0 then return 1 + r(n - 1) end return 0 end return r(100) end)()",
        "pcall(load, 'return ' .. ('('):rep(50))",
    ];
    for body in passing.into_iter().chain(OBJECTS.map(|(body, _)| body)) {
        let more = held(body, 1_010) - held(body, 10);
        assert!(more.abs() < 4_000, "{body}: {more} bytes stay of 1,000");
    }
}

#[test]
fn what_lives_takes_its_bytes() {
    for (body, least) in OBJECTS {
        let keep = |times| held(&format!("{body} kept[#kept + 1] = o"), times);
        let each = (keep(1_010) - keep(10)) / 1_000;
        assert!(each >= least, "{body}: {each} bytes, not {least}");
        assert!(each <= least * 4 + 60, "{body}: {each} bytes for the work of {least}");
    }
}

#[test]
fn the_buffer_of_a_text_counts_beside_the_text() {
    let lua = state(1, 1 << 20);
    let fits = |length: u32| -> bool {
        luac::begin_slice(i32::MAX, 0);
        lua.load(format!("return #('x'):rep({length})")).eval::<u32>().is_ok()
    };
    assert!(fits(400_000));
    assert!(!fits(700_000));
}

/// Code takes the same whether it was compiled in a state or loaded as what another one has compiled.
#[test]
fn code_that_is_loaded_takes_its_bytes_as_compiled_code_does() {
    let source = "local t = {}\n".to_owned() + &"t[#t + 1] = 'a' .. #t\n".repeat(500);
    let compiled = state(1, 256 << 20);
    let (empty, bytes) = {
        let empty = luac::memory(&compiled);
        let function: Function = compiled.load(&source).into_function().expect("it is Lua");
        (empty, function.dump(false))
    };
    let taken = |lua: &Lua| {
        lua.gc_collect().expect("garbage");
        i64::from(luac::memory(lua)) - i64::from(empty)
    };
    let _keep: Function = compiled.load(&source).into_function().expect("it is Lua");
    let loaded = state(1, 256 << 20);
    let chunk = loaded.load(&*bytes).set_mode(mlua::chunk::ChunkMode::Binary);
    let _keep_too: Function = chunk.into_function().expect("it is code");
    let (compiled, loaded) = (taken(&compiled), taken(&loaded));
    assert!(loaded > 10_000 && (loaded - compiled).abs() < 500, "{loaded} instead of {compiled}");
}
