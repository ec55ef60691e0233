//! What crosses the boundary of a process, and payloads.

use rehearsal::{Error, Sim, Value};

use super::{alone, check, define, ended};
use crate::support::plain;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Sends a value to oneself and looks at it through `look(v)`.
fn crossing(value: &str, look: &str) -> String {
    format!(
        "local function look(v) {look} end
         process.send(process.pid(), 't', {value})
         local m = process.inbox():receive()
         local p = m:payload()
         return look(p and p:data())"
    )
}

/// Checks what is seen of a value that has crossed: how it is made, how it is looked at, what is seen.
fn cross(cases: &[(&str, &str, &str)]) {
    for (make, look, expected) in cases {
        let value = format!("(function() {make} end)()");
        assert_eq!(super::returns(&crossing(&value, look)), *expected, "{make}");
    }
}

#[test]
fn values_are_copied_when_they_cross() {
    for (value, look, expected) in [
        ("{1, 2, {3}}", "return #v .. v[3][1]", "33"),
        ("{a = {b = 'c'}}", "return v.a.b", "c"),
        ("{[1] = 'x', n = 2}", "return v[1] .. v.n", "x2"),
        ("9007199254740993", "return v", "9007199254740993"),
        ("0.5", "return v", "0.5"),
        ("'\\255\\0'", "return #v .. v:byte(1)", "2255"),
        ("nil", "return type(v)", "nil"),
        ("false", "return tostring(v)", "false"),
        (
            "{f = print, ch = channel.new(), x = 1}",
            "return type(v.f) .. type(v.ch) .. v.x",
            "nilnil1",
        ),
        ("{[true] = 'yes'}", "return v[true]", "yes"),
        ("{[print] = 1, x = 2}", "return tostring(next(v)) .. v.x", "x2"),
        (
            "{at = time.now(), span = time.parse_duration('1s'), p = payload.new(1)}",
            "return tostring(next(v))",
            "nil",
        ),
    ] {
        assert_eq!(super::returns(&crossing(value, look)), expected, "{value}");
    }
}

#[test]
fn tables_keep_what_they_share_and_that_they_lie_in_themselves() {
    cross(&[
        (
            "local t = {name = 'loop'} t.t = t return t",
            "return v.t.t.t.name .. tostring(v.t == v)",
            "looptrue",
        ),
        ("local s = {1} return {s, s, {1}}", "v[1][1] = 2 return v[2][1] .. ' ' .. v[3][1]", "2 1"),
        ("local k = {} return {[k] = k}", "local k, w = next(v) return tostring(k == w)", "true"),
        (
            "local a, b = {}, {} a.b, b.a = b, a return {a, b}",
            "return tostring(v[1].b == v[2] and v[2].a == v[1])",
            "true",
        ),
        (
            "local s = {} return {s, s, n = 1.5, [true] = 'x', ['\\255'] = s}",
            "return v.n .. v[true] .. tostring(v['\\255'] == v[2])",
            "1.5xtrue",
        ),
    ]);
}

#[test]
fn a_metatable_crosses_with_its_data_and_without_its_functions() {
    cross(&[
        ("return setmetatable({}, {__index = {colour = 'red'}})", "return v.colour", "red"),
        (
            "local Point = {x = 0, __name = 'Point'} Point.__index = Point
             function Point.move() end
             return {setmetatable({x = 5}, Point), setmetatable({}, Point)}",
            "return v[1].x .. v[2].x .. tostring(v[1].move) .. tostring(getmetatable(v[1]) == getmetatable(v[2]))",
            "50niltrue",
        ),
        (
            "return setmetatable({1}, {__tostring = function() return 'x' end})",
            "return v[1] .. tostring(getmetatable(v))",
            "1nil",
        ),
        ("return setmetatable({}, {__metatable = 'locked'})", "return getmetatable(v)", "locked"),
        (
            "local t = {x = 1} setmetatable(t, t) return t",
            "return tostring(getmetatable(v) == v)",
            "true",
        ),
    ]);
}

/// A table that shares another in each of its layers has, counted out, more parts than any machine can hold.
#[test]
fn a_table_that_cannot_be_copied_is_refused_and_nothing_hangs() {
    check(&[
        (
            "local t = {} for _ = 1, 200 do t = {t} end
             local ok, e = process.send(process.pid(), 't', t) return e:kind() .. ' ' .. e:message()",
            "Invalid a table lies deeper than 128 in others: it cannot be copied",
        ),
        (
            "local t = {} for _ = 1, 100 do t = {t, t} end
             local ok, e = process.send(process.pid(), 't', t) return e:kind() .. ' ' .. e:message()",
            "Invalid a table is larger than 64 MiB: it cannot be copied",
        ),
    ]);
}

#[test]
fn an_error_stays_an_error_when_it_crosses() {
    let made = "errors.new{message = 'no bread', kind = errors.UNAVAILABLE, retryable = false, details = {shelf = 3}}";
    let look = |v: &str| {
        format!(
            "return type({v}) .. {v}:kind() .. {v}:message() .. tostring({v}:retryable()) .. {v}:details().shelf"
        )
    };
    let expected = "userdataUnavailableno breadfalse3";
    let cases = [(made.to_owned(), look("v")), (format!("{{e = {made}}}"), look("v.e"))];
    for (value, look) in cases {
        cross(&[(&format!("return {value}"), &look, expected)]);
    }
}

/// The page, and an actor in Rust, take an error for what it says.
#[test]
fn rust_and_the_page_see_plain_data() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:solo",
        "local page = '{page|0x00000}'
         process.send(page, 'several', 1, 'two', {3})
         process.send(page, 'error', errors.new{message = 'm', kind = errors.TIMEOUT})
         local t = setmetatable({n = 1}, {__index = {m = 2}}) t.t = t
         process.send(page, 'table', t)",
    );
    sim.spawn("app:solo", []);
    sim.run();
    let shown: Vec<String> = sim.answers().iter().map(|(_, value)| plain(value)).collect();
    assert_eq!(
        shown,
        [r#"[1,"two",[3]]"#, r#"{"kind":"Timeout","message":"m"}"#, r#"{"n":1,"t":null}"#,]
    );
    assert_eq!(sim.answers()[0].1.as_list().map(<[Value]>::len), Some(3));
    assert_eq!(sim.answers()[1].1.get("kind").as_str(), Some("Timeout"));
}

#[test]
fn rust_sends_errors_and_several_payloads_to_a_script() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:solo",
        "local m = process.inbox():receive():payload()
         return m[1]:data() .. m[2]:data():kind() .. m[2]:get_format() .. #m[3]:data()",
    );
    let pid = sim.spawn("app:solo", []);
    let list = Value::list([1.into(), 2.into()]);
    let error = Value::from(Error::not_found("no bread"));
    sim.send(&pid, "t", Value::several([7.into(), error, list]));
    sim.run();
    assert_eq!(ended(&sim, &pid), "7NotFoundgolang/error2");
}

/// Runs that differ in what only scripts can tell are different runs.
#[test]
fn the_hash_tells_rich_values_apart() {
    let hash =
        |payloads: &str| alone(&format!("process.send(process.pid(), 't'{payloads})")).0.hash();
    for (one, other) in [
        (", 1, 2", ", {1, 2}"),
        ("", ", nil"),
        (", {}", ", setmetatable({}, {__index = {1}})"),
        (", setmetatable({}, {__index = {2}})", ", setmetatable({}, {__index = {1}})"),
        (", errors.new('x')", ", {kind = '', message = 'x'}"),
    ] {
        assert_ne!(hash(one), hash(other), "{one} {other}");
    }
    assert_eq!(hash(", {1, {2}}"), hash(", {1, setmetatable({2}, {__index = print})}"));
}

/// Random tables that point to each other, and the same walk over a table and its copy.
#[test]
fn whatever_tables_point_to_each_other_their_copies_do() {
    check(&[(
        "local function made(size)
             local all = {}
             for n = 1, size do all[n] = {} end
             for n = 1, size * 2 do
                 local from, to = all[math.random(size)], all[math.random(size)]
                 local kind = math.random(5)
                 if kind == 1 then from[#from + 1] = to
                 elseif kind == 2 then from['k' .. n] = to
                 elseif kind == 3 then from[n + 0.5] = n
                 elseif kind == 4 then setmetatable(from, to)
                 else from[n] = errors.new('e' .. n) end
             end
             return all[1]
         end
         local function same(a, b, pairs_of)
             if type(a) ~= 'table' then return tostring(a) == tostring(b) and math.type(a) == math.type(b) end
             if pairs_of[a] then return pairs_of[a] == b end
             pairs_of[a] = b
             for k, v in next, a do if not same(v, rawget(b, k), pairs_of) then return false end end
             for k in next, b do if rawget(a, k) == nil then return false end end
             local mine, yours = getmetatable(a), getmetatable(b)
             -- An empty metatable does not cross.
             while mine and yours == nil and next(mine) == nil do mine = getmetatable(mine) end
             return mine == yours or mine ~= nil and yours ~= nil and same(mine, yours, pairs_of)
         end
         local inbox = process.inbox()
         for n = 1, 500 do
             local t = made(math.random(12))
             assert(process.send(process.pid(), 't', t))
             local copy = inbox:receive():payload():data()
             if not same(t, copy, {}) then return 'not the same: ' .. n end
         end
         return 'the same'",
        "the same",
    )]);
}

/// In which order a table has its keys is of no account, though the script can see it.
#[test]
fn a_table_is_copied_in_the_order_of_its_keys() {
    let filled = |order: &str| {
        format!(
            "local t = setmetatable({{}}, {{__index = {{1}}}})
             for n = {order} do t['k' .. n] = n end"
        )
    };
    let (up, down) = (filled("1, 40"), filled("40, 1, -1"));
    let seen = |fill: &str| {
        super::returns(&format!("{fill} local s = '' for k in pairs(t) do s = s .. k end return s"))
    };
    assert_ne!(seen(&up), seen(&down));
    let hash = |fill: &str| alone(&format!("{fill} process.send(process.pid(), 't', t)")).0.hash();
    assert_eq!(hash(&up), hash(&down));
}

#[test]
fn payloads_wrap_values() {
    check(&[
        (
            "local p = payload.new({a = 1}) return p:data().a .. p:get_format() .. tostring(p)",
            "1lua/anypayload{format=lua/any}",
        ),
        ("return payload.new({a = 1}):transcode(payload.format.JSON):data()", "{\"a\":1}"),
        ("return select(2, payload.new(1):transcode(payload.format.MSGPACK)):kind()", "Invalid"),
        ("return payload.new('x'):unmarshal()", "x"),
        (
            "return payload.new(errors.new('e')):get_format() .. tostring(payload.new(errors.new('e')):data())",
            "golang/errore",
        ),
        (
            "local p = payload.new({a = {1, 2}}):transcode(payload.format.JSON) return p:get_format() .. p:unmarshal().a[2] .. p:transcode(payload.format.LUA):data().a[1] .. tostring(p)",
            "json/plain21payload{format=json/plain}",
        ),
        (
            "return payload.new('text'):transcode(payload.format.STRING):data() .. payload.new('b'):transcode(payload.format.BYTES):get_format()",
            "textapplication/octet-stream",
        ),
        ("return tostring(payload.new({a = 1}).a)", "nil"),
        (
            "local f = payload.format return table.concat({f.JSON, f.YAML, f.STRING, f.BYTES, f.MSGPACK, f.LUA, f.GOLANG, f.ERROR}, ' ')",
            "json/plain yaml/plain text/plain application/octet-stream application/msgpack lua/any golang/any golang/error",
        ),
    ]);
}
