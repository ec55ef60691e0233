//! Rehearsal: the actor model, run for real and watched.
//!
//! Small programs of processes and messages run under a deterministic scheduler with virtual time. The same project,
//! seed, order and inputs make the same trace, event for event, natively and in every browser.
//!
//! The floors, each standing on those before it only: [`base`], [`channel`], [`process`], [`trace`], [`runtime`],
//! `project`, `stage`, `export`, `web`; [`actors`] stand on the first three, so an actor can do what a script can.

pub mod actors;
pub mod base;
pub mod channel;
#[cfg(feature = "manifest")]
pub mod compare;
#[cfg(feature = "manifest")]
pub mod export;
#[cfg(feature = "lua")]
pub mod lua;
pub mod process;
pub mod project;
pub mod runtime;
pub mod stage;
pub mod trace;
#[cfg(all(feature = "web", target_family = "wasm"))]
mod web;

pub use base::{
    Duration, EntryId, Error, ErrorKind, IntoDuration, JsonError, Map, ParseDurationError,
    ParseEntryIdError, ParsePidError, Pid, Rng, Str, Time, Value,
};
pub use process::{
    Actor, Context, Event, EventKind, Exit, KvStoreHandle, Message, Outcome, SendError,
    StoreRequest,
};
pub use stage::Sim;

/// The examples of the guide and of the README are compiled and run as well.
#[cfg(doctest)]
#[doc = include_str!("../docs/testing-your-actors.md")]
#[doc = include_str!("../docs/faults.md")]
#[doc = include_str!("../README.md")]
struct Documents;
