//! Spawning with a name, with first messages and with a context; what cannot be spawned.

use super::{among, check, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn what_cannot_be_spawned_is_an_error() {
    for (arguments, expected) in [
        ("'app:solo', 'app:nowhere'", "NotFound host not found: \"app:nowhere\""),
        (
            "'app:nothing', 'app:processes'",
            "NotFound no entry \"app:nothing\" that a process can be made of",
        ),
        ("'app:solo'", "Invalid the id of a host is missing: spawn(entry, host, …)"),
        ("nil, 'app:processes'", "Invalid the id of an entry is missing: spawn(entry, host, …)"),
        ("'', 'app:processes'", "Invalid the id of an entry is missing: spawn(entry, host, …)"),
    ] {
        for call in ["spawn", "spawn_monitored", "spawn_linked", "spawn_linked_monitored", "exec"] {
            let said = returns(&format!(
                "local pid, e = process.{call}({arguments}) return tostring(pid) .. ' ' .. e:kind() .. ' ' .. e"
            ));
            assert_eq!(said, format!("nil {expected}"), "{call}({arguments})");
        }
    }
    for arguments in ["'solo', 'app:processes'", "'app:solo', 'processes'"] {
        let body = format!("return select(2, process.exec({arguments})):kind()");
        assert_eq!(returns(&body), "Invalid", "{arguments}");
    }
}

/// A worker that tells which relations it has: it fails, and its boss says what it heard.
#[test]
fn each_way_to_spawn_sets_its_relations_at_once() {
    for (call, expected) in [
        ("process.spawn", ""),
        ("process.spawn_monitored", "pid.exit "),
        ("process.spawn_linked", "pid.link.down "),
        ("process.spawn_linked_monitored", "pid.exit pid.link.down "),
        ("process.with_options({}):spawn", ""),
        ("process.with_options({}):spawn_monitored", "pid.exit "),
        ("process.with_options({}):spawn_linked", "pid.link.down "),
        ("process.with_options({}):spawn_linked_monitored", "pid.exit pid.link.down "),
    ] {
        let said = among(
            &[("app:worker", "error('broken')")],
            &format!(
                "process.set_options{{trap_links = true}}
                 {call}('app:worker', 'app:processes')
                 local heard, late = '', time.after('1s')
                 while true do
                     local r = channel.select{{process.events():case_receive(), late:case_receive()}}
                     if r.channel == late then return heard end
                     heard = heard .. r.value.kind .. ' '
                 end"
            ),
        );
        assert_eq!(said, expected, "{call}");
    }
}

#[test]
fn arguments_reach_main_each_as_it_is() {
    let said = among(
        &[("app:worker", "local a, b, c = ... return select('#', ...) .. type(a) .. b.x .. c:kind() .. tostring(b == b.b)")],
        "local t = {x = 1} t.b = t
         return (process.exec('app:worker', 'app:processes', nil, t, errors.new{message = 'm', kind = errors.INVALID}))",
    );
    assert_eq!(said, "3nil1Invalidtrue");
}

#[test]
fn a_spawner_is_not_changed_but_made_anew() {
    let said = among(
        &[("app:worker", "return process.inbox():receive():payload():data()")],
        "local base = process.with_options({})
         local one, other = base:with_message('t', 1), base:with_message('t', 2):with_message('t', 3)
         return one:exec('app:worker', 'app:processes') .. other:exec('app:worker', 'app:processes')",
    );
    assert_eq!(said, "12");
}

#[test]
fn first_messages_have_no_sender_and_as_many_payloads_as_were_given() {
    let said = among(
        &[(
            "app:worker",
            "local inbox, said = process.inbox(), {}
             for n = 1, 3 do
                 local m = inbox:receive()
                 local p = m:payload()
                 said[n] = m:topic() .. '[' .. m:from() .. ']' .. (p == nil and 'none' or type(p) == 'table' and #p or p:data())
             end
             return table.concat(said, ' ')",
        )],
        "return (process.with_context({}):with_message('a', 1, 2):with_message('b', 3):with_message('c')
             :exec('app:worker', 'app:processes'))",
    );
    assert_eq!(said, "a[]2 b[]3 c[]none");
}

#[test]
fn a_name_that_is_held_spawns_nobody_and_its_holder_gets_the_messages() {
    let said = among(
        &[(
            "app:worker",
            "local inbox = process.inbox()
             local first, second = inbox:receive(), inbox:receive()
             process.send(second:payload():data(), 'got', first:payload():data(), second:from())",
        )],
        "local spawner = process.with_options({}):with_name('w')
         local one = spawner:with_message('m', 'one'):spawn('app:worker', 'app:processes')
         local other = spawner:with_message('m', process.pid()):spawn('app:worker', 'app:processes')
         local same = one == other and one == process.registry.lookup('w')
         local p = process.inbox():receive():payload()
         return tostring(same) .. p[1]:data() .. '[' .. p[2]:data() .. ']'",
    );
    assert_eq!(said, "trueone[]");
}

#[test]
fn a_spawner_that_is_used_wrongly_raises() {
    let at = "Internal: app:solo:2: ";
    for (call, wrong) in [
        (
            "process.with_context(1)",
            "bad argument #1 to 'with_context' (table expected, got number)",
        ),
        ("process.with_context{1}", "keys of a context are strings, 1 is none"),
        (
            "process.with_options(nil)",
            "bad argument #1 to 'with_options' (table expected, got nil)",
        ),
        (
            "process.with_options({}):with_context()",
            "bad argument #2 to 'with_context' (table expected, got no value)",
        ),
        (
            "process.with_options({}):with_name()",
            "bad argument #2 to 'with_name' (string expected, got no value)",
        ),
        (
            "process.with_options({}):with_name('')",
            "a process cannot be registered under an empty name",
        ),
        (
            "process.with_options({}):with_message()",
            "bad argument #2 to 'with_message' (string expected, got no value)",
        ),
        ("process.with_options({}):with_actor(1)", "with_actor needs security, which is not there"),
        ("process.with_options({}):with_scope(1)", "with_scope needs security, which is not there"),
        (
            "process.with_options({}):spawn('app:solo')",
            "the id of a host is missing: spawn(entry, host, …)",
        ),
        ("process.with_options({}):exec()", "the id of an entry is missing: spawn(entry, host, …)"),
        (
            "process.with_options({}).spawn('app:solo', 'app:processes')",
            "bad argument #1 to 'spawn' (process.Spawner expected, got string)",
        ),
    ] {
        check(&[(call, &format!("{at}{wrong}"))]);
    }
    check(&[(
        "return select(2, process.with_options({}):spawn('app:nothing', 'app:processes')):kind()",
        "NotFound",
    )]);
}

#[test]
fn names_are_given_taken_and_refused() {
    let said = among(
        &[("app:worker", "process.inbox():receive()")],
        "local r, other = process.registry, process.spawn('app:worker', 'app:processes')
         local ok, taken = r.register('w', other), select(2, r.register('w'))
         local again = r.register('w', other, r.LOCAL)
         local pid = r.lookup('w')
         process.terminate(other)
         time.sleep('1ms')
         return table.concat({tostring(ok), taken:kind(), tostring(again), tostring(pid == other), select(2, r.lookup('w')):kind(),
             r.LOCAL .. r.EVENTUAL .. r.CONSISTENT .. r.STRONG, tostring(r.register('x', nil, r.LOCAL)), tostring(r.unregister('x', r.LOCAL))}, ' ')",
    );
    assert_eq!(said, "true AlreadyExists true true NotFound 0123 true true");
}
