//! The program `rehearsal`, as a shell sees it: what it reads, what it writes, and with which code it ends. Nothing
//! here sleeps: runs go as fast as they can.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod compare;
mod config;
mod dialogues;
mod examples;
mod exit_codes;
mod exports;
mod faults;
mod folders;
mod generate;
mod kv;
mod kv_documents;
mod kv_json;
mod kv_patterns;
mod lock;
mod logs;
mod overrides;
mod records;
mod runs;
#[cfg(unix)]
mod serve;
#[cfg(unix)]
mod serve_ends;
#[cfg(unix)]
mod serve_hostile;
mod signals;
mod stores;
mod targets;
#[cfg(unix)]
mod terminal;
