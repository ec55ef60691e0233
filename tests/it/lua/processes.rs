//! The module `process`, between scripts and between a script and Rust.

use futures::StreamExt;
use rehearsal::{Context, Sim, Value};

use super::{alone, check, define, ended, returns};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_process_knows_who_it_is() {
    check(&[
        ("return process.id()", "app:solo"),
        ("return process.pid()", "{app:processes|0x00001}"),
        ("return type(process.pid())", "string"),
    ]);
}

#[test]
fn a_server_and_a_client_talk_by_name() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:server",
        "process.registry.register('upper')
         local inbox = process.inbox()
         while true do
             local msg = inbox:receive()
             process.send(msg:from(), 'answer', {topic = msg:topic(), text = msg:payload():data().text:upper()})
         end",
    );
    define(
        &mut sim,
        "app:client",
        "process.send('upper', 'ask', {text = 'привет'})
         local answer = process.inbox():receive():payload():data()
         return answer.topic .. ' ' .. answer.text",
    );
    sim.spawn("app:server", []);
    let client = sim.spawn("app:client", []);
    sim.run();
    assert_eq!(ended(&sim, &client), "ask ПРИВЕТ");
}

#[test]
fn each_message_names_its_own_sender() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:client",
        "local to = ... process.send(to, 'ask') process.send(to, 'ask')",
    );
    define(
        &mut sim,
        "app:server",
        "local inbox, senders = process.inbox(), {}
         for n = 1, 4 do senders[n] = inbox:receive():from() end
         return table.concat(senders, ' ')",
    );
    let server = sim.spawn("app:server", []);
    let first = sim.spawn("app:client", [server.to_string().into()]);
    let second = sim.spawn("app:client", [server.to_string().into()]);
    sim.run();
    assert_eq!(ended(&sim, &server), format!("{first} {first} {second} {second}"));
}

#[test]
fn a_lua_client_is_served_by_rust_and_a_rust_client_by_lua() {
    let mut sim = Sim::new();
    sim.actor("app:rust_server", async |ctx: Context| {
        let message = ctx.inbox().next().await.unwrap();
        let doubled = message.payload.get("n").as_int().unwrap() * 2;
        ctx.send(&message.from, "answer", doubled).unwrap();
    });
    define(
        &mut sim,
        "app:lua_client",
        "process.send(..., 'ask', {n = 21}) return process.inbox():receive():payload():data()",
    );
    let server = sim.spawn("app:rust_server", []);
    let client = sim.spawn("app:lua_client", [server.into()]);
    sim.run();
    assert_eq!(ended(&sim, &client), "42");

    define(
        &mut sim,
        "app:lua_server",
        "local m = process.inbox():receive() process.send(m:from(), 'answer', m:payload():data().n * 2)",
    );
    let server = sim.spawn("app:lua_server", []);
    sim.send(&server, "ask", Value::map([("n", 21.into())]));
    sim.run();
    assert_eq!(sim.answers(), [("answer".into(), Value::Int(42))]);
}

#[test]
fn a_message_has_as_many_payloads_as_were_sent() {
    let sent = |payloads: &str, look: &str| {
        format!(
            "process.send(process.pid(), 't'{payloads})
             local p = process.inbox():receive():payload()
             {look}"
        )
    };
    let listened = |payloads: &str, look: &str| {
        format!(
            "local ch = process.listen('t')
             process.send(process.pid(), 't'{payloads})
             local v = ch:receive()
             {look}"
        )
    };
    for (body, expected) in [
        (sent("", "return type(p)"), "nil"),
        (sent(", nil", "return type(p) .. type(p:data())"), "userdatanil"),
        (sent(", {1, 2}", "return type(p) .. #p:data()"), "userdata2"),
        (sent(", 'a', {b = 2}", "return #p .. p[1]:data() .. p[2]:data().b"), "2a2"),
        (sent(", nil, 'b'", "return #p .. type(p[1]:data()) .. p[2]:data()"), "2nilb"),
        (listened("", "return type(v)"), "nil"),
        (listened(", nil", "return type(v)"), "nil"),
        (listened(", 'one'", "return v"), "one"),
        (listened(", 'a', 'b'", "return table.concat(v)"), "ab"),
    ] {
        assert_eq!(returns(&body), expected, "{body}");
    }
}

#[test]
fn a_send_that_cannot_be_done_is_tried_once() {
    let (sim, _) = alone("process.send('{app:processes|0x00099}', 'lost', 1)");
    let story = sim.story();
    assert_eq!(story.matches("lost").count(), 1, "{story}");
}

#[test]
fn a_send_that_cannot_be_done_gives_an_error() {
    check(&[
        (
            "local ok, e = process.send('nobody', 't') return tostring(ok) .. ' ' .. e:kind()",
            "nil NotFound",
        ),
        ("local ok, e = process.send(process.pid(), '@x') return e:kind()", "Invalid"),
        (
            "local ok, e = process.send('{app:processes|0x00099}', 't') return tostring(e)",
            "process not found: {app:processes|0x00099}",
        ),
        ("return tostring(process.send(process.pid(), 't', 1))", "true"),
        (
            "process.send(nil, 't')",
            "Internal: app:solo:2: bad argument #1 to 'send' (string expected, got nil)",
        ),
    ]);
}

#[test]
fn a_worker_gets_arguments_and_its_exit_is_told() {
    let mut sim = Sim::new();
    define(&mut sim, "app:worker", "local a, b = ... return a.n + b");
    define(
        &mut sim,
        "app:boss",
        "local pid = process.spawn_monitored('app:worker', 'app:processes', {n = 40}, 2)
         local event = process.events():receive()
         return event.kind .. ' ' .. tostring(event.from == pid) .. ' ' .. event.result.value .. ' ' .. tostring(event.result.error)",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    assert_eq!(ended(&sim, &boss), "pid.exit true 42 nil");
}

#[test]
fn the_failure_of_a_worker_is_an_error_with_its_kind() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:worker",
        "error(errors.new{message = 'no bread', kind = errors.UNAVAILABLE, retryable = true})",
    );
    define(
        &mut sim,
        "app:boss",
        "process.spawn_monitored('app:worker', 'app:processes')
         local e = process.events():receive().result.error
         return e:kind() .. ' ' .. e:message() .. ' ' .. tostring(e:retryable())",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    assert_eq!(ended(&sim, &boss), "Unavailable no bread true");
}

#[test]
fn exec_waits_for_the_result() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:worker",
        "time.sleep('1s') local n = ... if n < 0 then error('negative', 0) end return n * 2",
    );
    define(
        &mut sim,
        "app:boss",
        "local good = process.exec('app:worker', 'app:processes', 21)
         local bad, err = process.exec('app:worker', 'app:processes', -1)
         local none, missing = process.exec('app:wroker', 'app:processes')
         return good .. ' ' .. tostring(bad) .. ' ' .. tostring(err) .. ' ' .. missing:kind()",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    assert_eq!(ended(&sim, &boss), "42 nil negative NotFound");
}

#[test]
fn a_linked_failure_takes_down_whoever_does_not_trap_it() {
    let mut sim = Sim::new();
    define(&mut sim, "app:worker", "error('broken', 0)");
    define(
        &mut sim,
        "app:falls",
        "process.spawn_linked('app:worker', 'app:processes') process.inbox():receive()",
    );
    define(
        &mut sim,
        "app:stands",
        "local ok, why = process.set_options{trap_links = true}
         process.spawn_linked('app:worker', 'app:processes')
         local event = process.events():receive()
         return event.kind .. ' ' .. tostring(event.result.error) .. ' ' .. tostring(process.get_options().trap_links)",
    );
    let falls = sim.spawn("app:falls", []);
    let stands = sim.spawn("app:stands", []);
    sim.run();
    assert!(ended(&sim, &falls).contains("linked process failed"), "{}", ended(&sim, &falls));
    assert_eq!(ended(&sim, &stands), "pid.link.down broken true");
    check(&[
        (
            "local ok, e = process.set_options{nothing = 1} return tostring(ok) .. e:kind()",
            "falseInvalid",
        ),
        (
            "local ok, e = process.set_options{trap_links = 1} return tostring(ok) .. e:kind()",
            "falseInvalid",
        ),
    ]);
}

#[test]
fn terminate_and_cancel_reach_another_process() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:idle",
        "local e = process.events():receive() return e.kind .. ' ' .. e.reason",
    );
    define(
        &mut sim,
        "app:boss",
        "local a = process.spawn('app:idle', 'app:processes')
         local b = process.spawn_monitored('app:idle', 'app:processes')
         time.sleep('1ms')
         process.cancel(a, 'enough')
         process.terminate(b)
         return process.events():receive().result.error:message()",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    assert!(ended(&sim, &boss).contains("terminated"), "{}", ended(&sim, &boss));
    let idle = "{app:processes|0x00002}".parse().unwrap();
    assert_eq!(ended(&sim, &idle), "pid.cancel enough");
}

#[test]
fn monitors_and_links_are_made_and_undone() {
    let mut sim = Sim::new();
    define(&mut sim, "app:idle", "process.inbox():receive()");
    define(
        &mut sim,
        "app:boss",
        "local pid = process.spawn('app:idle', 'app:processes')
         local first, again = process.monitor(pid), select(2, process.monitor(pid))
         return tostring(first) .. ' ' .. tostring(again) .. ' ' .. tostring(process.unmonitor(pid)) .. ' '
             .. tostring(process.link(pid)) .. ' ' .. tostring(process.link(pid)) .. ' ' .. tostring(process.unlink(pid))",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    let said = ended(&sim, &boss);
    assert!(said.starts_with("true ") && said.ends_with(" true true true true"), "{said}");
    assert!(said.contains("already"), "{said}");
}

#[test]
fn names_are_registered_looked_up_and_freed() {
    check(&[
        (
            "process.registry.register('me') process.registry.register('me')
             return process.registry.lookup('me') .. ' ' .. tostring(process.registry.unregister('me')) .. ' '
                 .. tostring(process.registry.unregister('me')) .. ' ' .. select(2, process.registry.lookup('me')):kind()",
            "{app:processes|0x00001} true false NotFound",
        ),
        ("local ok, e = process.registry.register('me', 'no pid') return e:kind()", "Invalid"),
        ("local ok, e = process.registry.register('me', nil, process.registry.STRONG) return e:kind()", "Internal"),
    ]);
}

#[test]
fn a_topic_that_is_listened_to_leaves_the_inbox() {
    check(&[
        (
            "local ch = process.listen('numbers')
             process.send(process.pid(), 'numbers', 7)
             process.send(process.pid(), 'other', 8)
             return ch:receive() .. ' ' .. process.inbox():receive():payload():data()
                 .. ' ' .. tostring(process.listen('numbers') == ch)",
            "7 8 true",
        ),
        (
            "local ch = process.listen('t', {message = true})
             process.send(process.pid(), 't', 7)
             local m = ch:receive()
             return m:topic() .. tostring(m)",
            "tprocess.Message{topic=t}",
        ),
        (
            "local ch = process.listen('t')
             local ok = process.unlisten(ch)
             process.send(process.pid(), 't', 7)
             local v, more = ch:receive()
             return tostring(ok) .. tostring(more) .. process.inbox():receive():topic()",
            "truefalset",
        ),
        ("local ch, e = process.listen('@x') return e:kind()", "Invalid"),
        (
            "return tostring(process.inbox() == process.inbox()) .. tostring(process.events() == process.events())",
            "truetrue",
        ),
    ]);
}

#[test]
fn a_spawner_carries_name_messages_and_context() {
    let mut sim = Sim::new();
    define(
        &mut sim,
        "app:worker",
        "local m = process.inbox():receive() return m:topic() .. m:payload():data() .. process.registry.lookup('w')",
    );
    define(
        &mut sim,
        "app:boss",
        "local spawner = process.with_context({user = 'ann'}):with_name('w'):with_message('first', 1)
         local pid = spawner:spawn('app:worker', 'app:processes')
         return pid",
    );
    sim.spawn("app:boss", []);
    sim.run();
    let worker = "{app:processes|0x00002}".parse().unwrap();
    assert_eq!(ended(&sim, &worker), "first1{app:processes|0x00002}");
    check(&[(
        "process.with_context({[1] = 2})",
        "Internal: app:solo:2: keys of a context are strings, 1 is none",
    )]);
}

#[test]
fn what_a_message_causes_is_told_apart_by_coroutine() {
    // The inner task receives; what the outer one sends afterwards has another cause.
    let (sim, _) = alone(
        "process.send(process.pid(), 'a', 1)
         coroutine.spawn(function() process.inbox():receive() process.send('{page|0x00000}', 'caused', 1) end)
         time.sleep('1s')
         process.send('{page|0x00000}', 'own', 2)",
    );
    let story = sim.story();
    let cause = |topic: &str| {
        let line =
            story.lines().find(|line| line.contains("send") && line.contains(topic)).unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    assert_ne!(cause("caused"), cause("own"), "{story}");
}

#[test]
fn a_process_that_only_listens_waits_for_ever_and_others_go_on() {
    assert!(returns("process.inbox():receive()").starts_with("it waits"));
}
