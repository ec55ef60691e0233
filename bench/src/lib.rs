//! The workloads of `cargo xtask bench`: ours, and the same with other actor crates, written as their users would.
//!
//! JavaScript asks for one with `prepare`, which does all that is not to be measured, and takes the time of
//! `Prepared::go` again and again. Each round checks its own result: a sum, a count, an order.
//!
//! The crate is for WebAssembly only, where all of them can run.
#![cfg(target_family = "wasm")]

mod executor;
mod memory;
mod ours;
mod peers;
mod plain;
mod plan;
mod reading;
mod scripts;
mod typed;
mod work;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};
use wasm_bindgen_futures::future_to_promise;

use executor::{LocalQueue, SpawnLocal};
use peers::{act_zero, ractor, xtra};
use work::Work;

/// Counts the bytes in use. It costs every contestant the same few instructions for each allocation.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A workload that is ready to be measured.
#[wasm_bindgen]
pub struct Prepared {
    work: Work,
}

#[wasm_bindgen]
impl Prepared {
    /// Does about `size` operations, and promises how many they were. It rejects when a result is wrong.
    pub fn go(&mut self, size: u32) -> js_sys::Promise {
        let done = (self.work)(size);
        future_to_promise(async {
            done.await.map(JsValue::from).map_err(|wrong| JsError::new(&wrong).into())
        })
    }
}

/// Makes a workload: `work` is what is done, `who` is who does it.
///
/// # Errors
/// There is no such workload.
#[wasm_bindgen]
pub fn prepare(work: &str, who: &str) -> Result<Prepared, JsError> {
    let work = match (work, who) {
        ("loop", _) => plain::loop_of_steps(),
        ("kv", "ours") => ours::kv(1, true),
        ("kv", "untraced") => ours::kv(1, false),
        ("kv", "scenario") => ours::scenario_kv(),
        ("kv", "bare") => plain::bare_map(),
        ("kv", "xtra") => xtra::kv(SpawnLocal, 1),
        ("kv", "xtra local") => xtra::kv(LocalQueue, 1),
        ("kv-64", "ours") => ours::kv(64, true),
        ("kv-64", "xtra") => xtra::kv(SpawnLocal, 64),
        ("kv-64", "xtra local") => xtra::kv(LocalQueue, 64),
        ("hop", "ours") => ours::ping_pong(),
        ("hop", "xtra") => xtra::ping_pong(SpawnLocal),
        ("hop", "xtra local") => xtra::ping_pong(LocalQueue),
        ("hop", "act-zero") => act_zero::ping_pong(SpawnLocal),
        ("hop", "act-zero local") => act_zero::ping_pong(LocalQueue),
        ("fan-in", "ours") => ours::fan_in(),
        ("fan-in", "xtra") => xtra::fan_in(SpawnLocal),
        ("fan-in", "xtra local") => xtra::fan_in(LocalQueue),
        ("spawn", "ours") => ours::spawn(),
        ("spawn", "xtra") => xtra::spawn(SpawnLocal),
        ("spawn", "xtra local") => xtra::spawn(LocalQueue),
        ("spawn", "ractor") => ractor::spawn(),
        ("lua-spawn", "ours") => scripts::spawn(),
        ("lua-spawn", "bare") => scripts::bare_states(),
        ("lua-ask", "ours") => scripts::ask(),
        ("typed", "ours") => typed::set_and_get(),
        ("ask", processes) => {
            ours::ask(processes.parse().map_err(|_| JsError::new("how many processes?"))?)
        }
        _ => return Err(JsError::new(&format!("no workload {work:?} by {who:?}"))),
    };
    Ok(Prepared { work })
}
