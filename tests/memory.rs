//! What does not grow, however long a run goes on: memory. Counted for the program as a whole, so these tests have a
//! binary of their own.

#![cfg(feature = "lua")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

use std::alloc::System;

use rehearsal::lua::Script;
use rehearsal::{Exit, Sim};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Compiled with `REHEARSAL_SOAK` set, as many that the trace is full long before the end.
const PROCESSES: u32 = if option_env!("REHEARSAL_SOAK").is_some() { 100_000 } else { 2_000 };

/// What a process leaves in a trace that is not full yet, in bytes: some records, the payload of each message. A state of
/// Lua would be ten times as much.
const TRACED: usize = 1_024;

const WORKER: &str = r#"
    local function main(n)
        local words = {}
        for i = 1, 50 do
            words[i] = ("word"):rep(i)
        end
        local ch = channel.new()
        coroutine.spawn(function() ch:send(#table.concat(words)) end)
        process.send("nobody", "result", { n = n, sum = ch:receive() })
        if n % 3 == 0 then
            error({ n = n })
        end
        return n
    end
    return { main = main }
"#;

#[test]
fn processes_in_lua_that_come_and_go_leave_nothing_behind() {
    let mut sim = Sim::new();
    sim.define("app:worker", Script::new("app:worker", WORKER).unwrap().actor());
    let mut come_and_go = |count: u32| {
        for n in 0..count {
            let pid = sim.spawn("app:worker", [i64::from(n).into()]);
            sim.run();
            let failed = matches!(sim.exit(&pid), Some(Exit::Failed(_)));
            assert_eq!(failed, n % 3 == 0, "{:?}", sim.exit(&pid));
        }
    };
    come_and_go(PROCESSES / 2);
    let half = in_use();
    come_and_go(PROCESSES / 2);
    let grown = in_use().saturating_sub(half) / (PROCESSES as usize / 2);
    let allowed = if PROCESSES > 50_000 { 8 } else { TRACED };
    assert!(grown <= allowed, "{grown} bytes for each process");
}

/// Bytes that were asked of the allocator and not given back.
fn in_use() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated)
}
