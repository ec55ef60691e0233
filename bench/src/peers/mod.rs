//! The peers: Rust actor crates that work in WebAssembly, each used as its documentation shows.

pub mod act_zero;
pub mod ractor;
pub mod xtra;
