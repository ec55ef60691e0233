//! How processes of scripts begin and end, and what others are told of it.

use super::{among, check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn what_main_returns_is_the_result_or_the_failure() {
    for (body, expected) in [
        ("return 1, 2", "1 nil"),
        ("return 1, {code = 2}", "1 nil"),
        ("return 1, false", "1 nil"),
        ("return", "nil nil"),
        ("return print", "nil nil"),
        ("return 1, 'why'", "nil why Internal false"),
        ("return 1, errors.new{message = 'why', kind = errors.CONFLICT}", "nil why Conflict nil"),
        ("error('why')", "nil app:worker:2: why Internal nil"),
        ("error(errors.new{message = 'why', retryable = true})", "nil why  true"),
        ("error({code = 7})", "nil {\"code\":7} Internal nil"),
        (
            "local x = nil + 1",
            "nil app:worker:2: attempt to perform arithmetic on a nil value Internal nil",
        ),
    ] {
        let said = among(
            &[("app:worker", body)],
            "process.spawn_monitored('app:worker', 'app:processes')
             local r = process.events():receive().result
             local e = r.error
             return tostring(r.value) .. ' ' .. (e and e .. ' ' .. e:kind() .. ' ' .. tostring(e:retryable()) or 'nil')",
        );
        assert_eq!(said, expected, "{body}");
    }
}

#[test]
fn a_result_is_a_copy_and_an_error_as_a_value_stays_one() {
    let said = among(
        &[(
            "app:worker",
            "local t = {errors.new{message = 'm', kind = errors.TIMEOUT}} t.t = t return t",
        )],
        "local v = process.exec('app:worker', 'app:processes')
         return v.t.t[1]:kind() .. tostring(v == v.t)",
    );
    assert_eq!(said, "Timeouttrue");
}

#[test]
fn the_details_of_an_error_cross_with_it_and_its_stack_is_no_detail() {
    let said = among(
        &[("app:worker", "if ... then error(errors.new{message = 'm', details = {at = {1, 2}}}) end error('m')")],
        "local _, one = process.exec('app:worker', 'app:processes', true)
         local _, other = process.exec('app:worker', 'app:processes', false)
         return one:details().at[2] .. tostring(other:details()) .. #errors.call_stack(other).frames",
    );
    assert_eq!(said, "2nil1");
}

#[test]
fn the_end_of_main_is_the_end_of_its_coroutines() {
    let said = among(
        &[(
            "app:worker",
            "local boss = ...
             coroutine.spawn(function() time.sleep('1ms') process.send(boss, 'alive') end)
             return 'done'",
        )],
        "process.spawn_monitored('app:worker', 'app:processes', process.pid())
         local value = process.events():receive().result.value
         local r = channel.select{process.inbox():case_receive(), time.after('1s'):case_receive()}
         return value .. ' ' .. tostring(r.channel == process.inbox())",
    );
    assert_eq!(said, "done false");
}

#[test]
fn an_exit_says_who_when_and_how() {
    let said = among(
        &[("app:worker", "time.sleep('2s') return {n = 1}")],
        "local pid = process.spawn_monitored('app:worker', 'app:processes')
         local before = time.now():unix()
         local e = process.events():receive()
         return table.concat({tostring(e.kind == process.event.EXIT), tostring(e.from == pid), e.at - before, e.result.value.n,
             tostring(e.result.error), tostring(e.error)}, ' ')",
    );
    assert_eq!(said, "true true 2 1 nil nil");
}

#[test]
fn each_event_has_its_name() {
    check(&[(
        "local e = process.event return table.concat({e.CANCEL, e.EXIT, e.LINK_DOWN}, ' ')",
        "pid.cancel pid.exit pid.link.down",
    )]);
}

#[test]
fn a_cancel_says_who_asks_and_why_and_kills_nobody() {
    for (cancel, reason) in [("process.cancel(pid, '5s')", "5s"), ("process.cancel(pid)", "")] {
        let said = among(
            &[(
                "app:worker",
                "local boss, e = ..., process.events():receive()
                 time.sleep('1h')
                 return table.concat({tostring(e.kind == process.event.CANCEL), tostring(e.from == boss), type(e.at), e.reason}, ' ')",
            )],
            &format!(
                "local pid = process.spawn_monitored('app:worker', 'app:processes', process.pid())
                 assert({cancel} == true)
                 return process.events():receive().result.value"
            ),
        );
        assert_eq!(said, format!("true true number {reason}"));
    }
}

#[test]
fn link_down_comes_of_failures_only() {
    for (worker, expected) in [
        ("error('broken', 0)", "pid.link.down broken"),
        ("return nil, 'broken'", "pid.link.down broken"),
        ("process.inbox():receive()", "pid.link.down process terminated"),
        ("return 1", "nothing"),
    ] {
        let said = among(
            &[("app:worker", worker)],
            "process.set_options{trap_links = true}
             local pid = process.spawn_linked('app:worker', 'app:processes')
             time.sleep('1ms')
             process.terminate(pid)
             local r = channel.select{process.events():case_receive(), time.after('1s'):case_receive()}
             if r.channel ~= process.events() then return 'nothing' end
             return r.value.kind .. ' ' .. r.value.result.error",
        );
        assert_eq!(said, expected, "{worker}");
    }
}

#[test]
fn events_wait_until_they_are_read() {
    let said = among(
        &[("app:worker", "return ...")],
        "for n = 1, 3 do process.spawn_monitored('app:worker', 'app:processes', n) end
         time.sleep('1s')
         local sum, events = '', process.events()
         for _ = 1, 3 do sum = sum .. events:receive().result.value end
         return sum",
    );
    assert_eq!(said, "123");
}

#[test]
fn what_cannot_be_done_to_a_process_is_an_error() {
    let gone = "'{app:processes|0x00099}'";
    for (call, expected) in [
        (format!("monitor({gone})"), "nil Internal pid not registered: {app:processes|0x00099}"),
        ("monitor('nobody')".into(), "nil Internal pid not registered: nobody"),
        (format!("link({gone})"), "nil NotFound process not found: {app:processes|0x00099}"),
        (format!("terminate({gone})"), "nil NotFound process not found: {app:processes|0x00099}"),
        (format!("cancel({gone})"), "nil NotFound process not found: {app:processes|0x00099}"),
        (
            "send('{app:nowhere|0x00001}', 't')".into(),
            "nil NotFound host not found: \"app:nowhere\"",
        ),
        ("send('{broken', 't')".into(), "nil Invalid"),
        ("send(process.pid(), '')".into(), "nil Invalid a topic must not be empty"),
    ] {
        let said = returns(&format!(
            "local ok, e = process.{call} return tostring(ok) .. ' ' .. e:kind() .. ' ' .. e"
        ));
        assert!(said.starts_with(expected), "{call}: {said}");
    }
    check(&[
        (
            "process.registry.register('me')
             local _, e = process.monitor('me'), process.monitor('me')
             return select(2, process.monitor('me')):message()",
            "already monitoring pid me",
        ),
        (
            "process.cancel(nil)",
            "Internal: app:solo:2: bad argument #1 to 'cancel' (string expected, got nil)",
        ),
        (
            "process.set_options(nil)",
            "Internal: app:solo:2: bad argument #1 to 'set_options' (table expected, got nil)",
        ),
        ("return tostring(process.get_options().trap_links)", "false"),
        (
            "process.upgrade()",
            "Internal: app:solo:2: process.upgrade is not there yet: a process keeps its code",
        ),
    ]);
}
