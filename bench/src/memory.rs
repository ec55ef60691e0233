//! Bytes per idle process.

use std::cell::RefCell;

use futures::StreamExt;
use rehearsal::{Context, Sim};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ALLOCATOR;
use crate::executor::LocalQueue;
use crate::ours::run;
use crate::peers::xtra;
use crate::scripts::{self, IDLE};

/// Bytes that were asked of the allocator and not given back.
fn in_use() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated)
}

async fn idle(ctx: Context) {
    let mut inbox = ctx.inbox();
    while let Some(_message) = inbox.next().await {}
}

/// What one of `processes` idle processes takes, in bytes: its slot, its future, and whatever else grows with them.
/// The trace is not in it: it was full before.
///
/// # Errors
/// Some of the processes do not idle.
#[wasm_bindgen]
pub fn bytes_per_process(processes: u32) -> Result<f64, JsError> {
    let mut sim = Sim::new();
    sim.actor(IDLE, idle);
    bytes_of_idle(sim, processes)
}

/// The same of processes in Lua that may call the whole API.
///
/// # Errors
/// Some of the processes do not idle.
#[wasm_bindgen]
pub fn bytes_per_script(processes: u32) -> Result<f64, JsError> {
    bytes_of_idle(scripts::sim_of_idle(), processes)
}

fn bytes_of_idle(mut sim: Sim, processes: u32) -> Result<f64, JsError> {
    sim.actor("bench:passing", |_ctx: Context| async {});
    for _ in 0..50_000 {
        sim.spawn("bench:passing", []);
        run(&mut sim);
    }
    let before = in_use();
    for _ in 0..processes {
        sim.spawn(IDLE, []);
        run(&mut sim);
    }
    let grown = in_use() - before;
    if sim.kernel().alive() == processes {
        Ok(grown as f64 / f64::from(processes))
    } else {
        Err(JsError::new("some processes do not idle"))
    }
}

/// The same of xtra's actors, polled by a local queue.
///
/// # Errors
/// An actor does not answer.
#[wasm_bindgen]
pub fn bytes_per_xtra_actor(actors: u32) -> Result<f64, JsError> {
    thread_local! {
        static IDLE: RefCell<Vec<xtra::Idle>> = const { RefCell::new(Vec::new()) };
    }
    let before = in_use();
    IDLE.with_borrow_mut(|idle| idle.extend((0..actors).map(|_| xtra::idle(LocalQueue))));
    crate::executor::run();
    let grown = in_use() - before;
    IDLE.take();
    crate::executor::run(); // they end
    Ok(grown as f64 / f64::from(actors))
}
