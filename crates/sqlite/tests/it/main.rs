//! The store: what it keeps, what it finds, and what it says when it cannot.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod durability;
mod files;
mod groups;
mod keys;
mod locks;
mod numbers;
mod patterns;
mod random;
mod values;
