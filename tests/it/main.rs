//! The core suite: behaviour by behaviour of the process model.
//!
//! Run natively by `cargo test`, and, the same tests, in a browser's Web Worker by `wasm-pack test`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

// Without this line wasm-pack skips the file and still succeeds.
#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod support;

mod pids_and_values;

mod calendar_dates;
mod calendar_layouts;
mod calendar_random;
mod calendar_strftime;
mod calendar_zones;

mod messages;

mod mailboxes;

mod channels;
mod waiting;

mod life;
mod relations;

mod names;

mod kv_store;

#[cfg(feature = "typed-kv")]
mod typed_kv;

mod services;

#[cfg(feature = "manifest")]
mod manifest;
#[cfg(feature = "manifest")]
mod ready_messages;

mod combinators;

mod stepping;

mod fault_scripts;
mod faults;

mod pacing;

mod trace;

mod determinism;

mod models;

mod invariants;
#[cfg(not(target_family = "wasm"))]
mod random;

mod breakpoints;
mod choosing;
#[cfg(feature = "manifest")]
mod compare;
#[cfg(feature = "manifest")]
mod exports;
mod persistent_kv;
mod regressions;
mod rewind;
mod run_files;
mod scenarios;

#[cfg(feature = "lua")]
mod lua;
