//! Hostile scripts: they stop nobody else, and can be ended.

use rehearsal::lua::Script;
use rehearsal::runtime::{Budget, KernelSettings};
use rehearsal::trace::Kind;
use rehearsal::{Exit, Pid, Sim, Time};

use super::{alone, define, ended, returns, script};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const OVERRUN: &str = "app:solo:2: time limit: code that cannot be paused ran too long";

const ENDLESS: [&str; 12] = [
    "while true do end",
    "::a:: goto a",
    "local function f() return f() end f()",
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "local t = setmetatable({}, {__index = function(t, k) while true do end end}) return t.x",
    "for _ in function() while true do end end do end",
    "coroutine.wrap(function() while true do end end)()",
    "coroutine.wrap(coroutine.wrap(function() while true do end end))()",
    "while true do coroutine.yield() end",
    "while true do coroutine.spawn(function() end) end",
    "while true do string.rep('x', 100000) end",
];

#[test]
fn endless_code_stops_nobody_else_and_can_be_terminated() {
    for endless in ENDLESS {
        let mut sim = Sim::new();
        define(&mut sim, "app:spin", endless);
        define(&mut sim, "app:good", "time.sleep('10us') return 'done'");
        let spin = sim.spawn("app:spin", []);
        let good = sim.spawn("app:good", []);
        sim.step(200);
        assert_eq!(ended(&sim, &good), "done", "{endless}");
        assert!(sim.exit(&spin).is_none(), "{endless}: {}", ended(&sim, &spin));
        kill(&mut sim, &spin);
        assert!(ended(&sim, &spin).contains("terminated"), "{endless}");
    }
}

fn kill(sim: &mut Sim, pid: &Pid) {
    sim.input(&rehearsal::stage::Input::Kill { process: pid.number() }).unwrap();
    sim.step(5);
}

#[test]
fn how_many_turns_a_script_has_computed_without_waiting_is_known() {
    let mut sim = Sim::new();
    define(&mut sim, "app:spin", "while true do end");
    define(
        &mut sim,
        "app:long",
        "local inbox = process.inbox()
         while true do inbox:receive() for i = 1, 50000 do end end",
    );
    let (spin, long) = (sim.spawn("app:spin", []), sim.spawn("app:long", []));
    let busy = |sim: &mut Sim, pid: &Pid| sim.kernel().process(pid.number()).unwrap().busy;
    sim.send(&long, "go", 1);
    sim.step(6);
    assert!((1..=3).contains(&busy(&mut sim, &long)), "it computes now");
    sim.step(100);
    assert!(busy(&mut sim, &spin) > 50);
    assert_eq!(busy(&mut sim, &long), 0, "it waits again");
}

#[test]
fn a_budget_of_ticks_ends_a_call_however_few_turns_it_took() {
    for (body, turns) in
        [("while true do end", 10), ("table.sort({3, 2, 1}, function() while true do end end)", 1)]
    {
        let mut sim = Sim::new();
        define(&mut sim, "app:busy", body);
        for _ in 0..20 {
            sim.spawn("app:busy", []);
        }
        let budget = Budget { ticks: 100_000, ..Budget::turns(1_000) };
        sim.kernel().run(Time::MAX, budget);
        assert_eq!(sim.kernel().counters().turns, turns, "{body}");
    }
}

#[test]
fn a_turn_of_a_script_takes_the_time_of_its_ticks() {
    let mut sim = Sim::new();
    define(&mut sim, "app:spin", "while true do end");
    sim.spawn("app:spin", []);
    sim.step(3);
    let nanos = sim.now().as_nanos();
    assert!((300_000..400_000).contains(&nanos), "three slices of 10,000 ticks of 10 ns: {nanos}");
}

#[test]
fn code_that_cannot_be_paused_gets_an_error_after_its_allowance() {
    for body in [
        "table.sort({3, 2, 1}, function() while true do end end)",
        "string.gsub('a', '.', function() while true do end end)",
        "return tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "table.sort({3, 2, 1}, function() while true do pcall(function() while true do end end) end end)",
        "return string.rep('a', 3000):find('.-.-.-.-b')",
    ] {
        assert!(returns(body).contains("time limit"), "{body}: {}", returns(body));
    }
}

#[test]
fn the_error_after_an_allowance_can_be_caught_where_code_can_be_paused() {
    let caught = "local ok, why = pcall(table.sort, {3, 2, 1}, function() while true do end end)
        for n = 1, 1000000 do ok = n end
        return ok .. ' ' .. why";
    assert_eq!(returns(caught), format!("1000000 {OVERRUN}"));
}

#[test]
fn the_error_after_an_allowance_says_where() {
    let (sim, pid) = alone("table.sort({3, 2, 1}, function() while true do end end)");
    let Some(Exit::Failed(error)) = sim.exit(&pid) else { panic!("{}", ended(&sim, &pid)) };
    assert_eq!(error.message.to_string(), OVERRUN);
    assert_eq!(error.stack.as_deref(), Some("app:solo:2\napp:solo:2"));
    // Be it while a function of the library itself works.
    let (sim, pid) = alone("pcall(1) string.rep('a', 3000):find('.-.-.-.-b')");
    assert_eq!(ended(&sim, &pid), format!("Internal: {OVERRUN}"));
    let (sim, pid) = alone(
        "local _, why = pcall(string.find, string.rep('a', 3000), '.-.-.-.-b') error(why, 0)",
    );
    assert_eq!(ended(&sim, &pid), format!("Internal: {OVERRUN}"));
}

#[test]
fn who_catches_the_error_after_an_allowance_and_goes_on_comes_to_an_end_all_the_same() {
    let stubborn = "table.sort({3, 2, 1}, function()
        while true do pcall(function() while true do end end) end
    end)";
    let said = returns(stubborn);
    assert!(said.starts_with("Internal: ") && said.contains("time limit"), "{said}");
    assert!(!said.contains("stack traceback"), "{said}");
}

#[test]
fn memory_beyond_the_limit_fails_that_process_alone() {
    for flood in [
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "return string.rep('x', 1 << 40)",
        "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
        "local t = {} while true do t[#t + 1] = channel.new() end",
        "local t = {} while true do t[#t + 1] = errors.new('x') end",
    ] {
        let mut sim = Sim::new();
        sim.define("app:flood", script("app:flood", flood).with_memory(1 << 20).actor());
        define(&mut sim, "app:good", "time.sleep('10s') return 'done'");
        let flood_pid = sim.spawn("app:flood", []);
        let good = sim.spawn("app:good", []);
        sim.run();
        let said = ended(&sim, &flood_pid);
        assert!(
            said.contains("not enough memory") || said.contains("too large"),
            "{flood}: {said}"
        );
        assert_eq!(ended(&sim, &good), "done", "{flood}");
    }
}

#[test]
fn a_breach_of_memory_says_who_and_how_much() {
    let mut sim = Sim::new();
    let flood = "local t = {} while true do t[#t + 1] = {} end";
    sim.define("app:flood", script("app:flood", flood).with_memory(2 << 20).actor());
    let pid = sim.spawn("app:flood", []);
    sim.run();
    assert_eq!(ended(&sim, &pid), "Unavailable: not enough memory: app:flood may use 2 MiB");
}

#[test]
fn recursion_and_hostile_values_are_survived() {
    for (body, expected) in [
        ("local function f() return 1 + f() end f()", "stack overflow"),
        ("local function f() f() end f()", "stack overflow"),
        (
            "local t = {} for i = 1, 200 do t = {t} end process.send(process.pid(), 't', t) error('survived')",
            "survived",
        ),
        ("error(setmetatable({}, {__tostring = function() error('again') end}))", ""),
        ("string.rep('(', 1000):find(string.rep('(', 1000))", "too many captures"),
        ("return #string.format('%99.99f', 1e308) > 0 and error('survived')", "survived"),
    ] {
        let said = returns(body);
        assert!(said.contains(expected), "{body}: {said}");
    }
}

/// At the end of the stack a send may be refused, and the refusal not be told: each time the stack ends a little later.
#[test]
fn a_refusal_for_which_there_was_no_room_is_no_answer_to_the_next_call() {
    let body = "local wide, depth, sending, bottom, lost = {}, 0, false, math.huge, 0
         for i = 1, 150 do wide[i] = i end
         local function down(...)
             depth = depth + 1
             if depth > bottom then
                 sending = true
                 process.send('nobody', 'x')
                 sending = false
             end
             down(...)
         end
         for more = 0, 160 do
             depth, sending = 0, false
             pcall(function(...) down(unpack(wide)) end, unpack(wide, 1, more % 150))
             if bottom == math.huge then bottom = depth - 3 end
             if sending then lost = lost + 1 end
             assert(process.registry.register('me' .. more))
         end
         return lost > 0";
    assert_eq!(returns(body), "true");
}

#[test]
fn a_deep_source_is_refused_and_no_stack_is_lost() {
    let deep = format!("return {}1{}", "(".repeat(100_000), ")".repeat(100_000));
    let refused = Script::new("app:a", &deep).unwrap_err().to_string();
    assert!(refused.contains("C stack overflow") || refused.contains("levels"), "{refused}");
}

#[test]
fn short_lives_follow_each_other() {
    let mut sim = Sim::new();
    define(&mut sim, "app:worker", "return ...");
    define(
        &mut sim,
        "app:boss",
        "local events, sum = process.events(), 0
         for i = 1, 300 do
             process.spawn_monitored('app:worker', 'app:processes', i)
             sum = sum + events:receive().result.value
         end
         return sum",
    );
    let boss = sim.spawn("app:boss", []);
    sim.run();
    assert_eq!(ended(&sim, &boss), "45150");
}

/// Each message is an object of the host's, and garbage after it was answered.
#[test]
fn who_answers_messages_for_ever_holds_no_more_than_at_first() {
    let mut sim = Sim::new();
    let server = "local inbox = process.inbox()
         while true do
             local message = inbox:receive()
             process.send(message:from(), 'answer', message:payload():data())
         end";
    define(&mut sim, "app:server", server);
    let client = "local server, inbox = (...), process.inbox()
         while true do
             process.send(server, 'ask', 1)
             inbox:receive()
         end";
    define(&mut sim, "app:client", client);
    let server = sim.spawn("app:server", []);
    sim.spawn("app:client", [server.to_string().into()]);
    for _ in 0..10 {
        sim.run_for("20ms");
        let used = sim.kernel().memory().0;
        assert!(used < 128 * 1024, "both hold {} KiB", used / 1024);
    }
    assert!(sim.kernel().counters().messages > 20_000);
}

#[test]
fn what_scripts_hold_counts_in_the_memory_budget_of_the_run() {
    let budget = KernelSettings { memory_budget: 5 * 1024 * 1024, ..KernelSettings::default() };
    let mut sim = Sim::with(budget);
    // While it is made there is twice as much, half of it garbage.
    let hold =
        "local text = string.rep('x', 3 * 1024 * 1024) require('time').sleep('1h') return #text";
    define(&mut sim, "app:hold", hold);
    let first = sim.spawn("app:hold", []);
    sim.run_for("1s");
    let second = sim.spawn("app:hold", []);
    sim.run_for("1s");
    assert!(sim.exit(&first).is_none(), "{}", ended(&sim, &first));
    let why = ended(&sim, &second);
    assert!(why.contains("the memory budget of the run is used up: app:hold holds"), "{why}");
    assert_eq!(sim.records(Kind::Limit).len(), 1);

    kill(&mut sim, &first);
    let third = sim.spawn("app:hold", []);
    sim.run_for("1s");
    assert!(sim.exit(&third).is_none(), "{}", ended(&sim, &third));
}
