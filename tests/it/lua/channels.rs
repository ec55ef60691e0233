//! Channels and coroutines of a script.

use super::{check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_channel_hands_over_from_task_to_task() {
    check(&[
        (
            "local ch = channel.new()
             coroutine.spawn(function() for i = 1, 3 do ch:send(i) end ch:close() end)
             local sum = 0
             while true do local v, ok = ch:receive() if not ok then return sum end sum = sum + v end",
            "6",
        ),
        ("local ch = channel.new(1) ch:send(nil) local v, ok = ch:receive() return tostring(v) .. tostring(ok)", "niltrue"),
        ("local ch = channel.new() ch:close() ch:close() local v, ok = ch:receive() return tostring(v) .. tostring(ok)", "nilfalse"),
        ("local ch = channel.new(-5) return tostring(channel.select{ch:case_send(1), default = true}.default)", "true"),
    ]);
}

#[test]
fn sending_on_a_closed_channel_raises_and_a_blocked_sender_is_told() {
    check(&[
        ("local ch = channel.new() ch:close() ch:send(1)", "Internal: app:solo:2: send on closed channel"),
        (
            "local ch, said = channel.new()
             coroutine.spawn(function() local ok, err = ch:send(1) said = tostring(ok) .. ' ' .. tostring(err) end)
             ch:close()
             return said",
            "nil send on closed channel",
        ),
    ]);
}

#[test]
fn select_takes_the_first_ready_case_in_their_order() {
    check(&[
        (
            "local a, b = channel.new(1), channel.new(1)
             b:send('b') a:send('a')
             local r = channel.select{a:case_receive(), b:case_receive()}
             return r.value .. tostring(r.channel == a) .. tostring(r.ok)",
            "atruetrue",
        ),
        (
            "local a, b = channel.new(), channel.new()
             coroutine.spawn(function() b:send('late') end)
             local r = channel.select{a:case_receive(), b:case_receive()}
             return r.value .. tostring(r.channel == b)",
            "latetrue",
        ),
        ("return tostring(channel.select({channel.new():case_receive()}, true).default)", "true"),
        (
            "local a, b = channel.new(), channel.new(1)
             a:close()
             local r = channel.select{a:case_send(1), b:case_send(2)}
             return tostring(r.channel == b) .. r.value .. tostring(r.ok)",
            "true2true",
        ),
        (
            "local a = channel.new() a:close()
             local r = channel.select{a:case_receive()}
             return tostring(r.value) .. tostring(r.ok)",
            "nilfalse",
        ),
    ]);
}

#[test]
fn a_new_coroutine_runs_before_its_spawner_goes_on() {
    check(&[
        (
            "local order = {}
             coroutine.spawn(function() table.insert(order, 'new') end)
             table.insert(order, 'spawner')
             return table.concat(order, ' ')",
            "new spawner",
        ),
        (
            "local order, ch = {}, channel.new()
             coroutine.spawn(function() order[#order + 1] = 'one' ch:receive() order[#order + 1] = 'woken' end)
             coroutine.spawn(function() order[#order + 1] = 'two' end)
             ch:send(1)
             order[#order + 1] = 'sender'
             coroutine.yield()
             return table.concat(order, ' ')",
            "one two sender woken",
        ),
    ]);
}

#[test]
fn closing_wakes_the_waiting_before_the_closer_goes_on() {
    let body = "local order, ch = {}, channel.new()
        coroutine.spawn(function() ch:receive() order[#order + 1] = 'receiver' end)
        ch:close()
        order[#order + 1] = 'closer'
        return table.concat(order, ' ')";
    assert_eq!(returns(body), "receiver closer");
}

#[test]
fn a_blocking_call_inside_a_coroutine_suspends_the_enclosing_task() {
    check(&[
        (
            "local ch = channel.new()
             coroutine.spawn(function() time.sleep('1ms') ch:send('through') end)
             local step = coroutine.wrap(function() coroutine.yield('first') return ch:receive() end)
             return step() .. ' ' .. step()",
            "first through",
        ),
        (
            "local ok, v = pcall(function() time.sleep('1ms') error('after', 0) end) return tostring(ok) .. v",
            "falseafter",
        ),
    ]);
}

#[test]
fn waiting_inside_a_function_that_cannot_be_paused_is_an_error_and_nothing_is_lost() {
    check(&[
        (
            "local ok, e = pcall(table.sort, {2, 1}, function() time.sleep('1s') return true end)
             local t = time.now():unix_nano()
             time.sleep('1ms')
             return e .. ' ' .. (time.now():unix_nano() - t >= 1000000 and 'then it works' or 'no')",
            "app:solo:2: attempt to wait inside a function that cannot be paused then it works",
        ),
    ]);
}

#[test]
fn an_uncaught_error_in_any_coroutine_fails_the_process() {
    let body = "coroutine.spawn(function() time.sleep('1s') error('in a coroutine') end)
        process.inbox():receive()";
    assert_eq!(returns(body), "Internal: app:solo:2: in a coroutine");
}

#[test]
fn waiting_for_what_can_never_come_is_a_deadlock() {
    assert!(returns("channel.new():receive()").contains("deadlock"));
}
