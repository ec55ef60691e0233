//! What crosses the boundary of a process; errors, payloads and JSON.

use super::check;

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
    ] {
        assert_eq!(super::returns(&crossing(value, look)), expected, "{value}");
    }
}

#[test]
fn what_lies_in_itself_cannot_be_sent() {
    check(&[(
        "local t = {} t.t = t local ok, e = process.send(process.pid(), 't', t) return tostring(ok) .. ' ' .. e:kind()",
        "nil Invalid",
    )]);
}

#[test]
fn errors_have_message_kind_and_more() {
    check(&[
        (
            "local e = errors.new('plain') return e:message() .. '|' .. e:kind() .. '|' .. tostring(e:retryable()) .. tostring(e:details())",
            "plain||nilnil",
        ),
        (
            "local e = errors.new{message = 'm', kind = errors.INVALID, retryable = false, details = {n = 1}} return tostring(e) .. e:kind() .. tostring(e:retryable()) .. e:details().n",
            "mInvalidfalse1",
        ),
        (
            "return tostring(errors.is(errors.new{message = 'm', kind = errors.TIMEOUT}, errors.TIMEOUT)) .. tostring(errors.is(nil, errors.TIMEOUT))",
            "truefalse",
        ),
        (
            "local e = errors.wrap(errors.new{message = 'inner', kind = errors.CONFLICT}, 'outer') return e:message() .. e:kind()",
            "innerConflict",
        ),
        ("local e = errors.new('x') return 'a' .. e .. e .. 'b' .. type(e)", "axxbuserdata"),
        (
            "errors.new{}",
            "Internal: app:solo:2: errors.new: the table needs a string as its message",
        ),
        (
            "errors.new(5)",
            "Internal: app:solo:2: bad argument #1 to 'new' (string or table expected, got number)",
        ),
        (
            "local ok, e = pcall(error, errors.new('kept')) return type(e) .. e:message()",
            "userdatakept",
        ),
        (
            "return errors.UNKNOWN .. errors.RATE_LIMITED .. tostring(errors.NOTHING)",
            "RateLimitednil",
        ),
    ]);
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
    ]);
}

#[test]
fn json_is_written_and_read() {
    check(&[
        ("return json.encode({1, 2, 'x'})", "[1,2,\"x\"]"),
        ("return json.encode({b = 1, a = {c = true}})", "{\"a\":{\"c\":true},\"b\":1}"),
        (
            "return json.encode({}) .. json.encode(nil) .. json.encode(5.0) .. json.encode(0/0)",
            "[]null5null",
        ),
        ("return select(2, json.encode({1, x = 2})):kind()", "Internal"),
        ("return select(2, json.encode({[1] = 1, [3] = 3})):kind()", "Internal"),
        ("local t = {} t[1] = t return select(2, json.encode(t)):kind()", "Internal"),
        (
            "local v = json.decode('{\"a\": [1, 2.5, null]}') return v.a[1] .. v.a[2] .. tostring(v.a[3])",
            "12.5nil",
        ),
        ("return math.type(json.decode('1')) .. math.type(json.decode('1.0'))", "integerfloat"),
        (
            "return select(2, json.decode('{')):kind() .. select(2, json.decode('')):kind() .. select(2, json.decode(5)):kind()",
            "InternalInvalidInvalid",
        ),
    ]);
}
