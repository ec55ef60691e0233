//! The patched interpreter, by itself.

mod determinism;
mod host;
mod look;
mod memory;
mod patches;
mod support;
mod template;
mod waits;
mod work;
