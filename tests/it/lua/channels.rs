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

#[test]
fn a_channel_is_as_large_as_it_is_made() {
    check(&[
        (
            "local ch, said = channel.new(2), {}
             for n = 1, 3 do said[n] = tostring(channel.select({ch:case_send(n)}, true).default) end
             return table.concat(said, ' ') .. ' ' .. ch:receive() .. ch:receive() .. tostring(ch:send(4))",
            "nil nil true 12true",
        ),
        (
            "local ch = channel.new(3) ch:send(1) ch:send(2) ch:close()
             local said = {}
             for n = 1, 4 do local v, ok = ch:receive() said[n] = tostring(v) .. tostring(ok) end
             return table.concat(said, ' ')",
            "1true 2true nilfalse nilfalse",
        ),
        ("local ch = channel.new('x') return tostring(ch)", "channel"),
        ("channel.new().send(5, 1)", "Internal: app:solo:2: bad argument #1 to 'send' (channel expected, got number)"),
    ]);
}

#[test]
fn who_waited_first_is_served_first() {
    check(&[
        (
            "local ch, order = channel.new(), {}
             for n = 1, 3 do coroutine.spawn(function() local v = ch:receive() order[#order + 1] = n .. v end) end
             for _, v in ipairs{'a', 'b', 'c'} do ch:send(v) end
             coroutine.yield()
             return table.concat(order, ' ')",
            "1a 2b 3c",
        ),
        (
            "local ch, order = channel.new(), {}
             for n = 1, 3 do coroutine.spawn(function() ch:send(n) end) end
             return ch:receive() .. ch:receive() .. ch:receive()",
            "123",
        ),
    ]);
}

#[test]
fn a_receiver_goes_on_after_the_sender_that_it_waited_for() {
    check(&[
        // Receive from a waiting sender: the receiver goes on first.
        (
            "local ch, order = channel.new(), {}
             coroutine.spawn(function() ch:send(1) order[#order + 1] = 'sender' end)
             ch:receive()
             order[#order + 1] = 'receiver'
             coroutine.yield()
             return table.concat(order, ' ')",
            "receiver sender",
        ),
        // Close: senders, receivers, then who closes.
        (
            "local ch, other, order = channel.new(), channel.new(), {}
             coroutine.spawn(function() local ok, e = ch:send(1) order[#order + 1] = 'sender ' .. tostring(ok) .. ' ' .. e end)
             ch:close()
             coroutine.spawn(function() local v, ok = other:receive() order[#order + 1] = 'receiver ' .. tostring(ok) end)
             other:close()
             order[#order + 1] = 'closer'
             return table.concat(order, ', ')",
            "sender nil send on closed channel, receiver false, closer",
        ),
    ]);
}

#[test]
fn a_select_answers_what_was_done() {
    check(&[
        (
            "local a = channel.new(1)
             local r = channel.select{a:case_send('v')}
             return tostring(r.channel == a) .. r.value .. tostring(r.ok) .. tostring(r.default) .. a:receive()",
            "truevtruenilv",
        ),
        (
            "local r = channel.select{channel.new():case_receive(), default = true}
             return tostring(r.default) .. tostring(r.ok) .. tostring(r.channel) .. tostring(r.value)",
            "truetruenilnil",
        ),
        (
            "local a = channel.new(1) a:send('x')
             local r = channel.select{5, 'no case', {}, a:case_receive()}
             return r.value",
            "x",
        ),
        (
            "local closed, late = channel.new(), channel.new()
             closed:close()
             coroutine.spawn(function() time.sleep('1ms') late:receive() end)
             local r = channel.select{closed:case_send(1), late:case_send(2)}
             return tostring(r.channel == late) .. r.value",
            "true2",
        ),
        (
            "local t = time.after('1ms')
             local r = channel.select{process.inbox():case_receive(), process.events():case_receive(), t:case_receive()}
             return tostring(r.channel == t) .. type(r.value)",
            "trueuserdata",
        ),
        (
            "process.send(process.pid(), 'm', 1)
             local r = channel.select{process.events():case_receive(), process.inbox():case_receive()}
             return tostring(r.channel == process.inbox()) .. r.value:topic()",
            "truem",
        ),
    ]);
    assert!(returns("channel.select{}").contains("deadlock"));
}

#[test]
fn coroutines_are_luas_own_beside_those_that_are_spawned() {
    check(&[
        ("return tostring(coroutine.running())", "nil"),
        (
            "local ch = channel.new()
             local spawned = coroutine.spawn(function() ch:send(coroutine.running()) end)
             return tostring(ch:receive() == spawned) .. type(spawned)",
            "truethread",
        ),
        (
            "local inner
             local co = coroutine.create(function(a) inner = coroutine.running() local b = coroutine.yield(a + 1) return b * 2 end)
             local _, first = coroutine.resume(co, 1)
             local status = coroutine.status(co)
             local _, second = coroutine.resume(co, 5)
             return first .. status .. second .. coroutine.status(co) .. tostring(inner == co)",
            "2suspended10deadtrue",
        ),
        ("return select('#', coroutine.spawn(function(...) assert(select('#', ...) == 0) end)) .. tostring(coroutine.close) .. tostring(coroutine.isyieldable)", "1nilnil"),
        ("coroutine.spawn(5)", "Internal: app:solo:2: bad argument #1 to 'spawn' (function expected, got number)"),
        (
            "local ok, e = xpcall(function() time.sleep('1ms') error('late', 0) end, function(e) return 'handled ' .. e end)
             return tostring(ok) .. e",
            "falsehandled late",
        ),
    ]);
}

/// Channels stay in their process.
#[test]
fn a_channel_does_not_cross() {
    check(&[(
        "process.send(process.pid(), 't', channel.new()) return type(process.inbox():receive():payload():data())",
        "nil",
    )]);
}
