//! Processes written in Lua: the other kind of actor, on the same calls as those in Rust.
//!
//! ```text
//! Script ── make ──▶ Machine (a process)
//!                      │ resumes tasks, one slice a turn           crates/luac: the interpreter, patched
//!                      │ asks the kernel for what they wait for
//!                      ▼
//!   a function of the host ──▶ modules/quick.rs, or all others of modules/ ──▶ process::Context
//! ```
//!
//! Every function that a script can call is one of `modules/`, found by name when it is first asked for. One that has to
//! wait says so; then the task is suspended, and the answer is asked for when the machine resumes it. Calls that are both
//! common and simple are answered without handles of `mlua`'s.

pub mod annotations;
mod answer;
mod channels;
mod choosing;
mod convert;
mod ending;
mod inner;
mod machine;
mod modules;
mod objects;
mod outside;
mod script;
mod stack;
mod state;
mod tables;
mod tasks;
mod types;

pub use script::{Script, ScriptError};
