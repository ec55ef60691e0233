//! The store: what it keeps, what it finds, and what it says when it cannot.
//!
//! Run natively by `cargo test`, and, all that needs no file, in a browser's Web Worker by `wasm-pack test`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

// Without this line wasm-pack skips the file and still succeeds.
#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod support;

mod images;
mod keys;
mod numbers;
mod requests;
mod rows;
mod values;

#[cfg(not(target_family = "wasm"))]
mod folder;

#[cfg(not(target_family = "wasm"))]
mod durability;
#[cfg(not(target_family = "wasm"))]
mod files;
#[cfg(not(target_family = "wasm"))]
mod groups;
#[cfg(not(target_family = "wasm"))]
mod imports;
#[cfg(not(target_family = "wasm"))]
mod locks;
#[cfg(not(target_family = "wasm"))]
mod patterns;
#[cfg(not(target_family = "wasm"))]
mod random;
