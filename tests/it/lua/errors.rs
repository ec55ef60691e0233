//! Errors as values.

use super::check;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

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
fn each_kind_has_its_name() {
    let kinds = [
        ("NOT_FOUND", "NotFound"),
        ("ALREADY_EXISTS", "AlreadyExists"),
        ("INVALID", "Invalid"),
        ("PERMISSION_DENIED", "PermissionDenied"),
        ("UNAVAILABLE", "Unavailable"),
        ("INTERNAL", "Internal"),
        ("CANCELED", "Canceled"),
        ("CONFLICT", "Conflict"),
        ("TIMEOUT", "Timeout"),
        ("RATE_LIMITED", "RateLimited"),
        ("UNKNOWN", ""),
    ];
    for (name, kind) in kinds {
        check(&[
            (&format!("return errors.{name}"), kind),
            (&format!("return errors.new{{message = 'm', kind = errors.{name}}}:kind()"), kind),
        ]);
    }
}

#[test]
fn what_an_error_is_made_of_is_checked_and_what_is_too_much_is_ignored() {
    check(&[
        (
            "return errors.new('TIMEOUT', 'x'):message() .. errors.new('TIMEOUT', 'x'):kind()",
            "TIMEOUT",
        ),
        (
            "errors.new(nil)",
            "Internal: app:solo:2: bad argument #1 to 'new' (string or table expected, got nil)",
        ),
        (
            "errors.new(errors.new('x'))",
            "Internal: app:solo:2: bad argument #1 to 'new' (string or table expected, got userdata)",
        ),
        ("return tostring(errors.new{message = 'm', details = {}}:details())", "nil"),
        ("return tostring(errors.new{message = 'm', details = {1, 2}}:details())", "nil"),
        (
            "local d = errors.new{message = 'm', details = {1, a = {b = {2}}, f = print}}:details() return d.a.b[1] .. tostring(d[1]) .. tostring(d.f)",
            "2nilnil",
        ),
        ("return tostring(errors.new{message = 'm', retryable = true}:retryable())", "true"),
        (
            "return tostring(errors.is('Timeout', errors.TIMEOUT)) .. tostring(errors.is(errors.new('x'), '')) .. tostring(errors.is({}, ''))",
            "falsetruefalse",
        ),
        ("return errors.wrap('plain', 'while baking'):message()", "plain"),
        (
            "return tostring(errors.wrap(errors.new{message = 'm', retryable = false, details = {a = 1}}, 'c'):details().a)",
            "1",
        ),
    ]);
}

#[test]
fn an_error_knows_where_it_was_made() {
    check(&[
        (
            "local function bake() local e = errors.new('burnt') return e end
             local e = bake()
             local s = errors.call_stack(e)
             local f = s.frames[1]
             return f.source .. ' ' .. f.line .. ' ' .. f.level .. ' ' .. f.name .. ' ' .. f.type .. ' ' .. s.thread .. ' ' .. #s.frames",
            "app:solo 2 0 bake Lua main 2",
        ),
        (
            "local ch = channel.new()
             coroutine.spawn(function() ch:send(errors.call_stack(errors.new('x')).thread) end)
             return ch:receive()",
            "coroutine 1",
        ),
        (
            "local e = errors.wrap(errors.wrap(errors.new('burnt'), 'baking'), 'breakfast') return e:stack()",
            "burnt\nwrapped: breakfast\nwrapped: baking\napp:solo:2",
        ),
        ("return errors.wrap('burnt', 'a\\nb'):stack()", "burnt\nwrapped: a b\napp:solo:2"),
        ("return #errors.call_stack(errors.wrap(errors.new('x'), 'a:5')).frames", "1"),
        ("return tostring(errors.call_stack('x')) .. tostring(errors.call_stack(nil))", "nilnil"),
        ("local _, e = process.send('nobody', 't') return tostring(errors.call_stack(e)) .. e:stack()", "nilno process is registered as \"nobody\""),
    ]);
}

#[test]
fn an_error_is_raised_and_caught_as_it_is() {
    check(&[
        (
            "local e = errors.new('x') local ok, caught = pcall(error, e) return tostring(caught == e)",
            "true",
        ),
        (
            "local t = {code = 7} local ok, caught = pcall(error, t) return tostring(caught == t)",
            "true",
        ),
        ("return (select(2, pcall(error, 'text')))", "text"),
        ("return (select(2, pcall(function() error('text') end)))", "app:solo:2: text"),
        ("local e = errors.new('m') return e .. 5 .. e .. 'x' .. tostring(e)", "m5mxm"),
    ]);
}

/// Wherever the libraries want a string.
#[test]
fn an_error_is_taken_for_its_text() {
    check(&[
        ("local e = errors.new('no bread') return string.find(e, 'bread')", "4"),
        (
            "return string.upper(errors.new('ё')) .. string.rep(errors.new('ab'), 2) .. string.sub(errors.new('xyz'), 2)",
            "Ёababyz",
        ),
        (
            "return string.format('%s|%5s|%q', errors.new('a'), errors.new('b'), 'c')",
            "a|    b|\"c\"",
        ),
        ("return (string.gsub('x y', errors.new('y'), errors.new('z')))", "x z"),
        ("return #string.reverse(errors.new('abc')) .. string.byte(errors.new('a'))", "397"),
        (
            "process.send(process.pid(), errors.new('topic')) return process.inbox():receive():topic()",
            "topic",
        ),
        (
            "string.find(time.now(), 'x')",
            "Internal: app:solo:2: bad argument #1 to 'find' (string expected, got time.Time)",
        ),
    ]);
}
