//! Models, the values that they have, and the store of such values.
//!
//! Run natively by `cargo test`, and, all that needs neither files nor a clock, in a browser's Web Worker by `wasm-pack test`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

// Without this line wasm-pack skips the file and still succeeds.
#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod support;

mod faults;
mod helpers;
mod hostile;
mod renames;
mod requests;
mod requests_limits;
mod schema;
mod store;
mod tenants;
mod values;

#[cfg(not(target_family = "wasm"))]
mod documents;
#[cfg(not(target_family = "wasm"))]
mod generated;
#[cfg(not(target_family = "wasm"))]
mod like_serde;
#[cfg(not(target_family = "wasm"))]
mod random_models;
#[cfg(not(target_family = "wasm"))]
mod random_requests;
#[cfg(not(target_family = "wasm"))]
mod random_values;
