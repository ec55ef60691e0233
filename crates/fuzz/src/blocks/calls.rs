//! Calls: coroutines, deep nesting, errors, varargs, and code that cannot be paused.

use crate::writer::{Writer, lua};

pub fn coroutines(writer: &mut Writer) -> String {
    let steps = [
        "p = coroutine.yield(i, p)",
        "for j = 1, 300 do end coroutine.yield(i)",
        "if i == 4 then error({i}) end coroutine.yield()",
        "pcall(function() coroutine.yield(i) error(\"in \" .. i) end)",
        "local q <close> = setmetatable({}, {__close = function(_, e) out(\"closed\", e) end}) \
         coroutine.yield(q ~= nil)",
    ];
    // Scripts have no variables that are closed.
    let steps = if writer.is_script() { &steps[..4] } else { &steps[..] };
    let rest = if writer.is_script() {
        "local c2 = coroutine.create(function(...) out(coroutine.yield(...)) end) \
         out(coroutine.resume(c2, 1, nil)) out(coroutine.status(c2), coroutine.resume(c2, {}))"
    } else {
        "local c2 = coroutine.create(function() local q <close> = setmetatable({}, \
         {__close = function() error(\"close\") end}) coroutine.yield(1) end) \
         out(coroutine.resume(c2)) out(coroutine.status(c2), coroutine.close(c2)) \
         out(coroutine.isyieldable())"
    };
    lua!(
        "local co co = coroutine.wrap(function(p) for i = 1, @ do @ end return \"end\" end) \
         for i = 1, 6 do out(pcall(co, i)) end out(coroutine.running()) @",
        writer.below(9),
        writer.pick(steps),
        rest
    )
}

/// As deep as it goes: stacks of the interpreter and of C.
pub fn nesting(writer: &mut Writer) -> String {
    let kinds = if writer.is_script() { 11 } else { 13 };
    match writer.below(kinds) {
        0 => lua!(
            "local function f(n) return coroutine.wrap(function() return n == 0 and 0 or 1 + f(n - 1)() end) end \
             out(f(@)())",
            writer.below(260)
        ),
        1 => lua!(
            "local function f(n) return n == 0 and 0 or select(2, pcall(f, n - 1)) end out(f(@))",
            writer.below(400)
        ),
        2 => "local function f() return f() + 1 end out(pcall(f))".into(),
        3 => "local m = {} m.__index = function(_, q) return setmetatable({}, m)[q] end \
              out(pcall(function() return setmetatable({}, m).x end))"
            .into(),
        4 => "local m = {__tostring = function(o) return tostring(o) end} \
              out(pcall(tostring, setmetatable({}, m)))"
            .into(),
        5 => lua!(
            "local o = {} for i = 1, @ do o = setmetatable({}, {__index = o}) end \
             out(pcall(function() return o.x end))",
            writer.below(2200)
        ),
        6 => lua!(
            "out(pcall(string.rep(\"x\", 300).find, (\"a\"):rep(300), (\"(.-)\"):rep(@) .. \"b\"))",
            writer.below(40)
        ),
        7 => lua!(
            "out(pcall(string.find, (\"a\"):rep(@), (\"a?\"):rep(@) .. \"c\"))",
            writer.below(900),
            writer.below(300)
        ),
        8 => "local n = 0 local function g(q) n = n + 1 return (q:gsub(\".\", g)) end \
              out(pcall(g, \"ab\"), n)"
            .into(),
        9 => "local function e(m) error(m) end out(xpcall(error, e, \"x\"))".into(),
        10 => "local s = 0 local function f(...) s = s + select(\"#\", ...) return f(s, ...) end \
               out(pcall(f))"
            .into(),
        11 => lua!("out(pcall(load, (\"(\"):rep(@) .. \"1\"))", writer.below(300)),
        _ => lua!(
            "out(load(\"return \" .. (\"{\"):rep(@) .. (\"}\"):rep(@)))",
            writer.below(300),
            writer.below(300)
        ),
    }
}

const WRONG: [&str; 44] = [
    "error(k[2])",
    "error(\"m\", 0)",
    "error(\"m\", 2)",
    "error()",
    "error(nil, 1)",
    "local q = nil; q.x = 1",
    "return #5",
    "return {} .. \"x\"",
    "return t.a.b.c",
    "return 1 < \"2\"",
    "return {} < {}",
    "return 1 & 1.5",
    "return \"a\" + 1",
    "return 2^53 | 0",
    "return 1 // 0",
    "return 1 % 0",
    "for i = 1, 10, 0 do end",
    "for i = 1, \"x\" do end",
    "string.rep()",
    "(\"x\"):bad()",
    "setmetatable(1, {})",
    "host_add(\"1\", {})",
    "assert(false, k[3])",
    "assert(nil)",
    "math.random(0, -1)",
    "math.fmod(nil, false)",
    "math.fmod(1, 0)",
    "table.concat({1, {}, 3})",
    "table.insert({}, 5, 1)",
    "next({}, 1)",
    "utf8.char(-1)",
    "select(0)",
    "string.char(256)",
    "undefined_function()",
    "goto_ = t.x.y",
    "tostring()",
    "coroutine.yield(1)",
    "rawset(t, 0/0, 1)",
    "t[nil] = 1",
    "string.format(\"%d\", 1.5)",
    "string.format(\"%y\", 1)",
    "string.format(\"%10.123f\", 1)",
    "string.pack(\"i17\", 1)",
    "table.freeze(t).x = 1",
];

pub fn errors(writer: &mut Writer) -> String {
    let calls = writer.many(4, " ", |writer| {
        let wrong = match writer.below(WRONG.len() as u32 + 1) {
            0 => lua!("host_fail(\"@\")", writer.below(99)),
            _ => writer.pick(&WRONG).into(),
        };
        lua!("out(pcall(function() @ end))", wrong)
    });
    lua!(
        "@ out(xpcall(function() error({code = 1}) end, function(e) return type(e), e end))",
        calls
    )
}

pub fn varargs(writer: &mut Writer) -> String {
    lua!(
        "local function f(...) return select(\"#\", ...), (select(@, ...)), ... end \
         out(f(@, @)) out(pcall(f)) \
         out((function(...) return #{...}, ... end)(table.unpack({}, 1, @)))",
        writer.pick(&["1", "2", "-1"]),
        writer.any(1),
        writer.any(1),
        writer.below(240),
    )
}

const OVERRUNS: [&str; 9] = [
    "table.sort({3, 2, 1}, function() while true do end end)",
    "(\"x\"):gsub(\"x\", function() while true do pcall(error) end end)",
    "tostring(setmetatable({}, {__tostring = function() while true do end end}))",
    "(\"a\"):rep(30):find((\"a*\"):rep(20) .. \"b\")",
    "table.concat(setmetatable({}, {__len = function() return 1e9 end, __index = function() return \"\" end}))",
    "out(#table.concat({}, \"x\", 1, 1 << 40))",
    "table.sort({3, 2, 1}, function(p, q) coroutine.wrap(function() for i = 1, 9000 do end end)() return p < q end)",
    "table.move({}, 1, 1e15, 2)",
    "load(function() while true do end end)",
];

/// Inside C functions, where a slice cannot end.
pub fn overruns(writer: &mut Writer) -> String {
    if !writer.is_script() {
        return writer.pick(&OVERRUNS).into();
    }
    // Not the last two, which are no functions of scripts'; and no errors raised and caught, for a script may go on for
    // 500 slices of 10,000 ticks, and that would be seconds.
    OVERRUNS[[0, 2, 3, 4, 5, 6][writer.below(6) as usize]].into()
}
